"""Shapes in, shapes out: where along a line a place is, and which place a metre is. No database.

Lines and points are shapely shapes of (longitude, latitude) in degrees of EPSG:4326. Metres are on the
ellipsoid: nearest places are found in a plane laid through the line's middle, which over the length of
a trail distorts by less than a thousandth, and lengths are then measured segment by segment.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from shapely import LineString, Point

from addresses.distances import ELLIPSOID


@dataclass(frozen=True, slots=True)
class Foot:
    """The place on a line that is nearest to a point.

    ``metre`` counts from the line's start, ``offset_m`` is the distance to the line, positive to the
    left of the direction in which the metres grow, negative to the right.
    """

    metre: float
    offset_m: float
    place: Point


def length_m(line: LineString) -> float:
    """Return the length of a line in metres on the ellipsoid."""
    return float(ELLIPSOID.geometry_length(line))


def box(point: Point, reach_m: float) -> tuple[float, float, float, float]:
    """Return (west, south, east, north) in degrees of a box that holds the circle around a point."""
    north = reach_m / 110_500  # no degree of latitude is shorter
    east = north / math.cos(math.radians(min(abs(point.y) + north, 89.9)))
    return point.x - east, point.y - north, point.x + east, point.y + north


def metre_on(line: LineString, point: Point) -> Foot:
    """Return where along a line a point stands. Raises ValueError for an empty line."""
    if line.is_empty or point.is_empty:
        raise ValueError("An empty line has no metres, and an empty point is nowhere.")
    best: Foot | None = None
    walked_m = 0.0
    for start, end in pairwise(line.coords):
        foot, segment_m = _on_segment(start[:2], end[:2], (point.x, point.y))
        if best is None or abs(foot.offset_m) < abs(best.offset_m):
            best = Foot(walked_m + foot.metre, foot.offset_m, foot.place)
        walked_m += segment_m
    if best is None:
        raise ValueError("A line has two places at least.")
    return best


def point_at(line: LineString, metre: float) -> Point:
    """Return the place at a metre; before the start is the start, after the end is the end."""
    left_m = max(metre, 0.0)
    for start, end in pairwise(line.coords):
        _, _, segment_m = ELLIPSOID.inv(start[0], start[1], end[0], end[1])
        if left_m <= segment_m:
            # Straight in degrees, as the line is drawn and as metre_on() reads it.
            share = left_m / segment_m if segment_m else 0.0
            return Point(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
        left_m -= segment_m
    return Point(line.coords[-1][:2])


def stretch(line: LineString, from_metre: float, to_metre: float) -> LineString:
    """Return the part of a line between two metres; what lies beyond its ends counts as its ends."""
    places, walked_m = [point_at(line, from_metre).coords[0]], 0.0
    for start, end in pairwise(line.coords):
        _, _, segment_m = ELLIPSOID.inv(start[0], start[1], end[0], end[1])
        walked_m += segment_m
        if from_metre < walked_m < to_metre:
            places.append(end[:2])
    return LineString([*places, point_at(line, to_metre).coords[0]])


def _on_segment(
    start: tuple[float, ...], end: tuple[float, ...], place: tuple[float, float]
) -> tuple[Foot, float]:
    """Return the foot on one segment, its metre counted from the segment's start, and its length."""
    east_m = 111_320.0 * math.cos(math.radians(start[1]))
    north_m = 110_574.0 + 559.0 * math.sin(math.radians(start[1])) ** 2 * 2
    along = ((end[0] - start[0]) * east_m, (end[1] - start[1]) * north_m)
    towards = ((place[0] - start[0]) * east_m, (place[1] - start[1]) * north_m)
    squared = along[0] ** 2 + along[1] ** 2
    share = 0.0 if squared == 0 else (along[0] * towards[0] + along[1] * towards[1]) / squared
    share = min(max(share, 0.0), 1.0)
    foot = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
    _, _, offset_m = ELLIPSOID.inv(foot[0], foot[1], place[0], place[1])
    _, _, segment_m = ELLIPSOID.inv(start[0], start[1], end[0], end[1])
    left = along[0] * towards[1] - along[1] * towards[0] >= 0
    return Foot(share * segment_m, offset_m if left else -offset_m, Point(foot)), float(segment_m)
