"""One box for any reference: a tag code, a grid number, a position in any usual spelling, or words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from addresses import codes
from addresses.errors import HalfTypedCode, ImpossiblePosition, MistypedCode, OutsideGrid, UnreadableReference
from addresses.grids import geouri, map_link, mgrs, npn, plus_code, utmk, wgs84
from addresses.grids.place import Place, Point, in_korea
from addresses.grids.spelling import LONGEST_REFERENCE, clean

# A whole message may be pasted; what lies beyond this is not looked at.
LONGEST_MESSAGE = 2000


class Kind(StrEnum):
    """What a text turned out to be."""

    CODE = "code"
    NPN = "npn"
    WGS84 = "wgs84"
    GEO = "geo"
    LINK = "link"
    UTMK = "utmk"
    MGRS = "mgrs"
    PLUS_CODE = "plus_code"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a text.

    `text` is its canonical spelling. `place` is None for codes and words, which only the register knows.
    `problem` says what is wrong and what to do, for something that was clearly meant and cannot be right;
    `suggestions` are then the codes one slip away.
    """

    kind: Kind
    text: str
    place: Place | None = None
    seal: str | None = None
    problem: str | None = None
    suggestions: tuple[str, ...] = ()


def read(text: str, near: Point | None = None) -> list[Reading]:
    """Return the ways to understand a text, the likeliest first; empty only for an empty text.

    `near` completes short Plus Codes. A text that is no reference as a whole, such as a pasted SMS, is
    searched for references inside; then come problems worth telling, then the words themselves.
    """
    words = clean(text[:LONGEST_MESSAGE], LONGEST_MESSAGE)
    if not words:
        return []
    readings, problems = _whole(words, near)
    if not readings:
        readings = list(_inside(words))
    readings.sort(key=lambda reading: reading.place is not None and not in_korea(reading.place.point))
    return readings or [*problems, Reading(Kind.TEXT, park_sign(words) or words)]


def park_sign(text: str) -> str | None:
    """Return a park's sign number as `{park}{line}-{two digits}`, or None when the text is none.

    National parks pad the last number sometimes and sometimes not: `북한68-1` and `북한 68-01` are one sign,
    `북한68-01`. A name in 로 or 길 is a road with a base number (`강성로 256-1`), except for a 둘레길.
    """
    if len(text) > LONGEST_REFERENCE:
        return None
    shape = re.fullmatch(r"([가-힣]+) ?([0-9]{1,3}) ?- ?([0-9]{1,3})", clean(text))
    if shape is None or (shape[1].endswith(("로", "길")) and not shape[1].endswith("둘레길")):
        return None
    return f"{shape[1]}{shape[2]}-{int(shape[3]):02d}"


def _whole(text: str, near: Point | None) -> tuple[list[Reading], list[Reading]]:
    """Ask every kind; return what it is, and what it was meant to be but cannot."""
    readings: list[Reading] = []
    problems: list[Reading] = []
    for kind, ask in _asks(near):
        try:
            readings.append(ask(text))
        except (HalfTypedCode, MistypedCode) as error:
            near_codes = tuple(codes.near(error.digits))
            problems.append(Reading(kind, error.digits, problem=str(error), suggestions=near_codes))
        except (ImpossiblePosition, OutsideGrid) as error:
            problems.append(Reading(kind, text, problem=str(error)))
        except UnreadableReference:
            continue
    return readings, problems


def _asks(near: Point | None) -> list[tuple[Kind, Callable[[str], Reading]]]:
    """Return the kinds in order of likelihood, each with its question."""
    return [
        (Kind.CODE, _code),
        (Kind.NPN, _npn),
        (Kind.GEO, _geo),
        (Kind.LINK, _link),
        (Kind.WGS84, _wgs84),
        (Kind.UTMK, _utmk),
        (Kind.MGRS, _mgrs),
        (Kind.PLUS_CODE, lambda text: _plus_code(text, near)),
    ]


def _code(text: str) -> Reading:
    typed = codes.parse(text)
    return Reading(Kind.CODE, typed.code, seal=typed.seal)


def _npn(text: str) -> Reading:
    return Reading(Kind.NPN, npn.normal(text), npn.read(text))


def _geo(text: str) -> Reading:
    found = geouri.read(text)
    return Reading(Kind.GEO, geouri.write(found.point, found.uncertainty_m, found.altitude_m), found.place)


def _link(text: str) -> Reading:
    place = map_link.read(text)
    return Reading(Kind.LINK, wgs84.write(place.point), place)


def _wgs84(text: str) -> Reading:
    place = wgs84.read(text)
    return Reading(Kind.WGS84, wgs84.write(place.point), place)


def _utmk(text: str) -> Reading:
    place = utmk.read(text)
    return Reading(Kind.UTMK, utmk.write(place.point), place)


def _mgrs(text: str) -> Reading:
    # Without digits a square is 100 km wide and polar ones are plain words (BAN, ZAH).
    normal = mgrs.normal(text)
    if " " not in normal:
        raise UnreadableReference("Give MGRS with its digits: 52SCG 21624 69861.")
    return Reading(Kind.MGRS, normal, mgrs.read(text))


def _plus_code(text: str, near: Point | None) -> Reading:
    return Reading(Kind.PLUS_CODE, plus_code.normal(text, near), plus_code.read(text, near))


# What stands out in a message: [119구조]다사53946226 4827-9154 37.68247,126.94491(±8m)
_MARKS = (
    re.compile(r"https?://[^\s)>\]]+", re.IGNORECASE),
    re.compile(r"geo:[^\s)>\]]+", re.IGNORECASE),
    re.compile(r"(?<![0-9.-])[0-9]{4}-[0-9]{4}(?:\.[0-9A-Za-z]{5}\b)?(?![0-9-])"),
    re.compile(rf"[{npn.EAST_LETTERS}][{npn.NORTH_LETTERS}] ?[0-9]{{3,4}}[ -]?[0-9]{{3,4}}(?![0-9])"),
    re.compile(r"(?<![0-9.])-?[0-9]{1,3}\.[0-9]{3,}\s*[, ]\s*-?[0-9]{1,3}\.[0-9]{3,}"),
    re.compile(r"\b[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,3}\b"),
)


def _inside(text: str) -> Iterator[Reading]:
    """Yield the references that stand out in a longer text, each once, in the order of their kinds."""
    rest = text
    seen: set[tuple[Kind, str]] = set()
    for mark in _MARKS:
        for found in mark.finditer(rest):
            for reading in _whole(found[0], None)[0]:
                if (reading.kind, reading.text) not in seen:
                    seen.add((reading.kind, reading.text))
                    yield reading
        # What was read as a link must not be read again as the numbers within it.
        rest = mark.sub(" ", rest)
