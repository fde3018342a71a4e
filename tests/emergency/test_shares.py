"""A person shows family where they are: for a time, stopped whenever they like, and nobody else may."""

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from emergency import actions, retention, shares
from emergency.models import Look, Share

from .callers import AGREED, Caller, anybody
from .scene import Scene, browser, fix


@pytest.fixture
def hiker(scene: Scene) -> Caller:
    return anybody({**scene.plate("nogosan"), "words": "발목을 다쳤어요", "fix": fix()})


def read(answer: Any) -> Any:
    return json.loads(answer.content)


def test_a_link_ends_when_its_person_said(hiker: Caller) -> None:
    answer = hiker.share(90)
    made = read(answer)
    assert answer.status_code == 201
    share = Share.objects.get()
    assert share.ends_at - share.made_at == timedelta(minutes=90)
    assert made["url"].rpartition("/")[0].endswith("/f")
    assert share.consent == AGREED


def test_the_token_holds_more_than_128_bits_and_is_not_stored(hiker: Caller) -> None:
    token = hiker.link().rpartition("/")[2]
    assert len(token) * 6 >= 128
    assert token not in json.dumps(list(Share.objects.values()), default=str)


def test_the_same_link_sent_again_is_made_once(hiker: Caller) -> None:
    share = uuid4()
    first, second = hiker.share(60, share), hiker.share(60, share)
    assert (first.status_code, second.status_code) == (201, 200)
    assert read(first)["url"] == read(second)["url"]
    assert Share.objects.count() == 1


def test_the_same_id_with_another_end_or_of_another_report_is_refused(hiker: Caller, scene: Scene) -> None:
    share = uuid4()
    hiker.share(60, share)
    other = anybody({"fix": fix()})
    assert hiker.share(120, share).status_code == 422
    refused = other.share(60, share)
    assert refused.status_code == 422
    assert "url" not in read(refused)


def test_the_list_shows_what_runs_and_the_wording_of_the_next_one(hiker: Caller) -> None:
    first, second = read(hiker.share(60)), read(hiker.share(120))
    hiker.ask("DELETE", f"shares/{first['id']}")
    listed = read(hiker.ask("GET", "shares?lang=vi"))
    assert [share["id"] for share in listed["shares"]] == [second["id"]]
    assert listed["shares"][0]["url"] == second["url"]
    assert listed["consent"]["language"] == "vi"
    assert listed["consent"]["purposes"] == ["family"]
    assert listed["consent"]["sentence"]


@pytest.mark.parametrize(("asked", "given"), [("", "en"), ("xx", "en"), ("ko-KR", "ko"), ("../ko", "en")])
def test_the_wording_comes_in_a_language_that_there_is(hiker: Caller, asked: str, given: str) -> None:
    assert read(hiker.ask("GET", f"shares?lang={asked}"))["consent"]["language"] == given


@pytest.mark.parametrize("minutes", [14, 481, 0, -1, True, 60.5, "60", None, 10**30])
def test_a_link_without_a_sensible_end_is_refused(hiker: Caller, minutes: Any) -> None:
    answer = hiker.share(minutes)
    assert (answer.status_code, read(answer)["field"]) == (400, "minutes")
    assert not Share.objects.exists()


@pytest.mark.parametrize("body", [[], "x", {}, {"id": "7"}, {"id": None, "minutes": 60}])
def test_nonsense_is_refused_with_what_to_do(hiker: Caller, body: Any) -> None:
    answer = hiker.ask("POST", "shares", body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert read(answer)["detail"]


@pytest.mark.parametrize(
    "agreed",
    [None, {}, [], {**AGREED, "text_sha256": "0" * 64}, {**AGREED, "version": "1999-01"}],
)
def test_nothing_is_shown_to_anybody_without_consent_to_that(hiker: Caller, agreed: Any) -> None:
    assert hiker.share(consent=agreed).status_code == 422
    assert not Share.objects.exists()


def test_consent_to_dispatch_is_no_consent_to_family(hiker: Caller) -> None:
    from emergency import consent

    wording = next(w for w in consent.PUBLISHED if (w.version, w.purpose) == (consent.VERSION, "dispatch"))
    agreed = {"version": wording.version, "language": wording.language, "text_sha256": wording.sha256}
    assert hiker.share(consent=agreed).status_code == 422


def test_only_a_few_run_at_once_and_a_stopped_one_makes_room(hiker: Caller) -> None:
    made = [read(hiker.share())["id"] for _ in range(shares.MOST_AT_ONCE)]
    refused = hiker.share()
    assert (refused.status_code, read(refused)["type"]) == (409, "/problems/too-many-shares")
    hiker.ask("DELETE", f"shares/{made[0]}")
    assert hiker.share().status_code == 201


def test_stopping_twice_keeps_the_first_time(hiker: Caller) -> None:
    share = read(hiker.share())["id"]
    first, second = (hiker.ask("DELETE", f"shares/{share}") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert read(first)["stopped_at"] == read(second)["stopped_at"] is not None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "shares", None),
        ("POST", "shares", {"id": str(uuid4()), "minutes": 60, "consent": AGREED}),
        ("DELETE", "shares/{share}", None),
        ("GET", "looks", None),
        ("POST", "withdraw", {}),
    ],
)
@pytest.mark.parametrize("who", ["stranger", "other person", "nobody", "dispatcher"])
def test_nobody_else_reads_or_changes_what_a_person_shares(
    hiker: Caller, scene: Scene, who: str, method: str, path: str, body: Any
) -> None:
    share = read(hiker.share())["id"]
    other = anybody({"fix": fix()})
    secret = {"stranger": "x" * 64, "other person": other.secret}.get(who, "")
    if who == "dispatcher":
        hiker.client = browser(scene.people["dispatcher"])
    answer = hiker.ask(method, path.format(share=share), body, secret=secret)
    assert answer.status_code == (401 if not secret else 403)
    assert share not in answer.content.decode()
    assert Share.objects.filter(stopped_at=None).count() == 1
    assert hiker.report.withdrawn_at is None


def test_another_persons_link_is_not_stopped_with_ones_own_secret(hiker: Caller) -> None:
    other = anybody({"fix": fix()})
    share = read(hiker.share())["id"]
    assert other.ask("DELETE", f"shares/{share}").status_code == 404
    assert Share.objects.get().stopped_at is None


def test_a_report_that_is_not_there_has_nothing_to_share(hiker: Caller) -> None:
    nobody = Caller()
    assert nobody.ask("GET", "shares").status_code == 404
    assert nobody.share().status_code == 404


def test_what_was_erased_is_shared_no_more(hiker: Caller, scene: Scene) -> None:
    link = hiker.link()
    by = actions.By.now(scene.people["dispatcher"])
    incident = actions.open_(hiker.report.incident_id, by)
    actions.close(incident.pk, incident.version, by, "helped")
    assert hiker.client.get(link).status_code == 200
    retention.sweep(timezone.now() + timedelta(days=2))
    assert hiker.client.get(link).status_code == 404
    assert hiker.share().status_code == 409
    incident.refresh_from_db()
    actions.reopen(incident.pk, incident.version, by)
    assert hiker.client.get(link).status_code == 404


def test_the_answers_are_kept_by_no_cache(hiker: Caller) -> None:
    for answer in (hiker.share(), hiker.ask("GET", "shares"), hiker.ask("GET", "looks")):
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies


def test_the_person_sees_how_often_their_link_was_opened(hiker: Caller) -> None:
    link = hiker.link()
    hiker.client.get(link)
    Look.objects.update(at=timezone.now() - timedelta(minutes=11))
    hiker.client.get(link)
    (share,) = read(hiker.ask("GET", "shares"))["shares"]
    assert share["looks"] == 2
    assert share["last_look_at"] == Look.objects.latest("at").at.isoformat()


@pytest.mark.django_db(transaction=True)
def test_the_same_link_from_two_tabs_at_once_is_made_once(scene: Scene) -> None:
    hiker, share = anybody({"fix": fix()}), uuid4()
    answers: list[Any] = []

    def tab() -> None:
        try:
            answers.append(Caller(secret=hiker.secret, id=hiker.id).share(60, share))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tab) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({read(answer)["url"] for answer in answers}) == 1
    assert Share.objects.count() == 1
