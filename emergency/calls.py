"""The calls and text messages that a page offers in every case: with the text filled in."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from addresses.models import AddressPoint, Jurisdiction
from addresses.telephone import dialled

from . import sms

# Where no surveyed place is known its person completes the text: "[119구조] 위치: by the gate".
PLACE_PROMPT = " 위치: "
# Whole characters beyond ASCII, and the signs that need no escape in an address (RFC 3986, section 3.4).
_ESCAPED_TEXT: Final = re.compile(r"(?:%[C-F][0-9A-F](?:%[89AB][0-9A-F])+)+|%28|%29|%2C")


@dataclass(frozen=True, slots=True)
class Calls:
    """Numbers of the centre, the message for each, and the links that open the phone's own app."""

    fire: str
    police: str
    sms_text: str
    fire_sms: str
    police_sms: str


def platform(user_agent: str) -> sms.Platform:
    """Return which form of ``sms:`` links a browser understands, by the name that it gives itself."""
    if any(word in user_agent for word in ("iPhone", "iPad", "iPod")):
        return "ios"
    return "android" if "Android" in user_agent else "any"


def to(
    jurisdiction: Jurisdiction,
    user_agent: str,
    *,
    code: str = "",
    point: AddressPoint | None = None,
    exercise: bool = False,
) -> Calls:
    """Return the calls of a place: the surveyed number and code first, so that a cut message still helps.

    The message of an exercise says so before anything else.
    """
    located = sms.Message(code=code or None, exercise=exercise)
    place, prompt = "", PLACE_PROMPT
    if point is not None:
        place, prompt = point.name_ko, ""
        located = sms.Message(
            npn=point.npn or None,
            code=code or None,
            longitude=point.position.x,
            latitude=point.position.y,
            uncertainty_m=point.uncertainty_m,
            exercise=exercise,
        )
    opens = platform(user_agent)
    # One number that nobody checked must not take the whole page away: then the country's own is called.
    fire = dialled(jurisdiction.fire_number, "119")
    police = dialled(jurisdiction.police_number, "112")
    said = {n: sms.text(located, number=n, place=place) + prompt for n in (fire, police)}
    links = {n: _in_page(sms.link(n, said[n], opens)) for n in said}
    return Calls(fire, police, said[fire], links[fire], links[police])


def _in_page(link: str) -> str:
    """Write Hangul in a link as it is: the browser escapes it, and the page's text has it already.

    So it costs a bad line nothing; escaped, one name of a place is a hundred bytes.
    """
    return _ESCAPED_TEXT.sub(lambda escaped: unquote(escaped[0]), link)
