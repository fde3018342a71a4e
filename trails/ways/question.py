"""Which way leads to a person whose position is known more or less? Ranked by time, not by air line. Pure."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import search, walking, way
from .feet import Feet
from .lines import Ints
from .noding import plane
from .search import Graph, Reached
from .walking import Floats
from .way import Place, Way

WAYS: Final = 3
OTHER_WAYS: Final = 2  # of helicopters and boats, and through closures
# A trail further from the person than this leads to them no more than any other.
FURTHEST_M: Final = 5_000.0
_LOOK_M: Final = (150.0, 1_000.0, FURTHEST_M)
# Who is this near to a vehicle is fetched from it without a path.
STONES_THROW_M: Final = 150.0
# Trails that are hardly further than the nearest one may lead to the person, too. Not more: between may be a cliff.
ALSO_M: Final = (20.0, 50.0)
MOST_FEET: Final = 24
# Places within one circle that are this far from each other on foot are two different searches.
APART_MIN: Final = 10.0
MOST_TRAILS_ASKED: Final = 6
# How far by air line an entrance may be when no trail leads from any.
ACROSS_WITHIN_M: Final = 20_000.0


@dataclass(frozen=True, slots=True)
class OnTrail:
    """A place on a trail: its key, the metre from its start, and how far beside it the person is known."""

    trail: int
    metre: float
    off_m: float


@dataclass(frozen=True, slots=True)
class Perhaps:
    """Where the person may be instead, within the same circle, and the way there if one is known."""

    on_trail: OnTrail
    way: Way | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The ways to a person, the quickest first.

    ``ways`` from where vehicles come to, ``others`` from helicopter places and landing stages, ``through`` those
    that are quicker by ten minutes but pass what is closed, or the only ones. ``perhaps``: other trails within the
    circle that are far from ``on_trail`` on foot. ``sections_in_circle`` says how many sections the circle touches.
    """

    on_trail: OnTrail | None
    ways: tuple[Way, ...]
    others: tuple[Way, ...]
    through: tuple[Way, ...]
    perhaps: tuple[Perhaps, ...]
    sections_in_circle: int


def ask(graph: Graph, person: Place, uncertainty_m: float, closed: NDArray[np.bool_] | None = None) -> Answer:
    """Return the ways to a person (longitude, latitude in degrees, radius at 95 % in metres).

    ``closed`` marks the sections that are closed. Raises ValueError for what is no position.
    """
    if not (-180 <= person[0] <= 180 and -90 <= person[1] <= 90 and uncertainty_m >= 0):
        raise ValueError(f"{person} ± {uncertainty_m} m is no position in degrees with a radius")
    passable = graph if closed is None or not closed.any() else graph.without(closed)
    near = near_feet(graph, person, uncertainty_m)
    if not len(near):
        return Answer(None, _ranked(None, passable, person, is_vehicle=True), (), (), (), 0)
    feet = leading(near, uncertainty_m)
    reached, limit_s = _reached(passable, feet)
    through = _through(graph, passable, feet, person, reached)
    ways = _ranked(reached, passable, person, is_vehicle=True, across_m=STONES_THROW_M if through else None)
    return Answer(
        on_trail=_on_trail(graph, near, 0),
        ways=ways,
        others=_ranked(reached, passable, person, is_vehicle=False)[:OTHER_WAYS],
        through=through,
        perhaps=_perhaps(passable, near[near.off_m <= uncertainty_m], reached, limit_s),
        sections_in_circle=int((near.off_m <= uncertainty_m).sum()),
    )


def near_feet(graph: Graph, person: Place, uncertainty_m: float) -> Feet:
    """Return the feet on the sections around, of the circle at least, the nearest first."""
    uncertainty_m = min(uncertainty_m, FURTHEST_M)
    for reach_m in _LOOK_M:
        if reach_m >= uncertainty_m + ALSO_M[1] or reach_m == FURTHEST_M:
            feet = graph.network.feet(*person, reach_m)
            # What is hardly further than the nearest must have been looked at, too.
            if len(feet) and (reach_m == FURTHEST_M or feet.off_m[0] + ALSO_M[1] <= reach_m):
                return feet
    return graph.network.feet(*person, 0.0)


def leading(near: Feet, uncertainty_m: float) -> Feet:
    """Return those of the feet that lead to somebody: the nearest, and what is hardly further."""
    also_m = float(near.off_m[0]) + min(max(uncertainty_m, ALSO_M[0]), ALSO_M[1])
    return near[near.off_m <= also_m][:MOST_FEET]


def _reached(graph: Graph, feet: Feet) -> tuple[Reached, float]:
    """Return what is reached within the least time in which enough vehicles are, and that time."""
    network = graph.network
    for limit_s in search.LIMITS_S:
        reached = search.reach(graph, [feet], limit_s)[0]
        found = np.isfinite(_entrance_seconds(reached)) & network.entrance_is_vehicle
        if found.sum() >= min(WAYS, int(network.entrance_is_vehicle.sum())):
            break
    return reached, limit_s


def _entrance_seconds(reached: Reached) -> Floats:
    """Return the seconds from each entrance to the person, infinite where no trail leads."""
    network = reached.graph.network
    joined = network.entrance_node >= 0
    found = np.full(len(joined), np.inf)
    found[joined] = reached.seconds[network.entrance_node[joined]]
    off_s = walking.off_trail_seconds(1.0) * network.entrance_off_m
    return np.where(joined, found + np.where(joined, off_s, 0.0), np.inf)


def _ranked(
    reached: Reached | None,
    graph: Graph,
    person: Place,
    *,
    is_vehicle: bool,
    across_m: float | None = None,
) -> tuple[Way, ...]:
    """Return the quickest ways; across country from a stone's throw, or when no trail leads from anywhere."""
    network = graph.network
    if not len(network.entrance):
        return ()
    by_trail = _entrance_seconds(reached) if reached else np.full(len(network.entrance), np.inf)
    air_m = _air_m(graph, person)
    wanted = network.entrance_is_vehicle == is_vehicle
    within_m = STONES_THROW_M
    if is_vehicle and across_m is None and not np.isfinite(by_trail[wanted]).any():
        within_m = ACROSS_WITHIN_M
    by_air = np.where(air_m <= within_m, walking.off_trail_seconds(1.0) * air_m, np.inf)
    seconds = np.where(wanted, np.minimum(by_trail, by_air), np.inf)
    return tuple(
        way.across(network, number, person)
        if reached is None or by_air[number] < by_trail[number]
        else way.along_trails(reached, number, person)
        for number in _first(seconds, WAYS)
    )


def _through(graph: Graph, passable: Graph, feet: Feet, person: Place, reached: Reached) -> tuple[Way, ...]:
    """Return the ways that pass what is closed and are much quicker than those that do not, or the only ones."""
    closed = passable.closed
    if closed is None:
        return ()
    network = graph.network
    touched = np.isfinite(reached.seconds[network.from_node]) | np.isfinite(reached.seconds[network.to_node])
    if not (closed & touched).any() and not closed[feet.section].any():
        return ()
    without, _ = _reached(graph, feet)
    open_s = np.where(network.entrance_is_vehicle, _entrance_seconds(reached), np.inf)
    seconds = np.where(network.entrance_is_vehicle, _entrance_seconds(without), np.inf)
    saved = seconds < float(open_s.min()) - APART_MIN * 60 / walking.LOAD_FACTOR
    found = _first(np.where(saved, seconds, np.inf), OTHER_WAYS)
    return tuple(way.along_trails(without, number, person) for number in found)


def _perhaps(graph: Graph, in_circle: Feet, reached: Reached, limit_s: float) -> tuple[Perhaps, ...]:
    """Return the other trails of the circle that are far from the nearest one on foot, each with its way."""
    lines = graph.network.line[in_circle.section]
    _, nearest_of_line = np.unique(lines, return_index=True)
    asked = np.sort(nearest_of_line)[:MOST_TRAILS_ASKED]
    places = [
        Feet(in_circle.section[[at]], in_circle.metre[[at]], in_circle.off_m[[at]] * 0.0) for at in asked
    ]
    others = [(at, place) for at, place in zip(asked.tolist(), places, strict=True) if _apart(reached, place)]
    if not others:
        return ()
    found: list[Perhaps] = []
    kept: list[Reached] = []
    searched = search.reach(graph, [place for _, place in others], limit_s)
    for (at, place), there in zip(others, searched, strict=True):
        if any(not _apart(other, place) for other in kept):
            continue
        kept.append(there)
        network = graph.network
        seconds = np.where(network.entrance_is_vehicle, _entrance_seconds(there), np.inf)
        best = [way.along_trails(there, number, _place(graph, place)) for number in _first(seconds, 1)]
        found.append(Perhaps(_on_trail(graph, in_circle, at), best[0] if best else None))
    return tuple(found)


def _apart(reached: Reached, place: Feet) -> bool:
    """Say whether two places of one circle are far from each other on foot."""
    same = np.isin(reached.feet.section, place.section)
    if same.any():
        return False
    heads, seconds = search.first_edges(reached.graph, place)
    between_s = float(np.min(reached.seconds[heads] + seconds, initial=np.inf))
    return walking.minutes(between_s) > APART_MIN


def _first(seconds: Floats, count: int) -> list[int]:
    order: Ints = np.argsort(seconds, kind="stable")[:count]
    return [int(number) for number in order if np.isfinite(seconds[number])]


def _air_m(graph: Graph, person: Place) -> Floats:
    network = graph.network
    there = plane(network.entrance_longitude, network.entrance_latitude, person[1])
    apart = there - plane(np.array(person[0]), np.array(person[1]), person[1])
    air_m: Floats = np.hypot(apart[:, 0], apart[:, 1])
    return air_m


def _on_trail(graph: Graph, feet: Feet, number: int) -> OnTrail:
    network = graph.network
    key = int(network.lines.key[network.line[feet.section[number]]])
    return OnTrail(key, float(feet.metre[number]), float(feet.off_m[number]))


def _place(graph: Graph, place: Feet) -> Place:
    network = graph.network
    x, y = network.lines.places_at(int(network.line[place.section[0]]), place.metre)
    return float(x[0]), float(y[0])
