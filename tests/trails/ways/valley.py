"""Small made networks, drawn in metres east and north of a place in a valley."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from addresses.distances import ELLIPSOID
from trails.ways import question, search
from trails.ways.lines import Drawn
from trails.ways.network import Entrance, Network, network
from trails.ways.question import Answer

ORIGIN = (126.95, 37.68)
# Metres of a degree there.
EAST_M = ELLIPSOID.inv(*ORIGIN, ORIGIN[0] + 0.01, ORIGIN[1])[2] * 100
NORTH_M = ELLIPSOID.inv(*ORIGIN, ORIGIN[0], ORIGIN[1] + 0.01)[2] * 100


def at(east_m: float, north_m: float) -> tuple[float, float]:
    """Return longitude and latitude of a place in the valley."""
    return ORIGIN[0] + east_m / EAST_M, ORIGIN[1] + north_m / NORTH_M


def trail(key: int, *places: tuple[float, float], heights: Sequence[float | None] | None = None) -> Drawn:
    return Drawn(key, [at(*place) for place in places], heights)


def car_park(key: int, east_m: float, north_m: float, **more: object) -> Entrance:
    return Entrance(key, *at(east_m, north_m), **more)  # type: ignore[arg-type]


def asked(
    net: Network, east_m: float, north_m: float, uncertainty_m: float = 10.0, closed: Sequence[int] = ()
) -> Answer:
    """Ask for the ways to a place; ``closed`` are the sections nobody may pass."""
    return question.ask(search.graph(net), at(east_m, north_m), uncertainty_m, marked(net, closed))


def marked(net: Network, closed: Sequence[int]) -> NDArray[np.bool_]:
    marks = np.zeros(len(net), dtype=bool)
    marks[list(closed)] = True
    return marks


def sections_of(net: Network, key: int) -> list[tuple[int, int]]:
    """Return from and to metre of a trail's sections, rounded."""
    line = net.lines.key.tolist().index(key)
    mine = np.flatnonzero(net.line == line)
    return [(round(net.from_metre[one]), round(net.to_metre[one])) for one in mine]


__all__ = ["Entrance", "asked", "at", "car_park", "marked", "network", "sections_of", "trail"]
