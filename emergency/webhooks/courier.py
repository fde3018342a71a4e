"""Gives every endpoint its turns, each in a thread of its own: one that hangs holds up nobody else."""

import logging
import threading
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from emergency.deliveries import GIVE_UP_AFTER, OVERDUE_AFTER
from emergency.models import Delivery, Event, Webhook

from . import plan
from .turn import turn

log = logging.getLogger(__name__)

MOST_TURNS: Final = 16  # at once in one process; one that hangs ends after its time and rests
KEPT: Final = timedelta(days=30)  # deliveries and their tries; the events stay, and can be replayed
AT_ONCE: Final = 1_000

_busy: dict[int, threading.Thread] = {}
_handing_out = threading.Lock()


def sweep() -> int:
    """Plan what is new and begin the turns that are due; return how many. Never waits for one, never raises."""
    try:
        now = timezone.now()
        plan.all_(now)
        return sum(_begun(endpoint_id) for endpoint_id in _waiting(now))
    except Exception:  # whatever becomes of webhooks, the other deliveries must go on
        log.exception("Webhooks could not be planned; the log still holds them.")
        return 0


def join(timeout_s: float) -> None:
    """Wait for the turns that have begun."""
    for thread in list(_busy.values()):
        thread.join(timeout_s)


def is_overdue(now: datetime) -> bool:
    """Return whether an event or a message has waited for so long that nobody can be sweeping."""
    late = now - OVERDUE_AFTER
    active = Webhook.objects.filter(is_active=True)
    unplanned = Event.objects.filter(
        jurisdiction=OuterRef("jurisdiction"), sequence=OuterRef("planned_sequence") + 1, at__lt=late
    )
    alone = active.filter(*(Q(**{name: None}) | Q(**{f"{name}__lt": late}) for name in _HELD))
    return active.filter(Exists(unplanned)).exists() or alone.filter(Exists(_due(late))).exists()


_HELD: Final = ("turn_at", "leased_until", "rests_until")


def tidy(now: datetime) -> None:
    """Give up what nobody took for a day, and forget what is over after a month."""
    owed = Delivery.objects.filter(event__isnull=False)
    # An hour later than the last try: what has never been tried because its endpoint rested.
    late = now - GIVE_UP_AFTER - timedelta(hours=1)
    owed.filter(state=Delivery.State.DUE, planned_at__lt=late).update(state=Delivery.State.FAILED)
    over = owed.filter(~Q(state=Delivery.State.DUE), planned_at__lt=now - KEPT)
    keys = list(over.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    Delivery.objects.filter(pk__in=keys).delete()


def _waiting(now: datetime) -> list[int]:
    """Return the endpoints that something is due for and that nobody is sending to, the longest idle first."""
    free = Webhook.objects.filter(
        Q(leased_until=None) | Q(leased_until__lt=now),
        Q(rests_until=None) | Q(rests_until__lte=now),
        Exists(_due(now)),
        is_active=True,
    )
    return list(free.order_by(F("turn_at").asc(nulls_first=True)).values_list("pk", flat=True))


def _due(by: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        endpoint=OuterRef("pk"), event__isnull=False, state=Delivery.State.DUE, due_at__lte=by
    )


def _begun(endpoint_id: int) -> bool:
    with _handing_out:
        if endpoint_id in _busy or len(_busy) >= MOST_TURNS:
            return False
        # A daemon: a process that ends does not wait for a receiver, and the lease is taken over.
        thread = threading.Thread(target=_run, args=[endpoint_id], name=f"webhook {endpoint_id}", daemon=True)
        _busy[endpoint_id] = thread
    thread.start()
    return True


def _run(endpoint_id: int) -> None:
    try:
        turn(endpoint_id)
    except Exception:  # the database went away: the rows stay due, and the lease runs out
        log.exception("A webhook's turn broke off.")
    finally:
        connection.close()
        with _handing_out:
            del _busy[endpoint_id]
