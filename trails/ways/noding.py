"""Where trails meet: crossings, and ends that lie within a few metres of a line. Pure; metres of a plane.

The lines are looked at in short chains through one tree of boxes, and the segments of chains that are near each
other by arithmetic on whole arrays, so that a line which crosses itself is nothing special.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from .lines import Ints, Lines
from .walking import Floats

# A trail that ends this near to another one meets it: receivers and hands draw no finer.
JOIN_M: Final = 5.0
# A line that crosses itself more often is that of a receiver which lay on a table, and no labyrinth.
MOST_OWN: Final = 2_000
_CHAIN: Final = 8  # segments
_AT_ONCE: Final = 1_000_000  # pairs of segments
_TOUCH: Final = 1e-9  # a crossing in the very place of a vertex must not fall between two segments


@dataclass(frozen=True, slots=True)
class Meetings:
    """Pairs of places, one on each of two lines (or twice on one), that are the same place on the ground."""

    line_a: Ints
    metre_a: Floats
    line_b: Ints
    metre_b: Floats


@dataclass(frozen=True, slots=True)
class _Segments:
    """Every segment of every line in the plane: start and vector, which line, its metres there."""

    start: Floats
    along: Floats
    line: Ints
    metre: Floats
    length_m: Floats
    is_first: NDArray[np.bool_]
    is_last: NDArray[np.bool_]


def plane(longitude: Floats, latitude: Floats, middle: float) -> Floats:
    """Return metres east and north in a plane around a latitude: good for what is near, not for what is far."""
    north = np.asarray(latitude) * 110_574.0
    east = np.asarray(longitude) * 111_320.0 * np.cos(np.radians(middle))
    return np.stack([east, north], axis=-1)


def meetings(lines: Lines) -> Meetings:
    """Return where lines cross, each other or themselves, and where an end lies within ``JOIN_M`` of a line."""
    parts: list[tuple[Any, ...]] = []
    if len(lines):
        segments, own = _segments(lines), np.zeros(len(lines), dtype=np.int64)
        for first, second in _pairs(segments):
            parts.append(_untangled(_crossings(segments, first, second), own))
            for ends, others in ((first, second), (second, first)):
                parts.append(_joined(segments, ends, others, at_start=True))
                parts.append(_joined(segments, ends, others, at_start=False))
    columns = [
        np.concatenate([part[column] for part in parts]) if parts else np.zeros(0) for column in range(4)
    ]
    return Meetings(columns[0].astype(np.int64), columns[1], columns[2].astype(np.int64), columns[3])


def _segments(lines: Lines) -> _Segments:
    xy = plane(lines.longitude, lines.latitude, float(np.mean(lines.latitude)))
    is_start = np.ones(len(xy), dtype=bool)
    is_start[lines.first[1:] - 1] = False  # the last place of a line begins no segment
    at = np.flatnonzero(is_start)
    return _Segments(
        start=xy[at],
        along=xy[at + 1] - xy[at],
        line=np.repeat(np.arange(len(lines)), np.diff(lines.first) - 1),
        metre=lines.metre[at],
        length_m=lines.metre[at + 1] - lines.metre[at],
        is_first=np.isin(at, lines.first[:-1]),
        is_last=np.isin(at + 2, lines.first[1:]),
    )


def _pairs(segments: _Segments) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs of segments whose boxes are within reach, each pair once, neighbours of one line left out."""
    count = len(segments.line)
    place_in_line = np.arange(count) - np.searchsorted(segments.line, segments.line)
    chain_starts = np.flatnonzero(place_in_line % _CHAIN == 0)
    sizes = np.diff(np.append(chain_starts, count))
    first, second = _near_chains(segments, chain_starts, sizes)
    ends = segments.start + segments.along
    boxes = [
        (np.minimum(begin, end) - JOIN_M / 2, np.maximum(begin, end) + JOIN_M / 2)
        for begin, end in zip(segments.start.T.copy(), ends.T.copy(), strict=True)
    ]
    combinations = sizes[first] * sizes[second]
    blocks = np.flatnonzero(np.diff(np.cumsum(combinations) // _AT_ONCE)) + 1
    for one, other in zip(np.split(first, blocks), np.split(second, blocks), strict=True):
        n = sizes[one] * sizes[other]
        which = np.repeat(np.arange(len(n)), n)
        within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
        a = chain_starts[one][which] + within // sizes[other][which]
        b = chain_starts[other][which] + within % sizes[other][which]
        near = np.ones(len(a), dtype=bool)
        for low, high in boxes:
            near &= (low[a] <= high[b]) & (low[b] <= high[a])
        neighbours = (segments.line[a] == segments.line[b]) & (b - a <= 1)
        kept = near & ~neighbours & ((one != other)[which] | (a < b))
        yield a[kept], b[kept]


def _near_chains(segments: _Segments, starts: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    ends = np.repeat(starts, sizes + 1) + _counting(sizes + 1)
    is_end = _counting(sizes + 1) == np.repeat(sizes, sizes + 1)
    before = ends - is_end
    places = segments.start[before] + segments.along[before] * is_end[:, None]
    chains = shapely.linestrings(places, indices=np.repeat(np.arange(len(starts)), sizes + 1))
    first, second = shapely.STRtree(chains).query(chains, predicate="dwithin", distance=JOIN_M)
    once = first <= second
    return first[once], second[once]


def _counting(sizes: Ints) -> Ints:
    """Return 0, 1, 2 … for each size."""
    counted: Ints = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return counted


def _crossings(segments: _Segments, a: Ints, b: Ints) -> tuple[Any, ...]:
    """Return the meetings of segments that cross; parallel ones meet where they bend."""
    between = segments.start[b] - segments.start[a]
    across = _cross(segments.along[a], segments.along[b])
    crosses = np.abs(across) > 1e-9
    across = np.where(crosses, across, 1.0)
    on_a = _cross(between, segments.along[b]) / across
    on_b = _cross(between, segments.along[a]) / across
    for share in (on_a, on_b):
        crosses &= (share >= -_TOUCH) & (share <= 1 + _TOUCH)
    a, b, on_a, on_b = a[crosses], b[crosses], on_a[crosses].clip(0, 1), on_b[crosses].clip(0, 1)
    return _meeting(segments, a, on_a, b, on_b)


def _untangled(crossings: tuple[Any, ...], own: Ints) -> tuple[Any, ...]:
    """Return the crossings without those of a line that has crossed itself too often; ``own`` counts them."""
    line_a, _, line_b, _ = crossings
    is_own = line_a == line_b
    own += np.bincount(line_a[is_own], minlength=len(own))
    kept = ~(is_own & (own[line_a] > MOST_OWN))
    return tuple(column[kept] for column in crossings)


def _joined(segments: _Segments, ends: Ints, others: Ints, *, at_start: bool) -> tuple[Any, ...]:
    """Return the meetings of lines' first (or last) places with segments that are within reach."""
    are_ends = (segments.is_first if at_start else segments.is_last)[ends]
    ends, others = ends[are_ends], others[are_ends]
    place = segments.start[ends] + (0.0 if at_start else 1.0) * segments.along[ends]
    along = segments.along[others]
    squared = np.maximum((along**2).sum(axis=1), 1e-12)
    share = (((place - segments.start[others]) * along).sum(axis=1) / squared).clip(0, 1)
    foot = segments.start[others] + along * share[:, None]
    near = np.hypot(*(place - foot).T) <= JOIN_M
    own = np.full(len(ends), 0.0 if at_start else 1.0)
    return _meeting(segments, ends[near], own[near], others[near], share[near])


def _meeting(segments: _Segments, a: Ints, on_a: Floats, b: Ints, on_b: Floats) -> tuple[Any, ...]:
    metre_a = segments.metre[a] + segments.length_m[a] * on_a
    metre_b = segments.metre[b] + segments.length_m[b] * on_b
    # A line's own beginning lies beside it, too: that is no loop.
    apart = (segments.line[a] != segments.line[b]) | (np.abs(metre_a - metre_b) > 2 * JOIN_M)
    return segments.line[a][apart], metre_a[apart], segments.line[b][apart], metre_b[apart]


def _cross(a: Floats, b: Floats) -> Floats:
    crossed: Floats = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return crossed
