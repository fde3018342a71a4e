"""Trails as long arrays: cleaned, measured on the ellipsoid, with the time that each stretch takes. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addresses.distances import ELLIPSOID

from . import walking
from .walking import Floats

Ints = NDArray[np.integer[Any]]

# Slopes are taken over steps of this length: what is shorter is noise of the receiver that drew the line.
STEP_M: Final = 25.0
HIGHEST_M: Final = 9_000.0
SHORTEST_M: Final = 0.01


@dataclass(frozen=True, slots=True)
class Drawn:
    """One trail as it was drawn: its key, (longitude, latitude) of its places, a height for each or None."""

    key: int
    places: Sequence[tuple[float, ...]]
    heights_m: Sequence[float | None] | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """All trails, one behind another. ``first[i]:first[i + 1]`` are the places of trail i, and so for steps.

    ``metre`` counts from each trail's start. At each step (``step_metre``, every 25 m) stand the sums since the start:
    ``climb_m``, ``descent_m``, ``forth_s`` and ``back_s`` (walking with the metres, and against them, without load).
    """

    key: Ints
    first: Ints
    longitude: Floats
    latitude: Floats
    metre: Floats
    first_step: Ints
    step_metre: Floats
    climb_m: Floats
    descent_m: Floats
    forth_s: Floats
    back_s: Floats
    has_heights: NDArray[np.bool_]
    left_out: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.key)

    def length_m(self, line: int) -> float:
        """Return a trail's length in metres."""
        return float(self.metre[self.first[line + 1] - 1])

    def sums(self, line: int, name: str, metres: Floats) -> Floats:
        """Return one of the sums at some metres of a trail: ``climb_m``, ``descent_m``, ``forth_s``, ``back_s``."""
        steps = slice(self.first_step[line], self.first_step[line + 1])
        summed: Floats = np.interp(metres, self.step_metre[steps], getattr(self, name)[steps])
        return summed

    def places_at(self, line: int, metres: Floats) -> tuple[Floats, Floats]:
        """Return longitude and latitude at some metres of a trail."""
        part = slice(self.first[line], self.first[line + 1])
        along = self.metre[part]
        return np.interp(metres, along, self.longitude[part]), np.interp(metres, along, self.latitude[part])


def lines(drawn: Iterable[Drawn]) -> Lines:
    """Return the trails cleaned and measured; ``left_out`` are the keys of those that have no length.

    Left out of a line are places without finite coordinates and repeated ones. A height that is missing, not
    finite or higher than any mountain is interpolated from its neighbours; fewer than two good ones are none.
    """
    kept: list[_Line] = []
    left_out: list[int] = []
    for trail in drawn:
        x, y, heights = _clean(trail)
        metre = _metres(x, y)
        if len(metre) < 2 or metre[-1] < SHORTEST_M:
            left_out.append(trail.key)
        else:
            kept.append(_Line(trail.key, x, y, metre, _steps(metre, heights), heights is not None))
    step = [_joined([one.steps[column] for one in kept]) for column in range(5)]
    return Lines(
        key=np.array([one.key for one in kept], dtype=np.int64),
        first=_offsets([len(one.metre) for one in kept]),
        longitude=_joined([one.longitude for one in kept]),
        latitude=_joined([one.latitude for one in kept]),
        metre=_joined([one.metre for one in kept]),
        first_step=_offsets([len(one.steps[0]) for one in kept]),
        step_metre=step[0],
        climb_m=step[1].astype(np.float32),
        descent_m=step[2].astype(np.float32),
        forth_s=step[3].astype(np.float32),
        back_s=step[4].astype(np.float32),
        has_heights=np.array([one.has_heights for one in kept], dtype=bool),
        left_out=tuple(left_out),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    key: int
    longitude: Floats
    latitude: Floats
    metre: Floats
    steps: tuple[Floats, ...]
    has_heights: bool


def _clean(trail: Drawn) -> tuple[Floats, Floats, Floats | None]:
    places = np.array([place[:2] for place in trail.places], dtype=float).reshape(-1, 2)
    heights: Floats | None = None
    if trail.heights_m is not None and len(trail.heights_m) == len(places):
        heights = np.array([np.nan if one is None else one for one in trail.heights_m], dtype=float)
    good = np.isfinite(places).all(axis=1)
    good &= (np.abs(places[:, 0]) <= 180) & (np.abs(places[:, 1]) <= 90)
    places = places[good]
    new = np.ones(len(places), dtype=bool)
    new[1:] = (np.diff(places, axis=0) != 0).any(axis=1)
    places = places[new]
    return places[:, 0], places[:, 1], None if heights is None else _heights(heights[good][new])


def _heights(heights: Floats) -> Floats | None:
    heights = np.where(np.abs(heights) < HIGHEST_M, heights, np.nan)  # a comparison with no number is no
    return heights if np.isfinite(heights).sum() >= 2 else None


def _metres(x: Floats, y: Floats) -> Floats:
    if len(x) < 2:
        return np.zeros(len(x))
    _, _, lengths = ELLIPSOID.inv(x[:-1], y[:-1], x[1:], y[1:])
    return np.concatenate([[0.0], np.cumsum(lengths)])


def _steps(metre: Floats, heights: Floats | None) -> tuple[Floats, ...]:
    """Return the metres of the steps and the four sums; without heights the trail counts as level."""
    count = max(1, round(metre[-1] / STEP_M))
    at = np.linspace(0.0, metre[-1], count + 1)
    rise = np.zeros(count)
    if heights is not None:
        known = np.isfinite(heights)
        rise = np.diff(np.interp(at, metre[known], heights[known]))
    run = np.diff(at)
    parts = (
        np.maximum(rise, 0),
        np.maximum(-rise, 0),
        walking.seconds(run, rise),
        walking.seconds(run, -rise),
    )
    climb, descent, forth, back = (np.concatenate([[0.0], np.cumsum(part)]) for part in parts)
    return at, climb, descent, forth, back


def _offsets(counts: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.array(counts, dtype=np.int64))]).astype(np.int64)


def _joined(parts: Sequence[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)
