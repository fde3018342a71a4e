"""The only writer of the event log: append-only, gapless and ordered within a jurisdiction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from . import wake
from .models import Event, EventCursor


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
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("events.append() belongs inside the change it tells of")
    by_jurisdiction: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_jurisdiction[draft.jurisdiction_id].append(draft)
    rows: list[Event] = []
    for jurisdiction_id in sorted(by_jurisdiction):
        group = by_jurisdiction[jurisdiction_id]
        first = _take_numbers(jurisdiction_id, len(group))
        rows += [_row(draft, first + i) for i, draft in enumerate(group)]
    Event.objects.bulk_create(rows)
    transaction.on_commit(wake.readers)
    return rows


def _take_numbers(jurisdiction_id: int, count: int) -> int:
    """Return the first of ``count`` new numbers, and hold the jurisdiction's lock until the commit."""
    cursor = EventCursor.objects.filter(pk=jurisdiction_id)
    if not cursor.update(last_sequence=F("last_sequence") + count):
        EventCursor.objects.bulk_create([EventCursor(pk=jurisdiction_id)], ignore_conflicts=True)
        cursor.update(last_sequence=F("last_sequence") + count)
    return cursor.values_list("last_sequence", flat=True).get() - count + 1


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
