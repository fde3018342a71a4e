"""One message about a hazard in CAP 1.2, in Korean and English: for everybody, so nobody is named in it. Pure."""

from typing import Final

from lxml import etree
from shapely import LineString

from emergency.handoff import cap, xml
from emergency.handoff.cap import tag, zoned

from . import area
from .hazard import Hazard, Notice

_WORDS: Final = {
    "ko": {
        "event": "길 통행 제한",
        "exercise": "훈련",
        "headline": "{trail} {stretch} 통행 제한",
        "over": "{trail} {stretch} 통행 제한 해제",
        "whole": "전 구간",
        "stretch": "{begin}~{end} m 구간",
        "instruction": "이 구간에 들어가지 마십시오.",
        "practice": "훈련입니다. 실제로는 막히지 않았습니다.",
        "unnamed": "이름 없는 길",
    },
    "en": {
        "event": "trail closure",
        "exercise": "EXERCISE",
        "headline": "{trail} closed, {stretch}",
        "over": "{trail} open again, {stretch}",
        "whole": "whole length",
        "stretch": "metre {begin} to {end}",
        "instruction": "Do not enter this stretch.",
        "practice": "This is an exercise. Nothing is closed.",
        "unnamed": "a trail without a name",
    },
}


def headline(hazard: Hazard, kind: str, language: str) -> str:
    """Return what a message says in one line."""
    words = _WORDS[language]
    mark = f"[{words['exercise']}] " if hazard.is_exercise else ""
    said = words["over" if kind == "Cancel" else "headline"]
    return mark + said.format(trail=_trail(hazard, language), stretch=_stretch(hazard, language))


def write(hazard: Hazard, notice: Notice) -> bytes:
    """Return one message; read it back before it leaves."""
    root = etree.Element(tag("alert"), nsmap={None: cap.NAMES["c"]})  # type: ignore[dict-item]
    for name, value in (
        ("identifier", notice.identifier),
        ("sender", notice.sender),
        ("sent", zoned(notice.sent)),
        ("status", "Exercise" if hazard.is_exercise else "Actual"),
        ("msgType", notice.kind),
        ("scope", "Public"),
        ("note", _WORDS["en"]["practice"] if hazard.is_exercise else ""),
        ("references", " ".join(notice.references)),
    ):
        if value:
            xml.add(root, tag(name), value)
    for language in ("ko", "en"):
        _info(root, hazard, notice, language)
    return xml.written(root)


def extended(notice: Notice) -> str:
    """Return how later messages name this one: ``sender,identifier,sent``."""
    return f"{notice.sender},{notice.identifier},{zoned(notice.sent)}"


def _info(root: etree._Element, hazard: Hazard, notice: Notice, language: str) -> None:
    words = _WORDS[language]
    is_over = notice.kind == "Cancel"
    mark = f"[{words['exercise']}] " if hazard.is_exercise else ""
    instruction = words["practice"] if hazard.is_exercise else words["instruction"]
    info = xml.add(root, tag("info"))
    for name, value in (
        ("language", "ko-KR" if language == "ko" else "en"),
        ("category", "Safety"),
        ("event", mark + words["event"]),
        ("responseType", "AllClear" if is_over else "Avoid"),
        ("urgency", _urgency(hazard, notice)),
        ("severity", "Unknown"),
        ("certainty", "Observed"),
        ("effective", zoned(notice.sent)),
        ("onset", zoned(hazard.since)),
        ("expires", zoned(notice.expires)),
        ("senderName", hazard.centre_ko if language == "ko" else hazard.centre_en or hazard.centre_ko),
        ("headline", headline(hazard, notice.kind, language)),
        ("description", hazard.reason_ko if language == "ko" else hazard.reason_en or hazard.reason_ko),
        ("instruction", "" if is_over and not hazard.is_exercise else instruction),
    ):
        if value:
            xml.add(info, tag(name), value)
    _area(info, hazard, language)


def _urgency(hazard: Hazard, notice: Notice) -> str:
    if notice.kind == "Cancel":
        return "Past"
    return "Future" if hazard.since > notice.sent else "Immediate"


def _area(info: etree._Element, hazard: Hazard, language: str) -> None:
    told = xml.add(info, tag("area"))
    stretch = _stretch(hazard, language)
    xml.add(told, tag("areaDesc"), f"{_trail(hazard, language)}, {stretch}")
    around = area.around(LineString(hazard.line))
    if isinstance(around, area.Circle):
        xml.add(told, tag("circle"), area.circle(around))
    else:
        xml.add(told, tag("polygon"), area.polygon(around))


def _trail(hazard: Hazard, language: str) -> str:
    named = hazard.trail_ko if language == "ko" else hazard.trail_en or hazard.trail_ko
    return named or _WORDS[language]["unnamed"]


def _stretch(hazard: Hazard, language: str) -> str:
    words = _WORDS[language]
    if hazard.from_metre is None or hazard.to_metre is None:
        return words["whole"]
    return words["stretch"].format(begin=f"{hazard.from_metre:,.0f}", end=f"{hazard.to_metre:,.0f}")
