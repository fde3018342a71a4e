"""The page of figures: right figures, for those who lead or audit, and nothing about one person."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import LineString
from django.test import Client

from addresses.grids.place import Point
from addresses.grids.projection import from_plane, to_plane
from emergency.after import drawing, figures, ground
from emergency.after.pages import _said
from emergency.models import Assignment, Incident, Report, Unit
from trails.models import Trail

from .scene import Scene, browser, called

FAR = (126.72, 37.60)  # of no plate within kilometres
NOT_FOR = ("dispatcher", "editor", "inspector", "administrator", "outsider", "superuser")


def call(ago: timedelta = timedelta(hours=1), **said: Any) -> Incident:
    report = called(said, address=uuid4().hex)
    Incident.objects.filter(pk=report.incident_id).update(received_at=datetime.now(UTC) - ago)
    return Incident.objects.get(pk=report.incident_id)


def took(incident: Incident, **steps_s: float) -> None:
    at = {f"{step}_at": incident.received_at + timedelta(seconds=s) for step, s in steps_s.items()}
    Incident.objects.filter(pk=incident.pk).update(**at)


def lies_at(incident: Incident, longitude: float, latitude: float) -> None:
    Report.objects.filter(incident=incident).update(best_longitude=longitude, best_latitude=latitude)


def of(scene: Scene, **more: Any) -> figures.Figures:
    now = datetime.now(UTC)
    exercises = more.get("exercises", False)
    return figures.of([scene.goyang.pk], now - timedelta(days=30), now, exercises=exercises)


def page(scene: Scene, who: str, path: str = "/after/", **query: str) -> Any:
    return browser(scene.people[who]).get(path, query)


def test_the_times_are_those_of_the_incidents_that_came_so_far(scene: Scene) -> None:
    for seconds in (4, 6, 20):
        took(call(**scene.plate("nogosan"), kind="fall"), opened=seconds, acknowledged=seconds + 10)
    call(**scene.plate("lake"), kind="fire")
    found = of(scene)
    assert found.times["opened"] == figures.Times(3, 6.0, 20.0)
    assert found.times["acknowledged"].median_s == 16.0
    assert found.times["dispatched"] == figures.Times(0, None, None)
    assert [(kind, count) for kind, count, _ in found.kinds] == [("fall", 3), ("fire", 1)]
    assert [(ko, count) for ko, _, count, _ in found.places] == [("nogosan 지점", 3), ("lake 지점", 1)]


def test_a_unit_is_counted_from_the_report_until_the_first_one_arrives(scene: Scene) -> None:
    incident = call(**scene.plate("nogosan"))
    for name, sent, there in (("one", 30, 900), ("two", 60, 600)):
        unit = Unit.objects.create(jurisdiction=scene.goyang, name=name)
        Assignment.objects.create(
            id=uuid4(),
            unit=unit,
            incident=incident,
            assigned_by="dispatcher",
            assigned_at=incident.received_at + timedelta(seconds=sent),
            on_scene_at=incident.received_at + timedelta(seconds=there),
        )
    (row,) = of(scene).rows
    assert (row.steps["assigned"], row.steps["arrived"]) == (30.0, 600.0)


def test_what_is_old_merged_an_exercise_or_anothers_is_not_counted(scene: Scene) -> None:
    kept = call(**scene.plate("nogosan"))
    call(timedelta(days=31), **scene.plate("nogosan"))
    call(**scene.plate("nogosan"), exercise=True)
    call(**scene.plate("paju"))
    merged = call(**scene.plate("lake"))
    Incident.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert [row.id for row in of(scene).rows] == [kept.pk]
    assert len(of(scene, exercises=True).rows) == 1


def test_hours_are_those_of_korea(scene: Scene) -> None:
    incident = call(**scene.plate("nogosan"))
    night = datetime.now(UTC).replace(hour=18, minute=30) - timedelta(days=2)  # 03:30 in Korea
    Incident.objects.filter(pk=incident.pk).update(received_at=night)
    assert of(scene).hours.index(1) == 3


def test_a_square_with_fewer_than_three_is_not_told(scene: Scene) -> None:
    for _ in range(2):
        lies_at(call(**scene.plate("nogosan")), 126.9449, 37.6825)
    found = of(scene)
    assert (found.squares, found.in_few) == ([], 2)
    lies_at(call(**scene.plate("nogosan")), 126.9451, 37.6826)
    (square,) = of(scene).squares
    assert (square.count, square.name) == (3, "다사 51 64")


def test_a_square_where_no_plate_is_near_is_named_once_three_called_without_one(scene: Scene) -> None:
    for _ in range(3):
        lies_at(call(kind="lost"), *FAR)
        lies_at(call(kind="lost"), 126.9449, 37.6826)  # beside a plate
    (wanted,) = of(scene).wanted
    assert wanted.square.count == 3
    assert wanted.nearest_ko == "lake 지점"
    assert wanted.distance_m is not None
    assert wanted.distance_m > 5_000


def test_what_was_erased_is_counted_without_a_place(scene: Scene) -> None:
    Report.objects.filter(incident=call(**scene.plate("nogosan"))).update(
        best_longitude=None, best_latitude=None
    )
    assert of(scene).nowhere == 1


def test_the_ninth_of_ten_is_one_that_happened() -> None:
    assert figures.Times.of([float(n) for n in range(1, 11)]) == figures.Times(10, 5.5, 9.0)
    assert figures.Times.of([7.0]) == figures.Times(1, 7.0, 7.0)


def test_the_drawing_has_north_on_top_and_the_busiest_strongest() -> None:
    south, north = figures.Square("a", 100, 50, 10), figures.Square("b", 101, 52, 5)
    drawn = drawing.heat([south, north])
    assert drawn is not None
    assert (drawn.width, drawn.height, drawn.west_km, drawn.north_km) == (6, 7, 98, 55)
    assert [(one.x, one.y, one.strength) for one in drawn.shapes] == [(2, 4, "1.00"), (3, 2, "0.62")]
    assert drawing.heat([]) is None
    assert [one.height for one in drawing.hours([0, 2, 1]).shapes] == [0, 60, 30]


def test_under_the_squares_lie_the_trails_and_the_border_cut_to_the_drawing(scene: Scene) -> None:
    east_m, north_m = to_plane(Point(126.99, 37.70))  # in the corner of Goyang
    square = figures.Square("here", int(east_m // 1000), int(north_m // 1000), 3)
    drawn = drawing.heat([square])
    assert drawn is not None
    middle = from_plane(square.east_km * 1000 + 500, square.north_km * 1000 + 500)
    east = from_plane(square.east_km * 1000 + 90_000, north_m)
    north = from_plane(square.east_km * 1000 + 500, north_m + 90_000)
    for ends in ((middle, east), (middle, north), (east, north)):
        line = LineString([(end.longitude, end.latitude) for end in ends], srid=4326)
        Trail.objects.create(name_ko="길", line=line, length_m=1)
    parts = [
        [[float(number) for number in point.split()] for point in part.split("L")]
        for part in ground.trails(drawn).split("M")[1:]
    ]
    assert len(parts) == 2  # the far one is not drawn
    to_the_east, to_the_north = parts
    assert to_the_east[0] == to_the_north[0] == [2.5, 2.5]  # the middle of the one square
    assert to_the_east[-1][0] == drawn.width == 5
    assert to_the_north[-1][1] == 0
    border = re.split("[ML ]", ground.borders(drawn, [scene.goyang.pk])[1:])
    assert all(0 <= float(number) <= 5 for number in border)
    assert not ground.borders(drawn, [scene.paju.pk])


def test_the_page_draws_where_the_squares_are(scene: Scene) -> None:
    for _ in range(3):
        lies_at(call(**scene.plate("nogosan")), 126.99, 37.70)
    text = page(scene, "supervisor").content.decode()
    assert '<path class="borders" d="M' in text
    assert '<path class="trails"' not in text  # there is none yet


def test_one_is_one(scene: Scene) -> None:
    call(**scene.plate("nogosan"))
    answer = browser(scene.people["supervisor"]).get("/after/", headers={"accept-language": "en"})
    assert "<strong>1 incident</strong>" in answer.content.decode()


def test_durations_are_said_as_they_are_read() -> None:
    assert [_said(s) for s in (None, 9.44, 125, 4200)] == ["–", "9.4 s", "2:05", "1:10:00"]


@pytest.mark.parametrize("who", ["supervisor", "auditor"])
@pytest.mark.parametrize(("language", "title"), [("ko", "신고 통계"), ("en", "Figures")])
def test_who_leads_or_audits_reads_it_in_their_language(
    scene: Scene, who: str, language: str, title: str
) -> None:
    for _ in range(3):
        incident = call(**scene.plate("nogosan"), kind="fall", words="발목을 다쳤어요", phone="01098765432")
        took(incident, opened=5)
        lies_at(incident, *FAR)
    told = page(scene, who, lang=language, days="7").content.decode()
    assert f"<h1>{title}</h1>" in told
    assert "5.0 s" in told
    for secret in ("발목", "01098765432", str(FAR[0]), str(incident.pk)):
        assert secret not in told
    assert title in page(scene, who, "/account", lang=language).content.decode()


@pytest.mark.parametrize("who", NOT_FOR)
def test_nobody_else_reads_it(scene: Scene, who: str) -> None:
    assert page(scene, who)["Location"] == "/account"
    assert page(scene, who, "/after/incidents.csv").status_code == 404


def test_an_outsider_signs_in_first(client: Client, scene: Scene) -> None:
    assert client.get("/after/")["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "query", [{"days": "0"}, {"days": "²"}, {"days": "9" * 400}, {"at": "'"}, {"which": "x"}]
)
def test_a_question_that_is_none_is_the_usual_one(scene: Scene, query: dict[str, str]) -> None:
    call(**scene.plate("nogosan"))
    told = page(scene, "supervisor", lang="en", **query)
    assert told.status_code == 200
    assert "1 incident<" in told.content.decode()


def test_the_table_holds_each_incident_without_a_person_and_no_formula(scene: Scene) -> None:
    incident = call(**scene.plate("nogosan"), words="발목", phone="01098765432")
    took(incident, opened=5)
    Incident.objects.filter(pk=incident.pk).update(place_en="=1+1")
    answer = page(scene, "supervisor", "/after/incidents.csv", lang="en")
    text = answer.getvalue().decode("utf-8-sig")
    assert "발목" not in text
    assert "01098765432" not in text
    head, row = list(csv.reader(io.StringIO(text)))
    told = dict(zip(head, row, strict=True))
    assert (told["id"], told["place"], told["opened_s"]) == (str(incident.pk), "'=1+1", "5.0")


def test_another_centre_cannot_be_chosen(scene: Scene) -> None:
    call(**scene.plate("nogosan"))
    call(**scene.plate("paju"))
    told = page(scene, "supervisor", at="paju", lang="en").content.decode()
    assert "1 incident<" in told
    assert "Paju" not in told
