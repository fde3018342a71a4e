"""A searcher loads a GPX into a hand-held receiver: gpxpy and GDAL read the places and times that we know."""

from datetime import timedelta
from pathlib import Path

import gpxpy
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from emergency.handoff import gpx, verify
from emergency.handoff.facts import Facts, NoPosition
from emergency.handoff.reading import Unfit

from .told import AT, LATITUDE, LONGITUDE, facts, fix, spoilt


def test_gpxpy_reads_the_position_the_plate_and_the_way() -> None:
    read = gpxpy.parse(gpx.write(facts()).decode())
    position, plate = read.waypoints
    assert (position.longitude, position.latitude) == (LONGITUDE, LATITUDE)
    assert (position.time, position.description) == (AT, "±12.0 m (95 %)")
    assert (plate.longitude, plate.latitude, plate.name) == (126.9778, 37.6586, "다사 5394 6226")
    ((way,),) = ([segment.points for segment in track.segments] for track in read.tracks)
    assert [point.time for point in way] == [AT + timedelta(seconds=second) for second in (1, 2, 3)]
    assert [point.latitude for point in way] == pytest.approx([37.658712, 37.658722, 37.658732])


def test_gdal_reads_the_same_places(tmp_path: Path) -> None:
    path = tmp_path / "incident.gpx"
    path.write_bytes(gpx.write(facts()))
    waypoints = shapely.from_wkb(pyogrio.raw.read(path, layer="waypoints")[2])
    assert (waypoints[0].x, waypoints[0].y) == (LONGITUDE, LATITUDE)
    fixes = shapely.from_wkb(pyogrio.raw.read(path, layer="track_points")[2])
    assert [(point.x, point.y) for point in fixes] == [
        (126.977903, 37.658712),
        (126.977903, 37.658722),
        (126.977903, 37.658732),
    ]


def test_each_phone_has_a_way_of_its_own() -> None:
    read = gpxpy.parse(gpx.write(facts(tracks=((fix(1),), (fix(2), fix(3))))).decode())
    assert [len(track.segments[0].points) for track in read.tracks] == [1, 2]


def test_the_height_of_the_phone_is_told() -> None:
    read = gpxpy.parse(gpx.write(facts(position=fix(altitude_m=812.46))).decode())
    assert read.waypoints[0].elevation == 812.5


def test_nothing_personal_stands_beside_the_way() -> None:
    document = gpx.write(facts()).decode()
    assert "발목" not in document
    assert "12345678" not in document


def test_an_exercise_is_marked_where_a_person_sees_it() -> None:
    read = gpxpy.parse(gpx.write(facts(is_exercise=True)).decode())
    assert "EXERCISE" in str(read.name)
    assert "훈련" in str(read.name)
    assert gpx.read(gpx.write(facts(is_exercise=True))).is_exercise


def test_who_is_nowhere_has_no_document() -> None:
    with pytest.raises(NoPosition):
        gpx.write(facts(position=None))


def test_ten_thousand_fixes_are_all_handed_off() -> None:
    told = facts(tracks=(tuple(fix(second) for second in range(10_000)),))
    read = gpx.read(gpx.write(told))
    assert read.track is not None
    assert len(read.track) == 10_000
    assert verify.problems(read, told) == ()


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.5, 9e5), st.floats(-400, 9000))
def test_what_is_read_back_is_what_was_measured(
    longitude: float, latitude: float, radius_m: float, altitude_m: float
) -> None:
    at = fix(longitude=longitude, latitude=latitude, uncertainty_m=radius_m, altitude_m=altitude_m)
    told = facts(position=at, tracks=((at,),))
    assert verify.problems(gpx.read(gpx.write(told)), told) == ()


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('lat="37.658702" lon="126.977903"', 'lat="126.977903" lon="37.658702"', "axes swapped"),
        ("00:00:00.000Z", "09:00:00.000+09:00", "not in UTC"),
        ('version="1.1"', 'version="1.0"', "not GPX 1.1"),
        (">12.0</y:uncertainty_m>", ">0</y:uncertainty_m>", "is none"),
    ],
)
def test_what_no_schema_sees_is_refused(was: str, becomes: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        gpx.read(spoilt(gpx.write(facts()), was, becomes))


@pytest.mark.parametrize(
    ("told", "written", "says"),
    [
        (facts(), facts(position=fix(uncertainty_m=0.012)), "kilometres and metres are mixed up"),
        (facts(), facts(tracks=((fix(1), fix(2)),)), "2 positions instead of 3"),
        (facts(), facts(tracks=((fix(1), fix(2), fix(9)),)), "another time"),
        (facts(), facts(tracks=((fix(1), fix(2), fix(3, latitude=37.0)),)), "is elsewhere"),
        (facts(is_exercise=True), facts(), "not marked"),
    ],
)
def test_what_is_possible_but_false_is_found_by_the_facts(told: Facts, written: Facts, says: str) -> None:
    document = gpx.write(written)
    if "kilometres" in says:
        document = spoilt(document, ">0.1</y:uncertainty_m>", ">0.012</y:uncertainty_m>")
    found = verify.problems(gpx.read(document), told)
    assert any(says in problem for problem in found)
