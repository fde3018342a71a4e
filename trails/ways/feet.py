"""Where on each section a place is nearest to. Pure; whole arrays at once, no tree: 100,000 boxes are few."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .lines import Ints, Lines
from .noding import plane
from .walking import Floats


@dataclass(frozen=True, slots=True)
class Feet:
    """The nearest place of each section within reach, the nearest section first."""

    section: Ints
    metre: Floats
    off_m: Floats

    def __len__(self) -> int:
        return len(self.section)

    def __getitem__(self, chosen: Any) -> "Feet":
        return Feet(self.section[chosen], self.metre[chosen], self.off_m[chosen])


@dataclass(frozen=True, slots=True)
class Scale:
    """All lines' metres on one rising scale, so that one search finds places on many lines."""

    before: Floats
    metre: Floats


def scale(lines: Lines) -> Scale:
    """Return the scale of some lines."""
    lengths = lines.metre[lines.first[1:] - 1] if len(lines) else np.zeros(0)
    before = np.concatenate([[0.0], np.cumsum(lengths + 1.0)])
    return Scale(before, lines.metre + np.repeat(before[:-1], np.diff(lines.first)))


def _segments(on: Scale, lines: Lines, line: Ints, from_metre: Floats, to_metre: Floats) -> tuple[Ints, Ints]:
    """Return the first segment of each stretch and the one behind its last, numbered by their first places."""
    before = on.before[line]
    first = np.searchsorted(on.metre, before + from_metre, "right") - 1
    last = np.searchsorted(on.metre, before + to_metre, "left") - 1
    lowest, highest = lines.first[line], lines.first[line + 1] - 2
    first = np.clip(first, lowest, highest)
    return first, np.clip(last, first, highest) + 1


def boxes(on: Scale, lines: Lines, line: Ints, from_metre: Floats, to_metre: Floats) -> Floats:
    """Return (west, south, east, north) in degrees of a box around each stretch, as four columns."""
    if not len(line):
        return np.zeros((0, 4))
    first, behind = _segments(on, lines, line, from_metre, to_metre)
    ranges = np.stack([first, behind + 1], axis=1).ravel()

    def reduced(extreme: np.ufunc, values: Floats) -> Floats:
        # One more at the end, which no range holds: reduceat takes no index behind the last.
        found: Floats = extreme.reduceat(np.append(values, values[-1]), ranges)[::2]
        return found

    return np.stack(
        [
            reduced(extreme, values)
            for extreme in (np.minimum, np.maximum)
            for values in (lines.longitude, lines.latitude)
        ],
        axis=1,
    )


def near(
    on: Scale,
    lines: Lines,
    stretches: tuple[Ints, Floats, Floats, Floats],
    longitude: float,
    latitude: float,
    reach_m: float,
) -> Feet:
    """Return the nearest place on each stretch (line, from, to, box) that lies within reach of a place."""
    line, from_metre, to_metre, around = stretches
    north = reach_m / 110_500.0
    east = north / max(np.cos(np.radians(abs(latitude) + north)), 0.01)
    inside = (around[:, 0] <= longitude + east) & (around[:, 2] >= longitude - east)
    inside &= (around[:, 1] <= latitude + north) & (around[:, 3] >= latitude - north)
    chosen = np.flatnonzero(inside)
    if not len(chosen):
        return Feet(chosen, np.zeros(0), np.zeros(0))
    first, behind = _segments(on, lines, line[chosen], from_metre[chosen], to_metre[chosen])
    counts = behind - first
    which = np.repeat(np.arange(len(chosen)), counts)
    segment = (
        np.repeat(first, counts) + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    )
    metre, off_m = _on_segments(
        lines, segment, from_metre[chosen][which], to_metre[chosen][which], longitude, latitude
    )
    # The nearest of each stretch: sorted by distance, the first of each.
    order = np.lexsort((off_m, which))
    _, best = np.unique(which[order], return_index=True)
    best = order[best]
    feet = Feet(chosen[which[best]], metre[best], off_m[best])
    feet = feet[feet.off_m <= reach_m]
    return feet[np.argsort(feet.off_m, kind="stable")]


def _on_segments(
    lines: Lines, segment: Ints, from_metre: Floats, to_metre: Floats, longitude: float, latitude: float
) -> tuple[Floats, Floats]:
    here = plane(np.array(longitude), np.array(latitude), latitude)
    start = plane(lines.longitude[segment], lines.latitude[segment], latitude) - here
    along = plane(lines.longitude[segment + 1], lines.latitude[segment + 1], latitude) - here - start
    length_m = np.maximum(lines.metre[segment + 1] - lines.metre[segment], 1e-9)
    squared = np.maximum((along**2).sum(axis=1), 1e-12)
    begins, ends = ((metre - lines.metre[segment]) / length_m for metre in (from_metre, to_metre))
    share = np.clip(-(start * along).sum(axis=1) / squared, begins.clip(0, 1), ends.clip(0, 1))
    foot = start + along * share[:, None]
    return lines.metre[segment] + length_m * share, np.hypot(foot[:, 0], foot[:, 1])
