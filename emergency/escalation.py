"""What nobody opens grows louder, is told to a second person, and is everybody's at last: each step happens once.

The times are the jurisdiction's. An exercise grows louder in its own queue and goes no further: nobody is woken
for practice, and no other centre's attention is drawn from what is real.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from addresses.models import Jurisdiction

from . import events
from .models import Contact, Delivery, Escalation, Event, EventKind, Incident, IncidentState

# Of so many steps the rest waits for the next second: what is owed to others has its turn in between.
MOST_AT_ONCE: Final = 200
STUCK_AFTER: Final = timedelta(minutes=2)
KINDS: Final = {
    Escalation.LOUDER: EventKind.ESCALATED_LOUDER,
    Escalation.TOLD: EventKind.ESCALATED_TOLD,
    Escalation.EVERYBODYS: EventKind.ESCALATED_EVERYBODYS,
}


@dataclass(frozen=True, slots=True)
class Due:
    """An incident that nobody has opened, how long it has waited, and how far it should have come."""

    incident_id: UUID
    escalation: Escalation
    waited: timedelta


def furthest(waited: timedelta, jurisdiction: Jurisdiction, *, is_exercise: bool) -> Escalation:
    """Return how far an incident has come that has waited so long. Pure.

    Example: after 130 s, with 60, 120 and 180 s, a second person is told.
    """
    waited_s = waited.total_seconds()
    if waited_s < jurisdiction.louder_after_s:
        return Escalation.NONE
    if is_exercise or waited_s < jurisdiction.told_after_s:
        return Escalation.LOUDER
    return Escalation.TOLD if waited_s < jurisdiction.everybodys_after_s else Escalation.EVERYBODYS


def sweep(now: datetime) -> int:
    """Take each step that is due and return how many incidents moved. Any number of sweeps may run at once."""
    moved = 0
    for due in _due(now):
        moved += _take(due, now)
        if moved == MOST_AT_ONCE:
            break
    return moved


def is_overdue(now: datetime) -> bool:
    """Return whether a step has been due for so long that nobody can be sweeping."""
    return next(_due(now - STUCK_AFTER), None) is not None


def _due(now: datetime) -> Iterator[Due]:
    waiting = Incident.objects.filter(
        Q(escalation__lt=Escalation.EVERYBODYS, is_exercise=False)
        | Q(escalation__lt=Escalation.LOUDER, is_exercise=True),
        state=IncidentState.NEW,
        merged_into=None,
        received_at__lt=now,
    )
    columns = "pk", "jurisdiction_id", "received_at", "escalation", "is_exercise"
    found = list(waiting.order_by("received_at").values_list(*columns))
    if not found:
        return
    centres = Jurisdiction.objects.defer("area").in_bulk({row[1] for row in found})
    for pk, jurisdiction_id, received_at, reached, is_exercise in found:
        centre = centres[jurisdiction_id]
        if furthest(now - received_at, centre, is_exercise=is_exercise) <= reached:
            continue
        waited = now - _since(pk, received_at)
        come = furthest(waited, centre, is_exercise=is_exercise)
        if come > reached:
            yield Due(pk, come, waited)


def _since(incident_id: UUID, received_at: datetime) -> datetime:
    """Return since when it waits: what was taken out of another incident is new since then."""
    split_off = Event.objects.filter(incident=incident_id, kind=EventKind.SPLIT_OFF)
    at: datetime | None = split_off.aggregate(at=Max("at"))["at"]
    return max(received_at, at) if at else received_at


def _take(due: Due, now: datetime) -> bool:
    """Write the steps with the messages that they owe; False when somebody opened it, or another sweep was first."""
    with transaction.atomic():
        waiting = Incident.objects.select_for_update(of=("self",)).filter(
            pk=due.incident_id, state=IncidentState.NEW, merged_into=None, escalation__lt=due.escalation
        )
        incident = waiting.first()
        if incident is None:
            return False
        steps = [step for step in KINDS if incident.escalation < step <= due.escalation]
        told = _tell_contacts(incident, now) if Escalation.TOLD in steps else 0
        drafts = [
            events.Draft(
                jurisdiction_id=incident.jurisdiction_id,
                kind=KINDS[step],
                incident_id=incident.id,
                incident_version=incident.version + number,
                at=now,
                data=_data(step, due, told, incident),
            )
            for number, step in enumerate(steps, start=1)
        ]
        incident.escalation, incident.version = due.escalation, incident.version + len(steps)
        incident.save(update_fields=["escalation", "version"])
        events.append(drafts)
    return True


def _data(step: Escalation, due: Due, told: int, incident: Incident) -> dict[str, int | bool]:
    data: dict[str, int | bool] = {"waited_s": int(due.waited.total_seconds())}
    if step is Escalation.TOLD:
        data["contacts"] = told
    if incident.is_exercise:
        data["exercise"] = True  # why nobody was told, and why it goes no further
    return data


def _tell_contacts(incident: Incident, now: datetime) -> int:
    """Owe each contact of the centre one message, and return how many there are."""
    contacts = list(Contact.objects.filter(jurisdiction_id=incident.jurisdiction_id, is_active=True))
    Delivery.objects.bulk_create(
        Delivery(endpoint=contact, incident=incident, occasion=EventKind.ESCALATED_TOLD, due_at=now)
        for contact in contacts
    )
    return len(contacts)
