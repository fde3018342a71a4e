"""What a text message says: our own short form read back, or whatever locates inside somebody's words. Pure.

A text that says nothing we know is a call for help all the same: its words are kept as they are.
"""

import re
from dataclasses import dataclass
from typing import Final

from addresses import codes, references
from addresses.grids.place import Point
from addresses.references import Kind, Reading
from emergency import sms
from emergency.flags import Flag
from emergency.sms import Message

from . import mending

# A position that somebody pasted says nothing of how sure it is: a phone outdoors, and some doubt.
UNSAID_RADIUS_M: Final = 100.0
MOST_CHARACTERS: Final = 4000
_LEAST_HALF: Final = 8  # characters: shorter words are said twice on purpose
_OURS: Final = re.compile(r"\s*(?:\[훈련\])?\s*\[[0-9]*(?:구조|신고)?\]")
# What is left of a code, or of a National Point Number, at the end of a message that was cut.
_BEGUN: Final = re.compile(
    r"[0-9]{1,4}|[0-9]{4}-[0-9]{0,3}|[가나다라마바사](?:[가나다라마바사아][0-9]{0,7})?"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says. ``tag_text`` is a National Point Number, or a code that cannot be right.

    Degrees are in EPSG:4326, ``uncertainty_m`` metres at 95 %. ``text`` is the whole of it, put right.
    """

    text: str
    code: str = ""
    tag_text: str = ""
    point: Point | None = None
    uncertainty_m: float | None = None
    kind: str = "unknown"
    people: int | None = None
    is_exercise: bool = False
    flags: tuple[str, ...] = ()

    @property
    def locates(self) -> bool:
        """Say whether it names a place."""
        return bool(self.code or self.tag_text or self.point)


def understood(said: str) -> Understood:
    """Return what a text says. Never raises: nothing that somebody sends is too strange to be shown."""
    text, lost = mending.mended(said[:MOST_CHARACTERS])
    flags: list[str] = [lost] if lost else []
    if len(said) > MOST_CHARACTERS:
        flags.append(Flag.CUT)
    once = _said_once(text)
    if once != text:
        flags.append(Flag.TEXT_DOUBLED)
    is_ours = _OURS.match(once) is not None
    try:
        message = sms.read(once)
    except sms.Unreadable:
        message = Message()
    if is_ours and _is_cut(once, message):
        flags.append(Flag.TEXT_CUT)
    found = _of_message(message, is_ours)
    if found == ("", "", None, None):
        found = _inside(once)
    code, tag_text, point, radius_m = found
    if tag_text and codes_only(tag_text):
        flags.append(Flag.MISTYPED_TAG)
    if point is not None and radius_m is None:
        radius_m = UNSAID_RADIUS_M
        flags.append(Flag.RADIUS_UNSAID)
    return Understood(
        once,
        code,
        tag_text,
        point,
        radius_m,
        message.kind,
        message.people,
        message.exercise,
        tuple(flags),
    )


Found = tuple[str, str, Point | None, float | None]


def codes_only(text: str) -> bool:
    """Say whether a text is nothing but the digits of a code."""
    return re.fullmatch(r"[0-9-]{4,12}", text) is not None


def _of_message(message: Message, is_ours: bool) -> Found:
    code = message.code or ""
    tag_text = ""
    if code and not codes.is_valid(code):
        # In our own form it is a plate's code with a slip in it; in anybody's words a telephone number.
        code, tag_text = "", codes.write(code) if is_ours else ""
    point = None
    if message.longitude is not None and message.latitude is not None:
        point = Point(message.longitude, message.latitude)
    # The number of a square stands in for its plate where no code leads to it.
    return code, "" if code else message.npn or tag_text, point, message.uncertainty_m if point else None


def _inside(text: str) -> Found:
    """Return what locates inside somebody's own words: the first of each kind."""
    code, tag_text, point, radius_m = "", "", None, None
    for reading in references.read(text):
        if reading.kind is Kind.CODE:
            code, tag_text = _of_code(reading, code, tag_text)
        elif reading.kind is Kind.NPN and reading.place is not None:
            tag_text = tag_text or reading.text
        elif reading.place is not None and point is None:
            point = reading.place.point
            # A geo: link says its radius; anything else only how many digits were written.
            radius_m = reading.place.uncertainty_m if ";u=" in reading.text else None
    return code, "" if code else tag_text, point, radius_m


def _of_code(reading: Reading, code: str, tag_text: str) -> tuple[str, str]:
    if reading.problem is None:
        return code or reading.text, tag_text
    return code, tag_text or codes.write(reading.text)


def _said_once(text: str) -> str:
    """Return the half of a text that says the same twice, as some gateways make of a repeated message."""
    bare = text.strip()
    for gap in range(3):
        half, odd = divmod(len(bare) - gap, 2)
        if odd or half < _LEAST_HALF:
            continue
        if bare[:half] == bare[-half:] and not bare[half:-half].strip():
            return bare[:half].strip()
    return text


def _is_cut(text: str, message: Message) -> bool:
    """Say whether our own form ends too soon: what locates in it is always followed by its radius."""
    words = _OURS.sub("", text, count=1).split() or [""]
    begun = _BEGUN.fullmatch(words[-1]) is not None
    locates = bool(message.npn or message.code or message.longitude is not None)
    return message.uncertainty_m is None and (begun or locates or "±" in text)
