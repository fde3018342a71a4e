"""One centre asks, the other accepts or refuses: until then it stays where it is, and nothing is lost."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client

from addresses.models import Jurisdiction
from emergency import actions, detail, handing_over, looks, merging, retention, status, withdrawal, work
from emergency.actions import By, Stale
from emergency.errors import SameIdOtherBody
from emergency.handing_over import CannotHandOver
from emergency.models import Event, HandOver, Incident, Report, Sight
from tests.asgi import Line, Phone

from .scene import Console, Scene, browser, called, fix, person, positions_follow

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def by(scene: Scene, who: str, seconds: float = 0) -> By:
    return By(scene.people[who], NOW + timedelta(seconds=seconds))


@pytest.fixture
def report(scene: Scene) -> Report:
    """A call that the first city has opened."""
    made = called({**scene.plate("nogosan"), "kind": "fall", "words": "leg"}, at=NOW)
    actions.open_(made.incident_id, by(scene, "dispatcher", 5))
    return made


def now_is(report: Report) -> Incident:
    return Incident.objects.get(pk=report.incident_id)


def offer(scene: Scene, report: Report, seconds: float = 10, pk: UUID | None = None, **said: Any) -> UUID:
    pk = pk or uuid4()
    version = said.get("version", now_is(report).version)
    reason = said.get("reason", "nearer to you")
    centre = said.get("centre", scene.paju.pk)
    handing_over.offer(report.incident_id, version, pk, centre, reason, by(scene, "dispatcher", seconds))
    return pk


def kinds(report: Report, jurisdiction: Jurisdiction) -> list[str]:
    told = Event.objects.filter(incident=report.incident_id, jurisdiction=jurisdiction)
    return list(told.order_by("sequence").values_list("kind", flat=True))


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def listed(client: Client) -> list[str]:
    return [row["id"] for row in client.get("/api/v1/incidents").json()["incidents"]]


def test_until_it_is_accepted_it_stays_where_it_is_and_both_see_it(scene: Scene, report: Report) -> None:
    offer(scene, report)
    assert now_is(report).jurisdiction_id == scene.goyang.pk
    assert listed(browser(scene.people["next city"])) == [str(report.incident_id)]
    actions.acknowledge(report.incident_id, now_is(report).version, by(scene, "dispatcher", 20))
    assert now_is(report).state == "acknowledged"


def test_who_accepts_has_it_with_all_that_was_said_and_done(scene: Scene, report: Report) -> None:
    actions.say(report.incident_id, uuid4(), "stay where you are", by(scene, "dispatcher", 6))
    pk = offer(scene, report)
    handing_over.accept(pk, by(scene, "next city", 30))
    taken = now_is(report)
    assert (taken.jurisdiction_id, taken.state, taken.acknowledged_by) == (
        scene.paju.pk,
        "acknowledged",
        "next city",
    )
    shown = detail.of(taken)
    assert [message["text"] for message in shown["messages"]] == ["stay where you are"]
    assert {entry["actor_name"] for entry in shown["timeline"]} == {"", "dispatcher", "next city"}
    assert shown["sights"] == [{"jurisdiction": scene.goyang.pk, "reason": "former"}]


def test_each_centres_log_tells_by_whom_it_went_and_came(scene: Scene, report: Report) -> None:
    handing_over.accept(offer(scene, report), by(scene, "next city", 30))
    assert kinds(report, scene.goyang) == ["report_received", "opened", "hand_over_offered", "handed_over"]
    assert kinds(report, scene.paju) == ["taken_over"]
    told = Event.objects.get(kind="taken_over")
    assert (told.actor_name, told.data["centre"]) == ("next city", scene.goyang.pk)
    order = [entry["kind"] for entry in detail.of(now_is(report))["timeline"]]
    assert order == ["report_received", "opened", "hand_over_offered", "handed_over", "taken_over"]


def test_what_follows_goes_to_the_new_centre(scene: Scene, report: Report) -> None:
    handing_over.accept(offer(scene, report), by(scene, "next city", 30))
    positions_follow(report, fix(1))
    assert kinds(report, scene.paju) == ["taken_over", "fixes_received"]
    actions.dispatch(report.incident_id, now_is(report).version, by(scene, "next city", 60))
    assert kinds(report, scene.paju)[-1] == "dispatched"


def test_its_person_is_told_whose_it_is_now(scene: Scene, report: Report) -> None:
    handing_over.accept(offer(scene, report), by(scene, "next city", 30))
    told = status.of([report.pk])[report.pk]
    assert (told["state"], told["centre"]["name_ko"]) == ("acknowledged", scene.paju.centre_name_ko)


def test_who_looked_before_stays_named_to_its_person(scene: Scene, report: Report) -> None:
    looks.log(scene.people["dispatcher"], [report.incident_id], path="console", method="screen")
    handing_over.accept(offer(scene, report), by(scene, "next city", 30))
    looks.log(scene.people["next city"], [report.incident_id], path="console", method="screen")
    report.refresh_from_db()
    named = [look["name_ko"] for look in looks.of(report)["looks"]]
    assert sorted(named) == sorted([scene.goyang.centre_name_ko, scene.paju.centre_name_ko])


def test_help_that_is_on_its_way_stays_on_its_way(scene: Scene, report: Report) -> None:
    actions.dispatch(report.incident_id, now_is(report).version, by(scene, "dispatcher", 8))
    handing_over.accept(offer(scene, report), by(scene, "next city", 30))
    assert now_is(report).state == "dispatched"


def test_a_refusal_says_why_and_the_other_centre_sees_it_no_more(scene: Scene, report: Report) -> None:
    pk = offer(scene, report)
    handing_over.refuse(pk, "no engine free", by(scene, "next city", 20))
    assert now_is(report).jurisdiction_id == scene.goyang.pk
    (made,) = detail.of(now_is(report))["hand_overs"]
    assert (made["state"], made["answer"], made["answered_by"]) == ("refused", "no engine free", "next city")
    assert listed(browser(scene.people["next city"])) == []
    (row,) = browser(scene.people["dispatcher"]).get("/api/v1/incidents").json()["incidents"]
    assert row["hand_over"]["state"] == "refused"


def test_what_nobody_answers_in_time_comes_back(scene: Scene, report: Report) -> None:
    pk = offer(scene, report)
    assert handing_over.sweep(NOW + timedelta(seconds=129)) == 0
    assert handing_over.sweep(NOW + timedelta(seconds=130)) == 1
    assert handing_over.sweep(NOW + timedelta(seconds=131)) == 0
    assert HandOver.objects.get(pk=pk).state == "lapsed"
    assert kinds(report, scene.goyang)[-1] == "hand_over_lapsed"
    assert listed(browser(scene.people["next city"])) == []


def test_the_time_to_answer_is_the_asked_centres_own(scene: Scene, report: Report) -> None:
    Jurisdiction.objects.filter(pk=scene.paju.pk).update(answer_within_s=30)
    pk = offer(scene, report)
    assert HandOver.objects.get(pk=pk).ends_at == NOW + timedelta(seconds=40)


def test_an_answer_that_comes_too_late_is_none_even_before_a_sweep(scene: Scene, report: Report) -> None:
    pk = offer(scene, report)
    with pytest.raises(CannotHandOver, match="over"):
        handing_over.accept(pk, by(scene, "next city", 130))
    assert now_is(report).jurisdiction_id == scene.goyang.pk


def test_the_work_that_every_installation_does_gives_it_back(scene: Scene, report: Report) -> None:
    pk = offer(scene, report, seconds=-1_000_000)
    work.once()
    assert HandOver.objects.get(pk=pk).state == "lapsed"


def test_whoever_asked_may_take_it_back_until_it_is_answered(scene: Scene, report: Report) -> None:
    pk = offer(scene, report)
    handing_over.withdraw(pk, by(scene, "second", 20))
    with pytest.raises(CannotHandOver, match="taken the offer back"):
        handing_over.accept(pk, by(scene, "next city", 30))
    again = offer(scene, report, 40)
    handing_over.accept(again, by(scene, "next city", 50))
    with pytest.raises(CannotHandOver, match="has taken it over"):
        handing_over.withdraw(again, by(scene, "dispatcher", 60))


def test_sent_twice_it_is_done_once(scene: Scene, report: Report) -> None:
    version = now_is(report).version
    pk = offer(scene, report, version=version)
    offer(scene, report, pk=pk, version=version)
    for _ in range(2):
        handing_over.accept(pk, by(scene, "next city", 30))
    assert kinds(report, scene.goyang).count("hand_over_offered") == 1
    assert kinds(report, scene.paju) == ["taken_over"]
    with pytest.raises(SameIdOtherBody):
        offer(scene, report, pk=pk, reason="something else")


def test_a_refusal_and_a_withdrawal_sent_twice_are_told_once(scene: Scene, report: Report) -> None:
    first = offer(scene, report)
    for _ in range(2):
        handing_over.refuse(first, "no", by(scene, "next city", 20))
    second = offer(scene, report, 30)
    for _ in range(2):
        handing_over.withdraw(second, by(scene, "dispatcher", 40))
    told = kinds(report, scene.goyang)
    assert (told.count("hand_over_refused"), told.count("hand_over_withdrawn")) == (1, 1)


def test_it_refuses_an_offer_of_what_has_moved_on(scene: Scene, report: Report) -> None:
    seen = now_is(report).version
    actions.acknowledge(report.incident_id, seen, by(scene, "second", 8))
    with pytest.raises(Stale):
        offer(scene, report, version=seen)
    assert not HandOver.objects.exists()


def test_it_refuses_a_second_offer_while_one_waits(scene: Scene, report: Report) -> None:
    offer(scene, report)
    with pytest.raises(CannotHandOver, match="offered to a centre already"):
        offer(scene, report, 11)


def test_it_refuses_its_own_centre_a_silent_one_an_empty_one_and_none(scene: Scene, report: Report) -> None:
    with pytest.raises(CannotHandOver, match="belongs to this centre"):
        offer(scene, report, centre=scene.goyang.pk)
    with pytest.raises(CannotHandOver, match="Call that centre"):
        offer(scene, report, centre=scene.valley.pk)
    with pytest.raises(CannotHandOver, match="no such centre"):
        offer(scene, report, centre=987_654)
    scene.paju.memberships.all().delete()
    with pytest.raises(CannotHandOver, match="Nobody works"):
        offer(scene, report)


def test_it_refuses_what_is_closed(scene: Scene, report: Report) -> None:
    actions.close(report.incident_id, now_is(report).version, by(scene, "dispatcher", 8), "helped")
    with pytest.raises(CannotHandOver, match="Reopen"):
        offer(scene, report)


def test_closing_takes_an_offer_back(scene: Scene, report: Report) -> None:
    pk = offer(scene, report)
    actions.close(report.incident_id, now_is(report).version, by(scene, "dispatcher", 20), "safe")
    assert HandOver.objects.get(pk=pk).state == "withdrawn"
    with pytest.raises(CannotHandOver):
        handing_over.accept(pk, by(scene, "next city", 30))


def test_what_was_merged_into_it_goes_along(scene: Scene, report: Report) -> None:
    also = called({"fix": fix(1), "words": "somebody fell"}, address="y", at=NOW)
    merging.merge(report.incident_id, now_is(report).version, also.incident_id, 1, by(scene, "dispatcher", 8))
    handing_over.accept(offer(scene, report), by(scene, "next city", 30))
    assert set(Incident.objects.values_list("jurisdiction", flat=True)) == {scene.paju.pk}
    assert set(Report.objects.values_list("jurisdiction", flat=True)) == {scene.paju.pk}
    merging.split(report.incident_id, now_is(report).version, also.incident_id, by(scene, "next city", 40))
    assert now_is(also).jurisdiction_id == scene.paju.pk


def test_it_can_be_handed_back(scene: Scene, report: Report) -> None:
    handing_over.accept(offer(scene, report), by(scene, "next city", 30))
    back = uuid4()
    version = now_is(report).version
    handing_over.offer(
        report.incident_id, version, back, scene.goyang.pk, "yours again", by(scene, "next city", 40)
    )
    handing_over.accept(back, by(scene, "dispatcher", 50))
    assert now_is(report).jurisdiction_id == scene.goyang.pk
    assert detail.of(now_is(report))["sights"] == [{"jurisdiction": scene.paju.pk, "reason": "former"}]


def test_the_former_centre_looks_on_and_does_nothing(scene: Scene, report: Report) -> None:
    handing_over.accept(offer(scene, report), by(scene, "next city", 30))
    former = browser(scene.people["dispatcher"])
    assert listed(former) == [str(report.incident_id)]
    version = now_is(report).version
    path = f"incidents/{report.incident_id}"
    assert post(former, f"{path}/dispatch", version=version).status_code == 403
    body = {"version": version, "id": str(uuid4()), "centre": scene.goyang.pk, "reason": "x"}
    assert post(former, f"{path}/hand-over", **body).status_code == 403


def test_the_reasons_are_destroyed_with_the_positions(scene: Scene, report: Report) -> None:
    handing_over.refuse(offer(scene, report, reason="Kim's leg"), "Kim is ours", by(scene, "next city", 20))
    actions.close(report.incident_id, now_is(report).version, by(scene, "dispatcher", 30), "helped")
    retention.erase(report.incident_id, NOW + timedelta(days=2))
    assert HandOver.objects.values_list("reason", "answer").get() == ("", "")


def test_the_reasons_go_when_its_person_withdraws(scene: Scene, report: Report) -> None:
    offer(scene, report, reason="Kim's leg")
    withdrawal.take(report.pk, NOW + timedelta(seconds=20))
    assert HandOver.objects.get().reason == ""


@pytest.fixture
def offered(scene: Scene, report: Report) -> str:
    """An offer made over the API, now."""
    body = {"version": now_is(report).version, "id": str(uuid4()), "centre": scene.paju.pk, "reason": "yours"}
    answer = post(browser(scene.people["dispatcher"]), f"incidents/{report.incident_id}/hand-over", **body)
    assert answer.status_code == 200
    assert answer.json()["hand_over"]["state"] == "waiting"
    return str(body["id"])


def test_the_asked_centre_accepts_and_gets_the_whole_incident(scene: Scene, offered: str) -> None:
    answer = post(browser(scene.people["next city"]), f"hand-overs/{offered}/accept")
    assert (answer.status_code, answer.json()["jurisdiction"]) == (200, scene.paju.pk)


def test_an_offer_of_others_does_not_exist(scene: Scene, report: Report, offered: str) -> None:
    valley = browser(person("valley desk", (scene.valley, "dispatcher")))
    for verb in ("accept", "refuse", "withdraw"):
        assert post(valley, f"hand-overs/{offered}/{verb}", reason="x").status_code == 404
    for verb in ("accept", "refuse"):
        mine = post(browser(scene.people["dispatcher"]), f"hand-overs/{offered}/{verb}", reason="x")
        assert mine.status_code == 404
    assert post(browser(scene.people["next city"]), f"hand-overs/{offered}/withdraw").status_code == 404
    for name in ("outsider", "editor", "auditor"):
        assert post(browser(scene.people[name]), f"hand-overs/{offered}/accept").status_code == 403
    assert now_is(report).jurisdiction_id == scene.goyang.pk


def test_a_refusal_without_a_reason_is_refused(scene: Scene, offered: str) -> None:
    asked = browser(scene.people["next city"])
    for nonsense in ({}, {"reason": "  "}, {"reason": "x" * 201}):
        assert post(asked, f"hand-overs/{offered}/refuse", **nonsense).status_code == 400
    answer = post(asked, f"hand-overs/{offered}/refuse", reason="no engine free")
    assert answer.json()["state"] == "refused"
    late = post(asked, f"hand-overs/{offered}/accept")
    assert (late.status_code, late.json()["type"]) == (422, "/problems/cannot-hand-over")


def test_the_second_to_answer_is_told_what_the_first_did(scene: Scene, offered: str) -> None:
    asked = browser(scene.people["next city"])
    post(asked, f"hand-overs/{offered}/accept")
    answer = post(asked, f"hand-overs/{offered}/refuse", reason="no")
    assert answer.status_code == 422
    assert "accepted before" in answer.json()["detail"]


@pytest.mark.parametrize(
    "wrong", [{"id": "x"}, {"centre": "north"}, {"centre": -1}, {"reason": ""}, {"version": None}]
)
def test_nonsense_is_refused_by_its_name(scene: Scene, report: Report, wrong: dict[str, Any]) -> None:
    body = {"version": now_is(report).version, "id": str(uuid4()), "centre": scene.paju.pk, "reason": "x"}
    path = f"incidents/{report.incident_id}/hand-over"
    answer = post(browser(scene.people["dispatcher"]), path, **{**body, **wrong})
    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.content.decode()


def test_the_list_says_to_whom_it_may_be_offered(scene: Scene) -> None:
    told = browser(scene.people["dispatcher"]).get("/api/v1/centres").json()["centres"]
    assert {one["id"]: one["takes"] for one in told} == {
        scene.goyang.pk: True,
        scene.paju.pk: True,
        scene.valley.pk: False,
    }
    assert browser(scene.people["outsider"]).get("/api/v1/centres").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_an_acceptance_and_a_withdrawal_at_once_one_counts(scene: Scene, report: Report) -> None:
    pk = offer(scene, report)
    start, done = threading.Barrier(2), []

    def take(name: str, act: Any, who: str) -> None:
        start.wait(10)
        try:
            act(pk, by(scene, who, 30))
            done.append(name)
        except CannotHandOver:
            pass
        connections.close_all()

    both = [
        ("accepted", handing_over.accept, "next city"),
        ("withdrawn", handing_over.withdraw, "dispatcher"),
    ]
    workers = [threading.Thread(target=take, args=each) for each in both]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    state = HandOver.objects.get(pk=pk).state
    assert state in ("accepted", "withdrawn")
    assert state in done
    assert (now_is(report).jurisdiction_id == scene.paju.pk) == (state == "accepted")


def heard(line: Line, kind: str) -> Any:
    """Return what a console is told of the next event of this kind."""
    while (told := line.next("incident").data)["kind"] != kind:
        continue
    return told


def test_the_asked_console_hears_of_it_and_that_it_was_taken_back(
    console: Console, phone: Phone, scene: Scene
) -> None:
    line = console("next city")
    assert line.next("outside").data == {"incidents": []}
    incident = UUID(phone.send(**scene.plate("nogosan")).json()["incident"])
    opened = actions.open_(incident, By.now(scene.people["dispatcher"]))
    mine, pk = By.now(scene.people["dispatcher"]), uuid4()
    handing_over.offer(incident, opened.version, pk, scene.paju.pk, "yours", mine)
    told = heard(line, "hand_over_offered")
    assert told["incident"]["hand_over"]["id"] == str(pk)
    handing_over.withdraw(pk, By.now(scene.people["dispatcher"]))
    assert line.next("gone").data == {"incident": str(incident)}


def test_both_consoles_hear_whose_it_is_now(console: Console, phone: Phone, scene: Scene) -> None:
    giving, taking = console("dispatcher"), console("next city")
    giving.next("hello"), taking.next("hello")
    incident = UUID(phone.send(**scene.plate("nogosan")).json()["incident"])
    opened = actions.open_(incident, By.now(scene.people["dispatcher"]))
    pk = uuid4()
    mine = By.now(scene.people["dispatcher"])
    handing_over.offer(incident, opened.version, pk, scene.paju.pk, "yours", mine)
    handing_over.accept(pk, By.now(scene.people["next city"]))
    for line, kind in ((giving, "handed_over"), (taking, "taken_over")):
        assert heard(line, kind)["incident"]["jurisdiction"] == scene.paju.pk
    assert Sight.objects.get(reason="former").jurisdiction_id == scene.goyang.pk
