"""How long does somebody who is on the way already still walk to a person? Pure."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from . import search, walking
from .feet import Feet
from .noding import plane
from .question import STONES_THROW_M, leading, near_feet
from .search import Graph, Reached
from .way import Place


def seconds(
    graph: Graph,
    walker: Place,
    person: Place,
    uncertainty_m: float,
    closed: NDArray[np.bool_] | None = None,
) -> float | None:
    """Return the seconds without load from a walker to a person; None where no trail leads from one to the other.

    Both are (longitude, latitude) in degrees, ``uncertainty_m`` is the person's radius at 95 %, and ``closed`` marks
    the sections that nobody may pass. Within a stone's throw it is the air line.
    """
    passable = graph if closed is None or not closed.any() else graph.without(closed)
    found = [_air_s(walker, person)]
    to, start = near_feet(graph, person, uncertainty_m), near_feet(graph, walker, 0.0)
    if len(to) and len(start):
        here, there = leading(start, 0.0), leading(to, uncertainty_m)
        found += list(_along_one(passable, here, there))
        for limit_s in search.LIMITS_S:
            reached = search.reach(passable, [there], limit_s)[0]
            by_trail = min(_over_nodes(reached, here), default=np.inf)
            if np.isfinite(by_trail):
                found.append(by_trail)
                break
    best = float(min(found))
    return best if np.isfinite(best) else None


def _air_s(walker: Place, person: Place) -> float:
    points = plane(np.array([walker[0], person[0]]), np.array([walker[1], person[1]]), person[1])
    apart_m = float(np.hypot(*(points[1] - points[0])))
    return walking.off_trail_seconds(apart_m) if apart_m <= STONES_THROW_M else np.inf


def _over_nodes(reached: Reached, here: Feet) -> Iterator[float]:
    """Yield the seconds by either end of each section that the walker is at."""
    graph, network = reached.graph, reached.graph.network
    for section, metre, off_m in _each(here):
        if graph.closed is not None and graph.closed[section]:
            continue
        off_s = walking.off_trail_seconds(off_m)
        forth_s = search.partial(network, section, metre, "forth_s")[1]
        back_s = search.partial(network, section, metre, "back_s")[0]
        yield off_s + forth_s + float(reached.seconds[network.to_node[section]])
        yield off_s + back_s + float(reached.seconds[network.from_node[section]])


def _along_one(graph: Graph, here: Feet, there: Feet) -> Iterator[float]:
    """Yield the seconds where walker and person are at the same section: no node lies between them."""
    network = graph.network
    ends = {section: (metre, off_m) for section, metre, off_m in _each(there)}
    for section, metre, off_m in _each(here):
        if section not in ends or (graph.closed is not None and graph.closed[section]):
            continue
        end, end_off_m = ends[section]
        name = "forth_s" if end > metre else "back_s"
        line = int(network.line[section])
        summed = network.lines.sums(line, name, np.array([metre, end]))
        yield walking.off_trail_seconds(off_m + end_off_m) + abs(float(summed[1] - summed[0]))


def _each(feet: Feet) -> Iterator[tuple[int, float, float]]:
    return zip(feet.section.tolist(), feet.metre.tolist(), feet.off_m.tolist(), strict=True)
