"""The only writer of the event log: append-only, gapless and ordered within a jurisdiction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from . import wake
from .models import Event, EventCursor
from .rows import insert


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that has no number yet. ``data`` holds no coordinates and no words."""

    jurisdiction_id: int
    kind: str
    incident_id: UUID
    incident_version: int
    at: datetime
    report_id: UUID | None = None
    message_id: UUID | None = None
    actor_id: int | None = None
    actor_name: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def append(drafts: Sequence[Draft]) -> list[Event]:
    """Write the events, as the last statements of the caller's transaction; wake readers after it.

    The cursor row of each jurisdiction is its lock: whoever holds it gives out the next numbers
    and lets go at the commit, so a number never becomes visible before a smaller one. Locks are
    taken in one order, so two writers cannot block each other. No NOTIFY in here: it takes a lock
    of the whole server at commit and halved the rate.
    """
    if not drafts:
        return []
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("events.append() belongs inside the change it tells of")
    by_jurisdiction: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_jurisdiction[draft.jurisdiction_id].append(draft)
    rows: list[Event] = []
    for jurisdiction_id in sorted(by_jurisdiction):
        group = by_jurisdiction[jurisdiction_id]
        first = _take_numbers(jurisdiction_id, len(group))
        rows += [_row(draft, first + i) for i, draft in enumerate(group)]
    insert(rows)
    # Robust: what is committed is answered with success, whatever becomes of the wake.
    transaction.on_commit(wake.readers, robust=True)
    return rows


def _take_numbers(jurisdiction_id: int, count: int) -> int:
    """Return the first of ``count`` new numbers, and hold the jurisdiction's lock until the commit."""
    last = _advance(jurisdiction_id, count)
    if last is None:
        EventCursor.objects.bulk_create([EventCursor(pk=jurisdiction_id)], ignore_conflicts=True)
        last = _advance(jurisdiction_id, count)
    if last is None:
        raise EventCursor.DoesNotExist(f"Jurisdiction {jurisdiction_id} has no cursor.")
    return last - count + 1


def _advance(jurisdiction_id: int, count: int) -> int | None:
    """Move the cursor and read it in one statement, which the ORM cannot say: RETURNING."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE emergency_eventcursor SET last_sequence = last_sequence + %s"
            " WHERE jurisdiction_id = %s RETURNING last_sequence",
            [count, jurisdiction_id],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _row(draft: Draft, sequence: int) -> Event:
    return Event(
        jurisdiction_id=draft.jurisdiction_id,
        sequence=sequence,
        kind=draft.kind,
        incident_id=draft.incident_id,
        report_id=draft.report_id,
        message_id=draft.message_id,
        actor_id=draft.actor_id,
        actor_name=draft.actor_name,
        incident_version=draft.incident_version,
        at=draft.at,
        data=draft.data,
    )
