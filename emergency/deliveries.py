"""Messages owed to other systems: planned with the report, claimed by lease, kept until acknowledged."""

import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from addresses.models import Jurisdiction, SharingMode

from . import channels
from .asked import Question, Row
from .models import Delivery, Report

log = logging.getLogger(__name__)

OVERDUE_AFTER = timedelta(minutes=2)
LEASE = timedelta(seconds=60)  # twice as long as any channel may take to answer
# So many are claimed in one statement, and their outcomes written in another: on SQLite each takes the place of
# the one writer. Who dies in between sends again what was sent within this time, with the same Message-ID.
AT_ONCE = 10
WRITTEN_WITHIN_S = 1.0
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
    event_id: int | None = None
    planned_at: datetime | None = None
    is_replay: bool = False


@dataclass(slots=True, frozen=True)
class _Outcome:
    """What became of a claimed delivery: the columns that change."""

    delivery: Delivery
    changed: dict[str, Any]


# A webhook's deliveries come from the event log, after the commit (emergency/webhooks), a text message is owed
# to the caller whom a centre asks (emergency/locate_texts) or to a crew (emergency/crew/texts), and a contact is
# told of what nobody opens (emergency/escalation).
ENDPOINTS: Final[Question] = (
    "SELECT id, jurisdiction_id FROM emergency_endpoint WHERE is_active AND channel NOT IN"
    " ('webhook', 'sms', 'crew_sms', 'overdue_email', 'overdue_sms')",
    [],
)


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
        tried += _work_off(mine, now)
        if len(mine) < AT_ONCE:
            break
    return tried


def _work_off(mine: list[Delivery], now: datetime | None) -> int:
    """Try each that was claimed, write down what became of them, and return how many were tried."""
    outcomes: list[_Outcome] = []
    tried, written_at = 0, time.monotonic()
    for delivery in mine:
        at = now or timezone.now()
        if _is_safe(delivery, at):
            outcomes.append(attempt(delivery, at))
            tried += 1
        else:
            outcomes.append(_Outcome(delivery, {"tries": F("tries") - 1}))
        if time.monotonic() - written_at > WRITTEN_WITHIN_S:
            _record(outcomes)
            outcomes, written_at = [], time.monotonic()
    _record(outcomes)
    return tried


def claim(most: int, now: datetime) -> list[Delivery]:
    """Take the leases of some deliveries that are due and that nobody else holds."""
    due = Delivery.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now),
        state=Delivery.State.DUE,
        due_at__lte=now,
        event=None,
    )
    wanted = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    if not wanted:
        return []
    # One statement, because SQLite's only writer waits for it. By its own end each sweep knows its leases again.
    until = now + LEASE + timedelta(microseconds=secrets.randbelow(1_000_000))
    if not due.filter(pk__in=wanted).update(leased_until=until, tries=F("tries") + 1):
        return []
    mine = Delivery.objects.filter(pk__in=wanted, leased_until=until)
    return list(mine.select_related("endpoint", "incident__jurisdiction", "report").order_by("due_at", "pk"))


def _is_safe(delivery: Delivery, now: datetime) -> bool:
    """Say whether a channel that takes its whole time still answers within the lease."""
    return delivery.leased_until is not None and delivery.leased_until - now > LEASE / 2


def attempt(delivery: Delivery, now: datetime) -> _Outcome:
    """Send one claimed delivery and return what happened. Never raises for what a channel does."""
    try:
        channels.send(delivery)
    except channels.ChannelError as error:
        return _failure(delivery, error, now)
    except Exception as error:  # a fault of ours in one room must not keep the others waiting
        log.exception("Channel %s failed in a way it does not know.", delivery.endpoint.channel)
        return _failure(delivery, channels.ChannelError(f"{type(error).__name__}: {error}"), now)
    return _Outcome(delivery, {"state": Delivery.State.SENT, "last_error": ""})


def _failure(delivery: Delivery, error: channels.ChannelError, now: datetime) -> _Outcome:
    planned_at = delivery.report.received_at if delivery.report else delivery.due_at
    over = error.is_permanent or now - planned_at > GIVE_UP_AFTER
    log.warning("Delivery %s by %s: %s", delivery.pk, delivery.endpoint.channel, type(error).__name__)
    changed = {
        "state": Delivery.State.FAILED if over else Delivery.State.DUE,
        "due_at": now + timedelta(seconds=WAITS_S[min(delivery.tries, len(WAITS_S)) - 1]),
        "last_error": str(error)[:300],
    }
    return _Outcome(delivery, changed)


def _record(outcomes: Sequence[_Outcome]) -> None:
    """Write outcomes, unless a lease ran out meanwhile and somebody else has taken the delivery."""
    alike: dict[tuple[int, tuple[tuple[str, Any], ...]], list[int]] = defaultdict(list)
    for outcome in outcomes:
        alike[outcome.delivery.tries, tuple(outcome.changed.items())].append(outcome.delivery.pk)
    for (tries, changed), keys in alike.items():
        is_sent = ("state", Delivery.State.SENT) in changed
        mine = Delivery.objects.filter(pk__in=keys, tries=tries, state=Delivery.State.DUE)
        mine.update(leased_until=None, **dict(changed), **({"sent_at": timezone.now()} if is_sent else {}))


def is_overdue(now: datetime | None = None) -> bool:
    """Return whether something has been due for so long that nobody can be sweeping."""
    late = (now or timezone.now()) - OVERDUE_AFTER
    waiting = Delivery.objects.filter(state=Delivery.State.DUE, due_at__lt=late, event=None)
    return waiting.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=late)).exists()
