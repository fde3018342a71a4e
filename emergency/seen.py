"""What of a conversation was seen, by whom and when: what the centre said on a phone's lit screen, and what a person
said on a dispatcher's. Each is noted once, by the first time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from . import events, merging
from .actions import By
from .errors import Unreadable
from .models import EventKind, Incident, Message, Report, Showing

MOST: Final = 200


def ids(body: object, name: str) -> list[UUID]:
    """Return the messages that a list of a body names; an absent list is an empty one. Raises Unreadable."""
    named = body.get(name, []) if isinstance(body, dict) else None
    if not isinstance(named, list) or len(named) > MOST:
        raise Unreadable(f"Send {name} as a list of at most {MOST} message ids.", field=name)
    try:
        return [UUID(one) for one in named]
    except (AttributeError, TypeError, ValueError):
        raise Unreadable(f"Name each message in {name} by its id, a UUID.", field=name) from None


def on_phone(report_id: UUID, shown: Collection[UUID], read: Collection[UUID], at: datetime) -> int:
    """Note which messages of the centre a phone has shown, and which its person has read; return how many were new.

    What was read was shown. Messages that were not for this person, and reports that were taken back, count for
    nothing. Raises Report.DoesNotExist.
    """
    with transaction.atomic():
        report = Report.objects.get(pk=report_id)
        incident = Incident.objects.select_for_update().get(pk=report.incident_id)
        report.refresh_from_db(fields=["withdrawn_at"])
        if report.withdrawn_at is not None:
            return 0
        wanted = {*shown, *read}
        told = Message.objects.filter(pk__in=wanted, from_centre=True, incident__in=_incidents(report))
        heard = set(told.values_list("pk", flat=True))
        before = {s.message_id: s for s in Showing.objects.filter(report=report, message__in=heard)}
        new = sorted(heard - set(before))
        Showing.objects.bulk_create(
            [
                Showing(message_id=pk, report=report, shown_at=at, read_at=at if pk in read else None)
                for pk in new
            ]
        )
        unread = [pk for pk, s in before.items() if pk in read and s.read_at is None]
        Showing.objects.filter(report=report, message__in=unread).update(read_at=at)
        now_read = unread + [pk for pk in new if pk in read]
        drafts = [_told(report, incident, EventKind.MESSAGE_SHOWN, len(new), at)] if new else []
        drafts += [_told(report, incident, EventKind.MESSAGE_READ, len(now_read), at)] if now_read else []
        events.append(drafts)
    return len(new) + len(unread)


def on_desk(incident_id: UUID, messages: Collection[UUID], by: By) -> Incident:
    """Note that a dispatcher had a person's words on the screen; again, or by a second one, it changes nothing.

    Raises Incident.DoesNotExist.
    """
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
        said = Message.objects.filter(
            pk__in=messages,
            incident__in=merging.together(incident.pk),
            from_centre=False,
            seen_at=None,
        )
        if seen := said.update(seen_at=by.at, seen_by=by.name):
            events.append([_seen(incident, seen, by)])
    return incident


def showings(messages: Iterable[Message]) -> dict[UUID, list[dict[str, Any]]]:
    """Return on which phones each message was seen, as a dispatcher reads it. One query for all."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    told = [message.pk for message in messages if message.from_centre]
    for one in Showing.objects.filter(message__in=told).order_by("shown_at", "pk"):
        found[one.message_id].append(
            {
                "report": str(one.report_id),
                "shown_at": one.shown_at.isoformat(),
                "read_at": one.read_at.isoformat() if one.read_at else None,
            }
        )
    return found


def _incidents(report: Report) -> set[UUID]:
    """Return the incident of a report, and those in which it was before."""
    return {report.incident_id} | {stay.incident_id for stay in merging.stays([report])}


def _told(report: Report, incident: Incident, kind: str, count: int, at: datetime) -> events.Draft:
    return events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=kind,
        incident_id=incident.pk,
        incident_version=incident.version,
        report_id=report.pk,
        at=at,
        data={"count": count},
    )


def _seen(incident: Incident, count: int, by: By) -> events.Draft:
    return events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=EventKind.WORDS_SEEN,
        incident_id=incident.pk,
        incident_version=incident.version,
        actor_id=by.user.pk,
        actor_name=by.name,
        at=by.at,
        data={"count": count},
    )
