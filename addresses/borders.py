"""Which centres' ground a place is near, in metres on the ellipsoid. No database is asked, so both give one answer."""

import math
from collections.abc import Sequence
from typing import Any, Final

import shapely

from .distances import ELLIPSOID, HALF_ROUND_THE_EARTH_M, LEAST_DEGREE_M

# A degree's metres, measured over this much of it: a chord so short follows the curve to a millimetre.
STEP_DEG: Final = 0.01


def within(
    shapes: Sequence[tuple[Any, float]], longitude: float, latitude: float, radius_m: float
) -> list[int]:
    """Return the numbers of the areas whose own ground lies within the circle widened by the area's border.

    ``shapes``: each prepared area in degrees with its border in metres, the smallest area first. An area's own
    ground is what no smaller one holds: the middle of a city is not near to the province around it.
    """
    return [
        number
        for number, (shape, border_m) in enumerate(shapes)
        if _is_near(shapes[:number], shape, longitude, latitude, radius_m + border_m)
    ]


def box(longitude: float, latitude: float, reach_m: float) -> tuple[float, float, float, float]:
    """Return west, south, east and north in degrees of a box that holds the circle, and little more."""
    north_deg = reach_m / LEAST_DEGREE_M
    narrow = max(math.cos(math.radians(min(abs(latitude) + north_deg, 89.0))), 0.01)
    east_deg = north_deg / narrow
    return longitude - east_deg, latitude - north_deg, longitude + east_deg, latitude + north_deg


def _is_near(
    smaller: Sequence[tuple[Any, float]], shape: Any, longitude: float, latitude: float, reach_m: float
) -> bool:
    """The prepared shape is asked first, with a little too much: it says no cheaply where the answer is no."""
    if reach_m >= HALF_ROUND_THE_EARTH_M:
        return True
    around = shapely.box(*box(longitude, latitude, reach_m))
    if not shapely.intersects(shape, around):
        return False
    taken = [other for other, _ in smaller if shapely.intersects(other, around)]
    # Asked of the prepared shape: cutting a coast of ten thousand corners is for what lies at its border.
    is_within = shapely.contains_properly(shape, around)
    if is_within and not taken:
        return True
    ground = around if is_within else shapely.intersection(shape, around)
    for other in taken:
        ground = shapely.difference(ground, other)
    # What only touches along a line is no ground of its own.
    return bool(ground.area) and _metres(ground, longitude, latitude) <= reach_m


def _metres(ground: Any, longitude: float, latitude: float) -> float:
    """Return how far away it is, on a plane that touches the ellipsoid here: right to a thousandth within 10 km."""
    _, _, east_m = ELLIPSOID.inv(longitude - STEP_DEG, latitude, longitude + STEP_DEG, latitude)
    _, _, north_m = ELLIPSOID.inv(longitude, latitude - STEP_DEG, longitude, latitude + STEP_DEG)
    scale = (east_m / (2 * STEP_DEG), north_m / (2 * STEP_DEG))
    flat = shapely.transform(ground, lambda places: (places - (longitude, latitude)) * scale)
    return float(shapely.distance(flat, shapely.Point(0, 0)))
