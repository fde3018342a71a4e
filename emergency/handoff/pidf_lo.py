"""Where somebody is, as a presence document with one circle: PIDF-LO.

RFC 3863 (presence), 4479 (device), 4119 (location and usage rules), 5491 (the circle), 7459 (confidence).
The axes are latitude, then longitude; the radius is in metres.
"""

from typing import Final

from lxml import etree

from . import reading, xml
from .facts import Facts
from .reading import Reading, Unfit
from .spelling import degrees, metres, utc

MEDIA_TYPE: Final = "application/pidf+xml"
CRS: Final = "urn:ogc:def:crs:EPSG::4326"
CRS_3D: Final = "urn:ogc:def:crs:EPSG::4979"
METRE: Final = "urn:ogc:def:uom:EPSG::9001"
CONFIDENCE_PCT: Final = 95
EXERCISE: Final = "EXERCISE"

NAMES: Final[dict[str, str]] = {
    "p": "urn:ietf:params:xml:ns:pidf",
    "dm": "urn:ietf:params:xml:ns:pidf:data-model",
    "gp": "urn:ietf:params:xml:ns:pidf:geopriv10",
    "gbp": "urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy",
    "con": "urn:ietf:params:xml:ns:geopriv:conf",
    "gml": "http://www.opengis.net/gml",
    "gs": "http://www.opengis.net/pidflo/1.0",
}
_LENGTHS: Final = ("radius", "semiMajorAxis", "semiMinorAxis", "height")


def _of(prefix: str, name: str) -> str:
    return f"{{{NAMES[prefix]}}}{name}"


def write(facts: Facts) -> bytes:
    """Return the best position of an incident. Raises NoPosition."""
    fix = facts.located()
    prefixes = {None if prefix == "p" else prefix: uri for prefix, uri in NAMES.items()}
    root = etree.Element(_of("p", "presence"), nsmap=prefixes)  # type: ignore[arg-type]
    root.set("entity", f"pres:{facts.id}@{facts.host}")
    device = xml.add(root, _of("dm", "device"), id="phone")
    location = xml.add(device, _of("gp", "geopriv"))
    info = xml.add(location, _of("gp", "location-info"))
    circle = xml.add(info, _of("gs", "Circle"), srsName=CRS)
    xml.add(circle, _of("gml", "pos"), f"{degrees(fix.latitude)} {degrees(fix.longitude)}")
    xml.add(circle, _of("gs", "radius"), metres(fix.uncertainty_m), uom=METRE)
    xml.add(info, _of("con", "confidence"), str(CONFIDENCE_PCT), pdf="normal")
    rules = xml.add(location, _of("gp", "usage-rules"))
    xml.add(rules, _of("gbp", "retransmission-allowed"), "false")
    xml.add(rules, _of("gbp", "retention-expiry"), utc(facts.keep_until))
    if fix.method == "plate":
        # A browser does not say how the phone measured, so only the surveyed place names its method.
        xml.add(location, _of("gp", "method"), "Manual")
    xml.add(device, _of("dm", "deviceID"), f"urn:uuid:{facts.id}")
    if facts.is_exercise:
        xml.add(device, _of("dm", "note"), f"{EXERCISE}: 훈련, no real emergency")
    xml.add(device, _of("dm", "timestamp"), utc(fix.fixed_at))
    return xml.written(root)


def read(document: bytes) -> Reading:
    """Return what a document says of its first circle, when every shape in it is possible. Raises Unfit.

    Polygons, ellipses and points are checked; only a circle is returned.
    """
    root = xml.parsed(document)
    for element in root.iter(_of("gml", "pos"), _of("gml", "posList")):
        _check_positions(element)
    for name in _LENGTHS:
        for element in root.iter(_of("gs", name)):
            _length(element)
    note = xml.text(root, ".//dm:note", NAMES) or ""
    circle = root.find(".//gs:Circle", NAMES)
    if circle is None:
        return Reading(is_exercise=note.startswith(EXERCISE))
    latitude, longitude = (reading.number(part) for part in (circle.findtext("gml:pos", "", NAMES)).split())
    return Reading(
        longitude=longitude,
        latitude=latitude,
        uncertainty_m=_length(circle.find("gs:radius", NAMES)),
        confidence_pct=_confidence(xml.text(root, ".//con:confidence", NAMES)),
        fixed_at=reading.moment(_time(root)),
        is_exercise=note.startswith(EXERCISE),
    )


def _check_positions(element: etree._Element) -> None:
    crs = _crs(element)
    if crs not in (CRS, CRS_3D):
        raise Unfit(f"The axes are not known without {CRS}: srsName is {crs or 'missing'}.")
    size = 3 if crs == CRS_3D else 2
    numbers = [reading.number(part) for part in (element.text or "").split()]
    whole = not len(numbers) % size if element.tag == _of("gml", "posList") else len(numbers) == size
    if not numbers or not whole:
        raise Unfit(f"{crs} has {size} axes, and {len(numbers)} numbers stand there.")
    for at in range(0, len(numbers), size):
        reading.place(numbers[at + 1], numbers[at])


def _crs(element: etree._Element) -> str:
    """Return the coordinate system of a position: the nearest one that is named around it."""
    around = [element, *element.iterancestors()]
    return next((str(one.get("srsName")) for one in around if one.get("srsName")), "")


def _length(element: etree._Element | None) -> float:
    if element is None:
        raise Unfit("The circle has no radius.")
    if element.get("uom") != METRE:
        raise Unfit(f"The radius is in {element.get('uom')}, not in metres ({METRE}).")
    return reading.radius(reading.number(element.text))


def _confidence(said: str | None) -> float | None:
    return None if said in (None, "", "unknown") else reading.number(said)


def _time(root: etree._Element) -> str | None:
    return xml.text(root, ".//dm:timestamp", NAMES) or xml.text(root, ".//p:timestamp", NAMES)
