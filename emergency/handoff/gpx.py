"""The best position, the plate and each phone's way as GPX 1.1: for hand-held receivers and maps.

Longitude and latitude are named attributes, times are in UTC. GPX has no radius: it stands in words, and
as metres at 95 % in our own extension. Nothing personal besides the way itself is in it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lxml import etree

from . import reading, xml
from .facts import Facts, Fix, Plate
from .reading import Reading, Unfit
from .spelling import degrees, metres, utc_ms

MEDIA_TYPE: Final = "application/gpx+xml"
NAMES: Final = {"g": "http://www.topografix.com/GPX/1/1", "y": "https://example.org/yeogi/gpx/1"}
EXERCISE: Final = "exercise"
_POSITION, _PLATE = "position", "plate"
_CHILDREN: Final = ("wpt", "rtept", "trkpt")


def _of(prefix: str, name: str) -> str:
    return f"{{{NAMES[prefix]}}}{name}"


def write(facts: Facts) -> bytes:
    """Return the positions of an incident. Raises NoPosition."""
    best = facts.located()
    root = etree.Element(_of("g", "gpx"), nsmap={None: NAMES["g"], "y": NAMES["y"]})  # type: ignore[dict-item]
    root.set("version", "1.1")
    root.set("creator", "Yeogi")
    metadata = xml.add(root, _of("g", "metadata"))
    xml.add(metadata, _of("g", "name"), f"{'훈련 EXERCISE ' if facts.is_exercise else ''}{facts.id}")
    xml.add(metadata, _of("g", "time"), utc_ms(facts.as_of))
    if facts.is_exercise:
        xml.add(metadata, _of("g", "keywords"), EXERCISE)
    _waypoint(root, best, facts.place_ko or "위치 position")
    if facts.plate:
        _plate(root, facts.plate)
    for number, track in enumerate(facts.tracks, 1):
        _track(root, track, number)
    return xml.written(root)


def _point(parent: etree._Element, name: str, longitude: float, latitude: float) -> etree._Element:
    # The schema ends below 180: the date line is written from the other side.
    east = degrees(longitude)
    return xml.add(
        parent, _of("g", name), lat=degrees(latitude), lon="-180.000000" if east == "180.000000" else east
    )


def _measured(point: etree._Element, fix: Fix) -> None:
    if fix.altitude_m is not None:
        xml.add(point, _of("g", "ele"), f"{fix.altitude_m:.1f}")
    xml.add(point, _of("g", "time"), utc_ms(fix.fixed_at))


def _uncertainty(point: etree._Element, uncertainty_m: float) -> None:
    extensions = xml.add(point, _of("g", "extensions"))
    xml.add(extensions, _of("y", "uncertainty_m"), metres(uncertainty_m))


def _waypoint(root: etree._Element, fix: Fix, name: str) -> None:
    point = _point(root, "wpt", fix.longitude, fix.latitude)
    _measured(point, fix)
    xml.add(point, _of("g", "name"), name)
    xml.add(point, _of("g", "desc"), f"±{metres(fix.uncertainty_m)} m (95 %)")
    xml.add(point, _of("g", "type"), _POSITION)
    _uncertainty(point, fix.uncertainty_m)


def _plate(root: etree._Element, plate: Plate) -> None:
    point = _point(root, "wpt", plate.longitude, plate.latitude)
    xml.add(point, _of("g", "name"), plate.npn or plate.code)
    xml.add(point, _of("g", "desc"), " · ".join(filter(None, (plate.name_ko, plate.name_en, plate.code))))
    xml.add(point, _of("g", "type"), _PLATE)
    _uncertainty(point, plate.uncertainty_m)


def _track(root: etree._Element, fixes: tuple[Fix, ...], number: int) -> None:
    track = xml.add(root, _of("g", "trk"))
    xml.add(track, _of("g", "name"), f"휴대전화 phone {number}")
    segment = xml.add(track, _of("g", "trkseg"))
    for fix in fixes:
        point = _point(segment, "trkpt", fix.longitude, fix.latitude)
        _measured(point, fix)
        _uncertainty(point, fix.uncertainty_m)


def read(document: bytes) -> Reading:
    """Return the waypoint that is the position (else the first one) and the track. Raises Unfit."""
    root = xml.parsed(document)
    if root.tag != _of("g", "gpx") or root.get("version") != "1.1":
        raise Unfit("This is not GPX 1.1.")
    for bounds in root.iterfind("g:metadata/g:bounds", NAMES):
        _check_bounds(bounds)
    for element in root.iter(_of("g", "time")):
        _time(element.text)
    for element in root.iter(*(_of("g", name) for name in _CHILDREN)):
        _place(element)
    points = root.findall("g:wpt", NAMES)
    best = next((one for one in points if xml.text(one, "g:type", NAMES) == _POSITION), None)
    keywords = xml.text(root, "g:metadata/g:keywords", NAMES) or ""
    found = Reading(is_exercise=EXERCISE in keywords, track=tuple(_fixes(root)))
    first = best if best is not None else next(iter(points), None)
    if first is None:
        return found
    longitude, latitude = _place(first)
    radius = xml.text(first, "g:extensions/y:uncertainty_m", NAMES)
    return Reading(
        longitude=longitude,
        latitude=latitude,
        uncertainty_m=None if radius is None else reading.radius(reading.number(radius)),
        fixed_at=_time(xml.text(first, "g:time", NAMES)),
        is_exercise=found.is_exercise,
        track=found.track,
    )


def _fixes(root: etree._Element) -> Iterator[tuple[float, float, datetime | None]]:
    for point in root.iter(_of("g", "trkpt")):
        yield *_place(point), _time(xml.text(point, "g:time", NAMES))


def _place(point: etree._Element) -> tuple[float, float]:
    return reading.place(reading.number(point.get("lon")), reading.number(point.get("lat")))


def _time(text: str | None) -> datetime | None:
    if text and not text.strip().endswith("Z"):
        raise Unfit(f"The time {text} is not in UTC: GPX 1.1 knows no other.")
    return reading.moment(text)


def _check_bounds(bounds: etree._Element) -> None:
    south, north, west, east = (
        reading.number(bounds.get(name)) for name in ("minlat", "maxlat", "minlon", "maxlon")
    )
    reading.place(west, south)
    reading.place(east, north)
    if south > north:
        raise Unfit("The bounds are crossed: the south end lies north of the north end.")
