"""Where an incident was, as lines and circles on paper: metres from its middle. Pure but for the trails."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.gis.geos import Polygon

from addresses.grids.place import METRES_PER_DEGREE, Point
from trails.models import Trail

# A point alone is drawn with its surroundings; more than this no page of paper shows.
LEAST_HALF_M: Final = 150.0
MOST_HALF_M: Final = 20_000.0
MARGIN: Final = 1.25
MOST_TRAILS: Final = 200

Line = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Circle:
    """A position with its radius in metres at 95 %, east and north of the middle."""

    east_m: float
    north_m: float
    uncertainty_m: float


@dataclass(slots=True)
class Map:
    """What is drawn: ``half_width_m`` and ``half_height_m`` reach from the middle to the edges."""

    half_width_m: float
    half_height_m: float
    trails: list[Line] = field(default_factory=list)
    tracks: list[Line] = field(default_factory=list)
    plate: Circle | None = None
    best: Circle | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was measured: degrees in EPSG:4326, radii in metres at 95 %."""

    best: tuple[Point, float] | None
    plate: tuple[Point, float] | None
    tracks: Sequence[Sequence[Point]]


def of(seen: Seen, *, ratio: float) -> Map | None:
    """Return the map of an incident, ``ratio`` times as wide as it is high; None when nobody knows where it was."""
    points = [one[0] for one in (seen.best, seen.plate) if one] + [p for track in seen.tracks for p in track]
    if not points:
        return None
    middle = Point(
        (min(p.longitude for p in points) + max(p.longitude for p in points)) / 2,
        (min(p.latitude for p in points) + max(p.latitude for p in points)) / 2,
    )
    plane = _Plane(middle)
    circles = [_circle(plane, one) for one in (seen.best, seen.plate) if one]
    tracks = [[plane.xy(p) for p in track] for track in seen.tracks if len(track) > 1]
    reach_x = [abs(c.east_m) + c.uncertainty_m for c in circles] + [abs(x) for t in tracks for x, _ in t]
    reach_y = [abs(c.north_m) + c.uncertainty_m for c in circles] + [abs(y) for t in tracks for _, y in t]
    half = MARGIN * max(LEAST_HALF_M, *reach_y, max(reach_x) / ratio)
    half = min(half, MOST_HALF_M)
    drawn = Map(half * ratio, half, tracks=tracks)
    drawn.best = _circle(plane, seen.best) if seen.best else None
    drawn.plate = _circle(plane, seen.plate) if seen.plate else None
    drawn.trails = list(_trails(plane, drawn))
    return drawn


def scale_m(width_m: float) -> int:
    """Return the length of a scale bar that takes at most a quarter of the width: 1, 2 or 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(width_m / 4))
    return int(max(step for step in (1, 2, 5) if step * power <= width_m / 4) * power)


class _Plane:
    """Metres around a point, good to a thousandth within 20 km."""

    def __init__(self, middle: Point) -> None:
        self.middle = middle
        self.per_longitude = METRES_PER_DEGREE * math.cos(math.radians(middle.latitude))

    def xy(self, point: Point) -> tuple[float, float]:
        return (
            (point.longitude - self.middle.longitude) * self.per_longitude,
            (point.latitude - self.middle.latitude) * METRES_PER_DEGREE,
        )

    def box(self, drawn: Map) -> Polygon:
        east, north = drawn.half_width_m / self.per_longitude, drawn.half_height_m / METRES_PER_DEGREE
        longitude, latitude = self.middle.longitude, self.middle.latitude
        return Polygon.from_bbox((longitude - east, latitude - north, longitude + east, latitude + north))


def _circle(plane: _Plane, one: tuple[Point, float]) -> Circle:
    return Circle(*plane.xy(one[0]), one[1])


def _trails(plane: _Plane, drawn: Map) -> Iterable[Line]:
    box = plane.box(drawn)
    box.srid = 4326
    for trail in Trail.objects.filter(is_active=True, line__intersects=box)[:MOST_TRAILS]:
        inside: Any = trail.line.intersection(box)
        for part in inside if inside.geom_type == "MultiLineString" else [inside]:
            if part.geom_type == "LineString" and len(part) > 1:
                yield [plane.xy(Point(x, y)) for x, y, *_ in part.coords]
