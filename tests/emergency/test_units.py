"""Units are sent, followed and freed: a unit is at one incident, and the person sees who comes."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from emergency import actions, assigning, detail, status
from emergency.actions import By, Stale
from emergency.errors import SameIdOtherBody
from emergency.models import Assignment, Event, Incident, Report, Unit

from .scene import Scene, browser, called


@pytest.fixture
def by(scene: Scene) -> By:
    return By.now(scene.people["dispatcher"])


@pytest.fixture
def report(scene: Scene, by: By) -> Report:
    """A call that somebody has taken on."""
    found = called({**scene.plate("nogosan"), "kind": "fall"})
    actions.acknowledge(found.incident_id, 1, by)
    return found


@pytest.fixture
def mountain(report: Report) -> Unit:
    return Unit.objects.create(
        jurisdiction=report.jurisdiction, name="산악구조 1", kind="mountain", phone="010-0000-1191"
    )


def sent(report: Report, unit: Unit, by: By, minutes: int | None = 25) -> UUID:
    incident = Incident.objects.get(reports=report.pk)
    key = uuid4()
    assigning.assign(incident.pk, incident.version, key, unit.pk, by, minutes)
    return key


def told(report: Report) -> dict[str, Any]:
    return status.of([report.pk])[report.pk]


def test_sending_a_unit_tells_the_person_who_comes_and_when(report: Report, mountain: Unit, by: By) -> None:
    assert told(report)["units"] == []
    sent(report, mountain, by)
    assert told(report)["state"] == "dispatched"
    (unit,) = told(report)["units"]
    assert (unit["kind"], unit["state"]) == ("mountain", "assigned")
    assert unit["expected_at"] == Assignment.objects.get().expected_at.isoformat()  # type: ignore[union-attr]
    # A name and a number are for the centre.
    assert "산악구조 1" not in str(told(report))


def test_each_step_of_a_unit_is_one_event_and_none_comes_back(report: Report, mountain: Unit, by: By) -> None:
    key = sent(report, mountain, by)
    incident = Incident.objects.get(reports=report.pk)
    for name in ("on_scene", "en_route", "on_scene", "clear", "clear", "on_scene"):
        assigning.step(incident.pk, key, name, by)
    kinds = [event.kind for event in Event.objects.filter(kind__startswith="unit").order_by("sequence")]
    assert kinds == ["unit_assigned", "unit_on_scene", "unit_cleared"]
    (unit,) = detail.of(Incident.objects.get(pk=incident.pk))["units"]
    assert unit["state"] == "cleared"
    assert unit["en_route_at"] == unit["on_scene_at"]
    assert told(report)["units"] == []


def test_a_unit_is_never_sent_to_two_places(scene: Scene, report: Report, mountain: Unit, by: By) -> None:
    sent(report, mountain, by)
    other = called(scene.plate("nogosan"), address="y")
    actions.acknowledge(other.incident_id, 1, by)
    with pytest.raises(assigning.CannotAssign) as refusal:
        sent(other, mountain, by)
    assert Incident.objects.get(reports=report.pk).place_ko in str(refusal.value)
    assert Assignment.objects.count() == 1
    assert Incident.objects.get(reports=other.pk).state == "acknowledged"


def test_pressing_twice_sends_once(report: Report, mountain: Unit, by: By) -> None:
    incident = Incident.objects.get(reports=report.pk)
    key = uuid4()
    for _ in range(2):
        assigning.assign(incident.pk, incident.version, key, mountain.pk, by)
    assert Event.objects.filter(kind="unit_assigned").count() == 1
    another = Unit.objects.create(jurisdiction=report.jurisdiction, name="구급 2", kind="ambulance")
    with pytest.raises(SameIdOtherBody):
        assigning.assign(incident.pk, incident.version, key, another.pk, by)


def test_who_saw_an_older_state_sends_nobody(report: Report, mountain: Unit, by: By) -> None:
    with pytest.raises(Stale):
        assigning.assign(Incident.objects.get(reports=report.pk).pk, 1, uuid4(), mountain.pk, by)
    assert not Assignment.objects.exists()


def test_a_unit_of_another_centre_or_out_of_service_is_not_sent(
    scene: Scene, report: Report, mountain: Unit, by: By
) -> None:
    mountain.is_active = False
    mountain.save()
    with pytest.raises(assigning.CannotAssign):
        sent(report, mountain, by)


def test_closing_frees_the_units(report: Report, mountain: Unit, by: By) -> None:
    sent(report, mountain, by)
    incident = Incident.objects.get(reports=report.pk)
    actions.close(incident.pk, incident.version, by, "helped")
    assert Assignment.objects.get().cleared_at is not None
    other = called({"words": "again"}, address="y")
    actions.acknowledge(other.incident_id, 1, by)
    sent(other, mountain, by)


def test_a_dispatcher_sends_and_follows_through_the_api(scene: Scene, report: Report, mountain: Unit) -> None:
    desk = browser(scene.people["dispatcher"])
    (unit,) = desk.get("/api/v1/units").json()["units"]
    assert (unit["name"], unit["incident"]) == ("산악구조 1", None)
    path = f"/api/v1/incidents/{report.incident_id}"
    body = {"version": 2, "id": str(uuid4()), "unit": unit["id"], "minutes": 25}
    answer = desk.post(f"{path}/assign", body, "application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, "dispatched")
    assert desk.get("/api/v1/units").json()["units"][0]["incident"] == str(report.incident_id)
    step = f"{path}/units/{body['id']}"
    assert desk.post(step, {"step": "en_route"}, "application/json").json()["units"][0]["state"] == "en_route"
    assert desk.post(step, {"step": "flying"}, "application/json").status_code == 400
    nowhere = f"{path}/units/{uuid4()}"
    assert desk.post(nowhere, {"step": "clear"}, "application/json").status_code == 422
    again = desk.post(f"{path}/assign", {**body, "id": str(uuid4()), "version": 5}, "application/json")
    assert again.status_code == 422


@pytest.mark.parametrize("who", ["auditor", "editor", "next city", "outsider", ""])
def test_nobody_else_sends_units(scene: Scene, report: Report, mountain: Unit, who: str) -> None:
    desk = browser(scene.people[who]) if who else browser()
    body = {"version": 2, "id": str(uuid4()), "unit": mountain.pk}
    path = f"/api/v1/incidents/{report.incident_id}/assign"
    assert desk.post(path, body, "application/json").status_code in (401, 403, 404)
    assert not Assignment.objects.exists()
