"""A point on Earth, and the place that a reference names: a point with its honest radius."""

import math
from dataclasses import dataclass

from addresses.errors import ImpossiblePosition

# Length of one degree of latitude on GRS80, mean over Korea; enough to turn a text's last digit into metres.
METRES_PER_DEGREE = 111_000.0

# Nobody means better than a metre by numbers written down: WGS84 and Korea 2000 are taken as equal here,
# and PROJ states 1 m for that.
LEAST_UNCERTAINTY_M = 1.0


@dataclass(frozen=True, slots=True)
class Point:
    """A position in WGS84 degrees, longitude first.

    Raises ImpossiblePosition for NaN, infinities, longitudes beyond 180 and latitudes beyond 90 degrees.
    """

    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        # Comparisons with NaN are false, so this refuses NaN as well.
        if not (-180.0 <= self.longitude <= 180.0 and -90.0 <= self.latitude <= 90.0):
            raise ImpossiblePosition(
                f"No place has latitude {self.latitude} and longitude {self.longitude}. "
                "Give a latitude from -90 to 90 and a longitude from -180 to 180."
            )


@dataclass(frozen=True, slots=True)
class Place:
    """What a reference says: its centre, the radius in metres that surely holds what it names, its cell.

    `outline` is the cell as a closed counter-clockwise ring; it is empty for references that name a point.
    """

    point: Point
    uncertainty_m: float
    outline: tuple[Point, ...] = ()


def in_korea(point: Point) -> bool:
    """Tell whether a point lies in the box around Korea and its waters (both halves of the peninsula)."""
    return 123.5 <= point.longitude <= 132.5 and 31.0 <= point.latitude <= 43.2


def cell_radius_m(size_m: float) -> float:
    """Return the radius that covers a square cell from its centre, rounded up to 0.1 m: 7.1 for 10 m."""
    return round_up(max(size_m * math.sqrt(0.5), LEAST_UNCERTAINTY_M))


def degrees_radius_m(longitude_step: float, latitude_step: float, latitude: float) -> float:
    """Return the radius in metres of a box of so many degrees, seen from its centre at that latitude."""
    east_m = longitude_step / 2 * METRES_PER_DEGREE * math.cos(math.radians(latitude))
    north_m = latitude_step / 2 * METRES_PER_DEGREE
    return round_up(max(math.hypot(east_m, north_m), LEAST_UNCERTAINTY_M))


def round_up(radius_m: float) -> float:
    """Round a radius up to 0.1 m: a radius may grow by rounding, never shrink."""
    return math.ceil(round(radius_m * 10, 6)) / 10
