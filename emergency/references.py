"""Links with which another system always finds the newest position of an incident: made, listed, revoked, read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from addresses.models import SharingMode

from . import events, links, looks, merging
from .actions import By
from .errors import Refused, SameIdOtherBody
from .models import EventKind, Incident, IncidentState, Reference

LEAST_MINUTES: Final = 5
MOST_MINUTES: Final = 1440
MOST_AT_ONCE: Final = 20
MOST_RECIPIENT: Final = 80


class NotShared(Refused):
    kind, status, title = "sharing-off", 403, "This centre shares with no other systems"


class IncidentOver(Refused):
    kind, status, title = "not-now", 422, "Not in this state"


class TooManyReferences(Refused):
    kind, status, title = "too-many-references", 409, "Shared with enough agencies"


class UnknownReference(Refused):
    kind, status, title = "unknown-reference", 404, "No such link"


class ReferenceOver(Refused):
    kind, status, title = "reference-over", 410, "This link is over"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link to be made: the console's id for it, the agency that it is for, how long it lives."""

    id: UUID
    recipient: str
    minutes: int


def allow(incident: Incident) -> None:
    """Raise NotShared unless the incident's jurisdiction shares positions with other systems."""
    if incident.jurisdiction.sharing_mode != SharingMode.CONSOLE_AND_FEEDS:
        raise NotShared("Read the position out, or ask an administrator to open this jurisdiction to feeds.")


def make(incident_id: UUID, ask: Wanted, by: By) -> tuple[Reference, bool]:
    """Make a link and return it, and whether it is new; the same id again changes nothing.

    Raises NotShared, IncidentOver, TooManyReferences, SameIdOtherBody.
    """
    try:
        with transaction.atomic():
            return _made(incident_id, ask, by)
    except IntegrityError:
        # Another incident took this id at the same moment: its lock was another one.
        raise SameIdOtherBody("This id belongs to another link. Make a new one and send it again.") from None


def _made(incident_id: UUID, ask: Wanted, by: By) -> tuple[Reference, bool]:
    incident = _locked(incident_id)
    allow(incident)
    earlier = Reference.objects.filter(pk=ask.id).first()
    if earlier is not None:
        lives = timedelta(minutes=ask.minutes)
        same = earlier.incident_id == incident_id and earlier.recipient == ask.recipient
        if not same or earlier.ends_at - earlier.made_at != lives:
            raise SameIdOtherBody("This id belongs to another link. Make a new one and send it again.")
        return earlier, False
    if incident.state == IncidentState.CLOSED:
        raise IncidentOver("The incident is closed. Reopen it first, then share it.")
    if _running(incident_id, by.at).count() >= MOST_AT_ONCE:
        raise TooManyReferences("Revoke one of the links first.")
    reference = Reference(
        id=ask.id,
        incident=incident,
        token_sha256=links.digest(token(ask.id)),
        recipient=ask.recipient,
        made_by_id=by.user.pk,
        made_by_name=by.name,
        made_at=by.at,
        ends_at=by.at + timedelta(minutes=ask.minutes),
    )
    reference.save(force_insert=True)
    _tell(incident, EventKind.REFERENCE_MADE, by)
    return reference, True


def revoke(incident_id: UUID, reference_id: UUID, by: By) -> Reference:
    """End a link at once; revoking it again changes nothing. Raises UnknownReference."""
    with transaction.atomic():
        incident = _locked(incident_id)
        reference = _of(incident_id).filter(pk=reference_id).first()
        if reference is None:
            raise UnknownReference("This incident has no such link.")
        if reference.revoked_at is None:
            reference.revoked_at = by.at
            reference.save(update_fields=["revoked_at"])
            _tell(incident, EventKind.REFERENCE_REVOKED, by)
    return reference


def _tell(incident: Incident, kind: str, by: By) -> None:
    incident.version += 1
    incident.save(update_fields=["version"])
    draft = events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=kind,
        incident_id=incident.id,
        incident_version=incident.version,
        actor_id=by.user.pk,
        actor_name=by.name,
        at=by.at,
    )
    events.append([draft])


def listed(incident: Incident, now: datetime) -> list[dict[str, Any]]:
    """Return every link of an incident, where each stands and how often it was read; never the link itself."""
    found = _of(incident.pk).order_by("made_at", "id")
    seen = looks.by_reference(found)
    return [row(reference, now, *seen.get(reference.id, (0, None))) for reference in found]


def running(incident: Incident, reference_id: UUID, now: datetime) -> Reference:
    """Return a link of this incident that still answers. Raises UnknownReference."""
    found = _running(incident.id, now).filter(pk=reference_id).first()
    if found is None:
        raise UnknownReference("This incident has no such link that still answers: make one.")
    return found


def row(reference: Reference, now: datetime, times: int = 0, last: datetime | None = None) -> dict[str, Any]:
    """Return where a link stands, without the link itself."""
    return {
        "id": str(reference.id),
        "recipient": reference.recipient,
        "made_by": reference.made_by_name,
        "made_at": reference.made_at.isoformat(),
        "ends_at": reference.ends_at.isoformat(),
        "revoked_at": reference.revoked_at.isoformat() if reference.revoked_at else None,
        "state": _state(reference, now),
        "looks": times,
        "last_look_at": last.isoformat() if last else None,
    }


def _state(reference: Reference, now: datetime) -> str:
    if reference.revoked_at:
        return "revoked"
    return "ended" if reference.ends_at <= now else "running"


def told(reference: Reference, now: datetime) -> dict[str, Any]:
    """Return a link as whoever made it reads it, its address with it."""
    return {**row(reference, now), "url": address(reference)}


def address(reference: Reference) -> str:
    """Return the whole link."""
    return links.address("r", token(reference.id))


def opened(token_: str, now: datetime) -> Reference:
    """Return what a link leads to, with the incident that its own is worked on in now.

    Raises UnknownReference where it was never made, ReferenceOver after its end.

    It ends with its time, when it is revoked, when the incident is closed or erased, and when the
    jurisdiction shares with no other systems any more. A reopened incident answers again.
    """
    found = (
        Reference.objects.filter(token_sha256=links.digest(token_))
        .select_related("incident__jurisdiction")
        .defer("incident__jurisdiction__area")
        .first()
    )
    if found is None:
        raise UnknownReference("Nothing was ever shared by this link. Ask the centre for it again.")
    # In memory alone: split again, the link leads to its own.
    incident = found.incident = merging.worked_on(found.incident)
    is_open = incident.state != IncidentState.CLOSED and incident.erased_at is None
    is_shared = incident.jurisdiction.sharing_mode == SharingMode.CONSOLE_AND_FEEDS
    if _state(found, now) != "running" or not is_open or not is_shared:
        raise ReferenceOver("Ask the centre for a new link, if you still need the position.")
    return found


def token(reference_id: UUID) -> str:
    """Return the token of a link."""
    return links.token("reference", str(reference_id))


def _running(incident_id: UUID, now: datetime) -> QuerySet[Reference]:
    return _of(incident_id).filter(revoked_at=None, ends_at__gt=now)


def _of(incident_id: UUID) -> QuerySet[Reference]:
    return Reference.objects.filter(incident__in=merging.together(incident_id))


def _locked(incident_id: UUID) -> Incident:
    locked = Incident.objects.select_for_update(of=("self",)).select_related("jurisdiction")
    return locked.defer("jurisdiction__area").get(pk=incident_id)
