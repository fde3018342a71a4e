"""The squares and the hours as plain SVG: numbers in, shapes out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .figures import Square

# A wider field than this is cut to the squares around the busiest one: smaller ones nobody could read.
MOST_KM: Final = 60
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
    width: int
    height: int
    shapes: list[Shape]


def heat(squares: Sequence[Square]) -> Drawing | None:
    """Return one square for each kilometre, north up, the stronger the more came; None when there is none."""
    if not squares:
        return None
    busiest = max(squares, key=lambda one: one.count)
    half = MOST_KM // 2
    shown = [
        one
        for one in squares
        if abs(one.east_km - busiest.east_km) <= half and abs(one.north_km - busiest.north_km) <= half
    ]
    west, north = min(one.east_km for one in shown), max(one.north_km for one in shown)
    shapes = [
        Shape(
            one.east_km - west,
            north - one.north_km,
            1,
            1,
            f"{0.25 + 0.75 * one.count / busiest.count:.2f}",
            f"{one.name}: {one.count}",
            one.count,
        )
        for one in shown
    ]
    width = max(one.east_km for one in shown) - west + 1
    return Drawing(width, north - min(one.north_km for one in shown) + 1, shapes)


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
