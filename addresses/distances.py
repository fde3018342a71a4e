"""Metres and bearings on the ellipsoid, and the box around a circle. Pure: degrees in, metres out."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from pyproj import Geod

Row = tuple[Any, float, float]  # key, longitude, latitude
Measured = tuple[Any, float, float]  # key, metres, bearing in degrees from north

ELLIPSOID = Geod(ellps="WGS84")
# No two places are further apart, in metres.
HALF_ROUND_THE_EARTH_M = 20_040_000.0
# A degree of latitude is nowhere shorter than this.
LEAST_DEGREE_M = 110_500.0
MEAN_RADIUS_M = 6_371_008.8
# A distance on the sphere is never further off the ellipsoid's than 0.6 %, either way.
SPHERE_SLACK = 1.012


def measure(rows: Sequence[Row], longitude: float, latitude: float, limit: int) -> list[Measured]:
    """Return (key, metres, bearing) of the nearest rows, the nearest first, measured on the ellipsoid.

    The sphere sorts out the clearly further ones first, because it is far cheaper.
    """
    if not rows:
        return []
    places = np.array([row[1:] for row in rows])
    chosen: Any = np.arange(len(rows))
    if len(rows) > limit:
        on_sphere = _on_sphere(places, longitude, latitude)
        chosen = np.flatnonzero(on_sphere <= np.partition(on_sphere, limit - 1)[limit - 1] * SPHERE_SLACK)
    bearings, _, metres = ELLIPSOID.inv(
        np.full(len(chosen), longitude), np.full(len(chosen), latitude), places[chosen, 0], places[chosen, 1]
    )
    found = [
        (rows[index][0], float(distance), float(bearing) % 360)
        for index, distance, bearing in zip(chosen, metres, bearings, strict=True)
    ]
    return sorted(found, key=lambda row: (row[1], row[0]))[:limit]


def shortest_m(degrees: float, latitude: float) -> float:
    """Return the least metres that so many degrees of latitude can be, seen from a latitude.

    The degrees count eastwards at the asker's own parallel, and parallels are shorter nearer to the pole.
    """
    highest = min(abs(latitude) + degrees, 89.9)
    narrower = math.cos(math.radians(highest)) / math.cos(math.radians(min(abs(latitude), 89.9)))
    return degrees * LEAST_DEGREE_M * 0.995 * narrower


def _on_sphere(places: Any, longitude: float, latitude: float) -> Any:
    here, there = math.radians(latitude), np.radians(places[:, 1])
    half_east = np.sin(np.radians(places[:, 0] - longitude) / 2)
    half_north = np.sin((there - here) / 2)
    return (
        2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(half_north**2 + math.cos(here) * np.cos(there) * half_east**2))
    )
