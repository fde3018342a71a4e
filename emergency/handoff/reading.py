"""What a hand-off document says when it is read back, whatever its format. Pure."""

import math
from dataclasses import dataclass
from datetime import datetime

HALF_THE_EARTH_M = 20_040_000  # a radius beyond it says nothing


class Unfit(ValueError):
    """A document that its schema may accept and that is wrong all the same; the text says what is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: degrees in EPSG:4326, metres; None where the document or its format says nothing."""

    longitude: float | None = None
    latitude: float | None = None
    uncertainty_m: float | None = None
    confidence_pct: float | None = None
    fixed_at: datetime | None = None
    is_exercise: bool | None = None
    track: tuple[tuple[float, float, datetime | None], ...] | None = None


def place(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a place as (longitude, latitude). Raises Unfit where it is nowhere on Earth."""
    # Written so that NaN, which compares false with everything, is refused too.
    if not -90 <= latitude <= 90:
        raise Unfit(f"The latitude {latitude:g} is none: are the axes swapped?")
    if not -180 <= longitude <= 180:
        raise Unfit(f"The longitude {longitude:g} is none.")
    return longitude, latitude


def radius(value_m: float) -> float:
    """Return a radius in metres. Raises Unfit where none can be so long, or so short."""
    if not 0 < value_m <= HALF_THE_EARTH_M:
        raise Unfit(f"A radius of {value_m:g} m is none.")
    return value_m


def number(text: str | None) -> float:
    """Return the number that a text is. Raises Unfit for any other text, and for what is not finite."""
    try:
        value = float((text or "").strip())
    except ValueError:
        raise Unfit(f"{text!r} is not a number.") from None
    if not math.isfinite(value):
        raise Unfit(f"{text!r} is not a number.")
    return value


def moment(text: str | None) -> datetime | None:
    """Return an aware time, or None where there is none. Raises Unfit."""
    if not text:
        return None
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Unfit(f"{text!r} is not a time.") from None
    if value.tzinfo is None:
        raise Unfit(f"The time {text} does not say its offset from UTC.")
    return value
