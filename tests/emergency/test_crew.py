"""The link of a crew: without an account, for two hours, logged; the way, the live position, and where the crew is."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from emergency import actions, assigning, deliveries, looks, merging, retention
from emergency.actions import By
from emergency.crew import link as links
from emergency.crew import position
from emergency.models import Assignment, CrewLink, Delivery, Event, Incident, Look, Unit
from tests.cast import Person, Town, person

from .scene import called, fix, positions_follow

GATE = {"longitude": 126.9425, "latitude": 37.6790, "uncertainty_m": 8.0}


class Sent:
    """A crew that was sent to somebody at Nogosan's summit, and its link."""

    def __init__(self, town: Town, desk: Person, *, phone: str = "010-0000-1191", **more: Any) -> None:
        tag = town.tag("nogosan-summit")
        assert tag.point is not None
        self.where = {"longitude": tag.point.position.x, "latitude": tag.point.position.y}
        self.desk = desk
        self.report = called({"tag": tag.code, "kind": "fall", "fix": fix(1, **self.where), **more})
        self.incident = self.report.incident_id
        self.unit = Unit.objects.create(
            jurisdiction=town.deokyang, name="산악구조 9", kind="mountain", phone=phone
        )
        self.assignment = str(uuid4())
        actions.open_(self.incident, self.by())
        assigning.assign(self.incident, self.version(), UUID(self.assignment), self.unit.pk, self.by())

    def by(self) -> By:
        assert self.desk.user is not None
        return By.now(self.desk.user)

    def version(self) -> int:
        return Incident.objects.get(pk=self.incident).version

    def make(self, **body: Any) -> Any:
        body = {"id": str(uuid4()), "assignment": self.assignment, **body}
        return self.desk.post(f"/api/v1/incidents/{self.incident}/crews", body, "application/json")

    def rows(self) -> Any:
        return self.desk.get(f"/api/v1/incidents/{self.incident}/crews").json()["links"]


class Crew:
    """A telephone on which somebody opened the link: it knows nothing but its token."""

    def __init__(self, made: Any) -> None:
        address, self.token = made["url"].split("#")
        assert address.endswith("/crew/")
        self.client = Client()
        self.headers = {"Authorization": f"Crew {self.token}"}

    def read(self) -> Any:
        return self.client.get("/api/v1/crew", headers=self.headers)

    def note(self, step: str, **more: Any) -> Any:
        body = {"step": step, **more}
        return self.client.post("/api/v1/crew/step", body, "application/json", headers=self.headers)

    def share(self, **here: Any) -> Any:
        body = {**GATE, **here}
        return self.client.put("/api/v1/crew/position", body, "application/json", headers=self.headers)

    def stop(self) -> Any:
        return self.client.delete("/api/v1/crew/position", headers=self.headers)


@pytest.fixture
def sent(town: Town, dispatcher: Person) -> Sent:
    return Sent(town, dispatcher, words="다리를 다쳤어요", people=2)


@pytest.fixture
def crew(sent: Sent) -> Crew:
    made = sent.make()
    assert made.status_code == 201
    return Crew(made.json())


def test_a_crew_reads_where_the_person_is_and_the_way_without_an_account(sent: Sent, crew: Crew) -> None:
    answer = crew.read()
    told = answer.json()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert (told["unit"]["name"], told["unit"]["state"]) == ("산악구조 9", "assigned")
    assert (told["kind"], told["people"], told["words"][0]["text"]) == ("fall", 2, "다리를 다쳤어요")
    best = told["best"]
    assert (best["longitude"], best["latitude"]) == pytest.approx(
        (sent.where["longitude"], sent.where["latitude"]), abs=1e-4
    )
    assert "열쇠" in told["ways"]["ways"][0]["access"]["responder_note"]
    assert told["mine"] is None


def test_the_persons_number_is_not_told_and_a_silent_call_is(town: Town, dispatcher: Person) -> None:
    sent = Sent(town, dispatcher)
    sent.report.phone, sent.report.voice = "010-2222-3333", "silent"
    sent.report.save()
    told = Crew(sent.make().json()).read()
    assert told.json()["silent"] is True
    assert "2222" not in told.content.decode()


def test_the_position_is_live(sent: Sent, crew: Crew) -> None:
    positions_follow(sent.report, fix(2, longitude=126.9430, latitude=37.6800))
    assert crew.read().json()["best"]["longitude"] == pytest.approx(126.9430, abs=1e-4)


def test_each_opening_is_logged_for_the_person_as_the_centres_and_once_within_ten_minutes(
    sent: Sent, crew: Crew
) -> None:
    for _ in range(3):
        crew.read()
    look = Look.objects.get(path=looks.BY_CREW)
    assert (look.recipient_name, look.recipient) == ("산악구조 9", None)
    told = looks.of(sent.report)["looks"]
    assert {one["who"] for one in told if one["path"] == looks.BY_CREW} == {"centre"}
    assert "산악구조 9" not in json.dumps(told, ensure_ascii=False)
    Look.objects.update(at=timezone.now() - timedelta(minutes=11))
    crew.read()
    assert Look.objects.filter(path=looks.BY_CREW).count() == 2


def test_the_steps_of_a_crew_are_events_by_its_name_and_pressed_twice_they_are_one(
    sent: Sent, crew: Crew
) -> None:
    for step in ("en_route", "en_route", "on_scene", "en_route"):
        assert crew.note(step).status_code == 200
    events = list(Event.objects.filter(kind__startswith="unit_").order_by("sequence"))
    assert [event.kind for event in events] == ["unit_assigned", "unit_en_route", "unit_on_scene"]
    assert [event.actor_name for event in events[1:]] == ["산악구조 9"] * 2
    assert crew.read().json()["unit"]["state"] == "on_scene"
    assert crew.note("flying").status_code == 400


def test_a_step_noted_without_a_line_counts_from_when_it_was_noted_but_not_from_before_it_was_sent(
    sent: Sent, crew: Crew
) -> None:
    begun = timezone.now() - timedelta(minutes=30)
    Assignment.objects.update(assigned_at=begun)
    crew.note("en_route", ago_s=3600)
    crew.note("on_scene", ago_s=600)
    found = Assignment.objects.get()
    assert found.en_route_at == begun
    assert found.on_scene_at is not None
    assert abs(timezone.now() - timedelta(minutes=10) - found.on_scene_at) < timedelta(seconds=30)
    assert crew.note("clear", ago_s="yesterday").status_code == 400
    assert crew.note("clear", ago_s=-5).status_code == 400


def test_a_crew_that_shares_its_position_is_on_the_console_with_its_minutes_on_foot(
    sent: Sent, crew: Crew
) -> None:
    told = crew.share().json()["mine"]
    assert told["minutes"] > 1
    (row,) = sent.rows()
    assert row["position"]["minutes"] == told["minutes"]
    nearer = crew.share(longitude=sent.where["longitude"], latitude=sent.where["latitude"]).json()["mine"]
    assert nearer["minutes"] < told["minutes"]
    assert crew.stop().json()["mine"] is None
    assert sent.rows()[0]["position"] is None


def test_an_older_position_takes_no_place_and_an_old_one_foretells_nothing(sent: Sent, crew: Crew) -> None:
    crew.share(longitude=126.9430)
    assert crew.share(longitude=126.9440, age_s=60).json()["mine"]["longitude"] == 126.9430
    assert crew.share(longitude=126.9440, age_s=3600).json()["mine"]["longitude"] == 126.9430
    CrewLink.objects.update(fixed_at=timezone.now() - position.FRESH - timedelta(seconds=1))
    assert crew.read().json()["mine"]["minutes"] is None


@pytest.mark.parametrize(
    "wrong",
    [{"longitude": 181}, {"latitude": "north"}, {"uncertainty_m": -1}, {"age_s": -1}, {"longitude": None},
     {"uncertainty_m": 1e9}, {"latitude": float("nan")}],
)  # fmt: skip
def test_what_is_no_position_is_refused_and_nothing_is_kept(crew: Crew, wrong: dict[str, Any]) -> None:
    body = json.dumps({**GATE, **wrong})
    answer = crew.client.put("/api/v1/crew/position", body, "application/json", headers=crew.headers)
    assert answer.status_code == 400
    assert CrewLink.objects.get().longitude is None


def over(crew: Crew) -> bool:
    answers = [crew.read(), crew.share(), crew.note("en_route"), crew.stop()]
    assert len({answer.status_code for answer in answers}) == 1
    return answers[0].status_code == 410 and answers[0].json()["type"].endswith("/crew-link-over")


def test_it_ends_after_two_hours(sent: Sent, crew: Crew) -> None:
    link = CrewLink.objects.get()
    assert link.ends_at - link.made_at == timedelta(hours=2)
    CrewLink.objects.update(ends_at=timezone.now())
    assert over(crew)
    with override_settings(CREW_LINK_MINUTES=15):
        made = sent.make().json()
    link = CrewLink.objects.get(pk=made["id"])
    assert link.ends_at - link.made_at == timedelta(minutes=15)


def test_it_ends_when_the_dispatcher_ends_it(sent: Sent, crew: Crew) -> None:
    crew.share()
    (row,) = sent.rows()
    ended = sent.desk.delete(f"/api/v1/incidents/{sent.incident}/crews/{row['id']}")
    assert (ended.json()["state"], ended.json()["position"]) == ("revoked", None)
    assert CrewLink.objects.get().longitude is None
    assert over(crew)
    kinds = Event.objects.filter(kind__startswith="crew_").order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["crew_link_made", "crew_link_ended"]


def test_it_ends_with_the_work_of_its_unit_and_forgets_where_that_was(sent: Sent, crew: Crew) -> None:
    crew.share()
    assert crew.note("clear").status_code == 410
    assert over(crew)
    assert CrewLink.objects.get().longitude is None


def test_it_ends_with_the_incident_and_its_position_is_destroyed(sent: Sent, crew: Crew) -> None:
    crew.share()
    actions.close(sent.incident, sent.version(), sent.by(), "helped")
    assert over(crew)
    retention.sweep()
    assert CrewLink.objects.get().longitude is None


def test_a_crew_follows_when_its_incident_is_put_into_another_one(town: Town, sent: Sent, crew: Crew) -> None:
    other = called({"tag": town.tag("nogosan-3").code, "kind": "fire"}, address="y")
    kept = Incident.objects.get(pk=other.incident_id)
    merging.merge(kept.pk, kept.version, sent.incident, sent.version(), sent.by())
    told = crew.read().json()
    assert told["ways"]["incident"] == str(kept.pk)
    assert crew.note("on_scene").status_code == 200
    (row,) = sent.desk.get(f"/api/v1/incidents/{kept.pk}/crews").json()["links"]
    assert row["unit"] == "산악구조 9"


def test_a_lost_answer_brings_the_same_link_again(sent: Sent) -> None:
    body = {"id": str(uuid4())}
    first, again = sent.make(**body), sent.make(**body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["url"] == again.json()["url"]
    assert Event.objects.filter(kind="crew_link_made").count() == 1
    assert links.token(UUID(body["id"])) not in str(CrewLink.objects.values())


def test_no_more_links_than_a_crew_has_phones(sent: Sent) -> None:
    made = [sent.make().status_code for _ in range(links.MOST_AT_ONCE + 1)]
    assert made == [201] * links.MOST_AT_ONCE + [409]


def test_a_unit_that_was_not_sent_gets_no_link(sent: Sent) -> None:
    assert sent.make(assignment=str(uuid4())).status_code == 422
    assigning.step(sent.incident, UUID(sent.assignment), "clear", sent.by())
    assert sent.make().status_code == 422


@pytest.mark.parametrize("who", ["auditor", "editor", "supervisor-ilsan", "outsider"])
def test_nobody_else_makes_reads_or_ends_links(sent: Sent, crew: Crew, who: str, request: Any) -> None:
    other = person(who) if "-" in who else request.getfixturevalue(who)
    path = f"/api/v1/incidents/{sent.incident}/crews"
    body = {"id": str(uuid4()), "assignment": sent.assignment}
    assert other.post(path, body, "application/json").status_code in (403, 404)
    assert other.get(path).status_code in (403, 404)
    assert other.delete(f"{path}/{CrewLink.objects.get().pk}").status_code in (403, 404)
    assert crew.read().status_code == 200


def test_the_id_of_anothers_link_brings_no_token(town: Town, sent: Sent, crew: Crew) -> None:
    made = CrewLink.objects.get()
    own = called({"tag": town.tag("nogosan-3").code}, address="z")
    body = {"id": str(made.pk), "assignment": sent.assignment}
    answer = sent.desk.post(f"/api/v1/incidents/{own.incident_id}/crews", body, "application/json")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/report-differs")
    assert crew.token not in answer.content.decode()


def test_whoever_joins_after_a_look_is_told_of_the_next_one(town: Town, sent: Sent, crew: Crew) -> None:
    crew.read()
    crew.read()
    assert Look.objects.filter(path="crew link").count() == 1
    other = called({"tag": town.tag("nogosan-3").code, "kind": "fall"}, address="y")
    joined = Incident.objects.get(pk=other.incident_id)
    merging.merge(sent.incident, sent.version(), joined.pk, joined.version, sent.by())
    crew.read()
    crew.read()
    assert Look.objects.filter(path="crew link").count() == 2
    other.refresh_from_db()
    assert "crew link" in [look["path"] for look in looks.of(other)["looks"]]


def test_units_of_one_name_in_two_centres_hide_no_look_of_each_other(
    town: Town, sent: Sent, crew: Crew
) -> None:
    Look.objects.create(
        incident_id=sent.incident,
        centre=town.ilsan,
        recipient_name="산악구조 9",
        path="crew link",
        method="screen",
        at=timezone.now(),
    )
    crew.read()
    assert Look.objects.filter(path="crew link", centre=town.deokyang).count() == 1


def test_who_guesses_waits_and_whoever_has_a_link_does_not(sent: Sent, crew: Crew) -> None:
    cache.clear()
    guess = Client()
    tried = [
        guess.get(
            "/api/v1/crew",
            headers={"Authorization": f"Crew {number:027d}"},
            REMOTE_ADDR="203.0.113.9",
        ).status_code
        for number in range(40)
    ]
    assert set(tried[:30]) == {404}
    assert tried[-1] == 429
    assert {crew.read().status_code for _ in range(40)} == {200}
    cache.clear()


def test_a_signed_in_browser_is_no_crew(sent: Sent) -> None:
    assert sent.desk.get("/api/v1/crew").status_code == 404


def test_the_link_goes_to_the_units_telephone_and_says_nothing_of_the_person(
    sent: Sent, tmp_path: Any
) -> None:
    with override_settings(DATA_DIR=tmp_path):
        made = sent.make(sends=True).json()
        assert made["text"] == "queued"
        deliveries.sweep()
        line = json.loads((tmp_path / "sms.log").read_text())
    assert line["to"] == "01000001191"
    assert made["url"] in line["text"]
    assert "노고산" not in line["text"]
    assert sent.rows()[0]["text"] == "logged"


def test_a_text_of_a_link_that_is_over_is_not_sent(sent: Sent, tmp_path: Any) -> None:
    with override_settings(DATA_DIR=tmp_path):
        made = sent.make(sends=True).json()
        sent.desk.delete(f"/api/v1/incidents/{sent.incident}/crews/{made['id']}")
        deliveries.sweep()
        assert not (tmp_path / "sms.log").exists()
    assert Delivery.objects.get(occasion="crew_link_made").state == "failed"


def test_a_landline_gets_no_text(town: Town, dispatcher: Person) -> None:
    sent = Sent(town, dispatcher, phone="031-119")
    answer = sent.make(sends=True)
    assert answer.status_code == 422
    assert "mobile number" in answer.json()["detail"]
    assert not CrewLink.objects.exists()


def test_the_page_is_the_same_for_everybody_and_holds_nothing(sent: Sent, crew: Crew, client: Client) -> None:
    answer = client.get("/crew/")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "산악구조" not in answer.content.decode()
    assert "sessionid" not in answer.cookies
    worker = client.get("/crew/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
