"""Latitude and longitude in the spellings people use: `37.6589, 126.9778`, `37°39′32″N 126°58′40″E`,
`북위 37도 39분 32초 동경 126도 58분 40초`.

Latitude comes first unless letters say otherwise, or unless only the other order is in Korea.
"""

import re
from dataclasses import dataclass

from addresses.errors import ImpossiblePosition, UnreadableReference
from addresses.grids.place import Place, Point, degrees_radius_m, in_korea
from addresses.grids.spelling import clean

_HOW = "Give latitude, then longitude: 37.658900, 126.977780 or 37°39′32″N 126°58′40″E."

_WORDS = (
    (re.compile("북위"), " N "),
    (re.compile("남위"), " S "),
    (re.compile("동경"), " E "),
    (re.compile("서경"), " W "),
    (re.compile("위도"), " lat "),
    (re.compile("경도"), " lon "),
    (re.compile(r"도|[º˚]|\s*\bdeg(?:rees?)?\b", re.IGNORECASE), "°"),
    (re.compile("분|[’‘´`ʹ']"), "′"),
    (re.compile('초|[”“˝ʺ"]|′′'), "″"),
    # 37-39-32, the way of sailors and the coast guard
    (re.compile(r"(?<![0-9])([0-9]{1,3})-([0-9]{1,2})-([0-9]{1,2}(?:\.[0-9]+)?)(?![0-9-])"), r"\1:\2:\3"),
    # decimal commas, when nothing else could be meant: 37,6589 126,9778
    (re.compile(r"^(-?[0-9]{1,3}),([0-9]{2,})[ ;]+(-?[0-9]{1,3}),([0-9]{2,})$"), r"\1.\2 \3.\4"),
    # ISO 6709: +37.658611+126.977778/
    (re.compile(r"^([+-][0-9]{2}(?:\.[0-9]+)?)([+-][0-9]{3}(?:\.[0-9]+)?)/?$"), r"\1 \2"),
)
_TOKEN = re.compile(
    r"(?P<label>latitude|lat|longitude|long|lon|lng)"
    r"|(?P<hemisphere>north|south|east|west|[nsew])"
    # a sign straight after a digit is a dash, not a sign: 37.65-126.97 must not be read as West
    r"|(?P<sign>(?<![0-9.])[+-])?(?P<number>[0-9]{1,3}(?:\.[0-9]+)?)(?![0-9]|\.[0-9])(?:\s?(?P<mark>[°′″]))?"
    r"|(?P<gap>[\s,;:/|=()\[\].]|(?<=\s)-(?=\s))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Number:
    sign: str
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class _Angle:
    degrees: float
    step: float
    signed: bool


def write(point: Point, decimals: int = 6) -> str:
    """Return `37.658900, 126.977780`: latitude, longitude, in degrees (6 decimals are 0.1 m)."""
    return f"{point.latitude:.{decimals}f}, {point.longitude:.{decimals}f}"


def write_dms(point: Point, decimals: int = 1) -> str:
    """Return `37°39′32.0″N 126°58′40.0″E`, as on nautical and aeronautical charts."""
    north = _dms(point.latitude, "N", "S", decimals)
    return f"{north} {_dms(point.longitude, 'E', 'W', decimals)}"


def read(text: str) -> Place:
    """Return the place that a pair of angles names; its radius is what the last written digit leaves open.

    Raises UnreadableReference, or ImpossiblePosition for 0/0 and for what is out of range.
    """
    numbers, axes = _tokens(_one_spelling(text))
    first, second = (_angle(half) for half in _halves(numbers))
    latitude, longitude = _in_order(first, second, axes)
    if latitude.degrees == 0 and longitude.degrees == 0:
        raise ImpossiblePosition("0, 0 is what a device sends that is lost. Ask for the position again.")
    point = Point(longitude.degrees, latitude.degrees)
    return Place(point, degrees_radius_m(longitude.step, latitude.step, point.latitude))


def _one_spelling(text: str) -> str:
    spelled = clean(text)
    for pattern, replacement in _WORDS:
        spelled = pattern.sub(replacement, spelled).strip()
    return spelled


def _tokens(text: str) -> tuple[list[_Number], list[str]]:
    """Split into numbers and what names their axes (N, S, E, W, or lat, lon)."""
    numbers: list[_Number] = []
    axes: dict[str, list[str]] = {"label": [], "hemisphere": []}
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise UnreadableReference(f"This is not a latitude and a longitude. {_HOW}")
        position = token.end()
        if token["number"]:
            numbers.append(_Number(token["sign"] or "", token["number"], token["mark"] or ""))
        elif token["label"]:
            axes["label"].append(token["label"][:2].lower())
        elif token["hemisphere"]:
            axes["hemisphere"].append(token["hemisphere"][0].upper())
    return numbers, axes["hemisphere"] or axes["label"]


def _halves(numbers: list[_Number]) -> tuple[list[_Number], list[_Number]]:
    """Split where the second angle begins: at its degree sign, or in the middle when nothing is marked."""
    degrees = [index for index, number in enumerate(numbers) if number.mark == "°"]
    if len(degrees) == 2 and degrees[0] == 0:
        return numbers[: degrees[1]], numbers[degrees[1] :]
    if any(number.mark for number in numbers) or len(numbers) not in (2, 4, 6):
        raise UnreadableReference(f"Two angles are needed here, a latitude and a longitude. {_HOW}")
    return numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]


def _angle(numbers: list[_Number]) -> _Angle:
    """Add up degrees, minutes and seconds; `step` is the worth in degrees of the last written digit."""
    if len(numbers) > 3 or any(
        number.mark not in ("", mark) for number, mark in zip(numbers, "°′″", strict=False)
    ):
        raise UnreadableReference(f"Degrees, minutes and seconds are out of order. {_HOW}")
    if any("." in number.text for number in numbers[:-1]) or any(number.sign for number in numbers[1:]):
        raise UnreadableReference(
            f"Only the last part of an angle has decimals, only the first a sign. {_HOW}"
        )
    if any(float(number.text) >= 60 for number in numbers[1:]):
        raise ImpossiblePosition(f"Minutes and seconds stay below 60. {_HOW}")
    degrees = sum(float(number.text) / 60**power for power, number in enumerate(numbers))
    step = 10.0 ** -len(numbers[-1].text.partition(".")[2]) / 60 ** (len(numbers) - 1)
    return _Angle(-degrees if numbers[0].sign == "-" else degrees, step, bool(numbers[0].sign))


def _in_order(first: _Angle, second: _Angle, axes: list[str]) -> tuple[_Angle, _Angle]:
    """Return (latitude, longitude) by the letters, or latitude first unless only the other is in Korea."""
    if not axes:
        return (second, first) if _only_swapped_in_korea(first, second) else (first, second)
    if len(axes) != 2:
        raise UnreadableReference(f"Give both angles their letter, or neither. {_HOW}")
    first, second = _toward(first, axes[0]), _toward(second, axes[1])
    latitudes = [axis in ("N", "S", "la") for axis in axes]
    if latitudes[0] == latitudes[1]:
        raise UnreadableReference(f"Both angles are on the same axis. {_HOW}")
    return (first, second) if latitudes[0] else (second, first)


def _toward(angle: _Angle, axis: str) -> _Angle:
    if axis in ("N", "S", "E", "W") and angle.signed:
        raise UnreadableReference(f"Give a sign or a letter, not both. {_HOW}")
    return _Angle(-angle.degrees, angle.step, True) if axis in ("S", "W") else angle


def _only_swapped_in_korea(first: _Angle, second: _Angle) -> bool:
    # In Korea longitudes are beyond 90, so the two orders can never both be right.
    return (
        abs(first.degrees) <= 180
        and abs(second.degrees) <= 90
        and in_korea(Point(first.degrees, second.degrees))
    )


def _dms(degrees: float, positive: str, negative: str, decimals: int) -> str:
    # Rounded once as a whole, so that 59.97″ becomes the next minute and never 60.0″.
    seconds = round(abs(degrees) * 3600, decimals)
    minutes, second = divmod(seconds, 60)
    degree, minute = divmod(int(minutes), 60)
    width = decimals + 3 if decimals else 2
    return f"{degree}°{minute:02d}′{second:0{width}.{decimals}f}″{positive if degrees >= 0 else negative}"
