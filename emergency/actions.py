"""What a dispatcher does with an incident: each one transaction, one event, one version further."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from . import belongs, canned, events, offers, sight, state
from .errors import SameIdOtherBody
from .models import Assignment, EventKind, Incident, IncidentState, Message


class Stale(Exception):
    """The incident has moved on since the dispatcher saw it; ``incident`` is the present one."""

    def __init__(self, incident: Incident) -> None:
        super().__init__("Somebody else was faster. Look at the present state, then decide again.")
        self.incident = incident


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and when."""

    user: AbstractBaseUser
    at: datetime

    @classmethod
    def now(cls, user: AbstractBaseUser) -> "By":
        return cls(user, timezone.now())

    @property
    def name(self) -> str:
        return self.user.get_username()

    @property
    def user_id(self) -> Any:
        return self.user.pk


def open_(incident_id: UUID, by: By) -> Incident:
    """Note the first look of a dispatcher; a later one changes nothing."""
    with transaction.atomic():
        incident = _locked(incident_id)
        if incident.state == IncidentState.NEW:
            incident.opened_at = by.at
            _move(incident, EventKind.OPENED, by, ["opened_at"])
    return incident


def acknowledge(incident_id: UUID, version: int, by: By) -> Incident:
    """Take the incident on. Raises Stale, and state.Illegal when it is closed or taken on already."""
    with transaction.atomic():
        incident = _seen(incident_id, version)
        incident.opened_at = incident.opened_at or by.at
        incident.acknowledged_at, incident.acknowledged_by = by.at, by.name
        _move(incident, EventKind.ACKNOWLEDGED, by, ["opened_at", "acknowledged_at", "acknowledged_by"])
    return incident


def dispatch(incident_id: UUID, version: int, by: By, note: str = "") -> Incident:
    """Say that help is on its way; ``note`` is told to the person as a message. Raises Stale, Illegal."""
    with transaction.atomic():
        incident = _seen(incident_id, version)
        mark_dispatched(incident, by, _message(incident, by, note) if note else None)
    return incident


def mark_dispatched(incident: Incident, by: By, message: Message | None = None) -> None:
    """Say that help is on its way, within the caller's transaction, who holds the incident. Raises Illegal."""
    incident.opened_at = incident.opened_at or by.at
    incident.acknowledged_at = incident.acknowledged_at or by.at
    incident.acknowledged_by = incident.acknowledged_by or by.name
    incident.dispatched_at = by.at
    columns = ["opened_at", "acknowledged_at", "acknowledged_by", "dispatched_at"]
    _move(incident, EventKind.DISPATCHED, by, columns, message=message)


def say(incident_id: UUID, message_id: UUID, text: str, by: By) -> Incident:
    """Say something to the person. Sending the same id again changes nothing.

    Raises SameIdOtherBody when the id belongs to something else that was said.
    """
    return _say(incident_id, message_id, text, by, EventKind.MESSAGE_FROM_CENTRE)


def ask_position(incident_id: UUID, message_id: UUID, by: By) -> Incident:
    """Ask the phones for a fresh position: they measure anew, or offer their person a button that does.

    Its person reads the question as a message, in the language of their page. Sending the same id again changes
    nothing. Raises SameIdOtherBody.
    """
    text = canned.CANNED["fresh"]["ko"]
    return _say(incident_id, message_id, text, by, EventKind.POSITION_ASKED)


def _say(incident_id: UUID, message_id: UUID, text: str, by: By, kind: EventKind) -> Incident:
    with transaction.atomic():
        incident = _locked(incident_id)
        earlier = Message.objects.filter(pk=message_id).first()
        if earlier and (earlier.incident_id, earlier.text) != (incident.id, text):
            raise SameIdOtherBody("This id belongs to another message. Make a new one and send it again.")
        if not earlier:
            message = _message(incident, by, text, message_id)
            _tell(incident, kind, by, message=message)
    return incident


def close(incident_id: UUID, version: int, by: By, disposition: str, note: str = "") -> Incident:
    """End the incident with its reason; its units are free again. Raises Stale, Illegal."""
    with transaction.atomic():
        incident = _seen(incident_id, version)
        incident.opened_at = incident.opened_at or by.at
        incident.closed_at, incident.disposition = by.at, disposition
        message = _message(incident, by, note) if note else None
        sent_here = Assignment.objects.filter(incident__in=belongs.roots([incident.pk]), cleared_at=None)
        sent_here.update(cleared_at=by.at)
        offers.withdraw(incident, by.at, by.name)
        _move(
            incident,
            EventKind.CLOSED,
            by,
            ["opened_at", "closed_at", "disposition"],
            message=message,
            data={"disposition": disposition},
        )
    return incident


def reopen(incident_id: UUID, version: int, by: By) -> Incident:
    """Take a closed incident up again. Raises Stale, Illegal."""
    with transaction.atomic():
        incident = _seen(incident_id, version)
        # What comes in from now on is kept, and destroyed after the next closing.
        incident.closed_at, incident.disposition, incident.erased_at = None, "", None
        # Whoever reopens takes it on; that help was on its way is no longer said.
        incident.acknowledged_at = incident.acknowledged_at or by.at
        incident.acknowledged_by = incident.acknowledged_by or by.name
        incident.dispatched_at = None
        columns = ["closed_at", "disposition", "erased_at"]
        columns += ["acknowledged_at", "acknowledged_by", "dispatched_at"]
        _move(incident, EventKind.REOPENED, by, columns)
    return incident


def _locked(incident_id: UUID) -> Incident:
    """Raises Stale when it was merged: the other one is worked on."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
    if incident.merged_into_id is not None:
        raise Stale(incident)
    return incident


def _seen(incident_id: UUID, version: int) -> Incident:
    incident = _locked(incident_id)
    if incident.version != version:
        raise Stale(incident)
    return incident


def _message(incident: Incident, by: By, text: str, message_id: UUID | None = None) -> Message:
    """Write what the centre says; without an id of the console's one is made from the action."""
    message = Message(
        id=message_id or uuid4(), incident=incident, from_centre=True, author=by.name, text=text, at=by.at
    )
    message.save(force_insert=True)
    return message


def _move(incident: Incident, kind: str, by: By, columns: list[str], **more: Any) -> None:
    was_everybodys = sight.Seers.of(incident).everybody
    incident.state = state.apply(incident.state, kind)
    if was_everybodys:
        sight.keep(incident, by.user, by.at)
    incident.version += 1
    incident.save(update_fields=["state", "version", *columns])
    _tell(incident, kind, by, **more)


def _tell(
    incident: Incident,
    kind: str,
    by: By,
    *,
    message: Message | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    events.append(
        [
            events.Draft(
                jurisdiction_id=incident.jurisdiction_id,
                kind=kind,
                incident_id=incident.id,
                incident_version=incident.version,
                message_id=message.id if message else None,
                actor_id=by.user.pk,
                actor_name=by.name,
                at=by.at,
                data=data or {},
            )
        ]
    )
