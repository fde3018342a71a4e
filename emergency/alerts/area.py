"""The area around a closed stretch: a circle where it is short, else a polygon. Pure.

Both are made and measured in a plane that is laid through the stretch's middle; over the length of a
trail it distorts by less than a hundredth, and the area is wider than the stretch by far more.
"""

import math
from dataclasses import dataclass
from typing import Final, TypeVar

import shapely
from shapely import LineString, Point, Polygon
from shapely.affinity import affine_transform

from emergency.handoff.spelling import degrees, kilometres

AROUND_M: Final = 50.0  # wide enough to be seen on a map of alerts, and to hold a receiver's own error
SHORT_M: Final = 200.0  # a stretch that fits into such a circle is told as one
SIMPLIFIED_M: Final = 15.0  # a polygon is drawn with as few corners as this allows
_NORTH_M: Final = 111_000.0  # a degree of latitude in Korea
_EAST_M: Final = 111_320.0  # a degree of longitude at the equator

Place = tuple[float, float]
Shape = TypeVar("Shape", Point, LineString, Polygon)


@dataclass(frozen=True, slots=True)
class Circle:
    """A centre (longitude, latitude) and a radius in metres."""

    centre: Place
    radius_m: float


@dataclass(frozen=True, slots=True)
class Ring:
    """The corners of a polygon (longitude, latitude), the last one is the first."""

    corners: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of a place in degrees."""

    longitude: float
    latitude: float

    def flat(self, shape: Shape) -> Shape:
        """Return a shape of degrees in metres."""
        east_m = self._east_m()
        return affine_transform(
            shape, [east_m, 0, 0, _NORTH_M, -self.longitude * east_m, -self.latitude * _NORTH_M]
        )

    def place(self, east_m: float, north_m: float) -> Place:
        """Return the (longitude, latitude) of a place in metres."""
        return self.longitude + east_m / self._east_m(), self.latitude + north_m / _NORTH_M

    def _east_m(self) -> float:
        return _EAST_M * math.cos(math.radians(self.latitude))


def plane(line: LineString) -> Plane:
    """Return the plane through the middle of a line's box."""
    west, south, east, north = line.bounds
    return Plane((west + east) / 2, (south + north) / 2)


def around(line: LineString) -> Circle | Ring:
    """Return the area that holds a stretch with 50 m around it."""
    here = plane(line)
    flat = here.flat(line)
    centre, radius_m = _smallest_circle(flat)
    if radius_m <= SHORT_M:
        return Circle(here.place(centre.x, centre.y), radius_m + AROUND_M)
    wide = flat.buffer(AROUND_M + SIMPLIFIED_M).simplify(SIMPLIFIED_M)
    # CAP knows no holes: what a loop goes around belongs to the area.
    outline = shapely.get_coordinates(shapely.get_exterior_ring(wide))
    corners = [here.place(east_m, north_m) for east_m, north_m in outline]
    return Ring((*corners[:-1], corners[0]))


def _smallest_circle(flat: LineString) -> tuple[Point, float]:
    """Return the centre and the radius of the smallest circle around a line."""
    circle = shapely.minimum_bounding_circle(flat)
    # A line between two equal places is no line to the library, and its circle is empty.
    centre = Point(flat.coords[0]) if circle.is_empty else circle.centroid
    return centre, float(shapely.minimum_bounding_radius(flat))


def circle(area: Circle) -> str:
    """Return a circle as CAP has it: latitude,longitude, and the radius in kilometres."""
    longitude, latitude = area.centre
    return f"{degrees(latitude)},{degrees(longitude)} {kilometres(area.radius_m)}"


def polygon(area: Ring) -> str:
    """Return a polygon as CAP has it: latitude,longitude of each corner, with spaces between."""
    return " ".join(f"{degrees(latitude)},{degrees(longitude)}" for longitude, latitude in area.corners)
