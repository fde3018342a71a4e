"""What was measured, what is estimated from it, and how far two places are apart."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

Source = Literal["plate", "device"]

FLOOR_M: Final = 5.0  # no phone and no reader of a plate is known better than this, whatever it claims
_EARTH_M: Final = 20_040_000  # half the way around: a radius beyond it says nothing
_AXIS_M: Final = 6_378_137.0  # WGS 84
_E2: Final = 0.006_694_379_990_14


class Refused(ValueError):
    """A measurement that cannot be one; the text says why and is fit to be sent back."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured position: degrees in EPSG:4326, radius in metres at 95 %, aware time.

    ``sequence`` counts on the phone. A plate's radius is that of its survey. Raises Refused.
    """

    longitude: float
    latitude: float
    uncertainty_m: float
    fixed_at: datetime
    source: Source
    sequence: int = 0

    def __post_init__(self) -> None:
        # Written so that NaN, which compares false with everything, is refused too.
        if not -180 <= self.longitude <= 180:
            raise Refused("The longitude must be a number of degrees from -180 to 180.")
        if not -90 <= self.latitude <= 90:
            raise Refused("The latitude must be a number of degrees from -90 to 90.")
        if self.longitude == 0 and self.latitude == 0:
            raise Refused("Longitude 0, latitude 0 is what a device says that knows no position.")
        if not 0 < self.uncertainty_m <= _EARTH_M:
            raise Refused("The uncertainty must be a number of metres above 0, smaller than the Earth.")
        if self.fixed_at.utcoffset() is None:
            raise Refused("The time of the fix must name its offset from UTC.")


@dataclass(frozen=True, slots=True)
class Estimate:
    """Where the person was at ``fixed_at``, ``age_s`` seconds ago; the radius (metres, 95 %) is of then."""

    longitude: float
    latitude: float
    uncertainty_m: float
    source: Source
    fixed_at: datetime
    age_s: float


class Placed(Protocol):
    """Anything with a place in degrees."""

    @property
    def longitude(self) -> float: ...
    @property
    def latitude(self) -> float: ...


def distance_m(a: Placed, b: Placed) -> float:
    """Metres between two places: within 0.01 % of the ellipsoid over a few hundred km, 0.6 % anywhere.

    Haversine, but on the sphere that fits WGS 84 at the mean latitude in the direction of the
    two: one sphere for the whole Earth is out by 0.56 % along a meridian at the equator.
    """
    south, north = math.radians(a.latitude), math.radians(b.latitude)
    height = math.sin((north - south) / 2) ** 2
    half_turn = math.sin(math.radians(b.longitude - a.longitude) / 2)
    width = math.cos(south) * math.cos(north) * half_turn * half_turn
    chord = height + width
    if chord <= 0:
        return 0.0
    flattened = 1 - _E2 * math.sin((south + north) / 2) ** 2
    along_meridian_m2 = (_AXIS_M * (1 - _E2)) ** 2 / flattened**3
    across_m2 = _AXIS_M**2 / flattened
    radius_m = math.sqrt((along_meridian_m2 * height + across_m2 * width) / chord)
    return 2 * radius_m * math.asin(min(1.0, math.sqrt(chord)))
