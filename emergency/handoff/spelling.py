"""How numbers, times and telephone numbers are spelt in every hand-off format. Pure."""

import math
import re
from datetime import UTC, datetime
from typing import Final

DIGITS: Final = 6  # of a degree: a tenth of a metre
_COUNTRY: Final = "+82"


def degrees(value: float) -> str:
    """Return degrees as every format takes them: a tenth of a metre, no exponent."""
    return f"{round(value, DIGITS) + 0.0:.{DIGITS}f}"


def metres(value_m: float) -> str:
    """Return a radius in metres, never smaller than it is: ``12.0``."""
    return f"{up(value_m, 10):.1f}"


def kilometres(value_m: float) -> str:
    """Return a radius in kilometres, to the metre and never smaller than it is: ``0.012``."""
    return f"{up(value_m, 1) / 1000:.3f}"


def up(value_m: float, parts: int) -> float:
    """Return metres rounded up to a part of a metre; what a float is off by does not count."""
    return math.ceil(round(value_m * parts, 6)) / parts


def utc(moment: datetime) -> str:
    """Return a time in UTC to the second: ``2030-01-01T00:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_ms(moment: datetime) -> str:
    """Return a time in UTC to the millisecond: ``2030-01-01T00:00:00.250Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def international(phone: str) -> str:
    """Return a Korean telephone number in the international form (E.164), or nothing where it has none.

    ``010-1234-5678`` becomes ``+821012345678``; a number with a plus stays; 119 has no such form.
    """
    bare = re.sub(r"[^0-9+]", "", phone)
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", bare):
        return bare
    return f"{_COUNTRY}{bare[1:]}" if re.fullmatch(r"0[1-9][0-9]{7,9}", bare) else ""
