"""A centre asks a caller where they are: a link that one report answers, made, opened and used up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from addresses.models import Jurisdiction, SharingMode

from . import events, languages, links, locate_texts, state
from .actions import By
from .errors import Refused, SameIdOtherBody, SharingOff
from .models import EventKind, Incident, IncidentState, LocateRequest

LEAST_MINUTES: Final = 5
MOST_MINUTES: Final = 240


class IncidentClosed(Refused):
    kind, status, title = "not-now", 422, "Not in this state"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link to be made: the console's id for it, the number that it is for, how long it lives.

    ``incident`` is the one that the caller belongs to; without one a new one is opened.
    """

    id: UUID
    jurisdiction: Jurisdiction
    incident: UUID | None
    phone: str
    language: str
    minutes: int
    sends: bool = False  # the text message with the link, and not only the link


def make(ask: Wanted, by: By) -> tuple[LocateRequest, bool]:
    """Make a link, with an incident where there is none yet; return it, and whether it is new.

    The same id again changes nothing. Raises SharingOff, SameIdOtherBody, IncidentClosed.
    """
    if ask.jurisdiction.sharing_mode == SharingMode.DEVICE_ONLY:
        raise SharingOff("This centre takes no positions over the internet: ask for the text message.")
    try:
        with transaction.atomic():
            earlier = _earlier(ask)
            return (earlier, False) if earlier else (_made(ask, by), True)
    except IntegrityError:
        # The same click twice at once, or an id that is somebody else's.
        earlier = _earlier(ask)
        if earlier is None:
            raise
        return earlier, False


def _earlier(ask: Wanted) -> LocateRequest | None:
    found = LocateRequest.objects.select_related("incident").filter(pk=ask.id).first()
    if found is None:
        return None
    same_incident = ask.incident in (None, found.incident_id)
    if not same_incident or found.incident.jurisdiction_id != ask.jurisdiction.pk or found.phone != ask.phone:
        raise SameIdOtherBody("This id belongs to another link. Make a new one and send it again.")
    return found


def _made(ask: Wanted, by: By) -> LocateRequest:
    incident = _known(ask.incident) if ask.incident else _opened(ask.jurisdiction, by)
    incident.version += 1
    incident.save(update_fields=["version"])
    request = LocateRequest(
        id=ask.id,
        incident=incident,
        token_sha256=links.digest(token(ask.id)),
        asked_by_id=by.user.pk,
        asked_by_name=by.name,
        phone=ask.phone,
        language=ask.language,
        made_at=by.at,
        ends_at=by.at + timedelta(minutes=ask.minutes),
    )
    if ask.sends:
        locate_texts.plan(request, by.at)
    request.save(force_insert=True)
    kinds = [EventKind.LOCATE_REQUESTED] if ask.incident else [EventKind.OPENED, EventKind.LOCATE_REQUESTED]
    events.append([_told(incident, kind, by) for kind in kinds])
    return request


def _known(incident_id: UUID) -> Incident:
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if incident.state == IncidentState.CLOSED:
        raise IncidentClosed("The incident is closed. Reopen it first, then ask.")
    return incident


def _opened(jurisdiction: Jurisdiction, by: By) -> Incident:
    """Open the incident of somebody who has called by telephone: whoever asks has looked at it already."""
    incident = Incident(
        id=uuid4(),
        jurisdiction=jurisdiction,
        state=state.apply(IncidentState.NEW, EventKind.OPENED),
        version=0,
        received_at=by.at,
        opened_at=by.at,
    )
    incident.save(force_insert=True)
    return incident


def _told(incident: Incident, kind: str, by: By) -> events.Draft:
    return events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=kind,
        incident_id=incident.id,
        incident_version=incident.version,
        actor_id=by.user.pk,
        actor_name=by.name,
        at=by.at,
    )


def opened(token_: str, now: datetime) -> LocateRequest | None:
    """Return what a link asks for, and note that it was opened; None when it is over, used up or unknown."""
    request = (
        LocateRequest.objects.filter(token_sha256=links.digest(token_), used_at=None, ends_at__gt=now)
        .exclude(incident__state=IncidentState.CLOSED)
        .select_related("incident__jurisdiction")
        .defer("incident__jurisdiction__area")
        .first()
    )
    if request is not None and request.opened_at is None:
        with transaction.atomic():
            if LocateRequest.objects.filter(pk=request.pk, opened_at=None).update(opened_at=now):
                events.append([locate_texts.told(request, "opened", now)])
    return request


def told(request: LocateRequest, jurisdiction: Jurisdiction) -> dict[str, Any]:
    """Return a link with the text to send, in the caller's language."""
    language = request.language if request.language in languages.known() else "ko"
    words = languages.words(language)
    centre = words.of(jurisdiction.centre_name_ko, jurisdiction.centre_name_en)
    url = links.address("l", token(request.id))
    text = words.page["locate_sms"].format(centre=centre, url=url)
    return {**row(request, request.made_at), "incident": str(request.incident_id), "url": url, "text": text}


def row(request: LocateRequest, now: datetime) -> dict[str, Any]:
    """Return where a link stands, as a console shows it: without the link itself."""
    return {
        "id": str(request.id),
        "phone": request.phone,
        "asked_by": request.asked_by_name,
        "made_at": request.made_at.isoformat(),
        "ends_at": request.ends_at.isoformat(),
        "opened_at": request.opened_at.isoformat() if request.opened_at else None,
        "used_at": request.used_at.isoformat() if request.used_at else None,
        "state": _state(request, now),
        **locate_texts.row(request, now),
    }


def _state(request: LocateRequest, now: datetime) -> str:
    if request.used_at:
        return "used"
    if request.ends_at <= now:
        return "ended"
    return "opened" if request.opened_at else "waiting"


def token(request_id: UUID) -> str:
    """Return the token of a link."""
    return links.token("locate", str(request_id))
