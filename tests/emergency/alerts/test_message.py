"""An alert about a closed stretch, read back as a stranger's receiver would read it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from shapely import LineString, Point, Polygon

from addresses.distances import ELLIPSOID
from emergency.alerts import area, message, verify
from emergency.alerts.hazard import Hazard
from emergency.handoff.cap import NAMES
from emergency.handoff.reading import Unfit
from tests.emergency.handoff.told import spoilt

from .closed import LONG, NOW, SHORT, hazard, notice


def texts(document: bytes, path: str) -> list[str]:
    return [one.text or "" for one in etree.fromstring(document).iterfind(path, NAMES)]


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(ELLIPSOID.inv(*one, *other)[2])


def test_a_short_stretch_is_a_circle_of_latitude_longitude_and_kilometres() -> None:
    (circle, again) = texts(message.write(hazard(line=SHORT), notice()), ".//c:circle")
    assert circle == again
    place, radius_km = circle.split(" ")
    latitude, longitude = map(float, place.split(","))
    beyond = [float(radius_km) * 1000 - metres((longitude, latitude), end) for end in SHORT]
    assert beyond == pytest.approx([50, 50], abs=2)


def test_a_long_stretch_is_a_closed_polygon_around_it_with_latitude_first() -> None:
    (polygon, _) = texts(message.write(hazard(), notice()), ".//c:polygon")
    corners = [tuple(map(float, corner.split(",")))[::-1] for corner in polygon.split(" ")]
    assert corners[0] == corners[-1]
    assert len(corners) < 40
    shape = Polygon(corners)
    assert shape.contains(LineString(LONG))
    line = LineString(LONG)
    nearest = min(metres((p.x, p.y), (q.x, q.y)) for p, q in nearest_points(shape, line))
    assert 49 < nearest < 70


def nearest_points(shape: Polygon, line: LineString) -> Iterator[tuple[Point, Point]]:
    outline = shape.exterior
    for place in line.coords:
        foot = outline.interpolate(outline.project(point(place)))
        yield foot, point(place)


def point(place: tuple[float, ...]) -> Point:
    return Point(place)


def test_it_says_in_both_languages_what_is_closed_since_when_and_why() -> None:
    document = message.write(hazard(), notice())
    assert texts(document, "c:info/c:language") == ["ko-KR", "en"]
    assert texts(document, "c:info/c:headline") == [
        "노고산 능선길 100~1,400 m 구간 통행 제한",
        "Nogosan ridge closed, metre 100 to 1,400",
    ]
    assert texts(document, "c:info/c:description") == ["낙석 <&>", "Rockfall"]
    assert texts(document, "c:info/c:onset") == ["2030-01-01T00:00:00-00:00"] * 2
    assert texts(document, "c:info/c:expires") == ["2030-01-03T00:00:00-00:00"] * 2


def test_what_has_no_english_name_is_told_by_its_korean_one() -> None:
    document = message.write(hazard(trail_en="", reason_en="", from_metre=None, to_metre=None), notice())
    assert texts(document, "c:info/c:headline")[1] == "노고산 능선길 closed, whole length"
    assert texts(document, "c:info/c:description")[1] == "낙석 <&>"


def test_what_is_announced_lies_in_the_future() -> None:
    document = message.write(hazard(since=NOW + timedelta(days=1)), notice())
    assert texts(document, "c:info/c:urgency") == ["Future"] * 2


def test_an_exercise_is_one_in_its_status_and_wherever_a_person_reads() -> None:
    document = message.write(hazard(is_exercise=True), notice())
    assert texts(document, "c:status") == ["Exercise"]
    assert texts(document, "c:note") == ["This is an exercise. Nothing is closed."]
    assert all(
        mark in text
        for name in ("event", "headline")
        for mark, text in zip(("[훈련]", "[EXERCISE]"), texts(document, f"c:info/c:{name}"), strict=True)
    )
    assert texts(message.write(hazard(), notice()), "c:status") == ["Actual"]


def test_what_is_over_is_an_all_clear_that_names_what_it_ends() -> None:
    ends = notice(kind="Cancel", identifier="closure-1.2", references=(message.extended(notice()),))
    document = message.write(hazard(), ends)
    assert texts(document, "c:msgType") == ["Cancel"]
    assert texts(document, "c:references") == ["goyang@here.example.kr,closure-1.1,2030-01-01T00:00:00-00:00"]
    assert texts(document, "c:info/c:responseType") == ["AllClear"] * 2
    assert texts(document, "c:info/c:instruction") == []
    assert verify.problems(document, hazard(), ends) == ()


@given(
    st.tuples(st.floats(124.5, 131.9), st.floats(33.0, 38.7)),
    st.lists(st.tuples(st.floats(-0.004, 0.004), st.floats(-0.004, 0.004)), min_size=1, max_size=9),
)
def test_whatever_stretch_is_closed_lies_in_its_area(
    start: tuple[float, float], steps: list[tuple[float, float]]
) -> None:
    line = (start, *((start[0] + east, start[1] + north) for east, north in steps))
    told = hazard(line=line)
    assert verify.problems(message.write(told, notice()), told, notice()) == ()


def test_a_stretch_of_no_length_still_has_an_area() -> None:
    told = hazard(line=(SHORT[0], SHORT[0]))
    document = message.write(told, notice())
    assert texts(document, ".//c:circle")[0].endswith(" 0.050")
    assert verify.problems(document, told, notice()) == ()


def swapped(text: str) -> str:
    return " ".join(",".join(reversed(corner.split(","))) for corner in text.split(" "))


def test_swapped_axes_do_not_leave() -> None:
    document = message.write(hazard(), notice())
    polygon = texts(document, ".//c:polygon")[0]
    with pytest.raises(Unfit, match="axes swapped"):
        verify.problems(spoilt(document, polygon, swapped(polygon)), hazard(), notice())


def test_swapped_axes_are_seen_where_both_would_be_a_latitude() -> None:
    # Where longitude and latitude are both below 90 degrees no range tells them apart, only the place.
    told = hazard(line=((80.0, 30.0), (80.0005, 30.0005)))
    document = message.write(told, notice())
    circle = texts(document, ".//c:circle")[0]
    place, radius = circle.split(" ")
    wrong = spoilt(document, circle, f"{swapped(place)} {radius}")
    assert "axes swapped" in verify.problems(wrong, told, notice())[0]


@pytest.mark.parametrize("factor", [1000, 1 / 1000], ids=["metres for kilometres", "a thousandth"])
def test_a_radius_in_the_wrong_unit_does_not_leave(factor: float) -> None:
    told = hazard(line=SHORT)
    document = message.write(told, notice())
    circle = texts(document, ".//c:circle")[0]
    place, radius = circle.split(" ")
    wrong = spoilt(document, circle, f"{place} {float(radius) * factor:.6f}")
    assert "kilometres and metres" in verify.problems(wrong, told, notice())[0]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("<status>Actual<", "<status>Exercise<", "what it is not"),
        ("closure-1.1<", "closure-1.2<", "identifier"),
        ("<scope>Public<", "<scope>Private<", "addresses"),
    ],
)
def test_a_careless_writer_is_caught(was: str, becomes: str, says: str) -> None:
    wrong = spoilt(message.write(hazard(), notice()), was, becomes)
    try:
        found = " ".join(verify.problems(wrong, hazard(), notice()))
    except Unfit as unfit:
        found = str(unfit)
    assert says in found


def test_a_hazard_is_the_same_after_it_was_kept() -> None:
    told = hazard(until=None)
    assert Hazard.of(told.kept()) == told
    assert replace(told, reason_ko="눈").kept() != told.kept()


def test_a_loop_is_told_with_what_it_goes_around() -> None:
    ring = ((126.94, 37.66), (126.95, 37.66), (126.95, 37.67), (126.94, 37.67), (126.94, 37.66))
    around = area.around(LineString(ring))
    assert isinstance(around, area.Ring)
    assert Polygon(around.corners).contains(point((126.945, 37.665)))
