"""What is really served is read by other people's programs: GDAL, gpxpy, plain parsers, and nothing of ours."""

import hashlib
import hmac
import json
import math
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import gpxpy
import pyogrio
import pytest
import shapely
from lxml import etree

from addresses.distances import ELLIPSOID
from tests.emergency.callers import Caller, anybody
from tests.emergency.scene import SUMMIT_FIX, Scene, browser, fix

GS, GML = "http://www.opengis.net/pidflo/1.0", "http://www.opengis.net/gml"
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
RADIUS_M = 14.0
KEY = "between-us"

Told = tuple[float, float, float | None]
Read = Callable[[bytes, Path], Told]


def by_gdal(document: bytes, folder: Path, ending: str, layer: str | None = None) -> list[shapely.Point]:
    """Return the points that GDAL finds, longitude first, as it hands them over whatever the file's own order."""
    path = folder / f"file.{ending}"
    path.write_bytes(document)
    return list(shapely.from_wkb(pyogrio.raw.read(path, layer=layer)[2]))


def gml_of(circle: etree._Element) -> bytes:
    """Return a GML file with the centre of a circle, under the reference system that the circle names."""
    position = circle.findtext(f"{{{GML}}}pos")
    return (
        f'<c xmlns:gml="{GML}"><gml:featureMember><place><at>'
        f'<gml:Point srsName="{circle.get("srsName")}"><gml:pos>{position}</gml:pos></gml:Point>'
        "</at></place></gml:featureMember></c>"
    ).encode()


def pidf_lo(document: bytes, folder: Path) -> Told:
    circle = etree.fromstring(document).find(f".//{{{GS}}}Circle")
    radius = circle.find(f"{{{GS}}}radius")
    assert radius.get("uom") == "urn:ogc:def:uom:EPSG::9001"
    (point,) = by_gdal(gml_of(circle), folder, "gml")
    return point.x, point.y, float(radius.text)


def eido(document: bytes, folder: Path) -> Told:
    (place,) = json.loads(document)["locationComponent"]
    return pidf_lo(place["locationByValue"].encode(), folder)


def cap(document: bytes, _: Path) -> Told:
    circles = {one.text for one in etree.fromstring(document).iter(f"{CAP}circle")}
    (circle,) = circles
    place, radius_km = circle.split(" ")
    latitude, longitude = place.split(",")
    return float(longitude), float(latitude), float(radius_km) * 1000


def gpx(document: bytes, folder: Path) -> Told:
    point = by_gdal(document, folder, "gpx", "waypoints")[0]
    way = gpxpy.parse(document.decode()).waypoints[0]
    assert (way.longitude, way.latitude) == (point.x, point.y)
    return point.x, point.y, None


def geojson(document: bytes, folder: Path) -> Told:
    point = by_gdal(document, folder, "geojson")[0]
    return point.x, point.y, json.loads(document)["features"][0]["properties"]["uncertainty_m"]


def aml(document: bytes, _: Path) -> Told:
    body, _, signature = document.partition(b"&hmac=")
    assert hmac.new(KEY.encode(), body, hashlib.sha1).hexdigest() == signature.decode()
    said = {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}
    longitude, latitude, radius = (
        float(said[f"location_{name}"]) for name in ("longitude", "latitude", "accuracy")
    )
    return longitude, latitude, radius


READERS: dict[str, Read] = {
    "pidf-lo": pidf_lo,
    "eido": eido,
    "cap": cap,
    "gpx": gpx,
    "geojson": geojson,
    "aml": aml,
}


@pytest.fixture
def hiker(scene: Scene) -> Caller:
    return anybody({"kind": "fall", "phone": "010-1234-5678", "fix": fix(uncertainty_m=RADIUS_M)})


@pytest.mark.parametrize("name", READERS)
def test_a_stranger_to_our_code_finds_the_hiker_where_the_phone_is(
    name: str, scene: Scene, hiker: Caller, tmp_path: Path, settings
) -> None:
    settings.AML_KEY = KEY
    path = f"/api/v1/incidents/{hiker.report.incident_id}/handoff/{name}"
    longitude, latitude, radius_m = READERS[name](
        browser(scene.people["dispatcher"]).get(path).content, tmp_path
    )
    *_, apart_m = ELLIPSOID.inv(longitude, latitude, *SUMMIT_FIX)
    assert apart_m < 0.2
    if radius_m is not None:
        assert RADIUS_M <= radius_m <= math.ceil(RADIUS_M)


@pytest.mark.parametrize("accept", ["application/pidf+xml", "application/geo+json", "application/cap+xml"])
def test_nor_do_they_need_it_behind_a_link(accept: str, scene: Scene, hiker: Caller, tmp_path: Path) -> None:
    desk = browser(scene.people["dispatcher"])
    path = f"/api/v1/incidents/{hiker.report.incident_id}/references"
    body = {"id": "6f1c0000-0000-4000-8000-000000000001", "recipient": "경기북부 119"}
    link = desk.post(path, json.dumps(body), "application/json").json()["url"]
    document = browser(None).get("/" + link.split("/", 3)[3], headers={"Accept": accept}).content
    if accept == "application/geo+json":
        (point,) = by_gdal(document, tmp_path, "geojson")
        longitude, latitude = point.x, point.y
    else:
        reader = pidf_lo if "pidf" in accept else cap
        longitude, latitude, radius_m = reader(document, tmp_path)
        assert radius_m == RADIUS_M
    *_, apart_m = ELLIPSOID.inv(longitude, latitude, *SUMMIT_FIX)
    assert apart_m < 0.2


def test_gdal_itself_sees_axes_that_were_swapped(tmp_path: Path) -> None:
    # So that the readings above are no agreement between two readers who swap alike.
    circle = etree.fromstring(
        f'<gs:Circle xmlns:gs="{GS}" xmlns:gml="{GML}" srsName="urn:ogc:def:crs:EPSG::4326">'
        "<gml:pos>126.9 37.6</gml:pos></gs:Circle>"
    )
    (point,) = by_gdal(gml_of(circle), tmp_path, "gml")
    assert (point.x, point.y) == (37.6, 126.9)
