"""Who has seen what was said: the centre's words on a phone's screen, and a person's words on a dispatcher's."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency import actions, intake, merging, parse, seen, status, status_page, withdrawal
from emergency.models import Event, Message, Report, Showing

from .callers import Caller, anybody
from .scene import Scene, browser, called, fix

pytestmark = pytest.mark.django_db


@pytest.fixture
def hiker(scene: Scene) -> Caller:
    return anybody({**scene.plate("nogosan"), "fix": fix()})


@pytest.fixture
def by(scene: Scene) -> actions.By:
    return actions.By.now(scene.people["dispatcher"])


def said(caller: Caller, by: actions.By, text: str = "곧 갑니다") -> Message:
    pk = uuid4()
    actions.say(caller.report.incident_id, pk, text, by)
    return Message.objects.get(pk=pk)


def told(caller: Caller, **body: Any) -> Any:
    return caller.ask("POST", "seen", body)


def noted(answer: Any) -> int:
    count: int = json.loads(answer.content)["noted"]
    return count


def says(caller: Caller, text: str = "절벽 아래에 있어요") -> Message:
    """Let a person say something; return it."""
    body = json.dumps({"id": str(uuid4()), "text": text}).encode()
    intake.commit([parse.message(caller.id, caller.digest, body, now=datetime.now(UTC))])
    return Message.objects.get(report=caller.id, from_centre=False)


def conversation(caller: Caller) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = status.of([caller.report.pk])[caller.report.pk]["messages"]
    return messages


def kinds(caller: Caller) -> list[str]:
    of = Event.objects.filter(incident=caller.report.incident_id).order_by("sequence")
    return list(of.values_list("kind", flat=True))


def test_the_centre_reads_when_a_message_stood_on_the_screen_and_when_it_was_read(
    scene: Scene, hiker: Caller, by: actions.By
) -> None:
    message = said(hiker, by)
    assert noted(told(hiker, shown=[str(message.pk)])) == 1
    assert noted(told(hiker, read=[str(message.pk)])) == 1
    desk = browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{hiker.report.incident_id}").json()
    (shown,) = desk["messages"][0]["shown"]
    showing = Showing.objects.get()
    assert shown == {
        "report": str(hiker.report.pk),
        "shown_at": showing.shown_at.isoformat(),
        "read_at": showing.read_at and showing.read_at.isoformat(),
    }
    assert shown["read_at"] is not None
    assert kinds(hiker)[-2:] == ["message_shown", "message_read"]


def test_the_same_again_changes_nothing(hiker: Caller, by: actions.By) -> None:
    message = said(hiker, by)
    told(hiker, shown=[str(message.pk)])
    before = list(Showing.objects.values())
    assert noted(told(hiker, shown=[str(message.pk)])) == 0
    assert list(Showing.objects.values()) == before
    assert kinds(hiker).count("message_shown") == 1


def test_only_what_the_centre_said_to_this_person_counts(scene: Scene, hiker: Caller, by: actions.By) -> None:
    other = anybody({**scene.plate("lake"), "fix": fix()})
    elsewhere = said(other, by)
    assert noted(told(hiker, shown=[str(elsewhere.pk), str(uuid4())])) == 0
    assert not Showing.objects.exists()
    assert "message_shown" not in kinds(hiker)


def test_it_counts_for_a_report_that_was_moved_to_another_incident(
    scene: Scene, hiker: Caller, by: actions.By
) -> None:
    message = said(hiker, by)
    kept = called(scene.plate("lake")).incident
    versions = [actions.open_(pk, by).version for pk in (kept.pk, hiker.report.incident_id)]
    merging.merge(kept.pk, versions[0], hiker.report.incident_id, versions[1], by)
    assert noted(told(hiker, shown=[str(message.pk)])) == 1


def test_nothing_is_kept_of_who_has_taken_the_consent_back(hiker: Caller, by: actions.By) -> None:
    message = said(hiker, by)
    told(hiker, shown=[str(message.pk)])
    withdrawal.take(hiker.report.pk, by.at)
    assert not Showing.objects.exists()
    assert noted(told(hiker, shown=[str(message.pk)])) == 0
    assert not Showing.objects.exists()


@pytest.mark.parametrize("broken", [{"shown": "all"}, {"shown": [7]}, {"read": ["x"]}, {"read": [None]}, []])
def test_what_names_no_messages_is_refused_with_what_to_send(hiker: Caller, broken: Any) -> None:
    answer = hiker.ask("POST", "seen", broken)
    assert answer.status_code == 400
    problem = json.loads(answer.content)
    assert problem["title"] == "The message cannot be read"
    assert problem["detail"].startswith(("Send", "Name"))


def test_more_than_a_screen_holds_is_refused(hiker: Caller) -> None:
    assert told(hiker, shown=[str(uuid4()) for _ in range(seen.MOST + 1)]).status_code == 400


def test_an_outsider_without_the_secret_marks_nothing(hiker: Caller, by: actions.By) -> None:
    message = said(hiker, by)
    answer = hiker.ask("POST", "seen", {"read": [str(message.pk)]}, secret=uuid4().hex)
    assert answer.status_code == 403
    assert not Showing.objects.exists()


def test_a_person_reads_when_a_dispatcher_had_their_words_on_the_screen(scene: Scene, hiker: Caller) -> None:
    mine = says(hiker)
    desk = browser(scene.people["dispatcher"])
    path = f"/api/v1/incidents/{hiker.report.incident_id}/seen"
    answer = desk.post(path, {"messages": [str(mine.pk)]}, content_type="application/json")
    assert answer.status_code == 200
    mine.refresh_from_db()
    assert (mine.seen_by, conversation(hiker)[0]["seen_at"]) == (
        scene.people["dispatcher"].get_username(),
        mine.seen_at and mine.seen_at.isoformat(),
    )
    desk.post(path, {"messages": [str(mine.pk)]}, content_type="application/json")
    assert kinds(hiker).count("words_seen") == 1


def test_a_dispatcher_of_another_centre_marks_nothing(scene: Scene, hiker: Caller) -> None:
    mine = says(hiker)
    other = browser(scene.people["next city"])
    path = f"/api/v1/incidents/{hiker.report.incident_id}/seen"
    assert other.post(path, {"messages": [str(mine.pk)]}, content_type="application/json").status_code == 404
    mine.refresh_from_db()
    assert mine.seen_at is None


def test_a_page_without_a_script_counts_as_shown_when_it_is_fetched(
    hiker: Caller, by: actions.By, client: Any
) -> None:
    said(hiker, by)
    assert client.get(status_page.path(hiker.report.pk)).status_code == 200
    assert Showing.objects.get().read_at is None
    client.get(status_page.path(hiker.report.pk))
    assert kinds(hiker).count("message_shown") == 1


def test_a_fresh_position_is_asked_for_once_and_in_the_persons_language(scene: Scene, hiker: Caller) -> None:
    asked = {"id": str(uuid4())}
    desk = browser(scene.people["dispatcher"])
    path = f"/api/v1/incidents/{hiker.report.incident_id}/ask-position"
    for _ in range(2):
        assert desk.post(path, asked, content_type="application/json").status_code == 200
    assert kinds(hiker).count("position_asked") == 1
    told_ = status.of([hiker.report.pk])[hiker.report.pk]
    event = Event.objects.get(kind="position_asked")
    assert told_["position_asked_at"] == event.at.isoformat()
    Report.objects.filter(pk=hiker.id).update(language="vi")
    assert conversation(hiker)[-1]["text"].startswith("Hãy gửi lại vị trí")


def test_a_conversation_costs_the_same_however_long_it_is(hiker: Caller, by: actions.By) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            status.of([hiker.report.pk])
        return len(asked)

    said(hiker, by)
    one = queries()
    for _ in range(5):
        said(hiker, by)
    assert queries() == one
