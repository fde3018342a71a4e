"""Whatever a dispatcher does, the incident's row says what its events add up to."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from emergency import actions, detail, queue, state, status, status_page
from emergency.models import Event, Incident

from .scene import Scene, called, fix

pytestmark = pytest.mark.django_db

COURSES = [
    ["open"],
    ["acknowledge"],
    ["open", "acknowledge", "say", "dispatch", "close"],
    ["open", "acknowledge", "dispatch", "close", "reopen"],
    ["open", "close", "reopen", "dispatch"],
    ["acknowledge", "dispatch", "close", "reopen", "dispatch", "close", "reopen"],
]


def act(incident: Incident, step: str, by: actions.By) -> Incident:
    match step:
        case "open":
            return actions.open_(incident.pk, by)
        case "acknowledge":
            return actions.acknowledge(incident.pk, incident.version, by)
        case "dispatch":
            return actions.dispatch(incident.pk, incident.version, by)
        case "say":
            return actions.say(incident.pk, uuid4(), "곧 갑니다", by)
        case "close":
            return actions.close(incident.pk, incident.version, by, "mistaken")
        case _:
            return actions.reopen(incident.pk, incident.version, by)


@pytest.mark.parametrize("course", COURSES, ids=" ".join)
def test_the_row_is_what_the_events_add_up_to(scene: Scene, course: list[str]) -> None:
    incident = called(scene.plate("nogosan")).incident
    by = actions.By.now(get_user_model().objects.create(username="desk"))
    for step in course:
        incident = act(incident, step, by)
        told = Event.objects.filter(incident=incident).order_by("sequence").values_list("kind", "at")
        folded = state.fold(told)
        row = Incident.objects.get(pk=incident.pk)
        assert row.state == folded.state
        for name in ("opened_at", "acknowledged_at", "dispatched_at", "closed_at"):
            assert (getattr(row, name) is None) == (getattr(folded, name) is None), name


def test_a_hiker_whose_call_is_opened_again_reads_so_and_waits_for_help_anew(
    scene: Scene, client: Client
) -> None:
    report = called(scene.plate("nogosan"))
    by = actions.By.now(get_user_model().objects.create(username="desk"))
    read, incident = [], report.incident
    for step in ("acknowledge", "dispatch", "close", "reopen", "dispatch"):
        incident = act(incident, step, by)
        html = client.get(status_page.path(report.pk), headers={"Accept-Language": "en"}).content.decode()
        told = status.of([report.pk])[report.pk]
        waits = '<li class="open">Help is on its way</li>' in html
        read.append((told["reopened_at"] is not None, waits, re.findall(r"<h1>([^,]+),", html)[0]))
    assert read == [
        (False, True, "Acknowledged by a dispatcher"),
        (False, False, "Help is on its way"),
        (False, False, "Closed (send anew if you need help again)"),
        (True, True, "Opened again by a dispatcher"),
        (True, False, "Help is on its way"),
    ]


def test_a_dispatcher_sees_in_the_list_that_the_phone_is_not_at_the_plate(scene: Scene) -> None:
    plate = scene.plate("nogosan")
    far = {**fix(), "longitude": 126.95, "latitude": 37.66, "uncertainty_m": 10.0}
    at_plate, elsewhere = called(plate), called(plate | {"fix": far}, address="y")
    rows = queue.rows([at_plate.incident, elsewhere.incident])
    assert rows[at_plate.incident_id]["agreement_kind"] == "plate_only"
    row = rows[elsewhere.incident_id]
    assert row["agreement_kind"] == detail.of(elsewhere.incident)["agreement"]["kind"] == "elsewhere"
    # How they agree is said, and where the phone is is not.
    assert "37.66" not in str(row)


def test_a_dispatcher_sees_in_the_list_that_everybody_took_it_back_and_why(scene: Scene) -> None:
    report = called(scene.plate("nogosan"))

    def row() -> tuple[str | None, str]:
        found = queue.rows([report.incident])[report.incident_id]
        return found["cancelled_at"], found["cancel_reason"]

    assert row() == (None, "")
    report.cancelled_at, report.cancel_reason = report.received_at, "safe"
    report.save()
    assert row() == (report.received_at.isoformat(), "safe")
    also = called(scene.plate("nogosan"), address="y")
    also.incident = report.incident
    also.save()
    assert row() == (None, "")


def test_the_read_out_puts_the_phone_first_when_it_is_not_at_the_plate(scene: Scene) -> None:
    plate = scene.plate("nogosan")
    at_plate = called(plate)
    far = {**fix(), "longitude": 126.95, "latitude": 37.66, "uncertainty_m": 10.0}
    elsewhere = called(plate | {"fix": far}, address="y")
    assert detail.of(at_plate.incident)["read_out"].startswith(at_plate.incident.place_ko)
    said = detail.of(elsewhere.incident)["read_out"]
    assert said.startswith("휴대전화 위치 37.66000, 126.95000")
    assert "떨어짐" in said.split(elsewhere.incident.place_ko)[0]
    said = detail.of(elsewhere.incident)["read_out_en"]
    assert said.startswith("Phone at 37.66000, 126.95000, within 10 metres. ")
    assert said.index("from the plate that was read") < said.index(elsewhere.incident.place_en)
    assert not any("가" <= letter <= "힣" for letter in said)
