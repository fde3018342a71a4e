"""Tag codes: seven random digits and a Damm check digit, shown as `4827-9154`.

Digits alone can be spoken and typed in any language; the check digit catches every single wrong digit and
every swap of neighbours. Codes are public and prove nothing: that is what `addresses.seals` is for.
"""

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from stdnum import damm

from addresses.errors import HalfTypedCode, MistypedCode, UnreadableReference
from addresses.grids.spelling import clean

DIGITS = 8

_HOW = "A tag code is the eight digits on the plate, such as 4827-9154. Type those."

# What a scanner or a person hands over: perhaps a whole URL, the code with separators, perhaps a seal.
# A seal is taken as it comes: a damaged one must be shown to the dispatcher and must not hide the code.
_TYPED = re.compile(
    r"(?:https?://[^/\s]+/)?([0-9][0-9 \-]*?)\s*(?:\.([^\s/?#,.\-]{0,32}))?/?(?:[?#]\S*)?", re.IGNORECASE
)


class TypedCode(NamedTuple):
    """What stood in the text: eight digits, and the seal as typed (None when there was none)."""

    code: str
    seal: str | None


def new(source: random.Random | None = None) -> str:
    """Return a new code; `source` is the system's secure randomness unless given.

    The caller makes sure that it is not taken: the database's primary key says no.
    """
    draw = source or random.SystemRandom()
    while True:
        body = "".join(draw.choice("0123456789") for _ in range(DIGITS - 1))
        # 1111111 and its like are what a bored finger types.
        if len(set(body)) > 1:
            return body + damm.calc_check_digit(body)


def parse(text: str) -> TypedCode:
    """Return the code and the seal in a typed code, `48279154.K7Q4M`, or a tag's URL.

    Hyphens, spaces and the digits of any script are taken. Raises HalfTypedCode (with the number of digits
    missing), MistypedCode (a digit or two too many, or a failed check) and UnreadableReference.
    """
    typed = _TYPED.fullmatch(clean(text))
    if typed is None:
        raise UnreadableReference(_HOW)
    code = re.sub(r"[ \-]", "", typed[1])
    # 37.65 is the beginning of a latitude, 01012345678 a telephone number: neither is a slip in a code.
    if len(code) > DIGITS + 2 or (len(code) < DIGITS and (typed[2] or "").isdigit()):
        raise UnreadableReference(_HOW)
    if len(code) < DIGITS:
        missing = DIGITS - len(code)
        digits = "1 digit is" if missing == 1 else f"{missing} digits are"
        raise HalfTypedCode(
            f"A tag code has {DIGITS} digits: {digits} missing. Type all of them.", code, missing
        )
    if len(code) > DIGITS:
        raise MistypedCode(
            f"A tag code has {DIGITS} digits, and these are {len(code)}. Compare with the plate.", code
        )
    if not is_valid(code):
        raise MistypedCode(f"One of the digits of {write(code)} is wrong. Compare them with the plate.", code)
    return TypedCode(code, typed[2] or None)


def is_valid(code: str) -> bool:
    """Tell whether these are eight ASCII digits that pass the check."""
    return re.fullmatch(r"[0-9]{8}", code) is not None and damm.is_valid(code)


def write(code: str) -> str:
    """Return a code as it is shown and spoken: `4827-9154`."""
    return f"{code[:4]}-{code[4:]}"


def near(code: str) -> list[str]:
    """Return the valid codes one slip away from eight digits, for "did you mean" only.

    Swapped neighbours come first, then one wrong digit. A valid code has none: that is what the check is for.
    """
    if not re.fullmatch(r"[0-9]{8}", code):
        return []
    return [other for other in dict.fromkeys(_slips(code)) if other != code and damm.is_valid(other)]


def _slips(code: str) -> Iterator[str]:
    for place in range(DIGITS - 1):
        yield code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    for place in range(DIGITS):
        for digit in "0123456789":
            yield code[:place] + digit + code[place + 1 :]
