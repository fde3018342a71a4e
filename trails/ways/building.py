"""Make the network of what the register holds now, in the background, and have it at hand in every process.

A small one, of a demonstration or a single hill, is made by whoever asks first. Meanwhile a large one that has
changed answers as it was; what is closed is read afresh with every question all the same.
"""

import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import shapely
from django.db.models import Count, Max, Model, Q, Sum
from django.utils import timezone

from trails.models import AccessKind, AccessPoint, Closure, Trail, TrailNetwork

from . import search
from .encoding import FORMAT, UnreadableNetwork, decode, encode
from .lines import Drawn
from .network import Entrance, network
from .search import Graph

VEHICLE: Final = (AccessKind.ROAD, AccessKind.GATE, AccessKind.CAR_PARK)
# Made while somebody waits: a fifth of a second or so.
SMALL_M: Final = 300_000.0
SMALL_TRAILS: Final = 300
# A process looks this often whether there is a newer one.
CHECK_EVERY_S = 5.0
# Whoever began and died is not waited for any longer.
CLAIM: Final = timedelta(minutes=10)
# What came past the history (a restored table, a bulk load) is found within this time.
LOOK_AGAIN_AFTER: Final = timedelta(days=1)
_ONE: Final = 1


@dataclass(frozen=True, slots=True)
class Held:
    """A network at hand: when it was made, and whether nothing has changed since."""

    graph: Graph
    version: str
    built_at: datetime
    is_current: bool


_held: Held | None = None
_looked_at = 0.0
_lock = threading.Lock()


def forget() -> None:
    """Look into the database again at the next question: for tests, which undo what they wrote."""
    global _held, _looked_at
    with _lock:
        _held, _looked_at = None, 0.0


def current() -> Held | None:
    """Return the network at hand, or None when a large one has not been made yet."""
    global _held, _looked_at
    if _held is not None and time.monotonic() - _looked_at < CHECK_EVERY_S:
        return _held
    # While one looks, the others answer from what is at hand, if there is anything.
    if not _lock.acquire(blocking=_held is None):
        return _held
    try:
        _held = _newest(_held)
        _looked_at = time.monotonic()
        return _held
    finally:
        _lock.release()


def sweep() -> bool:
    """Make the network anew when what it is made of has changed; return whether it was."""
    now = timezone.now()
    row, _ = TrailNetwork.objects.defer("content").get_or_create(pk=_ONE)
    is_old = row.built_at is None or row.built_at < now - LOOK_AGAIN_AFTER
    if row.version == version() and not is_old:
        return False
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM)
    # Whoever sets the time does the work: two sweepers do not make the same.
    if not TrailNetwork.objects.filter(free, pk=_ONE).update(claimed_at=now):
        return False
    try:
        build()
    finally:
        TrailNetwork.objects.filter(pk=_ONE).update(claimed_at=None)
    return True


def build() -> None:
    """Make the network and keep it."""
    made_of = version()  # before the rows are read: what changes meanwhile is another version
    closures = Closure.objects.filter(trail__is_active=True, is_exercise=False)
    cuts = closures.values_list("trail_id", "from_metre", "to_metre")
    edges = [(trail, metre) for trail, *metres in cuts for metre in metres if metre is not None]
    made = network(_drawn(), [_entrance(row) for row in AccessPoint.objects.order_by("pk")], edges)
    values = {
        "version": made_of,
        "content": encode(made),
        "sections": len(made),
        "built_at": timezone.now(),
    }
    TrailNetwork.objects.update_or_create(pk=_ONE, defaults=values)


def version() -> str:
    """Return what trails, access points and closures are now, in short: another one when any has changed."""
    asked: list[tuple[type[Model], Any]] = [
        (Trail, Max("updated_at")),
        (AccessPoint, Max("pk")),
        (Closure, Max("pk")),
    ]
    sums = [
        model._default_manager.order_by().aggregate(
            n=Count("pk"), keys=Sum("pk"), versions=Sum("version"), newest=last
        )
        for model, last in asked
    ]
    told = repr([FORMAT, [sorted(one.items()) for one in sums]])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _newest(held: Held | None) -> Held | None:
    wanted = version()
    if _kept()[0] != wanted and is_small():
        build()
    made_of, built_at = _kept()
    if built_at is None:
        return None
    if held is not None and (held.version, held.built_at) == (made_of, built_at):
        return Held(held.graph, made_of, built_at, made_of == wanted)
    content = TrailNetwork.objects.filter(pk=_ONE).values_list("content", flat=True).get()
    try:
        made = search.graph(decode(bytes(content or b"")))
    except UnreadableNetwork:
        TrailNetwork.objects.filter(pk=_ONE).update(version="")  # the next sweep makes it again
        return held
    return Held(made, made_of, built_at, made_of == wanted)


def _kept() -> tuple[str, datetime | None]:
    rows = TrailNetwork.objects.filter(pk=_ONE)
    return rows.values_list("version", "built_at").first() or ("", None)


def is_small() -> bool:
    """Return whether the network is made in a moment, so that a question may wait for it."""
    told = Trail.objects.filter(is_active=True).order_by().aggregate(n=Count("pk"), length_m=Sum("length_m"))
    return int(told["n"]) <= SMALL_TRAILS and float(told["length_m"] or 0.0) <= SMALL_M


def _drawn() -> Iterator[Drawn]:
    rows = Trail.objects.filter(is_active=True).order_by("pk")
    for key, line, heights in rows.values_list("pk", "line", "elevations_m").iterator(chunk_size=500):
        yield Drawn(key, shapely.get_coordinates(shapely.from_wkb(bytes(line.wkb))), heights)  # type: ignore[arg-type]


def _entrance(row: AccessPoint) -> Entrance:
    is_vehicle = row.kind in VEHICLE
    return Entrance(row.pk, row.position.x, row.position.y, is_vehicle, row.trail_id, row.metre)
