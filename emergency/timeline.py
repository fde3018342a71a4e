"""What was done with an incident, by whom and when, as its console tells it."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from .models import Event


def of(incidents: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return every event by whom; the positions of one phone are told once, with their number."""
    entries: list[dict[str, Any]] = []
    for event in _in_order(incidents):
        last = entries[-1] if entries else None
        if event.kind == "fixes_received" and last and last["kind"] == event.kind:
            last["data"] = {"count": last["data"].get("count", 0) + event.data.get("count", 0)}
            last["at"] = event.at.isoformat()
            continue
        entries.append(
            {
                "id": event.pk,
                "sequence": event.sequence,
                "kind": event.kind,
                "at": event.at.isoformat(),
                "actor_name": event.actor_name,
                "data": event.data,
            }
        )
    return entries


def _in_order(incidents: Sequence[UUID]) -> list[Event]:
    """Each centre counts its own events: those of two are told in the order in which they were written."""
    found = list(Event.objects.filter(incident__in=incidents).order_by("sequence"))
    if len({event.jurisdiction_id for event in found}) > 1:
        found.sort(key=attrgetter("pk"))
    return found
