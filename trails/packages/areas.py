"""Which packages there are: one for each cell of a fixed grid, and one for each jurisdiction with a polygon.

Cells, because wherever a person stands there is exactly one, small enough for a slow line, and because it stays the
same cell whatever editors do: a change is told to the phones around it alone. A cell is a tenth of a degree wide and
high, 9 by 11 km in Korea. Its package reaches a little over its edges, so that the plate across the edge is in it.
Jurisdictions, because whoever works in a whole city wants all of it at once.
"""

import math
import re
from dataclasses import dataclass
from typing import Any

import shapely

from addresses.boxes import Box
from addresses.models import Jurisdiction

CELLS_PER_DEGREE = 10
OVER_EDGE = 0.01  # degrees that a cell's package reaches over its edges: 0.9 to 1.1 km
WAY_IN = 0.04  # further degrees for what vehicles reach: the way out may lead to the next valley

SLUG = re.compile(r"[a-z0-9_A-Z-]{1,48}")
_CELL = re.compile(r"([ns])(\d{3})([ew])(\d{4})")
_CITY = "city-"


@dataclass(frozen=True, slots=True)
class Area:
    """A slug, the box that is the area's own, what its package reaches over, and its polygon unless it is a cell."""

    slug: str
    own: Box
    reach: Box
    shape: Any = None
    names: tuple[str, str] = ("", "")

    @property
    def ways_in(self) -> Box:
        """The box in which access points are taken along."""
        return wider(self.reach, WAY_IN)


def slug_at(longitude: float, latitude: float) -> str:
    """Return the cell that holds a position in degrees: ``n376e1269``."""
    return slug_of_cell(
        *(math.floor(round(degrees * CELLS_PER_DEGREE, 7)) for degrees in (longitude, latitude))
    )


def slug_of(jurisdiction: Jurisdiction) -> str:
    """Return what a jurisdiction's package is called."""
    return _CITY + jurisdiction.slug


def area(slug: str) -> Area | None:
    """Return the area of a slug; None for what is none, or a jurisdiction without a polygon."""
    if slug.startswith(_CITY):
        found = Jurisdiction.objects.filter(slug=slug.removeprefix(_CITY), area__isnull=False).first()
        return None if found is None else _city(found)
    parsed = _CELL.fullmatch(slug)
    if parsed is None:
        return None
    row = int(parsed[2]) * (1 if parsed[1] == "n" else -1)
    column = int(parsed[4]) * (1 if parsed[3] == "e" else -1)
    own = Box(*(edge / CELLS_PER_DEGREE for edge in (column, row, column + 1, row + 1)))
    if slug_of_cell(column, row) != slug or not (-180 <= own.west < 180 and -90 <= own.south < 90):
        return None
    return Area(slug, own, wider(own, OVER_EDGE))


def wider(box: Box, degrees: float) -> Box:
    """Return a box that reaches further on every side."""
    return Box(box.west - degrees, box.south - degrees, box.east + degrees, box.north + degrees)


def cells(box: Box) -> list[str]:
    """Return the cells that a box touches."""
    west, south, east, north = (math.floor(round(edge * CELLS_PER_DEGREE, 7)) for edge in box)
    return [slug_of_cell(column, row) for row in range(south, north + 1) for column in range(west, east + 1)]


def slug_of_cell(column: int, row: int) -> str:
    """Return what the cell is called whose south-western corner is so many tenths of a degree east and north."""
    return f"{'n' if row >= 0 else 's'}{abs(row):03d}{'e' if column >= 0 else 'w'}{abs(column):04d}"


def _city(jurisdiction: Jurisdiction) -> Area:
    assert jurisdiction.area is not None  # noqa: S101 - asked for in the query
    shape = shapely.from_wkb(bytes(jurisdiction.area.wkb))
    shapely.prepare(shape)
    box = Box(*shape.bounds)
    return Area(slug_of(jurisdiction), box, box, shape, (jurisdiction.name_ko, jurisdiction.name_en))
