"""From a person outwards over the network: how long each place is from them, and by which sections. Pure.

The search runs from the person, but what each step costs is what it takes towards them: whoever comes up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from . import walking
from .feet import Feet
from .lines import Ints
from .network import Network
from .walking import Floats

# The nearest hour of walking is looked at first, then four: a whole city is seldom needed.
LIMITS_S: Final = (3_600.0, 4 * 3_600.0, np.inf)
_NOWHERE: Final = -9999  # scipy's word for what has no predecessor


@dataclass(frozen=True, slots=True)
class Graph:
    """The network as scipy reads it: for each node what leads to it, and the section of each such edge.

    ``closed``: a mark for each section that nobody may pass, or None.
    """

    network: Network
    starts: Ints
    neighbours: Ints
    cost_s: Floats
    section: Ints
    with_metres: NDArray[np.bool_]  # the crew walks the section from its start to its end
    closed: NDArray[np.bool_] | None = None

    def without(self, closed: NDArray[np.bool_]) -> "Graph":
        """Return the graph in which nobody passes the sections that are closed."""
        return replace(self, cost_s=np.where(closed[self.section], np.inf, self.cost_s), closed=closed)


@dataclass(frozen=True, slots=True)
class Reached:
    """How long everything takes to one person: ``seconds`` by node, and the way by ``before`` (nearer to the person).

    ``feet`` are the places where trail and person meet; the first step of a way is on the section of one.
    """

    graph: Graph
    feet: Feet
    seconds: Floats
    before: Ints


def graph(network: Network) -> Graph:
    """Return the edges of the network in the order of their nodes."""
    sections = np.arange(len(network))
    # Out of the person's side: from each section's first node to its second the crew comes against the metres.
    start = np.concatenate([network.from_node, network.to_node])
    end = np.concatenate([network.to_node, network.from_node])
    cost_s = np.concatenate([network.back_s, network.forth_s])
    order = np.argsort(start, kind="stable")
    starts = np.searchsorted(start[order], np.arange(len(network.node_longitude) + 1))
    return Graph(
        network,
        starts.astype(np.int32),
        end[order].astype(np.int32),
        cost_s[order],
        np.concatenate([sections, sections])[order],
        (order >= len(network)),
    )


def reach(graph: Graph, hypotheses: list[Feet], limit_s: float) -> list[Reached]:
    """Return what is reached within a time, from each of several places where the person may be.

    Each place is given by its feet: the sections that lead there, with the metres between.
    """
    count = len(graph.network.node_longitude)
    heads, costs = zip(*(first_edges(graph, feet) for feet in hypotheses), strict=True)
    starts = np.concatenate([graph.starts, graph.starts[-1] + np.cumsum([len(one) for one in heads])])
    data = np.concatenate([graph.cost_s, *costs])
    neighbours = np.concatenate([graph.neighbours, *heads])
    size = count + len(hypotheses)
    matrix = csr_array((data, neighbours.astype(np.int32), starts.astype(np.int32)), shape=(size, size))
    people = np.arange(count, size)
    seconds, before = dijkstra(matrix, indices=people, return_predecessors=True, limit=limit_s)
    return [
        Reached(graph, feet, one, back) for feet, one, back in zip(hypotheses, seconds, before, strict=True)
    ]


def partial(network: Network, section: int, metre: float, name: str) -> tuple[float, float]:
    """Return one of a line's sums from a section's start to a metre on it, and from there to its end."""
    metres = np.array([network.from_metre[section], metre, network.to_metre[section]])
    summed = network.lines.sums(int(network.line[section]), name, metres)
    return float(summed[1] - summed[0]), float(summed[2] - summed[1])


def first_edges(graph: Graph, feet: Feet) -> tuple[Ints, Floats]:
    """Return the nodes at the ends of the feet's sections, and the seconds from each to the person."""
    found = list(_approaches(graph, feet))
    heads = np.array([one[0] for one in found], dtype=np.int64)
    return heads, np.array([one[1] for one in found], dtype=float)


def _approaches(graph: Graph, feet: Feet) -> Iterator[tuple[int, float, int, bool]]:
    """Yield (node, seconds, number of the foot, with the metres?) for each end of each foot's section."""
    network = graph.network
    told = zip(feet.section.tolist(), feet.metre.tolist(), feet.off_m.tolist(), strict=True)
    for number, (section, metre, off_m) in enumerate(told):
        if graph.closed is not None and graph.closed[section]:
            continue
        off_s = walking.off_trail_seconds(off_m) + 1e-3  # nothing would be no way
        forth_s, back_s = (
            partial(network, section, metre, "forth_s")[0],
            partial(network, section, metre, "back_s")[1],
        )
        yield int(network.from_node[section]), off_s + forth_s, number, True
        yield int(network.to_node[section]), off_s + back_s, number, False


def steps(reached: Reached, node: int) -> list[tuple[int, int]]:
    """Return the nodes of the way from one to the person, as pairs (from, to); the last one ends at a foot: -1.

    Empty when nothing leads there.
    """
    count = len(reached.graph.network.node_longitude)
    found: list[tuple[int, int]] = []
    while (nearer := int(reached.before[node])) != _NOWHERE:
        found.append((node, nearer if nearer < count else -1))
        if nearer >= count:
            return found
        node = nearer
    return []


def edge(graph: Graph, node: int, nearer: int) -> tuple[int, bool]:
    """Return the quickest section by which a crew comes from one node to a nearer one, and if with its metres."""
    edges = slice(graph.starts[nearer], graph.starts[nearer + 1])
    costs = np.where(graph.neighbours[edges] == node, graph.cost_s[edges], np.inf)
    at = int(graph.starts[nearer]) + int(np.argmin(costs))
    return int(graph.section[at]), bool(graph.with_metres[at])


def last_foot(reached: Reached, node: int) -> tuple[int, bool]:
    """Return to which foot a crew goes from the last node, and if with the metres of its section."""
    there = [one for one in _approaches(reached.graph, reached.feet) if one[0] == node]
    _, _, number, with_metres = min(there, key=lambda one: one[1])
    return number, with_metres
