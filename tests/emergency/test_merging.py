"""Several calls about one thing become one incident, and one touch takes that back."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from emergency import (
    actions,
    assigning,
    detail,
    looks,
    merging,
    queue,
    related,
    retention,
    status,
    withdrawal,
)
from emergency.actions import By, Stale
from emergency.models import Assignment, Event, Incident, Message, Report, Unit

from .scene import Scene, browser, called, fix


@pytest.fixture
def by(scene: Scene) -> By:
    return By.now(scene.people["dispatcher"])


@pytest.fixture
def summit(scene: Scene) -> Report:
    """The call that is worked on."""
    return called({**scene.plate("nogosan"), "kind": "fall", "words": "leg", "phone": "010-1111-2222"})


@pytest.fixture
def also(scene: Scene) -> Report:
    """Another person's, of the same thing."""
    return called({"words": "somebody fell", "fix": fix(1), "phone": "010-3333-4444"}, address="y")


def merged(kept: Report, other: Report, by: By) -> Incident:
    one, two = (Incident.objects.get(pk=report.incident_id) for report in (kept, other))
    return merging.merge(one.pk, one.version, two.pk, two.version, By.now(by.user))


def texts(report: Report) -> list[str]:
    return [message["text"] for message in status.of([report.pk])[report.pk]["messages"]]


def test_two_calls_of_one_thing_are_worked_on_as_one(summit: Report, also: Report, by: By) -> None:
    kept = merged(summit, also, by)
    shown = detail.of(kept)
    assert {report["id"] for report in shown["report_list"]} == {str(summit.pk), str(also.pk)}
    assert [other["id"] for other in shown["merged"]] == [str(also.incident_id)]
    assert [row.pk for row in queue.listed([kept.jurisdiction_id], closed=False)] == [kept.pk]
    assert {entry["kind"] for entry in shown["timeline"]} == {"report_received", "merged", "merged_into"}
    assert shown["version"] == kept.version == 2


def test_both_people_see_what_becomes_of_the_one(summit: Report, also: Report, by: By) -> None:
    actions.acknowledge(summit.incident_id, 1, by)
    merged(summit, also, by)
    assert status.of([also.pk])[also.pk]["state"] == "acknowledged"


def test_nobody_reads_what_was_said_to_somebody_else_before(summit: Report, also: Report, by: By) -> None:
    actions.say(summit.incident_id, uuid4(), "stay where you are", by)
    actions.say(also.incident_id, uuid4(), "can you see them?", By.now(by.user))
    kept = merged(summit, also, by)
    actions.say(kept.pk, uuid4(), "a team comes", By.now(by.user))
    assert texts(summit) == ["stay where you are", "a team comes"]
    assert texts(also) == ["can you see them?", "a team comes"]
    assert [message["text"] for message in detail.of(kept)["messages"]] == [
        "stay where you are",
        "can you see them?",
        "a team comes",
    ]


def test_one_touch_splits_them_again_and_each_keeps_what_it_was_told(
    summit: Report, also: Report, by: By
) -> None:
    kept = merged(summit, also, by)
    actions.say(kept.pk, uuid4(), "a team comes", By.now(by.user))
    Message.objects.create(
        id=uuid4(), incident=kept, report=also, from_centre=False, text="I see them", at=timezone.now()
    )
    merging.split(kept.pk, kept.version, also.incident_id, By.now(by.user))
    apart = Incident.objects.get(pk=also.incident_id)
    assert (apart.merged_into_id, apart.state, apart.version) == (None, "new", 3)
    also.refresh_from_db()
    assert also.incident_id == apart.pk
    actions.say(kept.pk, uuid4(), "to the first alone", By.now(by.user))
    assert texts(also) == ["a team comes", "I see them"]
    assert texts(summit) == ["a team comes", "to the first alone"]
    assert [message["text"] for message in detail.of(apart)["messages"]] == ["I see them"]
    assert {row.pk for row in queue.listed([kept.jurisdiction_id], closed=False)} == {kept.pk, apart.pk}


def test_what_was_merged_twice_comes_apart_in_the_order_in_which_it_came_together(
    scene: Scene, summit: Report, also: Report, by: By
) -> None:
    third = called({"words": "third", "phone": "010-5555-6666"}, address="z")
    merged(also, third, by)
    kept = merged(summit, also, by)
    assert len(detail.of(kept)["report_list"]) == 3
    assert merging.together(kept.pk) == [kept.pk, also.incident_id, third.incident_id]
    merging.split(kept.pk, kept.version, also.incident_id, By.now(by.user))
    middle = Incident.objects.get(pk=also.incident_id)
    assert {report.pk for report in middle.reports.all()} == {also.pk, third.pk}
    merging.split(middle.pk, middle.version, third.incident_id, By.now(by.user))
    assert Report.objects.get(pk=third.pk).incident_id == third.incident_id


def test_who_saw_an_older_state_of_either_is_told_the_present_one(
    summit: Report, also: Report, by: By
) -> None:
    actions.open_(also.incident_id, by)
    with pytest.raises(Stale) as refusal:
        merging.merge(summit.incident_id, 1, also.incident_id, 1, by)
    assert refusal.value.incident.pk == also.incident_id
    assert Report.objects.get(pk=also.pk).incident_id == also.incident_id


def test_nobody_works_on_the_one_that_went_into_another(summit: Report, also: Report, by: By) -> None:
    merged(summit, also, by)
    absorbed = Incident.objects.get(pk=also.incident_id)
    acts: tuple[Callable[[], object], ...] = (
        lambda: actions.acknowledge(absorbed.pk, absorbed.version, by),
        lambda: actions.say(absorbed.pk, uuid4(), "hello", by),
        lambda: actions.close(absorbed.pk, absorbed.version, by, "safe"),
    )
    for act in acts:
        with pytest.raises(Stale) as refusal:
            act()
        assert refusal.value.incident.merged_into_id == summit.incident_id


def test_practice_is_never_put_together_with_what_is_real(scene: Scene, summit: Report, by: By) -> None:
    drill = called({**scene.plate("nogosan"), "exercise": True}, address="y")
    with pytest.raises(merging.CannotMerge):
        merged(summit, drill, by)
    assert Event.objects.filter(kind="merged").count() == 0


def test_an_incident_is_not_put_into_itself_nor_into_a_closed_one(
    summit: Report, also: Report, by: By
) -> None:
    with pytest.raises(merging.CannotMerge):
        merged(summit, summit, by)
    actions.open_(also.incident_id, by)
    actions.close(also.incident_id, 2, by, "safe")
    with pytest.raises(merging.CannotMerge):
        merged(summit, also, by)


def test_one_of_several_reports_gets_an_incident_of_its_own_that_rings(
    scene: Scene, summit: Report, also: Report, by: By
) -> None:
    kept = merged(summit, also, by)
    merging.take_out(kept.pk, kept.version, summit.pk, By.now(by.user))
    own = Incident.objects.get(reports=summit.pk)
    assert own.pk not in (kept.pk, also.incident_id)
    assert (own.state, own.kind, own.tag_code, own.place_ko) == (
        "new",
        "fall",
        summit.tag_code,
        kept.place_ko,
    )
    kept.refresh_from_db()
    with pytest.raises(merging.CannotMerge):
        merging.take_out(kept.pk, kept.version, also.pk, By.now(by.user))


def test_when_the_one_is_erased_so_is_what_went_into_it(summit: Report, also: Report, by: By) -> None:
    actions.say(also.incident_id, uuid4(), "can you see them?", by)
    kept = merged(summit, also, by)
    actions.open_(kept.pk, by)
    kept.refresh_from_db()
    actions.close(kept.pk, kept.version, by, "helped")
    retention.erase(kept.pk, timezone.now())
    assert set(Message.objects.values_list("text", flat=True)) == {""}
    assert not Report.objects.exclude(best_longitude=None).exists()
    assert set(Incident.objects.values_list("erased_at", flat=True)) != {None}
    assert Incident.objects.get(pk=also.incident_id).erased_at is not None


def test_who_withdraws_last_takes_what_was_said_to_them_along(summit: Report, also: Report, by: By) -> None:
    actions.say(also.incident_id, uuid4(), "can you see them?", by)
    merged(summit, also, by)
    withdrawal.take(also.pk, timezone.now())
    assert "can you see them?" in Message.objects.values_list("text", flat=True)
    withdrawal.take(summit.pk, timezone.now())
    assert set(Message.objects.values_list("text", flat=True)) == {""}


def test_each_person_is_told_of_the_looks_at_their_own_time_there(
    summit: Report, also: Report, by: By
) -> None:
    looks.log(by.user, [summit.incident_id], path="console", method="screen")
    kept = merged(summit, also, by)
    also.refresh_from_db()
    assert looks.of(also)["total"] == 0
    looks.log(by.user, [kept.pk], path="console", method="screen")
    assert (looks.of(also)["total"], looks.of(summit)["total"]) == (1, 2)


def test_what_may_be_the_same_is_named_with_the_reason(scene: Scene, summit: Report, also: Report) -> None:
    (found,) = related.of(Incident.objects.get(pk=summit.incident_id), timezone.now())
    assert (found["id"], found["how"], found["reasons"]) == (str(also.incident_id), "same", ["place"])
    assert found["distance_m"] < 300
    again = called({"phone": "010-1111-2222"}, address="z")
    ours = related.of(Incident.objects.get(pk=again.incident_id), timezone.now())
    assert [(each["id"], each["reasons"]) for each in ours] == [(str(summit.incident_id), ["phone"])]


def test_a_number_that_called_before_is_told_when_that_was_closed(
    scene: Scene, summit: Report, by: By
) -> None:
    actions.open_(summit.incident_id, by)
    actions.close(summit.incident_id, 2, by, "mistaken")
    again = called({"phone": "010-1111-2222"}, address="z")
    (found,) = related.of(Incident.objects.get(pk=again.incident_id), timezone.now())
    assert (found["how"], found["disposition"]) == ("earlier", "mistaken")


def test_far_away_and_of_nobody_known_is_not_named(scene: Scene, summit: Report) -> None:
    far = {**fix(1), "longitude": 127.05, "latitude": 37.75}
    called({"fix": far}, address="z")
    drill = {**scene.plate("nogosan"), "exercise": True}
    called(drill, address="q")
    assert related.of(Incident.objects.get(pk=summit.incident_id), timezone.now()) == []


class Desk:
    def __init__(self, scene: Scene, who: str) -> None:
        self.client = browser(scene.people[who])

    def do(self, incident: Any, action: str, **body: Any) -> Any:
        path = f"/api/v1/incidents/{incident}/{action}"
        return self.client.post(path, body, "application/json")


def test_a_dispatcher_merges_and_splits_through_the_api(scene: Scene, summit: Report, also: Report) -> None:
    desk = Desk(scene, "dispatcher")
    one, two = str(summit.incident_id), str(also.incident_id)
    assert desk.client.get(f"/api/v1/incidents/{one}/related").json()["related"][0]["id"] == two
    answer = desk.do(one, "merge", version=1, other=two, other_version=1)
    assert (answer.status_code, answer.json()["reports"]) == (200, 2)
    assert desk.client.get(f"/api/v1/incidents/{two}").json()["merged_into"] == one
    again = desk.do(one, "merge", version=1, other=two, other_version=1)
    assert (again.status_code, again.json()["current"]["reports"]) == (409, 2)
    assert desk.do(two, "acknowledge", version=2).json()["current"]["merged_into"] == one
    apart = desk.do(one, "split", version=2, other=two)
    assert (apart.status_code, apart.json()["merged"]) == (200, [])
    assert desk.do(one, "split", version=3, other=two).status_code == 422
    assert desk.do(one, "take-out", version=3, report=str(summit.pk)).status_code == 422


def test_nobody_merges_into_or_out_of_another_centres(scene: Scene, summit: Report, also: Report) -> None:
    outsider = Desk(scene, "next city")
    body = {"version": 1, "other": str(also.incident_id), "other_version": 1}
    assert outsider.do(summit.incident_id, "merge", **body).status_code == 404
    assert Desk(scene, "auditor").do(summit.incident_id, "merge", **body).status_code == 403


def unit(scene: Scene, name: str) -> Unit:
    return Unit.objects.create(jurisdiction=scene.goyang, name=name, kind="mountain")


def dispatched(report: Report, to_send: Unit, by: By) -> None:
    incident = actions.open_(report.incident_id, by)
    assigning.assign(incident.pk, incident.version, uuid4(), to_send.pk, by)


def test_help_that_is_on_its_way_stays_so_for_who_was_told_and_is_so_for_who_is_with_them(
    scene: Scene, summit: Report, also: Report, by: By
) -> None:
    dispatched(also, unit(scene, "1"), by)
    before = status.of([also.pk])[also.pk]
    actions.open_(summit.incident_id, by)
    merged(summit, also, by)
    for report in (summit, also):
        told = status.of([report.pk])[report.pk]
        assert (told["state"], told["dispatched_at"]) == ("dispatched", before["dispatched_at"])
        assert told["acknowledged_at"] is not None
        assert [coming["kind"] for coming in told["units"]] == ["mountain"]
    kept = Incident.objects.get(pk=summit.incident_id)
    merging.split(kept.pk, kept.version, also.incident_id, By.now(by.user))
    assert status.of([summit.pk])[summit.pk]["state"] == "opened"
    assert status.of([also.pk])[also.pk]["state"] == "dispatched"


def test_what_was_closed_and_opened_again_promises_no_help_of_before(
    scene: Scene, summit: Report, also: Report, by: By
) -> None:
    dispatched(also, unit(scene, "1"), by)
    actions.open_(summit.incident_id, by)
    kept = merged(summit, also, by)
    closed = actions.close(kept.pk, kept.version, By.now(by.user), "safe")
    assert status.of([also.pk])[also.pk]["state"] == "closed"
    actions.reopen(kept.pk, closed.version, By.now(by.user))
    told = status.of([also.pk])[also.pk]
    assert (told["state"], told["dispatched_at"], told["units"]) == ("acknowledged", None, [])


def test_closing_frees_the_units_however_deep_their_incident_went(
    scene: Scene, summit: Report, also: Report, by: By
) -> None:
    third = called({"words": "smoke", "fix": fix(1)}, address="z")
    dispatched(also, sent := unit(scene, "1"), by)
    actions.open_(third.incident_id, by)
    merged(third, also, by)
    actions.open_(summit.incident_id, by)
    kept = merged(summit, third, by)
    assert [coming["kind"] for coming in status.of([also.pk])[also.pk]["units"]] == ["mountain"]
    actions.close(kept.pk, kept.version, By.now(by.user), "safe")
    assert Assignment.objects.get(unit=sent).cleared_at is not None
