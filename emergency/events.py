"""The only writer of the event log: append-only, gapless and ordered within a jurisdiction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from . import wake
from .asked import ask
from .models import Event
from .rows import Last, Rows, columns_of, insert


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is written; ``append`` gives it its number. No coordinates and no words in ``data``."""

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
    sequence: int = 0


def append(drafts: Sequence[Draft], beside: Rows | None = None, *, alone: bool = False) -> None:
    """Write the events, as the last statements of the caller's transaction; wake readers after it.

    ``beside`` are rows that go the same way to the database, in front of the events that tell of them.
    In PostgreSQL all of it is one statement; where nothing else belongs to the change (``alone``), that
    statement is its own transaction. Raises TransactionManagementError outside of one otherwise.

    The cursor row of each jurisdiction is its lock: whoever holds it gives out the next numbers
    and lets go at the commit, so a number never becomes visible before a smaller one. Locks are
    taken in one order, so two writers cannot block each other. No NOTIFY in here: it takes a lock
    of the whole server at commit and halved the rate.
    """
    if not drafts:
        insert(beside or {})
        return
    if not (connection.in_atomic_block or (alone and connection.vendor == "postgresql")):
        raise transaction.TransactionManagementError("events.append() belongs inside the change it tells of")
    by_jurisdiction: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_jurisdiction[draft.jurisdiction_id].append(draft)
    numbered = [
        replace(draft, sequence=first + i)
        for jurisdiction_id, group in sorted(by_jurisdiction.items())
        for first in [_first(jurisdiction_id, len(group))]
        for i, draft in enumerate(group)
    ]
    insert({**(beside or {}), Event: numbered}, _numbering())
    # Robust: what is committed is answered with success, whatever becomes of the wake.
    transaction.on_commit(wake.readers, robust=True)


def _first(jurisdiction_id: int, count: int) -> int:
    """Return the first of ``count`` new numbers, held until the commit; PostgreSQL adds it on its own."""
    if connection.vendor == "postgresql":
        return 1
    ((last,),) = ask(_MOVE.format(values="VALUES (%s, %s)"), jurisdiction_id, count)
    return int(last) - count + 1


# Moves the cursors, makes those that are missing, and reads them. The ORM cannot say RETURNING.
_MOVE = (
    "INSERT INTO emergency_eventcursor AS c (jurisdiction_id, last_sequence) {values}"
    " ON CONFLICT (jurisdiction_id) DO UPDATE SET last_sequence = c.last_sequence + excluded.last_sequence"
    " RETURNING last_sequence"
)


@cache
def _numbering() -> Last:
    """Return how PostgreSQL numbers events while it inserts them: they come counted from 1."""
    counted = "SELECT jurisdiction_id, many FROM counted ORDER BY jurisdiction_id"
    parts = (
        "told AS (SELECT * FROM {rows}),"  # noqa: S608
        " counted AS (SELECT jurisdiction_id, count(*) AS many FROM told GROUP BY jurisdiction_id),"
        f" moved AS ({_MOVE.format(values=counted)}, jurisdiction_id)"
    )
    names = columns_of(Event)
    number = "moved.last_sequence - counted.many + told.sequence"
    values = ", ".join(number if name == "sequence" else f'told."{name}"' for name in names)
    statement = (
        f"INSERT INTO emergency_event ({', '.join(names)}) SELECT {values} FROM told"  # noqa: S608
        " JOIN counted USING (jurisdiction_id) JOIN moved USING (jurisdiction_id)"
    )
    return Last(parts, statement)
