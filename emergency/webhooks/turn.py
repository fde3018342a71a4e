"""One endpoint's turn: under its own lease, one message after the other, and rest when it does not answer.

A worker that dies lets the lease run out; what it had sent and not yet noted goes again with the same id.
"""

import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from addresses import changes
from addresses.models import SharingMode
from emergency.deliveries import GIVE_UP_AFTER, WAITS_S
from emergency.models import Delivery, Outcome, Try, Webhook

from . import envelope, keys
from .post import Answer, Line

log = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=60)  # renewed with every note, and no single try takes half of it
TURN_S: Final = 20.0
AT_ONCE: Final = 10
NOTED_WITHIN_S: Final = 1.0
# An endpoint that does not answer is left alone: each try holds a thread, and its next message fares no better.
RESTS_S: Final = (5, 30, 60)
LAST: Final = (Outcome.NOT_SHARED, Outcome.GONE)
ITS_OWN: Final = (Outcome.NOT_SHARED, Outcome.FAULT)  # what says nothing about the endpoint
BUSY: Final = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Tried:
    """One try, before it is noted."""

    delivery: Delivery
    answer: Answer
    at: datetime
    took_ms: int

    @property
    def is_endpoints(self) -> bool:
        """Whether the endpoint as a whole does not answer, rather than refuse this one message."""
        answer = self.answer
        if answer.outcome == Outcome.TAKEN or answer.outcome in ITS_OWN:
            return False
        return answer.outcome != Outcome.ANSWERED or answer.status in BUSY or (answer.status or 0) >= 500


def turn(endpoint_id: int) -> int:
    """Send what is due to one endpoint and return how many were tried; 0 when somebody else has its turn."""
    endpoint = _taken(endpoint_id, timezone.now())
    if endpoint is None:
        return 0
    try:
        with Line(endpoint.address) as line:
            return _worked_off(endpoint, line)
    finally:
        _mine(endpoint).update(leased_until=None)


def _taken(endpoint_id: int, now: datetime) -> Webhook | None:
    free = Webhook.objects.filter(
        Q(leased_until=None) | Q(leased_until__lt=now),
        Q(rests_until=None) | Q(rests_until__lte=now),
        pk=endpoint_id,
        is_active=True,
    )
    until = _lease(now)
    if not free.update(leased_until=until, turn_at=now):
        return None
    mine = Webhook.objects.filter(pk=endpoint_id, leased_until=until)
    return mine.select_related("jurisdiction").defer("jurisdiction__area").first()


def _lease(now: datetime) -> datetime:
    return now + LEASE + timedelta(microseconds=secrets.randbelow(1_000_000))


def _mine(endpoint: Webhook) -> Any:
    return Webhook.objects.filter(pk=endpoint.pk, leased_until=endpoint.leased_until)


def _worked_off(endpoint: Webhook, line: Line) -> int:
    made, begun = 0, time.monotonic()
    while time.monotonic() - begun < TURN_S:
        due = _due(endpoint, timezone.now())
        waiting: list[Tried] = []
        noted_at = time.monotonic()
        for delivery in due:
            tried = _attempt(endpoint, delivery, line)
            waiting.append(tried)
            made += 1
            if tried.is_endpoints or time.monotonic() - noted_at > NOTED_WITHIN_S:
                if not _note(endpoint, waiting) or tried.is_endpoints:
                    return made
                waiting, noted_at = [], time.monotonic()
        if not _note(endpoint, waiting) or len(due) < AT_ONCE:
            break
    return made


def _due(endpoint: Webhook, now: datetime) -> list[Delivery]:
    """Return the next deliveries: what is new before what is replayed, the oldest first."""
    due = Delivery.objects.filter(
        endpoint=endpoint, event__isnull=False, state=Delivery.State.DUE, due_at__lte=now
    ).order_by("is_replay", "due_at", "pk")
    return list(
        due.select_related("event__incident", "event__jurisdiction").defer("event__jurisdiction__area")[
            :AT_ONCE
        ]
    )


def _attempt(endpoint: Webhook, delivery: Delivery, line: Line) -> Tried:
    """Send one delivery. Never raises for what a receiver does, nor for a fault of ours in one message."""
    begun, now = time.monotonic(), timezone.now()
    try:
        answer = _sent(endpoint, delivery, line, now)
    except Exception as error:  # one message that cannot be written must not keep the others waiting
        log.exception("Delivery %s cannot be written.", delivery.pk)
        answer = Answer(Outcome.FAULT, detail=f"{type(error).__name__}: {error}"[:300])
    return Tried(delivery, answer, now, int((time.monotonic() - begun) * 1000))


def _sent(endpoint: Webhook, delivery: Delivery, line: Line, now: datetime) -> Answer:
    event = delivery.event
    assert event is not None  # noqa: S101 - for the type checker: _due asks for those with one
    if event.jurisdiction.sharing_mode != SharingMode.CONSOLE_AND_FEEDS:
        return Answer(Outcome.NOT_SHARED)
    body = envelope.body(endpoint, event, now)
    headers = keys.headers(endpoint, envelope.message_id(event), body, now)
    _let_the_database_go()
    return line.post(body.encode(), {**headers, "Content-Type": envelope.MEDIA_TYPE, "User-Agent": "Yeogi"})


def _let_the_database_go() -> None:
    """Give the pool its connection back: those of sixteen receivers that hang would be all that the intake has."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()


def _note(endpoint: Webhook, tried: Sequence[Tried]) -> bool:
    """Write down what came of some tries and renew the lease; say whether the turn goes on."""
    if not tried:
        return True
    with transaction.atomic():
        Try.objects.bulk_create(_try(one) for one in tried)
        taken = [one for one in tried if one.answer.outcome == Outcome.TAKEN]
        for tries in {one.delivery.tries for one in taken}:
            _still_due([one.delivery.pk for one in taken if one.delivery.tries == tries]).update(
                state=Delivery.State.SENT, tries=tries + 1, sent_at=taken[-1].at, last_error=""
            )
        for one in tried:
            if one.answer.outcome != Outcome.TAKEN:
                _still_due([one.delivery.pk]).update(**_after_failure(one))
        now = timezone.now()
        until = _lease(now)
        changed = _of_endpoint(endpoint, tried, now)
        # Not when the lease ran out meanwhile, or an administrator switched the endpoint off.
        goes_on = bool(_mine(endpoint).filter(is_active=True).update(leased_until=until, **changed))
        endpoint.leased_until = until if goes_on else endpoint.leased_until
        if tried[-1].answer.outcome == Outcome.GONE:
            _switch_off(endpoint, tried[-1].at)
    return goes_on


def _still_due(keys_: Sequence[int]) -> Any:
    return Delivery.objects.filter(pk__in=keys_, state=Delivery.State.DUE)


def _try(one: Tried) -> Try:
    answer = one.answer
    return Try(
        delivery=one.delivery,
        number=one.delivery.tries + 1,
        at=one.at,
        outcome=answer.outcome,
        status=answer.status,
        took_ms=one.took_ms,
        detail=answer.detail,
    )


def _after_failure(one: Tried) -> dict[str, Any]:
    """Return what changes in a delivery that was not taken: it waits longer each time, and a day at most."""
    answer, tries = one.answer, one.delivery.tries + 1
    ends_at = (one.delivery.planned_at or one.at) + GIVE_UP_AFTER
    changed = {
        "tries": tries,
        "last_error": " ".join(str(p) for p in (answer.status, answer.detail) if p)[:300],
    }
    if answer.outcome in LAST or one.at >= ends_at:
        return {**changed, "state": Delivery.State.FAILED}
    wait_s = max(WAITS_S[min(tries, len(WAITS_S)) - 1], answer.retry_after_s or 0)
    return {**changed, "due_at": min(one.at + timedelta(seconds=min(wait_s, _DAY_S)), ends_at)}


_DAY_S: Final = GIVE_UP_AFTER.total_seconds()


def _of_endpoint(endpoint: Webhook, tried: Sequence[Tried], now: datetime) -> dict[str, Any]:
    """Return what changes in the endpoint: when it last took and refused something, and whether it rests."""
    changed: dict[str, Any] = {}
    last = tried[-1]
    taken = [one.at for one in tried if one.answer.outcome == Outcome.TAKEN]
    refused = [one.at for one in tried if one.answer.outcome not in (Outcome.TAKEN, *ITS_OWN)]
    if taken:
        changed["last_success_at"] = taken[-1]
    if refused:
        changed["last_failure_at"] = refused[-1]
    if last.is_endpoints:
        rest_s = max(RESTS_S[min(endpoint.failures, len(RESTS_S) - 1)], last.answer.retry_after_s or 0)
        endpoint.failures += 1
        changed["rests_until"] = now + timedelta(seconds=min(rest_s, _DAY_S))
    elif taken:
        endpoint.failures = 0
        changed["rests_until"] = None
    return {**changed, "failures": endpoint.failures}


def _switch_off(endpoint: Webhook, now: datetime) -> None:
    """Send nothing any more to a receiver that says that it is gone for good (RFC 9110, 15.5.11)."""
    fields = {"is_active": False, "gone_at": now}
    changes.update(endpoint, fields, actor=None, origin="system", reason="410 Gone")
    waiting = Delivery.objects.filter(endpoint=endpoint, event__isnull=False, state=Delivery.State.DUE)
    waiting.update(state=Delivery.State.FAILED, last_error="410")
