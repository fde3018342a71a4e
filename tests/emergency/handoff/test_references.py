"""Another agency reads the newest position by a link: until it ends, logged, and told to its person."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml import etree

from addresses.models import Jurisdiction, SharingMode
from emergency import looks, merging, references, retention, status_page
from emergency.actions import By
from emergency.handoff import cap, geojson, pidf_lo
from emergency.models import Event, Incident, Look, Reference
from tests.emergency.callers import Caller, anybody
from tests.emergency.scene import Scene, browser, fix

PIDF, GEO, JSON = "application/pidf+xml", "application/geo+json", "application/json"
CAP = "application/cap+xml"
STRANGERS = {
    "": 403,
    "editor": 403,
    "inspector": 403,
    "auditor": 403,
    "administrator": 403,
    "outsider": 403,
    "superuser": 403,
    "next city": 404,
}


@pytest.fixture(autouse=True)
def _nobody_has_guessed_before() -> None:
    cache.clear()


@pytest.fixture
def hiker(scene: Scene) -> Caller:
    sent = {**scene.plate("nogosan"), "words": "발목을 다쳤어요", "phone": "010-1234-5678"}
    return anybody({**sent, "fix": fix()})


class Desk:
    """Somebody who shares the incident of a hiker with another agency."""

    def __init__(self, scene: Scene, hiker: Caller, who: str = "dispatcher") -> None:
        self.client = browser(scene.people[who] if who else None)
        self.path = f"/api/v1/incidents/{hiker.report.incident_id}/references"

    def share(self, **more: Any) -> Any:
        body = {"id": str(uuid4()), "recipient": "경기북부 119", **more}
        return self.client.post(self.path, json.dumps(body), "application/json")

    def link(self, **more: Any) -> str:
        return "/" + self.share(**more).json()["url"].split("/", 3)[3]

    def listed(self) -> Any:
        return self.client.get(self.path).json()["references"]


@pytest.fixture
def desk(scene: Scene, hiker: Caller) -> Desk:
    return Desk(scene, hiker)


def read(link: str, accept: str = JSON) -> Any:
    """Read a link as another system does: with no account and no cookie."""
    return Client().get(link, headers={"Accept": accept})


def refused(answer: Any, status: int, kind: str) -> None:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["type"] == f"/problems/{kind}"
    assert answer["Cache-Control"] == "no-store"


def test_a_link_lives_as_long_as_was_said(desk: Desk) -> None:
    answer = desk.share(minutes=90)
    made = Reference.objects.get()
    assert (answer.status_code, made.ends_at - made.made_at) == (201, timedelta(minutes=90))
    assert answer.json()["url"].rpartition("/")[0].endswith("/r")


def test_the_token_is_long_and_not_stored(desk: Desk) -> None:
    token = desk.link().rpartition("/")[2]
    assert len(token) * 6 >= 128
    rows = [list(table.objects.values()) for table in (Reference, Event, Look)]
    assert token not in json.dumps(rows, default=str)
    assert "url" not in desk.listed()[0]


def test_the_same_link_sent_again_is_made_once(desk: Desk) -> None:
    body = {"id": str(uuid4()), "minutes": 30}
    first, second = desk.share(**body), desk.share(**body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["url"] == second.json()["url"]
    assert Reference.objects.count() == Event.objects.filter(kind="reference_made").count() == 1
    refused_body = desk.share(**{**body, "minutes": 60})
    refused(refused_body, 422, "report-differs")


@pytest.mark.parametrize(
    "body",
    [
        {"minutes": 4},
        {"minutes": 1441},
        {"minutes": "soon"},
        {"recipient": ""},
        {"recipient": "x" * 81},
        {"id": "1"},
    ],
)
def test_nonsense_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    refused_ = desk.share(**body)
    assert (refused_.status_code, refused_["Content-Type"]) == (400, "application/problem+json")
    assert not Reference.objects.exists()


@pytest.mark.parametrize(("who", "status"), STRANGERS.items())
def test_strangers_may_neither_make_nor_read_nor_end_one(
    scene: Scene, hiker: Caller, desk: Desk, who: str, status: int
) -> None:
    made = desk.share().json()
    stranger = Desk(scene, hiker, who)
    one = f"{stranger.path}/{made['id']}"
    answers = stranger.share(), stranger.client.get(stranger.path), stranger.client.delete(one)
    assert [answer.status_code for answer in answers] == [status] * 3
    assert Reference.objects.get().revoked_at is None


def test_another_system_reads_the_newest_position_as_a_presence_document(scene: Scene) -> None:
    hiker = anybody({"fix": fix()})
    link = Desk(scene, hiker).link()
    answer = read(link, PIDF)
    assert (answer.status_code, answer["Content-Type"]) == (200, PIDF)
    before = pidf_lo.read(answer.content)
    later = timezone.now() + timedelta(seconds=2)
    hiker.measured(2, uncertainty_m=4.9, longitude=126.9455, fixed_at=later.isoformat())
    after, report = pidf_lo.read(read(link, PIDF).content), hiker.report
    assert after.longitude != before.longitude
    assert after.longitude == pytest.approx(report.best_longitude, abs=1e-6)


def test_it_reads_what_it_asks_for(desk: Desk, hiker: Caller) -> None:
    link, report = desk.link(), hiker.report
    as_map, plain = read(link, GEO), read(link, JSON)
    assert (as_map["Content-Type"], plain["Content-Type"]) == (GEO, JSON)
    assert geojson.read(as_map.content).longitude == pytest.approx(report.best_longitude, abs=1e-6)
    told = plain.json()
    assert (told["longitude"], told["uncertainty_m"]) == (report.best_longitude, report.best_uncertainty_m)
    assert (told["confidence_pct"], told["source"], told["exercise"]) == (95, report.best_source, False)
    for answer in (as_map, plain):
        assert (answer["Vary"].split(", ")[0], answer["Cache-Control"]) == ("Accept", "no-store")


def test_who_asks_all_the_time_gets_one_alert_until_something_happens(desk: Desk, hiker: Caller) -> None:
    link = desk.link()
    Event.objects.update(at=timezone.now() + timedelta(minutes=5))  # no full hour lies between two readings
    first, again = read(link, CAP), read(link, CAP)
    assert (first.status_code, first["Content-Type"]) == (200, CAP)
    assert first.content == again.content
    assert cap.read(first.content).longitude == pytest.approx(hiker.report.best_longitude, abs=1e-6)
    hiker.measured(2, uncertainty_m=4.9)
    later = read(link, CAP).content
    names = [
        etree.fromstring(one).findtext("c:identifier", None, cap.NAMES) for one in (first.content, later)
    ]
    assert names[0] != names[1]


def test_an_alert_of_a_long_incident_has_not_expired(desk: Desk) -> None:
    link = desk.link(minutes=1440)
    Event.objects.update(at=timezone.now() - timedelta(hours=12))
    told = etree.fromstring(read(link, CAP).content)
    expires = told.findtext("c:info/c:expires", None, cap.NAMES)
    assert datetime.fromisoformat(expires) > timezone.now() + timedelta(hours=4)


def test_who_guesses_links_is_slowed_down_and_learns_nothing_meanwhile(desk: Desk) -> None:
    link, guesses = desk.link(), [f"/r/{number:027}" for number in range(31)]
    answers = [read(guess) for guess in guesses]
    assert {answer.status_code for answer in answers[:30]} == {404}
    assert answers[30].status_code == 429
    # Not even whether the next one was right.
    slowed = read(link)
    assert (slowed.status_code, slowed["Content-Type"]) == (429, "application/problem+json")
    assert int(slowed["Retry-After"]) > 0
    assert not Look.objects.filter(path=looks.BY_REFERENCE).exists()


def test_who_reads_a_link_all_the_time_is_never_slowed_down(desk: Desk) -> None:
    link = desk.link()
    assert {read(link).status_code for _ in range(60)} == {200}


def test_guessing_somewhere_else_holds_no_agency_up(desk: Desk) -> None:
    link = desk.link()
    for number in range(31):
        Client(REMOTE_ADDR="203.0.113.9").get(f"/r/{number:027}", headers={"Accept": JSON})
    assert Client(REMOTE_ADDR="198.51.100.7").get(link, headers={"Accept": JSON}).status_code == 200


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("*/*", PIDF),
        ("application/*", PIDF),
        (f"{PIDF};q=0.1, {GEO}", GEO),
        ("text/html,application/json;q=0.9", JSON),
    ],
)
def test_the_best_of_what_is_accepted_is_answered(desk: Desk, accept: str, answered: str) -> None:
    assert read(desk.link(), accept)["Content-Type"] == answered


def test_what_is_not_offered_is_refused_with_what_is(desk: Desk) -> None:
    answer = read(desk.link(), "text/html")
    refused(answer, 406, "not-acceptable")
    assert PIDF in answer.json()["detail"]
    assert not Look.objects.filter(path="reference").exists()


def test_only_the_position_is_told(desk: Desk) -> None:
    link = desk.link()
    for accept in (PIDF, GEO, JSON):
        told = read(link, accept).content.decode()
        assert "발목" not in told
        assert "12345678" not in told


def test_each_reading_is_a_look_of_that_agency_and_its_person_sees_it(desk: Desk, hiker: Caller) -> None:
    link = desk.link()
    for accept in (PIDF, JSON):
        read(link, accept)
    (listed,) = desk.listed()
    assert (listed["looks"], listed["recipient"], listed["state"]) == (2, "경기북부 119", "running")
    assert listed["last_look_at"] is not None
    (told, *_) = looks.of(hiker.report)["looks"]
    assert (told["who"], told["name_ko"], told["method"]) == ("centre", "경기북부 119", "message")


def test_a_system_that_asks_all_the_time_hides_no_look_of_the_centre(desk: Desk, hiker: Caller) -> None:
    desk.link()
    reference = Reference.objects.get()
    desk.client.get(f"/api/v1/incidents/{hiker.report.incident_id}")
    at = timezone.now() + timedelta(minutes=1)
    for second in range(looks.MOST_OF_AGENCIES + 10):
        looks.log_reference(reference, at + timedelta(seconds=second))
    told = looks.of(hiker.report)
    assert told["total"] == looks.MOST_OF_AGENCIES + 11
    assert [look["path"] for look in told["looks"]].count("reference") == looks.MOST_OF_AGENCIES
    assert "console" in [look["path"] for look in told["looks"]]


def test_a_link_that_was_never_made_leads_nowhere(scene: Scene) -> None:
    refused(read("/r/AAAAAAAAAAAAAAAAAAAAAAAAAAA"), 404, "unknown-reference")


def test_a_revoked_link_is_over_at_once(desk: Desk) -> None:
    made = desk.share().json()
    link = "/" + made["url"].split("/", 3)[3]
    for _ in range(2):
        answer = desk.client.delete(f"{desk.path}/{made['id']}")
        assert (answer.status_code, answer.json()["state"]) == (200, "revoked")
    refused(read(link), 410, "reference-over")
    assert Event.objects.filter(kind="reference_revoked").count() == 1
    assert not Look.objects.filter(path="reference").exists()


def test_a_link_that_is_not_of_this_incident_is_not_ended_here(desk: Desk, scene: Scene) -> None:
    other = Desk(scene, anybody({**scene.plate("lake"), "fix": fix()}))
    made = other.share().json()
    refused(desk.client.delete(f"{desk.path}/{made['id']}"), 404, "unknown-reference")


def test_a_link_ends_in_time(desk: Desk) -> None:
    link = desk.link()
    Reference.objects.update(ends_at=timezone.now())
    refused(read(link), 410, "reference-over")
    assert desk.listed()[0]["state"] == "ended"


def test_a_closed_incident_is_not_shared_and_a_reopened_one_is_again(desk: Desk, hiker: Caller) -> None:
    link = desk.link()
    Incident.objects.update(state="closed", closed_at=timezone.now())
    refused(read(link), 410, "reference-over")
    refused(desk.share(), 422, "not-now")
    Incident.objects.update(state="acknowledged", closed_at=None)
    assert read(link).status_code == 200


def test_what_was_erased_is_not_shared_whatever_comes_later(desk: Desk, hiker: Caller) -> None:
    link = desk.link()
    Incident.objects.update(state="closed", closed_at=timezone.now())
    retention.erase(hiker.report.incident_id, timezone.now())
    Incident.objects.update(state="acknowledged")
    refused(read(link), 410, "reference-over")
    refused(desk.share(), 410, "erased")


def test_a_centre_that_shares_with_nobody_makes_none_and_answers_none(desk: Desk) -> None:
    link = desk.link()
    Jurisdiction.objects.update(sharing_mode=SharingMode.CONSOLE)
    refused(read(link), 410, "reference-over")
    refused(desk.share(), 403, "sharing-off")


def test_who_withdraws_is_nowhere_for_the_others_too(desk: Desk, hiker: Caller) -> None:
    link = desk.link()
    hiker.ask("POST", "withdraw", {})
    refused(read(link), 404, "no-position")


def test_there_is_an_end_to_sharing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "MOST_AT_ONCE", 2)
    assert [desk.share().status_code for _ in range(3)] == [201, 201, 409]


def test_the_timeline_says_who_shared_and_who_ended_it(desk: Desk, hiker: Caller) -> None:
    made = desk.share().json()
    desk.client.delete(f"{desk.path}/{made['id']}")
    shown = desk.client.get(f"/api/v1/incidents/{hiker.report.incident_id}").json()["timeline"]
    assert [(one["kind"], one["actor_name"]) for one in shown[1:]] == [
        ("reference_made", "dispatcher"),
        ("reference_revoked", "dispatcher"),
    ]


def test_an_exercise_is_one_behind_a_link_too(scene: Scene) -> None:
    desk = Desk(scene, anybody({**scene.plate("nogosan"), "exercise": True, "fix": fix()}))
    link = desk.link()
    assert read(link, JSON).json()["exercise"] is True
    assert pidf_lo.read(read(link, PIDF).content).is_exercise


@pytest.mark.parametrize("cut", [7, 36])
def test_the_address_of_a_report_that_was_cut_still_helps_its_person(hiker: Caller, cut: int) -> None:
    page = read(status_page.path(hiker.id)[: len("/r/") + cut], "text/html")
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (404, "text/html")
    assert "tel:119" in page.content.decode()


def test_the_page_of_a_report_keeps_its_address(hiker: Caller) -> None:
    assert browser().get(status_page.path(hiker.id)).status_code == 200


def test_a_link_follows_its_incident_into_another_one_and_back(
    desk: Desk, hiker: Caller, scene: Scene
) -> None:
    link = desk.link()
    before = read(link).json()
    other = anybody({**scene.plate("nogosan"), "fix": fix()})
    kept, own = (Incident.objects.get(pk=one.report.incident_id) for one in (other, hiker))
    by = By.now(scene.people["dispatcher"])
    merging.merge(kept.pk, kept.version, own.pk, own.version, by)
    told = read(link)
    assert told.status_code == 200
    assert told.json()["longitude"] == pytest.approx(before["longitude"], abs=1e-3)
    here = Desk(scene, other)
    (row,) = here.listed()
    assert row["looks"] == 2
    hiker.report.refresh_from_db()
    assert [look["path"] for look in looks.of(hiker.report)["looks"]].count("reference") == 2
    kept.refresh_from_db()
    merging.split(kept.pk, kept.version, own.pk, By.now(by.user))
    assert read(link).status_code == 200
    assert here.listed() == []
    own.refresh_from_db()
    kept.refresh_from_db()
    merging.merge(kept.pk, kept.version, own.pk, own.version, By.now(by.user))
    assert here.client.delete(f"{here.path}/{row['id']}").status_code == 200
    refused(read(link), 410, "reference-over")
