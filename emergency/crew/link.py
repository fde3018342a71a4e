"""Links for the crew of a unit that was sent: made, texted, listed, ended, opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from emergency import events, links, merging
from emergency.actions import By
from emergency.errors import Refused, SameIdOtherBody
from emergency.models import Assignment, CrewLink, EventKind, Incident, IncidentState

from . import texts
from .standing import state, token

# What is shared of where a crew is, as it reads when nothing is.
NO_POSITION: Final[dict[str, Any]] = {
    "longitude": None,
    "latitude": None,
    "uncertainty_m": None,
    "fixed_at": None,
}
MOST_AT_ONCE: Final = 5  # of one assignment: a leak is noticed when there are more links than phones


class NotSent(Refused):
    kind, status, title = "not-sent", 422, "This unit is not on its way to this incident"


class TooManyCrewLinks(Refused):
    kind, status, title = "too-many-crew-links", 409, "Enough links for this crew"


class UnknownCrewLink(Refused):
    kind, status, title = "unknown-crew-link", 404, "No such link"


class CrewLinkOver(Refused):
    kind, status, title = "crew-link-over", 410, "This link is over"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link to be made: the console's id for it, for the crew of which assignment, and whether it is texted."""

    id: UUID
    assignment: UUID
    sends: bool = False


def make(incident_id: UUID, ask: Wanted, by: By) -> tuple[CrewLink, bool]:
    """Make a link and return it, and whether it is new; the same id again changes nothing.

    Raises NotSent, TooManyCrewLinks, SameIdOtherBody, texts.NoMobile, Incident.DoesNotExist.
    """
    try:
        with transaction.atomic():
            return _made(incident_id, ask, by)
    except IntegrityError:
        raise SameIdOtherBody("This id belongs to another link. Make a new one and send it again.") from None


def _made(incident_id: UUID, ask: Wanted, by: By) -> tuple[CrewLink, bool]:
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
    earlier = CrewLink.objects.filter(pk=ask.id).select_related("assignment__unit").first()
    if earlier is not None:
        # An id is no secret: whoever sees an incident of another centre reads the ids of its links.
        if earlier.assignment_id != ask.assignment or not _of(incident).filter(pk=ask.assignment).exists():
            raise SameIdOtherBody("This id belongs to another link. Make a new one and send it again.")
        return earlier, False
    sent = _sent(incident, ask.assignment)
    if running(by.at).filter(assignment=sent).count() >= MOST_AT_ONCE:
        raise TooManyCrewLinks("End one of the links of this crew first.")
    link = CrewLink(
        id=ask.id,
        assignment=sent,
        token_sha256=links.digest(token(ask.id)),
        made_by_id=by.user.pk,
        made_by_name=by.name,
        made_at=by.at,
        ends_at=by.at + timedelta(minutes=settings.CREW_LINK_MINUTES),
    )
    if ask.sends:
        texts.plan(link, incident, by.at)
    link.save(force_insert=True)
    _tell(incident, EventKind.CREW_LINK_MADE, by, link)
    return link, True


def _sent(incident: Incident, assignment: UUID) -> Assignment:
    found = _of(incident).filter(pk=assignment, cleared_at=None).select_related("unit").first()
    if found is None or incident.state == IncidentState.CLOSED:
        raise NotSent("A link is for a crew that was sent and is not free again. Read the incident again.")
    return found


def revoke(incident_id: UUID, link_id: UUID, by: By) -> CrewLink:
    """End a link at once, and forget where its crew was; again it changes nothing. Raises UnknownCrewLink."""
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
        found = CrewLink.objects.filter(pk=link_id, assignment__in=_of(incident))
        link = found.select_related("assignment__unit", "delivery").first()
        if link is None:
            raise UnknownCrewLink("This incident has no such link. Read the incident again.")
        if link.revoked_at is None:
            CrewLink.objects.filter(pk=link.pk).update(revoked_at=by.at, **NO_POSITION)
            link.refresh_from_db(fields=["revoked_at", *NO_POSITION])
            _tell(incident, EventKind.CREW_LINK_ENDED, by, link)
    return link


def _tell(incident: Incident, kind: str, by: By, link: CrewLink) -> None:
    # Nothing that a dispatcher decides rests on a link: the version stays.
    draft = events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=kind,
        incident_id=incident.id,
        incident_version=incident.version,
        actor_id=by.user.pk,
        actor_name=by.name,
        at=by.at,
        data={"assignment": str(link.assignment_id), "unit": link.assignment.unit.name},
    )
    events.append([draft])


def running(now: datetime) -> QuerySet[CrewLink]:
    """Return the links that open their page now."""
    return CrewLink.objects.filter(revoked_at=None, ends_at__gt=now, assignment__cleared_at=None)


def listed(incident: Incident) -> list[CrewLink]:
    """Return every link of an incident, in the order in which they were made."""
    found = CrewLink.objects.filter(assignment__in=_of(incident)).order_by("made_at", "id")
    return list(found.select_related("assignment__unit", "delivery"))


def opened(token_: str, now: datetime) -> tuple[CrewLink, Incident]:
    """Return what a link leads to: itself, and the incident that its crew goes to.

    It ends with its time, when it is ended, when its unit is free again, and when the incident is closed. Raises
    UnknownCrewLink where it was never made, CrewLinkOver after its end.
    """
    found = (
        CrewLink.objects.filter(token_sha256=links.digest(token_))
        .select_related("assignment__unit", "assignment__incident__jurisdiction")
        .defer("assignment__incident__jurisdiction__area")
        .first()
    )
    if found is None:
        raise UnknownCrewLink("No such link was ever made. Ask the centre for it again.")
    incident = merging.worked_on(found.assignment.incident)
    if state(found, now) != "running" or incident.state == IncidentState.CLOSED or incident.erased_at:
        raise CrewLinkOver("Ask the centre for a new link, if you are still on your way.")
    if found.opened_at is None:
        CrewLink.objects.filter(pk=found.pk, opened_at=None).update(opened_at=now)
    return found, incident


def forget(now: datetime) -> int:
    """Destroy where crews were whose links are over, and return how many that were."""
    over = Q(ends_at__lte=now) | ~Q(revoked_at=None) | ~Q(assignment__cleared_at=None)
    return CrewLink.objects.filter(over).exclude(longitude=None).update(**NO_POSITION)


def _of(incident: Incident) -> QuerySet[Assignment]:
    return Assignment.objects.filter(incident__in=merging.together(incident.pk))
