"""Positions, words and telephone numbers are destroyed on time; that there was an incident stays."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from emergency import actions, intake, parse, retention
from emergency.models import Event, Fix, Incident, Look, Message, Report

from .scene import SUMMIT_FIX, Scene, browser, called, fix, positions_follow

DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)
PRIVATE = ("발목", "01012345678", "126.94", "37.68", "절벽")


def say(report: Report, text: str) -> None:
    body = json.dumps({"id": str(uuid4()), "text": text}).encode()
    intake.commit([parse.message(report.id, bytes(32), body, now=timezone.now())])


@pytest.fixture
def closed(scene: Scene) -> Incident:
    """An incident with all that a person can tell, closed just now."""
    sent = {
        "words": "발목을 다쳤어요",
        "phone": "010-1234-5678",
        "people": 2,
        "tag": "산길 126.9453",
        "fix": fix(),
    }
    report = called(sent)
    positions_follow(report, fix(2), fix(3))
    say(report, "절벽 아래")
    by = actions.By.now(scene.people["dispatcher"])
    actions.say(report.incident_id, uuid4(), "절벽 어느 쪽인가요", by)
    actions.open_(report.incident_id, by)
    return actions.close(report.incident_id, 2, by, "helped")


def everything() -> str:
    rows: list[Any] = []
    for table in (Report, Fix, Message, Event, Incident, Look):
        rows += table.objects.values()
    for row in rows:
        row.pop("plate_longitude", None), row.pop("plate_latitude", None)
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_until_its_time_is_over_everything_stays(closed: Incident) -> None:
    assert retention.sweep(timezone.now() + DAY - MINUTE) == 0
    assert Fix.objects.count() == 3


def test_then_positions_words_and_numbers_are_gone_and_the_log_stays(closed: Incident) -> None:
    events = list(Event.objects.values_list("sequence", "kind"))
    assert retention.sweep(timezone.now() + DAY + MINUTE) == 1
    left = everything()
    assert [private for private in PRIVATE if private in left] == []
    assert not Fix.objects.exists()
    report = Report.objects.get()
    assert (report.best_longitude, report.people) == (None, None)
    assert (report.best_source, report.best_agreement, report.source_key) == ("", "", "")
    assert list(Event.objects.values_list("sequence", "kind"))[:-1] == events
    assert Event.objects.last().kind == "positions_erased"  # type: ignore[union-attr]
    assert Incident.objects.get().disposition == "helped"


def test_it_erases_once(closed: Incident) -> None:
    retention.sweep(timezone.now() + 2 * DAY)
    assert retention.sweep(timezone.now() + 3 * DAY) == 0
    assert Event.objects.filter(kind="positions_erased").count() == 1


def test_each_centre_keeps_for_its_own_time(closed: Incident, scene: Scene) -> None:
    type(scene.goyang).objects.filter(pk=scene.goyang.pk).update(retention_hours=72)
    assert retention.sweep(timezone.now() + 2 * DAY) == 0
    assert retention.sweep(timezone.now() + 4 * DAY) == 1


def test_an_open_incident_is_never_erased(scene: Scene) -> None:
    called({"fix": fix()})
    assert retention.sweep(timezone.now() + timedelta(days=365)) == 0
    assert Fix.objects.exists()


def test_positions_that_arrive_after_it_do_not_come_back(closed: Incident) -> None:
    retention.sweep(timezone.now() + 2 * DAY)
    positions_follow(Report.objects.get(), fix(4), fix(5))
    assert not Fix.objects.exists()
    assert Report.objects.get().best_longitude is None
    assert not Event.objects.filter(kind="fixes_received", sequence__gt=5).exists()


def test_the_receipt_can_still_be_fetched_and_the_console_still_shows_the_course(
    closed: Incident, scene: Scene
) -> None:
    retention.sweep(timezone.now() + 2 * DAY)
    detail = browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{closed.pk}").json()
    assert (detail["position"], detail["report_list"][0]["fixes"], detail["uncertainty_m"]) == (
        None,
        [],
        None,
    )
    assert detail["timeline"][-1]["kind"] == "positions_erased"


def test_what_is_said_after_it_is_read_and_then_destroyed_too(closed: Incident) -> None:
    retention.sweep(timezone.now() + 2 * DAY)
    say(Report.objects.get(), "절벽에 아직 있어요")
    retention.sweep(timezone.now() + DAY - MINUTE)
    assert Message.objects.filter(text="절벽에 아직 있어요").exists()
    retention.sweep(timezone.now() + DAY + MINUTE)
    assert "절벽" not in everything()


def test_a_reopened_incident_takes_positions_again_and_loses_them_again(
    closed: Incident, scene: Scene
) -> None:
    retention.sweep(timezone.now() + 2 * DAY)
    by = actions.By.now(scene.people["dispatcher"])
    again = actions.reopen(closed.pk, Incident.objects.get().version, by)
    positions_follow(Report.objects.get(), fix(4))
    assert Fix.objects.count() == 1
    actions.close(closed.pk, again.version, by, "helped")
    assert retention.sweep(timezone.now() + 2 * DAY) == 1
    assert not Fix.objects.exists()


def test_the_log_of_looks_has_a_time_of_its_own(scene: Scene, closed: Incident) -> None:
    browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{closed.pk}")
    kept = timedelta(days=settings.LOCATION_LOG_RETENTION_DAYS)
    retention.sweep(timezone.now() + kept - MINUTE)
    assert Look.objects.count() == 1
    retention.sweep(timezone.now() + kept + MINUTE)
    assert not Look.objects.exists()


def test_a_person_who_withdraws_is_forgotten_at_once(closed: Incident) -> None:
    report = Report.objects.get()
    call_command("withdraw_consent", str(report.pk), stdout=StringIO())
    left = everything()
    assert [number for number in SUMMIT_FIX if str(number) in left] == []
    assert "발목" not in left
    positions_follow(report, fix(9))
    assert not Fix.objects.exists()
