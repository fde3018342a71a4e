"""The report of one incident on paper: whole, true, for those who work on it, and logged."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdf
import pytest
from django.contrib.gis.geos import LineString

from addresses.grids.place import Point
from emergency import actions
from emergency.after import map as drawing
from emergency.after import report
from emergency.after.report_words import REPORT_WORDS
from emergency.models import Incident, Look, Report
from trails.models import Trail

from .scene import SUMMIT_FIX, Scene, browser, called, fix, positions_follow


@pytest.fixture
def made(scene: Scene) -> Report:
    call = called(
        {**scene.plate("nogosan"), "kind": "fall", "words": "발목을 다쳤어요", "phone": "01098765432"}
    )
    positions_follow(call, fix(1), fix(2, longitude=SUMMIT_FIX[0] + 0.001))
    actions.open_(call.incident_id, actions.By.now(scene.people["dispatcher"]))
    return call


def get(scene: Scene, incident: object, who: str = "dispatcher", **query: str) -> Any:
    return browser(scene.people[who]).get(f"/api/v1/incidents/{incident}/report.pdf", query)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ko", ("사건 보고서", "nogosan 지점", "발목을 다쳤어요", "열어 봄")),
        ("en", ("Incident report", "opened")),
    ],
)
def test_it_says_where_what_and_who_in_both_languages(
    scene: Scene, made: Report, language: str, words: tuple[str, ...]
) -> None:
    answer = get(scene, made.incident_id, lang=language)
    assert answer["Content-Type"] == "application/pdf"
    told = text_of(answer.content)
    for word in (*words, "다사", str(made.incident_id), "dispatcher", "…5432"):
        assert word in told
    assert "01098765432" not in told
    look = Look.objects.get(path="report")
    assert (look.recipient_name, look.incident_id) == ("dispatcher", made.incident_id)


def test_an_exercise_says_so_on_every_page(scene: Scene) -> None:
    call = called({**scene.plate("nogosan"), "exercise": True})
    by = actions.By.now(scene.people["dispatcher"])
    actions.open_(call.incident_id, by)
    for number in range(60):
        actions.say(call.incident_id, uuid4(), f"{number} " + "확인하고 있습니다. " * 8, by)
    answer = get(scene, call.incident_id)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) > 1
    assert all("훈련" in page for page in pages)
    assert 'filename="exercise-' in answer["Content-Disposition"]


def test_a_long_name_and_a_short_text_do_not_lie_upon_each_other(scene: Scene, made: Report) -> None:
    paper = report._Paper(
        REPORT_WORDS["ko"], "ko", Incident.objects.get(pk=made.incident_id), "dispatcher", datetime.now(UTC)
    )
    before = paper.get_y()
    paper.rows("x", [("아주 긴 이름을 가진 출동대 " * 4, "도착"), ("다음", "x")])
    paper.close_fonts()
    assert paper.get_y() - before > 6 * report.LINE_MM


def test_others_cannot_have_it(scene: Scene, made: Report) -> None:
    for who in ("next city", "auditor", "editor", "outsider"):
        assert get(scene, made.incident_id, who).status_code in (403, 404)
    assert not Look.objects.filter(path="report").exists()


def test_without_letters_it_says_what_to_install(
    scene: Scene, made: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(report, "FONTS", tmp_path)
    answer = get(scene, made.incident_id)
    assert answer.status_code == 503
    assert "fonts-nanum" in answer.json()["detail"]


def test_what_was_erased_leaves_no_map_and_no_hole(scene: Scene, made: Report) -> None:
    Report.objects.filter(pk=made.pk).update(
        best_longitude=None, best_latitude=None, plate_longitude=None, plate_latitude=None, words=""
    )
    made.fixes.all().delete()  # type: ignore[attr-defined]
    incident = Incident.objects.get(pk=made.incident_id)
    told = text_of(report.pdf(incident, "en", "dispatcher", datetime.now(UTC)))
    assert "Incident report" in told


def test_the_map_reaches_around_what_it_shows(db: None) -> None:
    here, there = Point(126.94, 37.68), Point(126.95, 37.68)
    drawn = drawing.of(drawing.Seen((here, 14), (there, 5), [[here, there]]), ratio=2)
    assert drawn is not None
    assert drawn.best is not None
    assert drawn.plate is not None
    assert drawn.best.east_m == pytest.approx(-drawn.plate.east_m)
    assert drawn.plate.east_m == pytest.approx(439, abs=2)  # half a hundredth of a degree at this latitude
    assert drawn.half_width_m == pytest.approx(2 * drawn.half_height_m)
    assert drawn.half_width_m > drawn.plate.east_m + 5
    assert drawing.of(drawing.Seen(None, None, [[]]), ratio=2) is None


def test_a_trail_is_drawn_as_far_as_the_map_reaches(db: None) -> None:
    here = Point(126.9449, 37.6825)
    for slug, line in {
        "through": ((126.8, 37.6825), (127.1, 37.6825)),
        "far": ((128.0, 37), (128.1, 37)),
    }.items():
        Trail.objects.create(name_ko=slug, line=LineString(line, srid=4326), length_m=1)
    drawn = drawing.of(drawing.Seen((here, 14), None, []), ratio=2)
    assert drawn is not None
    ((first, last),) = drawn.trails
    assert sorted([first[0], last[0]]) == pytest.approx([-drawn.half_width_m, drawn.half_width_m], rel=1e-3)
    assert first[1] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(("width_m", "bar_m"), [(300, 50), (800, 200), (4_100, 1_000), (40_000, 10_000)])
def test_a_scale_bar_is_round_and_no_longer_than_a_quarter(width_m: float, bar_m: int) -> None:
    assert drawing.scale_m(width_m) == bar_m
