"""The text message that a dispatcher can act on even when it is cut: written, read back, linked to.

``[119구조]다사53946226 4827-9153 ±8m 낙상1명 (노고산 정상)``: what locates stands in the first 40
characters (80 bytes in CP949), all of it within 90 bytes, one Korean message; longer ones go
as MMS, which needs data. No web address. Pure.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import quote

from addresses.telephone import NUMBER

HEAD_CHARACTERS: Final = 40
MESSAGE_BYTES: Final = 90
EXERCISE: Final = "[훈련]"
KINDS: Final = {
    "fall": "낙상",
    "illness": "질병",
    "fire": "화재",
    "lost": "길잃음",
    "water": "수난",
    "crime": "범죄",
    "other": "기타",
}

Platform = Literal["android", "ios", "any"]

_NPN: Final = re.compile("[가나다라마바사][가나다라마바사아][0-9]{8}")
_HEAD: Final = re.compile(
    r"\s*(?P<exercise>\[훈련\])?\s*(?P<call>\[[0-9+-]*(?:구조|신고)\]|\[[0-9+-]+\])?\s*"
)
_WORD: Final = re.compile(
    rf"(?P<npn>{_NPN.pattern})"
    r"|(?P<code>[0-9]{4}-[0-9]{4})"
    r"|(?P<latitude>-?[0-9]{1,2}\.[0-9]{3,5}),(?P<longitude>-?[0-9]{1,3}\.[0-9]{3,5})"
    r"|±(?P<radius>[0-9]{1,5}(?:\.[0-9])?)(?P<unit>k?m)"
    rf"|(?P<kind>{'|'.join(KINDS.values())})?(?:(?P<people>[0-9]{{1,5}})명)?"
)


class Unreadable(ValueError):
    """A text that is none of ours: no mark, no code and no National Point Number in it."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one message says; None is not said.

    ``npn`` is the plate's registered National Point Number, never one derived from a phone;
    ``code`` the tag's eight digits; degrees in EPSG:4326, radius in metres at 95 %.
    """

    npn: str | None = None
    code: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    uncertainty_m: float | None = None
    kind: str = "unknown"
    people: int | None = None
    exercise: bool = False


def text(message: Message, *, number: str = "119", place: str = "") -> str:
    """Write the message: at most 90 bytes in CP949, the exercise mark and what locates first.

    Latitude and longitude are written where there is no National Point Number. ``place`` fills
    what room is left, in brackets.
    """
    located = _located(message)
    mark = EXERCISE if message.exercise else ""
    word = "신고" if number == "112" else "구조"
    heads = [f"{mark}[{number}{word}]", f"{mark}[{number}]", mark or f"[{word}]"]
    fitting = (head for head in heads if len(head + located) <= HEAD_CHARACTERS)
    people = f"{message.people}명" if message.people else ""
    said = f"{next(fitting, heads[-1])}{located} {KINDS.get(message.kind, '')}{people}".rstrip()
    return said + _place_within(MESSAGE_BYTES - len(said.encode("cp949")), place)


def read(said: str) -> Message:
    """Read a message of ours back, as much of it as arrived. Raises Unreadable."""
    said = unicodedata.normalize("NFC", said)
    head = _HEAD.match(said)
    marked = head is not None and bool(head["exercise"] or head["call"])
    found: dict[str, Any] = {}
    for word in said[head.end() if head else 0 :].partition("(")[0].split():
        found |= _read_word(word)
    if not (marked or "code" in found or "npn" in found):
        raise Unreadable("This text does not have the form of a call for help from a plate.")
    return Message(**found, exercise=head is not None and head["exercise"] is not None)


def link(number: str, said: str, platform: Platform = "any") -> str:
    """Make the link that opens the phone's own messages with the text filled in. One recipient.

    Android follows RFC 5724; iPhones want ``&body=``; ``any`` is the compromise that both
    understand, for a page without JavaScript. Raises ValueError when ``number`` is no number:
    of several recipients an iPhone keeps one, so 119 and 112 never share a link.
    """
    if not NUMBER.fullmatch(number):
        raise ValueError(f"A message goes to one telephone number, and {number!r} is none.")
    opening = {"android": "?body=", "ios": "&body=", "any": "?&body="}[platform]
    return f"sms:{number}{opening}{quote(said, safe='')}"


def _located(message: Message) -> str:
    npn = re.sub(r"[\s·.-]", "", unicodedata.normalize("NFC", message.npn or ""))
    parts = []
    # An entry that is no whole number of a 10 m cell would mislead: then the degrees speak.
    if _NPN.fullmatch(npn):
        parts.append(npn)
    elif message.longitude is not None and message.latitude is not None:
        parts.append(_degrees(message.longitude, message.latitude, message.uncertainty_m or 0))
    if message.code:
        parts.append(f"{message.code[:4]}-{message.code[-4:]}")
    if message.uncertainty_m is not None:
        parts.append(f"±{_radius(message.uncertainty_m)}")
    return " ".join(parts)


def _degrees(longitude: float, latitude: float, uncertainty_m: float) -> str:
    """Latitude first, as people say it; a metre's worth of digits, fewer for a coarse position."""
    decimals = 5 if uncertainty_m < 900 else 4 if uncertainty_m < 9_000 else 3
    return f"{latitude:.{decimals}f},{longitude:.{decimals}f}"


def _radius(uncertainty_m: float) -> str:
    """Round up: never sharper than it is."""
    if uncertainty_m <= 999:
        return f"{math.ceil(uncertainty_m)}m"
    tenths = math.ceil(uncertainty_m / 100)
    return f"{tenths / 10:.1f}km" if tenths < 100 else f"{math.ceil(uncertainty_m / 1000)}km"


def _place_within(room_bytes: int, place: str) -> str:
    """The place in brackets, cut to the room; only characters that a Korean message can carry."""
    name = " ".join(unicodedata.normalize("NFC", place).encode("cp949", "ignore").decode("cp949").split())
    name = "".join(character for character in name if character.isprintable())
    while name and len(f" ({name})".encode("cp949")) > room_bytes:
        name = name[:-1].rstrip()
    return f" ({name})" if name else ""


def _read_word(word: str) -> dict[str, Any]:
    parts = _WORD.fullmatch(word)
    if parts is None:
        return {}
    found: dict[str, Any] = {}
    if parts["npn"]:
        found["npn"] = parts["npn"]
    if parts["code"]:
        found["code"] = parts["code"].replace("-", "")
    if parts["latitude"] and abs(float(parts["latitude"])) <= 90 and abs(float(parts["longitude"])) <= 180:
        found |= {"latitude": float(parts["latitude"]), "longitude": float(parts["longitude"])}
    if parts["radius"]:
        found["uncertainty_m"] = float(parts["radius"]) * (1000 if parts["unit"] == "km" else 1)
    if parts["kind"]:
        found["kind"] = next(kind for kind, word_ko in KINDS.items() if word_ko == parts["kind"])
    if parts["people"]:
        found["people"] = int(parts["people"])
    return found
