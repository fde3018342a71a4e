"""From the event log to deliveries: each event once for each endpoint that asked for its kind, and again at a replay.

Numbers of the log are gapless within a jurisdiction and become visible in order, so what an endpoint was
planned up to is one number, moved on in the transaction that writes the deliveries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from addresses.models import SharingMode
from emergency.errors import Refused
from emergency.models import Delivery, Event, EventCursor, Webhook

AT_ONCE: Final = 500
MOST_PLANNED: Final = 5_000  # in one sweep: the next one goes on
MOST_REPLAYED: Final = 10_000


class SwitchedOff(Refused):
    kind, status, title = "webhook-off", 409, "This webhook is switched off"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay planned: how many events, up to which number, and where to go on if that was not all."""

    planned: int
    through: int
    next: int | None


def newest(jurisdiction_id: int) -> int:
    """Return the number of a jurisdiction's last event; 0 before its first."""
    cursor = EventCursor.objects.filter(pk=jurisdiction_id).first()
    return cursor.last_sequence if cursor else 0


def all_(now: datetime) -> int:
    """Plan what came since the last time and return how many deliveries. One question where there is nothing."""
    behind = Webhook.objects.filter(
        is_active=True, jurisdiction__eventcursor__last_sequence__gt=F("planned_sequence")
    )
    return sum(
        _planned(endpoint, now)
        for endpoint in behind.select_related("jurisdiction").defer("jurisdiction__area")
    )


def _planned(endpoint: Webhook, now: datetime) -> int:
    made = 0
    for _ in range(MOST_PLANNED // AT_ONCE):
        found = _events(endpoint, endpoint.planned_sequence + 1, None)
        if not found:
            break
        last = found[-1].sequence
        wanted = [event for event in found if _is_wanted(endpoint, event)]
        with transaction.atomic():
            # Whoever moves the number writes the deliveries; another planner finds it moved.
            seen = Webhook.objects.filter(
                pk=endpoint.pk, is_active=True, planned_sequence=endpoint.planned_sequence
            )
            if not seen.update(planned_sequence=last):
                break
            Delivery.objects.bulk_create(_owed(endpoint, event, now) for event in wanted)
        endpoint.planned_sequence = last
        made += len(wanted)
    return made


def replay(endpoint: Webhook, first: int, now: datetime, *, most: int = MOST_REPLAYED) -> Replayed:
    """Owe an endpoint again what it asked for, from event number ``first`` on; what is new goes first.

    At most so many events of the log are looked at; ``next`` says where to go on. Raises SwitchedOff.
    """
    if not endpoint.is_active:
        raise SwitchedOff("Switch it on first, then replay what it missed.")
    last = Webhook.objects.values_list("planned_sequence", flat=True).get(pk=endpoint.pk)
    planned, through = 0, first - 1
    while through < min(last, first - 1 + most):
        found = _events(endpoint, through + 1, last)
        if not found:
            break
        planned += _owe_again(endpoint, [event for event in found if _is_wanted(endpoint, event)], now)
        through = found[-1].sequence
    return Replayed(planned, through, through + 1 if through < last else None)


def _owe_again(endpoint: Webhook, events: Sequence[Event], now: datetime) -> int:
    keys = [event.pk for event in events]
    with transaction.atomic():
        kept = Delivery.objects.filter(endpoint=endpoint, event_id__in=keys)
        there = set(kept.values_list("event_id", flat=True))
        kept.update(
            state=Delivery.State.DUE,
            tries=0,
            due_at=now,
            planned_at=now,
            sent_at=None,
            last_error="",
            is_replay=True,
        )
        new = [_owed(endpoint, event, now) for event in events if event.pk not in there]
        for delivery in new:
            delivery.is_replay = True
        Delivery.objects.bulk_create(new, ignore_conflicts=True)
    return len(keys)


def _events(endpoint: Webhook, first: int, last: int | None) -> list[Event]:
    found = Event.objects.filter(jurisdiction_id=endpoint.jurisdiction_id, sequence__gte=first)
    if last is not None:
        found = found.filter(sequence__lte=last)
    asked = found.order_by("sequence").select_related("incident")
    return list(
        asked.only("jurisdiction_id", "sequence", "kind", "report_id", "incident__is_exercise")[:AT_ONCE]
    )


def _is_wanted(endpoint: Webhook, event: Event) -> bool:
    """Only jurisdictions that share with other systems tell anything; an exercise goes to those who asked."""
    if endpoint.jurisdiction.sharing_mode != SharingMode.CONSOLE_AND_FEEDS:
        return False
    return event.kind in endpoint.kinds and (endpoint.takes_exercises or not event.incident.is_exercise)


def _owed(endpoint: Webhook, event: Event, now: datetime) -> Delivery:
    return Delivery(
        endpoint=endpoint,
        event=event,
        incident_id=event.incident_id,
        report_id=event.report_id,
        occasion=event.kind,
        due_at=now,
        planned_at=now,
    )
