"""Read the event log for streams: the heads of all jurisdictions, and what came since a position."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from . import frames, queue, sight
from .asked import ask
from .models import Event, EventCursor, Incident, IncidentState

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


class News(NamedTuple):
    """One event with its frame, without the cursor: the incident as it is now, and who sees it."""

    event: Event
    body: bytes
    seers: sight.Seers

    def outside(self, audience: Collection[int]) -> bytes:
        """Return the frame for a console of another centre; empty when it is nothing to it.

        It has no cursor: what is shown of other centres is told as a whole whenever a stream begins.
        """
        if self.seers.see(audience):
            return self.body
        if self.seers.saw(audience):
            return frames.write("gone", {"incident": str(self.event.incident_id)})
        return b""


def bodies(events: Iterable[Event]) -> list[News]:
    """Return each event as a console is told of it."""
    told = list(events)
    found = list(Incident.objects.filter(pk__in={event.incident_id for event in told}))
    seers = sight.seers(found)
    rows = queue.rows(found, seers)
    return [
        News(
            event,
            frames.write("incident", _document(event, rows[event.incident_id])),
            seers[event.incident_id],
        )
        for event in told
    ]


def outside(jurisdiction_ids: Collection[int]) -> bytes:
    """Return the frame with every open incident of other centres that these see: what is not in it is gone."""
    open_ones = Incident.objects.filter(sight.outside(jurisdiction_ids), merged_into=None)
    shown = open_ones.exclude(state=IncidentState.CLOSED).exclude(jurisdiction_id__in=jurisdiction_ids)
    return frames.write("outside", {"incidents": list(queue.rows(shown).values())})


def _document(event: Event, row: dict[str, Any]) -> dict[str, Any]:
    message = event.message
    return {
        "id": event.pk,
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
        for news in bodies(since(before, now)):
            reached[news.event.jurisdiction_id] = news.event.sequence
            chunks.append(frames.with_cursor(frames.cursor(reached), news.body))
    chunks.append(outside(jurisdiction_ids))
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
