"""Messages owed to other systems: planned with the report, claimed by lease, kept until acknowledged."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from addresses.models import Jurisdiction, SharingMode

from . import channels
from .asked import Question, Row
from .models import Delivery, Report

log = logging.getLogger(__name__)

OVERDUE_AFTER = timedelta(minutes=2)
LEASE = timedelta(seconds=60)  # twice as long as any channel may take to answer
# So many are claimed in one transaction. Each outcome is written for itself: who dies sends one twice at most.
AT_ONCE = 10
# Growing waits between tries; the last one repeats until a day has passed.
WAITS_S = (5, 30, 120, 600, 1800, 3600)
GIVE_UP_AFTER = timedelta(hours=24)


@dataclass(slots=True)
class _Owed:
    """A delivery's row before it is written."""

    endpoint_id: int
    incident_id: UUID
    report_id: UUID
    occasion: str
    due_at: datetime
    state: str = Delivery.State.DUE
    tries: int = 0
    leased_until: datetime | None = None
    sent_at: datetime | None = None
    last_error: str = ""


ENDPOINTS: Final[Question] = ("SELECT id, jurisdiction_id FROM emergency_endpoint WHERE is_active", [])


def owed(
    told: Sequence[tuple[Report, Jurisdiction]], endpoints: Sequence[Row], occasion: str
) -> list[object]:
    """Return the rows of what is owed, to be written with the reports: one per report and endpoint.

    Only jurisdictions that share with other systems owe anything, and an exercise tells nobody.
    """
    return [
        _Owed(endpoint_id, report.incident_id, report.id, occasion, due_at=report.received_at)
        for report, jurisdiction in told
        if jurisdiction.sharing_mode == SharingMode.CONSOLE_AND_FEEDS and not report.is_exercise
        for endpoint_id, jurisdiction_id in endpoints
        if jurisdiction_id == jurisdiction.id
    ]


def sweep(now: datetime | None = None, *, most: int = 100) -> int:
    """Try what is due and return how many were tried. Any number of sweeps may run at once."""
    tried = 0
    while tried < most:
        mine = claim(min(AT_ONCE, most - tried), now or timezone.now())
        for delivery in mine:
            at = now or timezone.now()
            if _is_safe(delivery, at):
                attempt(delivery, at)
                tried += 1
            else:
                _let_go(delivery)
        if len(mine) < AT_ONCE:
            break
    return tried


def claim(most: int, now: datetime) -> list[Delivery]:
    """Take the leases of some deliveries that are due and that nobody else holds."""
    due = Delivery.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now), state=Delivery.State.DUE, due_at__lte=now
    )
    if not due.exists():  # so the writer's place is not taken each second for nothing
        return []
    with transaction.atomic():
        free = due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk")
        mine = list(free.select_related("endpoint", "incident__jurisdiction", "report")[:most])
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in mine]).update(
            leased_until=now + LEASE, tries=F("tries") + 1
        )
    for delivery in mine:
        delivery.leased_until, delivery.tries = now + LEASE, delivery.tries + 1
    return mine


def _is_safe(delivery: Delivery, now: datetime) -> bool:
    """Say whether a channel that takes its whole time still answers within the lease."""
    return delivery.leased_until is not None and delivery.leased_until - now > LEASE / 2


def _let_go(delivery: Delivery) -> None:
    """Give a delivery back that was not begun: those before it took too long."""
    mine = Delivery.objects.filter(pk=delivery.pk, tries=delivery.tries, state=Delivery.State.DUE)
    mine.update(leased_until=None, tries=F("tries") - 1)


def attempt(delivery: Delivery, now: datetime) -> None:
    """Send one claimed delivery and record what happened. Never raises for what a channel does."""
    try:
        channels.send(delivery)
    except channels.ChannelError as error:
        _record_failure(delivery, error, now)
    except Exception as error:  # a fault of ours in one room must not keep the others waiting
        log.exception("Channel %s failed in a way it does not know.", delivery.endpoint.channel)
        _record_failure(delivery, channels.ChannelError(f"{type(error).__name__}: {error}"), now)
    else:
        _record(delivery, state=Delivery.State.SENT, sent_at=timezone.now(), last_error="")


def _record_failure(delivery: Delivery, error: channels.ChannelError, now: datetime) -> None:
    planned_at = delivery.report.received_at if delivery.report else delivery.due_at
    over = error.is_permanent or now - planned_at > GIVE_UP_AFTER
    _record(
        delivery,
        state=Delivery.State.FAILED if over else Delivery.State.DUE,
        due_at=now + timedelta(seconds=WAITS_S[min(delivery.tries, len(WAITS_S)) - 1]),
        last_error=str(error)[:300],
    )
    log.warning("Delivery %s by %s: %s", delivery.pk, delivery.endpoint.channel, type(error).__name__)


def _record(delivery: Delivery, **what: object) -> None:
    """Write the outcome, unless the lease ran out meanwhile and somebody else has taken the delivery."""
    mine = Delivery.objects.filter(pk=delivery.pk, tries=delivery.tries, state=Delivery.State.DUE)
    mine.update(leased_until=None, **what)


def is_overdue(now: datetime | None = None) -> bool:
    """Return whether something has been due for so long that nobody can be sweeping."""
    late = (now or timezone.now()) - OVERDUE_AFTER
    waiting = Delivery.objects.filter(state=Delivery.State.DUE, due_at__lt=late)
    return waiting.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=late)).exists()
