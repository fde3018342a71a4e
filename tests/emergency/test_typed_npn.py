"""Who has no plate but its National Point Number: the square is the place, and it is said how sure that is."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.test import Client

from emergency import parse
from emergency.flags import Flag
from emergency.intake import commit
from emergency.models import Presence, Report
from tests.emergency.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def reported(text: str) -> Report:
    """Return the report of a phone whose person typed a text where the code belongs."""
    report = uuid.uuid4()
    body = json.dumps({"tag": text, "language": "ko"}).encode()
    command = parse.report(report, b"0" * 32, body, now=datetime.now(UTC), source_key="here")
    commit([command])
    return Report.objects.select_related("incident").get(id=report)


@pytest.mark.parametrize("typed", ["다사 5105 6491", "다사51056491", "국가지점번호: 다사 5105-6491"])
def test_the_square_of_a_typed_number_is_the_place_of_the_report(scene: Scene, typed: str) -> None:
    report = reported(typed)
    assert report.best_latitude == pytest.approx(37.6824, abs=0.001)
    assert report.best_longitude == pytest.approx(126.9448, abs=0.001)
    assert report.plate_uncertainty_m == pytest.approx(7.1, abs=0.1)
    assert report.presence == Presence.TYPED
    assert report.incident.place_ko == "국가지점번호 다사 5105 6491"
    assert not {Flag.MISTYPED_TAG, Flag.NO_POSITION, Flag.UNKNOWN_TAG} & set(report.flags)


def test_a_cut_number_is_a_larger_square(scene: Scene) -> None:
    assert reported("다사 510 649").plate_uncertainty_m == pytest.approx(71, abs=1)


def test_letters_that_the_grid_does_not_have_are_kept_and_flagged(scene: Scene) -> None:
    report = reported("갸사 5105 6491")
    assert report.best_latitude is None
    assert Flag.MISTYPED_TAG in report.flags
    assert report.tag_text == "갸사 5105 6491"


def test_the_page_of_a_number_names_the_place_and_the_plates_around_it(client: Client, scene: Scene) -> None:
    answer = client.get("/", {"code": "다사 5105 6491", "lang": "en"}, follow=True)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "NPN 다사 5105 6491" in html
    assert 'data-tag="다사 5105 6491"' in html
