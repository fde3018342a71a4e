"""GeoJSON, and the ESRI JSON that the forest service publishes under its name."""

import json
from pathlib import Path

import pytest
import shapely

from addresses import formats
from addresses.formats import UnreadableFile

from . import making


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(longitude: float = 126.832, latitude: float = 37.6584) -> dict[str, object]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def save(folder: Path, document: object, encoding: str = "utf-8") -> Path:
    path = folder / "places.geojson"
    path.write_bytes(json.dumps(document, ensure_ascii=False).encode(encoding))
    return path


def collection(*features: object, **more: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features), **more}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_names_and_places_are_read(tmp_path: Path, encoding: str) -> None:
    source = formats.read(
        save(tmp_path, collection(feature(point(), 이름="똠방 고양", 번호="007")), encoding)
    )

    assert source.rows[0].attributes == {"이름": "똠방 고양", "번호": "007"}
    assert source.rows[0].geometry.coords[0] == (126.832, 37.6584)


def test_elevations_are_kept(tmp_path: Path) -> None:
    source = formats.read(
        save(tmp_path, feature({"type": "Point", "coordinates": [126.9449, 37.6825, 495.5]}))
    )

    assert source.rows[0].geometry.z == 495.5


def test_the_older_form_with_its_own_system_is_understood(tmp_path: Path) -> None:
    place = making.moved([making.SUMMIT], "EPSG:5179")[0]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}

    source = formats.read(save(tmp_path, collection(feature(point(place.x, place.y)), crs=crs)))

    assert source.crs == "EPSG:5179"
    assert source.rows[0].geometry.distance(making.SUMMIT) < 1e-7


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "Point", "coordinates": ["a", 37]},
        {"type": "Point", "coordinates": [126.8]},
        {"type": "LineString", "coordinates": [[126.8, 37.6]]},
        {"type": "Polygon", "coordinates": [[[126.8, 37.6], [126.9, 37.6]]]},
        {"type": "Nonsense", "coordinates": []},
        {"coordinates": [126.8, 37.6]},
        [126.8, 37.6],
        {"type": "Point", "coordinates": [float("nan"), 37.6]},
        {"type": "Point", "coordinates": [1e308, 37.6]},
        {"type": "Point", "coordinates": []},
        None,
    ],
)
def test_a_bad_geometry_costs_its_feature_alone(tmp_path: Path, bad: object) -> None:
    source = formats.read(save(tmp_path, collection(feature(point()), feature(bad), feature(point()))))

    assert [bool(row.problem) for row in source.rows] == [False, True, False]
    assert source.rows[1].geometry is None


def test_what_is_no_feature_costs_its_place_alone(tmp_path: Path) -> None:
    source = formats.read(
        save(tmp_path, collection(feature(point()), 7, {"type": "Feature", "properties": [1]}))
    )

    assert [bool(row.problem) for row in source.rows] == [False, True, True]


def test_exchanged_axes_are_said(tmp_path: Path) -> None:
    source = formats.read(save(tmp_path, collection(feature(point(37.6584, 126.832)))))

    assert "look exchanged" in source.rows[0].problem


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"type": "FeatureCollection", "features": [', "damaged at line 1"),
        ('{"type": "Topology", "objects": {}}', "TopoJSON"),
        ('{"type": "FeatureCollection", "features": 5}', 'no list "features"'),
        ('{"hello": "world"}', "holds no features"),
        ("[1, 2, 3]", "holds no features"),
        ("[" * 100_000, "nests too deeply"),
        ('{"type": "FeatureCollection", "features": [' + "9" * 6000 + "]}", "absurd numbers"),
    ],
)
def test_what_is_no_geojson_is_refused_with_advice(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "places.geojson"
    path.write_text(text)

    with pytest.raises(UnreadableFile, match=says):
        formats.read(path)


def esri(shape: dict[str, object], kind: str, wkid: int = 102080) -> dict[str, object]:
    return {
        "geometryType": kind,
        "spatialReference": {"wkid": wkid, "latestWkid": 5186},
        "fields": [{"name": "MNTN_NM", "type": "esriFieldTypeString", "length": 50}],
        "features": [{"attributes": {"MNTN_NM": "노고산"}, "geometry": shape}],
    }


def test_esri_json_in_the_forest_services_system_is_read(tmp_path: Path) -> None:
    line = shapely.LineString([(126.9375, 37.6575), (126.9449, 37.6825)])
    path = save(
        tmp_path, esri({"paths": [list(making.moved([line], "EPSG:5186")[0].coords)]}, "esriGeometryPolyline")
    )

    source = formats.read(path)

    assert (source.format, source.crs) == ("ESRI JSON", "EPSG:5186")
    assert source.rows[0].attributes["MNTN_NM"] == "노고산"
    assert source.rows[0].geometry.hausdorff_distance(line) < 1e-7
    assert "This is ESRI JSON under the name of GeoJSON; it was read as what it is." in source.warnings


def test_the_hole_of_an_esri_polygon_stays_a_hole(tmp_path: Path) -> None:
    outer = [[180000, 560000], [180000, 561000], [181000, 561000], [181000, 560000], [180000, 560000]]
    hole = [[180200, 560200], [180400, 560200], [180400, 560400], [180200, 560400], [180200, 560200]]

    source = formats.read(save(tmp_path, esri({"rings": [outer, hole]}, "esriGeometryPolygon")))

    shape = source.rows[0].geometry
    assert sum(len(part.interiors) for part in getattr(shape, "geoms", [shape])) == 1


def test_a_collection_without_features_is_no_error(tmp_path: Path) -> None:
    assert formats.read(save(tmp_path, collection())).warnings == ["The file holds no rows."]
    empty = esri({}, "esriGeometryPoint")
    empty["features"] = []
    assert formats.read(save(tmp_path, empty)).rows == []
