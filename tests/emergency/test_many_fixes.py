"""Somebody whose phone has sent for a day: everything stays, one screen gets what it can show."""

from datetime import UTC, datetime, timedelta

import gpxpy
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from addresses.models import Jurisdiction, SharingMode
from emergency import actions, detail
from emergency.after import report as on_paper
from emergency.models import Fix, Incident, Report

from .scene import SUMMIT_FIX, Scene, browser, called, fix, positions_follow

MANY = 10_000


@pytest.fixture
def walked(scene: Scene) -> Report:
    """A call with ten thousand positions, one each five seconds, a metre further north each time."""
    begun = datetime.now(UTC) - timedelta(seconds=5 * MANY)
    call = called(scene.plate("nogosan"), at=begun)
    Fix.objects.bulk_create(
        Fix(
            report=call,
            sequence=number,
            longitude=SUMMIT_FIX[0],
            latitude=SUMMIT_FIX[1] + number * 1e-5,
            uncertainty_m=8,
            fixed_at=begun + timedelta(seconds=5 * number),
            received_at=begun + timedelta(seconds=5 * number),
        )
        for number in range(1, MANY)
    )
    positions_follow(call, fix(MANY, latitude=SUMMIT_FIX[1] + MANY * 1e-5))
    actions.open_(call.incident_id, actions.By.now(scene.people["dispatcher"]))
    return call


def test_a_screen_gets_the_first_the_newest_and_the_true_position(scene: Scene, walked: Report) -> None:
    reader = browser(scene.people["dispatcher"])
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(f"/api/v1/incidents/{walked.incident_id}")
    assert len(asked) < 60  # of the database, however many positions there are
    (told,) = answer.json()["report_list"]
    sequences = [one["sequence"] for one in told["fixes"]]
    assert len(sequences) == detail.FIRST_FIXES + detail.MOST_FIXES
    assert (sequences[0], sequences[-1]) == (1, MANY)
    assert answer.json()["position"]["latitude"] == pytest.approx(SUMMIT_FIX[1] + MANY * 1e-5, abs=1e-4)
    assert len(answer.content) < 500_000


def test_what_is_handed_on_holds_every_one(scene: Scene, walked: Report) -> None:
    Jurisdiction.objects.filter(pk=scene.goyang.pk).update(sharing_mode=SharingMode.CONSOLE_AND_FEEDS)
    answer = browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{walked.incident_id}/handoff/gpx")
    assert answer.status_code == 200
    (track,) = gpxpy.parse(answer.content.decode()).tracks
    assert sum(len(segment.points) for segment in track.segments) == MANY


def test_it_is_printed_and_goes_on(scene: Scene, walked: Report) -> None:
    incident = Incident.objects.get(pk=walked.incident_id)
    assert on_paper.pdf(incident, "ko", "dispatcher", datetime.now(UTC)).startswith(b"%PDF-")
    positions_follow(walked, fix(MANY + 1))
    assert Fix.objects.filter(report=walked).count() == MANY + 1
