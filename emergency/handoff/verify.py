"""Read a hand-off document back and compare it with the facts: what a schema cannot see.

Axes that are swapped, kilometres for metres, an exercise that is not marked: a receiver would send its
crews to the wrong place and no schema would object. So nothing leaves without having been read back.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from emergency.position import distance_m

from .facts import Facts, Fix
from .reading import Reading

NEAR_M: Final = 0.2  # a place is written to a tenth of a metre
RADIUS_M: Final = 1.0  # CAP writes whole metres
SECOND: Final = 1.0  # not every format knows parts of a second


def problems(found: Reading, facts: Facts) -> tuple[str, ...]:
    """Return how a document differs from the facts, in sentences; nothing where it says the same."""
    return (*_position(found, facts.position), *_track(found, facts), *_marked(found, facts))


def _position(found: Reading, fix: Fix | None) -> Iterator[str]:
    if found.longitude is None or found.latitude is None:
        if fix:
            yield "The position is missing."
        return
    if fix is None:
        yield "A position is told where none is known."
        return
    at = Fix(found.longitude, found.latitude, 1, fix.fixed_at)
    apart_m = distance_m(at, fix)
    if apart_m > NEAR_M:
        swapped = distance_m(Fix(at.latitude, at.longitude, 1, at.fixed_at), fix) <= NEAR_M
        why = ": the axes are swapped" if swapped else ""
        yield f"The position is {apart_m:,.0f} m from where it was measured{why}."
    yield from _radius(found.uncertainty_m, fix.uncertainty_m)
    if found.confidence_pct not in (None, 95):
        yield f"The radius is said to hold {found.confidence_pct:g} % of the time, not 95 %."
    if found.fixed_at and _apart_s(found.fixed_at, fix.fixed_at) > SECOND:
        yield f"The position is of {fix.fixed_at.isoformat()}, not of {found.fixed_at.isoformat()}."


def _radius(found_m: float | None, measured_m: float) -> Iterator[str]:
    if found_m is None:
        yield "The position does not say how sure it is."
    elif not measured_m - 1e-6 <= found_m <= measured_m + RADIUS_M:
        thousandfold = abs(found_m / measured_m - 1000) < 1 or abs(measured_m / found_m - 1000) < 1
        why = ": kilometres and metres are mixed up" if thousandfold else ""
        yield f"The radius is {found_m:g} m instead of {measured_m:g} m{why}."


def _track(found: Reading, facts: Facts) -> Iterator[str]:
    measured = [fix for track in facts.tracks for fix in track]
    if found.track is None:
        return
    if len(found.track) != len(measured):
        yield f"The track has {len(found.track)} positions instead of {len(measured)}."
        return
    for number, ((longitude, latitude, at), fix) in enumerate(zip(found.track, measured, strict=True), 1):
        if distance_m(Fix(longitude, latitude, 1, fix.fixed_at), fix) > NEAR_M:
            yield f"Position {number} of the track is elsewhere."
        if at is None or _apart_s(at, fix.fixed_at) > SECOND:
            yield f"Position {number} of the track has another time."


def _marked(found: Reading, facts: Facts) -> Iterator[str]:
    if found.is_exercise is None or found.is_exercise == facts.is_exercise:
        return
    yield "An exercise is not marked." if facts.is_exercise else "A real call is marked as an exercise."


def _apart_s(a: datetime, b: datetime) -> float:
    return abs((a - b).total_seconds())
