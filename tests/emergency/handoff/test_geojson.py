"""A situation board or QGIS reads the GeoJSON: GDAL finds each place where it is, and nothing personal."""

import json
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from emergency.handoff import geojson, verify
from emergency.handoff.facts import NoPosition
from emergency.handoff.reading import Unfit

from .told import LATITUDE, LONGITUDE, facts, fix, spoilt


def features(document: bytes) -> list[Any]:
    return list(json.loads(document)["features"])


def test_the_longitude_stands_before_the_latitude() -> None:
    best = features(geojson.write(facts()))[0]
    assert best["geometry"] == {"type": "Point", "coordinates": [126.977903, 37.658702]}


def test_each_position_says_how_sure_it_is_and_of_when() -> None:
    best = features(geojson.write(facts()))[0]["properties"]
    assert (best["uncertainty_m"], best["confidence_pct"]) == (12.0, 95)
    assert (best["method"], best["fixed_at"]) == ("device", "2030-01-01T00:00:00.000Z")


def test_gdal_reads_the_same_places(tmp_path: Path) -> None:
    path = tmp_path / "incident.geojson"
    path.write_bytes(geojson.write(facts()))
    meta, _, shapes, values = pyogrio.raw.read(path)
    found = dict(zip(meta["fields"], values, strict=True))
    assert list(found["what"]) == ["position", "plate", "fix", "fix", "fix", "track"]
    assert meta["crs"] == "EPSG:4326"
    where = shapely.from_wkb(shapes)
    assert (where[0].x, where[0].y) == (LONGITUDE, LATITUDE)
    assert where[5].geom_type == "LineString"
    assert next(iter(where[5].coords)) == (126.977903, 37.658712)


def test_a_single_fix_makes_no_line() -> None:
    shapes = [one["geometry"]["type"] for one in features(geojson.write(facts(tracks=((fix(1),),))))]
    assert shapes == ["Point", "Point", "Point"]


def test_nothing_personal_stands_beside_the_places() -> None:
    document = geojson.write(facts()).decode()
    assert "발목" not in document
    assert "12345678" not in document


def test_the_position_alone_is_one_feature() -> None:
    alone = json.loads(geojson.write_position(facts()))
    assert alone == features(geojson.write(facts()))[0]
    assert verify.problems(geojson.read(geojson.write_position(facts())), facts()) == ()


def test_who_is_nowhere_has_no_document() -> None:
    with pytest.raises(NoPosition):
        geojson.write(facts(position=None))


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.5, 9e5), st.booleans())
def test_what_is_read_back_is_what_was_measured(
    longitude: float, latitude: float, radius_m: float, drill: bool
) -> None:
    at = fix(longitude=longitude, latitude=latitude, uncertainty_m=radius_m)
    told = facts(position=at, tracks=((at, at),), is_exercise=drill)
    assert verify.problems(geojson.read(geojson.write(told)), told) == ()


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("126.977903,\n          37.658702", "37.658702, 126.977903", "axes swapped"),
        ('"features"', '"crs": null, "features"', "crs member"),
        ('"uncertainty_m": 12.0', '"uncertainty_m": -12.0', "is none"),
        ('"what": "position"', '"what": "somewhere"', "no hand-off"),
        ("{", "[", "no hand-off"),
    ],
)
def test_what_is_none_is_refused(was: str, becomes: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        geojson.read(spoilt(geojson.write(facts()), was, becomes))


def test_kilometres_for_metres_are_found_by_the_facts() -> None:
    document = spoilt(geojson.write(facts()), '"uncertainty_m": 12.0', '"uncertainty_m": 0.012')
    (problem,) = verify.problems(geojson.read(document), facts())
    assert "kilometres and metres" in problem
