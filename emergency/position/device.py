"""One position from many fixes of a phone: what tells nothing new is left out, the rest votes.

Phones err in three ways that an average would hide. A cell or Wi-Fi position of 2 km arrives
between good ones; a reflected signal (multipath) puts a "±8 m" fix 800 m away; and the errors
of neighbouring fixes are nearly the same, so that a hundred of them are hardly better than one.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from .measured import FLOOR_M, Estimate, Measured, Source

WALKING_M_PER_S: Final = 1.4  # how fast knowledge of a place ages
TELLING: Final = 3.0  # a fix this many times coarser than what is known at its time tells nothing
WINDOW: Final = 16  # newest fixes that vote
VOTE_FADES_S: Final = 60.0
STANDS_FROM: Final = 0.55  # of the most votes: below it a fix is an outlier; two agreeing ones outvote one
SIMULTANEOUS_S: Final = 5.0
CORRELATION: Final = 0.8  # between errors of one receiver within seconds: same satellites, same reflections
RMS_TO_95: Final = 1.73  # radius at 95 % of a circular normal scatter over its root mean square
_CENTURY_S: Final = 3.2e9


class Timed(NamedTuple):
    """A fix with its time in seconds from now, never positive; sorts by time, then completely."""

    at_s: float
    sequence: int
    longitude: float
    latitude: float
    uncertainty_m: float
    source: Source


def by_time(fixes: Sequence[Measured], now: datetime) -> list[Timed]:
    """Sort fixes by time, oldest first, with a clock that runs ahead set right.

    The phone numbers its fixes as it makes them. If the last of them lies in the future, the
    clock is ahead by at least that much, and all its fixes move back together. A single date
    in the future in between counts as now. Seconds, not dates: a year 9999 must not overflow.
    """
    since_now_s = [(fix.fixed_at - now).total_seconds() for fix in fixes]
    ahead_s = 0.0
    if max(since_now_s, default=0.0) > 0:
        ahead_s = max(0.0, max((fix.sequence, at_s) for fix, at_s in zip(fixes, since_now_s, strict=True))[1])
    return sorted(
        Timed(
            min(0.0, at_s - ahead_s),
            fix.sequence,
            fix.longitude,
            fix.latitude,
            max(FLOOR_M, fix.uncertainty_m),
            fix.source,
        )
        for fix, at_s in zip(fixes, since_now_s, strict=True)
    )


def telling(fixes: Sequence[Timed]) -> list[Timed]:
    """Leave out each fix that is far coarser than what others knew around its time.

    What is known at a moment is the smallest radius of the others, grown by walking since or
    until then: one sweep forwards and one backwards.
    """
    known: list[float] = []
    radius_m, before_s = math.inf, 0.0
    for fix in fixes:
        grown_m = radius_m + WALKING_M_PER_S * (fix.at_s - before_s)
        radius_m = fix.uncertainty_m if fix.uncertainty_m < grown_m else grown_m
        before_s = fix.at_s
        known.append(radius_m)
    kept: list[Timed] = []
    radius_m = math.inf
    for fix, earlier_m in zip(reversed(fixes), reversed(known), strict=True):
        grown_m = radius_m + WALKING_M_PER_S * (before_s - fix.at_s)
        radius_m = fix.uncertainty_m if fix.uncertainty_m < grown_m else grown_m
        before_s = fix.at_s
        if fix.uncertainty_m <= TELLING * earlier_m and fix.uncertainty_m <= TELLING * radius_m:
            kept.append(fix)
    kept.reverse()
    return kept


def estimate(told: Sequence[Timed], now: datetime) -> Estimate:
    """Estimate the newest position from at least one telling fix, sorted by time."""
    window = told[-WINDOW:]
    places = _local_metres(window)
    anchor = _anchor(window, places)
    longitude, latitude, uncertainty_m = _combine(window, places, anchor)
    fix = window[anchor]
    fixed_at = now + timedelta(seconds=max(fix.at_s, -_CENTURY_S))
    return Estimate(longitude, latitude, uncertainty_m, fix.source, fixed_at, abs(fix.at_s))


def _local_metres(fixes: Sequence[Timed]) -> list[tuple[float, float]]:
    """East and north of the newest fix, in metres; true nearby, which is all that votes need."""
    origin = fixes[-1]
    north_m = 111_132.0
    east_m = 111_320.0 * math.cos(math.radians(origin.latitude))
    return [
        (_turn(fix.longitude - origin.longitude) * east_m, (fix.latitude - origin.latitude) * north_m)
        for fix in fixes
    ]


def _turn(degrees: float) -> float:
    """The same angle from -180 to 180, across the date line."""
    return degrees if -180 <= degrees <= 180 else (degrees + 180) % 360 - 180


def _anchor(fixes: Sequence[Timed], places: Sequence[tuple[float, float]]) -> int:
    """Choose the fix to trust: well supported, and the smallest radius once grown until the newest.

    Each fix votes for those whose circle meets its own, walking between them allowed for. Votes
    fade, so that a person who was really carried away is followed after a fix or two.
    """
    newest_s = fixes[-1].at_s
    weights = [math.exp((fix.at_s - newest_s) / VOTE_FADES_S) for fix in fixes]
    votes = [
        sum(
            weight
            for other, place, weight in zip(fixes, places, weights, strict=True)
            if math.dist(places[i], place)
            <= fix.uncertainty_m + other.uncertainty_m + WALKING_M_PER_S * abs(fix.at_s - other.at_s)
        )
        for i, fix in enumerate(fixes)
    ]
    needed = STANDS_FROM * max(votes)
    return (
        min(
            (fix.uncertainty_m + WALKING_M_PER_S * (newest_s - fix.at_s), -i)
            for i, fix in enumerate(fixes)
            if votes[i] >= needed
        )[1]
        * -1
    )


def _combine(
    fixes: Sequence[Timed], places: Sequence[tuple[float, float]], anchor: int
) -> tuple[float, float, float]:
    """Weigh the anchor with the fixes beside it: longitude, latitude, radius in metres.

    Inverse variance for the place. The radius shrinks only by the part of the error that is
    not shared (CORRELATION), never below FLOOR_M, and never below what the scatter shows.
    """
    chosen = fixes[anchor]
    beside = [
        i
        for i, fix in enumerate(fixes)
        if abs(fix.at_s - chosen.at_s) <= SIMULTANEOUS_S
        and math.dist(places[i], places[anchor]) <= fix.uncertainty_m + chosen.uncertainty_m
    ]
    weights = [fixes[i].uncertainty_m ** -2 for i in beside]
    total = sum(weights)
    longitude = latitude = east = north = 0.0
    for i, weight in zip(beside, weights, strict=True):
        share = weight / total
        longitude += share * _turn(fixes[i].longitude - chosen.longitude)
        latitude += share * (fixes[i].latitude - chosen.latitude)
        east, north = east + share * places[i][0], north + share * places[i][1]
    scatter_m2 = sum(
        w * math.dist(places[i], (east, north)) ** 2 for i, w in zip(beside, weights, strict=True)
    )
    uncertainty_m = max(
        FLOOR_M,
        math.sqrt(CORRELATION * chosen.uncertainty_m**2 + (1 - CORRELATION) / total),
        RMS_TO_95 * math.sqrt(scatter_m2 / total),
    )
    return _turn(chosen.longitude + longitude), chosen.latitude + latitude, uncertainty_m
