"""One way on foot: what it is long and high, how long it takes, which trails it follows, and its line. Pure."""

from dataclasses import dataclass

import numpy as np

from addresses.distances import ELLIPSOID

from . import search, walking
from .network import Network
from .search import Reached

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of one trail (its key), walked from one metre to another: backwards when the second is smaller."""

    trail: int
    from_metre: float
    to_metre: float


@dataclass(frozen=True, slots=True)
class Way:
    """From an entrance (its key) up to the person. Metres, and seconds without load.

    ``off_m`` are metres of air line without a path at the end, ``access_off_m`` at the beginning; ``length_m``,
    ``climb_m`` and ``descent_m`` are those of the trails between. ``line`` is (longitude, latitude), entrance first.
    """

    entrance: int
    length_m: float
    climb_m: float
    descent_m: float
    has_heights: bool
    access_off_m: float
    off_m: float
    up_s: float
    down_s: float
    legs: tuple[Leg, ...]
    line: tuple[Place, ...]


def along_trails(reached: Reached, entrance: int, person: Place) -> Way:
    """Return the quickest way from an entrance (its number in the network) that the search has reached."""
    network = reached.graph.network
    pieces: list[tuple[int, float, float]] = []
    foot = 0
    for node, nearer in search.steps(reached, int(network.entrance_node[entrance])):
        if nearer >= 0:
            section, with_metres = search.edge(reached.graph, node, nearer)
            end = network.to_metre[section] if with_metres else network.from_metre[section]
        else:
            foot, with_metres = search.last_foot(reached, node)
            section, end = int(reached.feet.section[foot]), reached.feet.metre[foot]
        begin = network.from_metre[section] if with_metres else network.to_metre[section]
        pieces.append((int(network.line[section]), float(begin), float(end)))
    return _way(network, entrance, pieces, float(reached.feet.off_m[foot]), person)


def across(network: Network, entrance: int, person: Place) -> Way:
    """Return the air line from an entrance: where there is no path, or hardly any distance."""
    _, _, apart_m = ELLIPSOID.inv(
        network.entrance_longitude[entrance], network.entrance_latitude[entrance], *person
    )
    return _way(network, entrance, [], float(apart_m), person)


def _way(
    network: Network, entrance: int, pieces: list[tuple[int, float, float]], off_m: float, person: Place
) -> Way:
    merged = _merged(pieces)
    sums = [_sums(network, piece) for piece in merged]
    access_off_m = float(network.entrance_off_m[entrance]) if pieces else 0.0
    off_s = walking.off_trail_seconds(off_m + access_off_m)
    start = (float(network.entrance_longitude[entrance]), float(network.entrance_latitude[entrance]))
    line = [start, *(place for piece in merged for place in _places(network, piece)), person]
    return Way(
        entrance=int(network.entrance[entrance]),
        length_m=sum(abs(end - begin) for _, begin, end in merged),
        climb_m=sum(one[0] for one in sums),
        descent_m=sum(one[1] for one in sums),
        has_heights=all(network.lines.has_heights[number] for number, _, _ in merged) and bool(merged),
        access_off_m=access_off_m,
        off_m=off_m,
        up_s=off_s + sum(one[2] for one in sums),
        down_s=off_s + sum(one[3] for one in sums),
        legs=tuple(Leg(int(network.lines.key[number]), begin, end) for number, begin, end in merged),
        line=tuple(place for at, place in enumerate(line) if at == 0 or place != line[at - 1]),
    )


def _merged(pieces: list[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Return the pieces with those put together that follow each other on one trail, without those of no length."""
    found: list[tuple[int, float, float]] = []
    for number, begin, end in pieces:
        if abs(end - begin) < 0.005:
            continue
        if found and found[-1][0] == number and abs(found[-1][2] - begin) < 0.02:
            forwards = found[-1][2] > found[-1][1]
            if forwards == (end > begin):
                found[-1] = (number, found[-1][1], end)
                continue
        found.append((number, begin, end))
    return found


def _sums(network: Network, piece: tuple[int, float, float]) -> tuple[float, float, float, float]:
    """Return climb, descent, seconds towards the person and back."""
    number, begin, end = piece
    metres = np.array([min(begin, end), max(begin, end)])
    climb, descent, forth, back = (
        float(np.diff(network.lines.sums(number, name, metres))[0])
        for name in ("climb_m", "descent_m", "forth_s", "back_s")
    )
    return (climb, descent, forth, back) if end > begin else (descent, climb, back, forth)


def _places(network: Network, piece: tuple[int, float, float]) -> list[Place]:
    """Return the places of a piece in the direction in which it is walked."""
    number, begin, end = piece
    lines = network.lines
    low, high = min(begin, end), max(begin, end)
    part = slice(int(lines.first[number]), int(lines.first[number + 1]))
    between = np.flatnonzero((lines.metre[part] > low) & (lines.metre[part] < high)) + part.start
    metres = np.concatenate([[low], lines.metre[between], [high]])
    x, y = lines.places_at(number, metres)
    places = [(round(lon, 7), round(lat, 7)) for lon, lat in zip(x.tolist(), y.tolist(), strict=True)]
    return places if end > begin else places[::-1]
