"""The squares and the hours as plain SVG: numbers in, shapes out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .figures import Square

# A wider field than this is cut to the squares around the busiest one: smaller ones nobody could read.
MOST_KM: Final = 60
# Around the squares, so that one sees where they are.
MARGIN_KM: Final = 2
HOUR_WIDTH: Final = 10
HOUR_HEIGHT: Final = 60


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle in the drawing's own units, how strong it is (0 to 1), and what it says when it is touched."""

    x: float
    y: float
    width: float
    height: float
    strength: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in a frame; one of squares says where its upper left corner is on the plane of the grid."""

    width: int
    height: int
    shapes: list[Shape]
    west_km: int = 0
    north_km: int = 0


def heat(squares: Sequence[Square]) -> Drawing | None:
    """Return one square for each kilometre in a margin, north up, the stronger the more came; None without any."""
    if not squares:
        return None
    busiest = max(squares, key=lambda one: one.count)
    half = MOST_KM // 2
    shown = [
        one
        for one in squares
        if abs(one.east_km - busiest.east_km) <= half and abs(one.north_km - busiest.north_km) <= half
    ]
    west = min(one.east_km for one in shown) - MARGIN_KM
    north = max(one.north_km for one in shown) + 1 + MARGIN_KM
    shapes = [
        Shape(
            one.east_km - west,
            north - 1 - one.north_km,
            1,
            1,
            f"{0.25 + 0.75 * one.count / busiest.count:.2f}",
            f"{one.name}: {one.count}",
            one.count,
        )
        for one in shown
    ]
    width = max(one.east_km for one in shown) + 1 + MARGIN_KM - west
    height = north - min(one.north_km for one in shown) + MARGIN_KM
    return Drawing(width, height, shapes, west, north)


def hours(counts: Sequence[int]) -> Drawing:
    """Return one bar for each hour of the day."""
    most = max([1, *counts])
    shapes = []
    for hour, count in enumerate(counts):
        height = HOUR_HEIGHT * count / most
        title = f"{hour:02}:00–{hour:02}:59: {count}"
        shapes.append(
            Shape(hour * HOUR_WIDTH, HOUR_HEIGHT - height, HOUR_WIDTH - 2, height, "1", title, count)
        )
    return Drawing(HOUR_WIDTH * len(counts), HOUR_HEIGHT, shapes)
