"""Read the event log for streams: the heads of all jurisdictions, and what came since a position."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.models import Q

from . import frames, queue
from .asked import ask
from .models import Event, EventCursor, Incident

# A reader further behind than this gets the whole list instead: it is less, and as true.
MOST_BEHIND = 1000


def heads(jurisdiction_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return the last number of each jurisdiction."""
    if jurisdiction_ids is None:  # asked at every look
        rows = ask("SELECT jurisdiction_id, last_sequence FROM emergency_eventcursor")
        return {int(jurisdiction_id): int(last) for jurisdiction_id, last in rows}
    cursors = EventCursor.objects.filter(pk__in=jurisdiction_ids)
    return dict(cursors.values_list("jurisdiction_id", "last_sequence"))


def since(seen: frames.Positions, until: frames.Positions) -> list[Event]:
    """Return the events after ``seen`` up to ``until``, in each jurisdiction's order."""
    wanted = Q(pk__in=[])
    for jurisdiction_id, last in until.items():
        first = seen.get(jurisdiction_id, 0)
        if last > first:
            wanted |= Q(jurisdiction_id=jurisdiction_id, sequence__gt=first, sequence__lte=last)
    return list(
        Event.objects.filter(wanted).select_related("message").order_by("jurisdiction_id", "sequence")
    )


def bodies(events: Iterable[Event]) -> list[tuple[Event, bytes]]:
    """Return each event with its frame, without the cursor: the incident as it is now."""
    told = list(events)
    ids = {event.incident_id for event in told}
    rows = queue.rows(Incident.objects.filter(pk__in=ids))
    return [(event, frames.write("incident", _document(event, rows[event.incident_id]))) for event in told]


def _document(event: Event, row: dict[str, Any]) -> dict[str, Any]:
    message = event.message
    return {
        "sequence": event.sequence,
        "jurisdiction": event.jurisdiction_id,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "actor_name": event.actor_name,
        "report": str(event.report_id) if event.report_id else None,
        "data": event.data,
        "incident": row,
        "message": message
        and {
            "id": str(message.id),
            "from_centre": message.from_centre,
            "author": message.author,
            "text": message.text,
            "quick": message.quick,
            "at": message.at.isoformat(),
        },
    }


def opening(
    jurisdiction_ids: Collection[int], seen: frames.Positions, server_time: str
) -> tuple[bytes, dict[int, int]]:
    """Return a stream's first bytes and the positions that they reach.

    First a hello with the cursor, so that a line cut before the first event comes back to the
    right place; then what the reader missed. A reader without a cursor has just read the list.
    """
    now = dict.fromkeys(jurisdiction_ids, 0) | heads(jurisdiction_ids)
    before = {pk: min(seen.get(pk, now[pk]), now[pk]) for pk in jurisdiction_ids}
    # Ahead of the log: a cursor of another installation, or of before a restored backup.
    lost = any(seen.get(pk, 0) > now[pk] for pk in jurisdiction_ids)
    behind = sum(now[pk] - before[pk] for pk in jurisdiction_ids)
    resync = lost or behind > MOST_BEHIND
    start = now if resync else before
    hello = {"cursor": frames.cursor(start), "server_time": server_time, "resync": resync}
    chunks = [b"retry: 1000\n", frames.write("hello", hello, cursor=frames.cursor(start))]
    if not resync and behind:
        reached = dict(start)
        for event, body in bodies(since(before, now)):
            reached[event.jurisdiction_id] = event.sequence
            chunks.append(frames.with_cursor(frames.cursor(reached), body))
    return b"".join(chunks), now


def has_moved(last_version: int | None) -> tuple[bool, int | None]:
    """Return whether anything was written since the last look, where the database can say so cheaply.

    SQLite counts what other connections commit; PostgreSQL is asked for the heads each time.
    """
    if connection.vendor != "sqlite":
        return True, None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        version = int(cursor.fetchone()[0])
    return version != last_version, version
