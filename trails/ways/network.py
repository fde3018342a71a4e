"""The trail network as compact arrays: nodes, sections between them, access points joined to it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from . import feet
from .feet import Feet, Scale
from .lines import Drawn, Ints, Lines, lines
from .noding import meetings
from .walking import Floats

# A vehicle's place further from every trail than this is joined to none.
ACCESS_REACH_M: Final = 300.0
STATED_REACH_M: Final = 2_000.0  # when somebody has said which one
_PIECE_M: Final = 500.0


@dataclass(frozen=True, slots=True)
class Entrance:
    """A place where a vehicle, a helicopter or a boat comes to; ``is_vehicle``: on wheels.

    ``trail`` and ``metre``: where it joins the network, when somebody has said so; else the nearest trail.
    """

    key: int
    longitude: float
    latitude: float
    is_vehicle: bool = True
    trail: int | None = None
    metre: float | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Sections run from ``from_metre`` to ``to_metre`` of a line, between two nodes; metres, degrees, unloaded seconds.

    ``entrance_node`` is -1 where no trail is in reach, ``entrance_off_m`` the air line from there to its trail.
    """

    lines: Lines
    node_longitude: Floats
    node_latitude: Floats
    line: Ints
    from_metre: Floats
    to_metre: Floats
    from_node: Ints
    to_node: Ints
    entrance: Ints
    entrance_longitude: Floats
    entrance_latitude: Floats
    entrance_is_vehicle: Any
    entrance_node: Ints
    entrance_off_m: Floats
    # Derived: what walking each section takes with its metres and against them, and the box of each.
    scale: Scale = field(init=False)
    forth_s: Floats = field(init=False)
    back_s: Floats = field(init=False)
    boxes: Floats = field(init=False)

    def __post_init__(self) -> None:
        def derive(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        derive("scale", feet.scale(self.lines))
        derive("forth_s", self._differences("forth_s"))
        derive("back_s", self._differences("back_s"))
        derive("boxes", feet.boxes(self.scale, self.lines, self.line, self.from_metre, self.to_metre))

    def __len__(self) -> int:
        return len(self.line)

    def feet(self, longitude: float, latitude: float, reach_m: float) -> Feet:
        """Return the nearest place of each section within reach of a place."""
        stretches = (self.line, self.from_metre, self.to_metre, self.boxes)
        return feet.near(self.scale, self.lines, stretches, longitude, latitude, reach_m)

    def _differences(self, name: str) -> Floats:
        """Return one of the sums for each section, all lines at once: line after line on one rising scale."""
        if not len(self):
            return np.zeros(0)
        lines = self.lines
        steps = lines.step_metre + np.repeat(self.scale.before[:-1], np.diff(lines.first_step))
        before = self.scale.before[self.line]
        begin, end = (
            np.interp(metre + before, steps, getattr(lines, name))
            for metre in (self.from_metre, self.to_metre)
        )
        # No section is free, however short: the search takes nothing for no way.
        return np.asarray(np.maximum(end - begin, 1e-3))


def network(
    drawn: Iterable[Drawn],
    entrances: Sequence[Entrance] = (),
    cuts: Iterable[tuple[int, float]] = (),
) -> Network:
    """Return the network of the trails, joined where they meet (``noding``), with the entrances joined to it.

    ``cuts`` are (trail's key, metre) where a section must end besides: the edges of closures.
    """
    measured = lines(drawn)
    met = meetings(measured)
    entered = _entered(measured, entrances)
    joined = [foot for foot in entered if foot]
    index = {int(key): line for line, key in enumerate(measured.key)}
    edges = [(index[key], metre) for key, metre in cuts if key in index and np.isfinite(metre)]
    every = np.arange(len(measured))
    on_line = np.concatenate(
        [every, every, met.line_a, met.line_b, [foot[0] for foot in joined], [edge[0] for edge in edges]]
    ).astype(np.int64)
    lengths = measured.metre[measured.first[1:] - 1] if len(measured) else np.zeros(0)
    at = np.concatenate(
        [
            every * 0.0,
            lengths,
            met.metre_a,
            met.metre_b,
            [foot[1] for foot in joined],
            [edge[1] for edge in edges],
        ]
    )
    cut_line, cut_metre, cut_of = _unique(on_line, at.clip(0, lengths[on_line]))
    begin, met_count = 2 * len(measured), len(met.line_a)
    links = cut_of[begin : begin + 2 * met_count].reshape(2, met_count)
    node = _components(len(cut_line), links)
    first = _sections(cut_line, cut_metre, node)
    entrance_nodes = iter(node[cut_of[begin + 2 * met_count :]].tolist())
    return Network(
        measured,
        *_node_places(measured, cut_line, cut_metre, node),
        cut_line[first],
        cut_metre[first],
        cut_metre[first + 1],
        node[first],
        node[first + 1],
        np.array([one.key for one in entrances], dtype=np.int64),
        np.array([one.longitude for one in entrances], dtype=float),
        np.array([one.latitude for one in entrances], dtype=float),
        np.array([one.is_vehicle for one in entrances], dtype=bool),
        np.array([next(entrance_nodes) if foot else -1 for foot in entered], dtype=np.int64),
        np.array([foot[2] if foot else np.inf for foot in entered], dtype=float),
    )


def _entered(measured: Lines, entrances: Sequence[Entrance]) -> list[tuple[int, float, float] | None]:
    """Return (line, metre, metres from the line) of each entrance, None where no trail is in reach."""
    on = feet.scale(measured)
    line, from_metre, to_metre = _pieces(np.diff(on.before) - 1.0)
    stretches = (line, from_metre, to_metre, feet.boxes(on, measured, line, from_metre, to_metre))
    index = {int(key): number for number, key in enumerate(measured.key)}
    found: list[tuple[int, float, float] | None] = []
    for one in entrances:
        stated = index.get(one.trail) if one.trail is not None else None
        reach_m = ACCESS_REACH_M if stated is None else STATED_REACH_M
        near = feet.near(on, measured, stretches, one.longitude, one.latitude, reach_m)
        if stated is not None:
            near = near[line[near.section] == stated]
        if not len(near):
            found.append(None)
        elif stated is not None and one.metre is not None and np.isfinite(one.metre):
            # The metre that somebody has said counts; how far it is from there is measured.
            metre = float(np.clip(one.metre, 0.0, measured.length_m(stated)))
            found.append((stated, metre, max(abs(metre - float(near.metre[0])), float(near.off_m[0]))))
        else:
            found.append((int(line[near.section[0]]), float(near.metre[0]), float(near.off_m[0])))
    return found


def _pieces(lengths_m: Floats) -> tuple[Ints, Floats, Floats]:
    """Return line, from and to metre of pieces of at most ``_PIECE_M``: short ones have small boxes."""
    counts = np.maximum(np.ceil(lengths_m / _PIECE_M), 1).astype(np.int64)
    line = np.repeat(np.arange(len(lengths_m)), counts)
    number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    each_m = (lengths_m / counts)[line]
    return line, number * each_m, (number + 1) * each_m


def _unique(on_line: Ints, at: Floats) -> tuple[Ints, Floats, Ints]:
    """Return the different cuts in order along the lines, and which of them each asked one is; to the centimetre."""
    order_key = on_line * np.int64(1 << 40) + np.rint(at * 100).astype(np.int64)
    _, chosen, which = np.unique(order_key, return_index=True, return_inverse=True)
    return on_line[chosen], at[chosen], which.reshape(-1)


def _components(count: int, links: Ints) -> Ints:
    """Return the node of each cut: cuts that are linked are one place."""
    if not count:
        return np.zeros(0, dtype=np.int64)
    graph = coo_array((np.ones(links.shape[1], dtype=np.int8), (links[0], links[1])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _sections(cut_line: Ints, cut_metre: Floats, node: Ints) -> Ints:
    """Return the cuts that begin a section; what is shorter than a metre and leads nowhere is none."""
    begins = np.flatnonzero(cut_line[1:] == cut_line[:-1])
    leads_nowhere = node[begins] == node[begins + 1]
    stray = leads_nowhere & (cut_metre[begins + 1] - cut_metre[begins] < 1.0)
    return np.asarray(begins[~stray], dtype=np.int64)


def _node_places(measured: Lines, cut_line: Ints, cut_metre: Floats, node: Ints) -> tuple[Floats, Floats]:
    """Return longitude and latitude of the nodes: the middle of the cuts that meet there."""
    on = feet.scale(measured)
    at = cut_metre + on.before[cut_line] if len(cut_line) else cut_metre
    count = int(node.max()) + 1 if len(node) else 0
    shared = np.maximum(np.bincount(node, minlength=count), 1)
    columns = (measured.longitude, measured.latitude)
    x, y = (np.interp(at, on.metre, column) if len(at) else at for column in columns)
    return np.bincount(node, x, count) / shared, np.bincount(node, y, count) / shared
