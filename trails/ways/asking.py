"""Ask for the ways to a place: the network at hand, what is closed now, and the rows behind the keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from trails.models import AccessPoint, Closure, Trail

from . import building, question, walker, walking
from .network import Network
from .question import Answer
from .way import Way


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with the rows that it names; ``is_current`` is false while a newer network is being made."""

    answer: Answer
    accesses: dict[int, AccessPoint]
    trails: dict[int, Trail]
    closures: tuple[Closure, ...]
    built_at: datetime
    is_current: bool

    def closed_on(self, way: Way) -> list[Closure]:
        """Return the closures that a way passes."""
        return [one for one in self.closures if any(_meets(one, leg) for leg in way.legs)]


def ways_to(longitude: float, latitude: float, uncertainty_m: float, now: datetime) -> Told | None:
    """Return the ways on foot to a place (degrees, radius at 95 % in metres); None while no network is made yet.

    Raises ValueError for what is no position.
    """
    held = building.current()
    if held is None:
        return None
    closures = active_closures(now)
    closed = marked(held.graph.network, closures)
    answer = question.ask(held.graph, (longitude, latitude), uncertainty_m, closed)
    ways = [*answer.ways, *answer.others, *answer.through, *(one.way for one in answer.perhaps if one.way)]
    accesses = AccessPoint.objects.in_bulk({one.entrance for one in ways})
    answer = _without_deleted(answer, accesses)
    keys = {leg.trail for one in ways for leg in one.legs} | {one.on_trail.trail for one in answer.perhaps}
    keys |= {answer.on_trail.trail} if answer.on_trail else set()
    trails = Trail.objects.only("name_ko", "name_en", "kind").in_bulk(keys)
    return Told(answer, accesses, trails, tuple(closures), held.built_at, held.is_current)


def minutes_between(
    here: tuple[float, float], person: tuple[float, float], uncertainty_m: float, now: datetime
) -> float | None:
    """Return the minutes that somebody with a load walks from here to a person; None where none are known.

    Both are (longitude, latitude) in degrees, the radius is the person's at 95 % in metres.
    """
    held = building.current()
    if held is None:
        return None
    closed = marked(held.graph.network, active_closures(now))
    found = walker.seconds(held.graph, here, person, uncertainty_m, closed)
    return None if found is None else walking.minutes(found)


def active_closures(now: datetime) -> Sequence[Closure]:
    """Return what is closed now, told to everybody or not; what is closed for practice only is open."""
    begun = Closure.objects.filter(since__lte=now, trail__is_active=True, is_exercise=False)
    return list(begun.filter(Q(until__isnull=True) | Q(until__gt=now)).order_by("since", "pk"))


def marked(network: Network, closures: Iterable[Closure]) -> NDArray[np.bool_]:
    """Return a mark for each section that a closure touches, were it for a metre only."""
    closed = np.zeros(len(network), dtype=bool)
    for one in closures:
        on = network.lines.key == one.trail_id
        if on.any():
            sections = slice(*np.searchsorted(network.line, [on.argmax(), on.argmax() + 1]))
            begin, end = _stretch(one)
            closed[sections] |= (network.to_metre[sections] > begin + 0.5) & (
                network.from_metre[sections] < end - 0.5
            )
    return closed


def _stretch(closure: Closure) -> tuple[float, float]:
    begin = -np.inf if closure.from_metre is None else closure.from_metre
    return begin, np.inf if closure.to_metre is None else closure.to_metre


def _meets(closure: Closure, leg: Any) -> bool:
    begin, end = _stretch(closure)
    low, high = sorted((leg.from_metre, leg.to_metre))
    return bool(leg.trail == closure.trail_id and low < end and high > begin)


def _without_deleted(answer: Answer, accesses: dict[int, AccessPoint]) -> Answer:
    """Return the answer without ways from access points that are gone since the network was made."""

    def there(ways: Iterable[Way]) -> tuple[Way, ...]:
        return tuple(way for way in ways if way.entrance in accesses)

    perhaps = tuple(
        one if one.way is None or one.way.entrance in accesses else replace(one, way=None)
        for one in answer.perhaps
    )
    return replace(
        answer,
        ways=there(answer.ways),
        others=there(answer.others),
        through=there(answer.through),
        perhaps=perhaps,
    )
