"""A message about an incident in the Common Alerting Protocol, CAP 1.2 (ITU X.1303).

An area of CAP says who is to be warned, not where the caller is, and its circle is
``latitude,longitude radius`` with the radius in **kilometres**. Such a message is made to be passed on,
so it holds neither words nor a telephone number, and is restricted to those who help.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from emergency.phrases import phrase

from . import reading, xml
from .facts import Facts, Fix
from .reading import Reading, Unfit
from .spelling import degrees, kilometres, metres, utc

MEDIA_TYPE: Final = "application/cap+xml"
NAMES: Final = {"c": "urn:oasis:names:tc:emergency:cap:1.2"}
CIRCLE: Final = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?) (\d+(?:\.\d+)?)")
EXPIRES_AFTER: Final = timedelta(hours=6)  # a message that nobody renews is not shown for days
_UNSENDABLE: Final = re.compile(r"[\s,<&]")
_SENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
_CATEGORY: Final = {
    "fall": "Rescue",
    "lost": "Rescue",
    "water": "Rescue",
    "illness": "Health",
    "fire": "Fire",
    "crime": "Security",
}
_ANSWERING: Final = ("Update", "Cancel", "Ack", "Error")  # each names the message that it is about
_TAKEN_ON: Final = ("acknowledged", "dispatched")
_WORDS: Final = {
    "ko": {
        "event": "구조 요청: {kind}",
        "exercise": "훈련",
        "where": "위치 오차 ±{radius} m (95 %), {time} 기준",
        "restriction": "구조·구급·경찰 기관에 한함",
        "unnamed": "이름 없는 곳",
    },
    "en": {
        "event": "call for help: {kind}",
        "exercise": "EXERCISE",
        "where": "position within {radius} m (95 %), as of {time}",
        "unnamed": "a place without a name",
    },
}


def tag(name: str) -> str:
    """Return the name of an element in its namespace."""
    return f"{{{NAMES['c']}}}{name}"


def write(facts: Facts) -> bytes:
    """Return one alert in Korean and English. Raises NoPosition."""
    fix = facts.located()
    root = etree.Element(tag("alert"), nsmap={None: NAMES["c"]})  # type: ignore[dict-item]
    # Each message has an identifier of its own: the same incident asked for later is another message.
    xml.add(root, tag("identifier"), f"{facts.id}.{int(facts.as_of.timestamp() * 1000)}")
    xml.add(root, tag("sender"), f"{facts.centre.slug}@{facts.host}")
    xml.add(root, tag("sent"), zoned(facts.as_of))
    xml.add(root, tag("status"), "Exercise" if facts.is_exercise else "Actual")
    xml.add(root, tag("msgType"), "Alert")
    xml.add(root, tag("scope"), "Restricted")
    xml.add(root, tag("restriction"), _WORDS["ko"]["restriction"])
    for language in ("ko", "en"):
        _info(root, facts, fix, language)
    return xml.written(root)


def zoned(moment: datetime) -> str:
    """Return a time as the schema wants it: UTC is ``-00:00``, and ``Z`` is refused."""
    return utc(moment).removesuffix("Z") + "-00:00"


def _info(root: etree._Element, facts: Facts, fix: Fix, language: str) -> None:
    words = _WORDS[language]
    kind = phrase("kind", facts.kind, language)
    mark = f"[{words['exercise']}] " if facts.is_exercise else ""
    is_over = facts.state == "closed"
    info = xml.add(root, tag("info"))
    for name, value in (
        ("language", "ko-KR" if language == "ko" else "en"),
        ("category", _CATEGORY.get(facts.kind, "Safety")),
        ("event", mark + words["event"].format(kind=kind)),
        ("responseType", "AllClear" if is_over else "Assess"),
        ("urgency", "Past" if is_over else "Immediate"),
        ("severity", "Unknown"),
        # Until a dispatcher has taken it on, it is what somebody says.
        ("certainty", "Likely" if facts.state in _TAKEN_ON else "Unknown"),
        ("expires", zoned(facts.as_of + EXPIRES_AFTER)),
        ("senderName", facts.centre.name_ko if language == "ko" else facts.centre.name_en),
        ("headline", f"{mark}{kind}, {_place(facts, language)}"),
        ("description", words["where"].format(radius=metres(fix.uncertainty_m), time=utc(fix.fixed_at))),
    ):
        xml.add(info, tag(name), value)
    _area(info, facts, fix, language)


def _area(info: etree._Element, facts: Facts, fix: Fix, language: str) -> None:
    area = xml.add(info, tag("area"))
    xml.add(area, tag("areaDesc"), _place(facts, language))
    around = f"{degrees(fix.latitude)},{degrees(fix.longitude)} {kilometres(fix.uncertainty_m)}"
    xml.add(area, tag("circle"), around)
    plate = facts.plate
    for name, value in (("NPN", plate.npn), ("PLATE", plate.code)) if plate else ():
        if value:
            code = xml.add(area, tag("geocode"))
            xml.add(code, tag("valueName"), name)
            xml.add(code, tag("value"), value)


def _place(facts: Facts, language: str) -> str:
    named = facts.place_ko if language == "ko" else facts.place_en or facts.place_ko
    return named or _WORDS[language]["unnamed"]


def read(document: bytes) -> Reading:
    """Return the first circle of a message that keeps the rules of the standard. Raises Unfit."""
    root = xml.parsed(document)
    if root.tag != tag("alert"):
        raise Unfit("This is not CAP 1.2.")
    _check_head(root)
    for polygon in root.iter(tag("polygon")):
        corners(polygon.text or "")
    circles = [circle(one.text or "") for one in root.iter(tag("circle"))]
    is_exercise = xml.text(root, "c:status", NAMES) == "Exercise"
    if not circles:
        return Reading(is_exercise=is_exercise)
    longitude, latitude, radius_m = circles[0]
    return Reading(longitude, latitude, radius_m, is_exercise=is_exercise)


def _check_head(root: etree._Element) -> None:
    said = {name: xml.text(root, f"c:{name}", NAMES) or "" for name in ("identifier", "sender", "sent")}
    for name in ("identifier", "sender"):
        if not said[name] or _UNSENDABLE.search(said[name]):
            raise Unfit(f"The {name} {said[name]!r} may hold no spaces, commas, < or &.")
    if not _SENT.fullmatch(said["sent"]):
        raise Unfit(f"The time {said['sent']} needs an offset in numbers, and no parts of a second.")
    for scope, needs in (("Restricted", "restriction"), ("Private", "addresses")):
        if xml.text(root, "c:scope", NAMES) == scope and not xml.text(root, f"c:{needs}", NAMES):
            raise Unfit(f"A message whose scope is {scope} needs {needs}.")
    kind = xml.text(root, "c:msgType", NAMES)
    if kind in _ANSWERING and not xml.text(root, "c:references", NAMES):
        raise Unfit(f"{kind} needs references: which message is meant?")


def circle(text: str) -> tuple[float, float, float]:
    """Return longitude, latitude, and the radius in metres. Raises Unfit."""
    found = CIRCLE.fullmatch(text.strip())
    if not found:
        raise Unfit(f"The circle {text!r} is not latitude,longitude and a radius in kilometres.")
    latitude, longitude, radius_km = (float(part) for part in found.groups())
    return *reading.place(longitude, latitude), reading.radius(radius_km * 1000)


def corners(text: str) -> list[tuple[float, float]]:
    """Return the corners of a polygon as (longitude, latitude), the last one being the first. Raises Unfit."""
    told = text.split()
    found = []
    for corner in told:
        latitude, _, longitude = corner.partition(",")
        found.append(reading.place(reading.number(longitude), reading.number(latitude)))
    if len(told) < 4 or told[0] != told[-1]:
        raise Unfit("The polygon is open: its last corner is to be its first.")
    return found
