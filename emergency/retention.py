"""Destroy positions on time (Location Information Act art. 23), and the log of looks when its time is over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from addresses.models import Jurisdiction

from . import events, merging
from .crew import link as crew_links
from .models import (
    CrewLink,
    EventKind,
    Fix,
    HandOver,
    Incident,
    IncidentState,
    LocateRequest,
    Look,
    Message,
    Report,
    Share,
)

# What a report's row holds of its person, as it reads when that is gone.
NOTHING = {
    "best_longitude": None,
    "best_latitude": None,
    "best_uncertainty_m": None,
    "best_source": "",
    "best_fixed_at": None,
    "best_agreement": "",
    "words": "",
    "tag_text": "",  # where a code belongs a person may have typed anything
    "phone": "",
    "people": None,
    "voice": "",
    "source_key": "",
}
# The coordinates of where a report was sent from. A plate's are public; a number that was typed is a measured place.
NO_PLATE = {"plate_longitude": None, "plate_latitude": None, "plate_uncertainty_m": None}
NO_PLACE = {"place_ko": "", "place_en": ""}


def sweep(now: datetime | None = None, *, most: int = 100) -> int:
    """Erase the incidents whose time is over and return how many; each in a short transaction."""
    moment = now or timezone.now()
    due = _due(moment)
    for pk in due[:most]:
        erase(pk, moment)
    _erase_late_words(moment)
    crew_links.forget(moment)
    Look.objects.filter(at__lt=moment - timedelta(days=settings.LOCATION_LOG_RETENTION_DAYS)).delete()
    return len(due[:most])


def erase(incident_id: UUID, now: datetime) -> None:
    """Destroy the measured positions, the words and the telephone numbers of one closed incident, and links to it.

    What stays says that there was an incident, at a plate or not, and who did what; the event log
    never held more. A National Point Number that was typed says where somebody stood: it goes.
    """
    with transaction.atomic():
        incident = Incident.objects.select_for_update().get(pk=incident_id)
        if incident.state != IncidentState.CLOSED or incident.erased_at:
            return
        together = merging.together(incident.pk)
        Fix.objects.filter(report__incident__in=together).delete()
        Report.objects.filter(incident__in=together).update(**NOTHING)
        Report.objects.filter(incident__in=together, tag_code="").update(**NO_PLATE)
        Incident.objects.filter(pk__in=together, tag_code="").update(**NO_PLACE)
        Message.objects.filter(incident__in=together).update(text="", quick="")
        Share.objects.filter(report__incident__in=together, stopped_at=None).update(stopped_at=now)
        LocateRequest.objects.filter(incident__in=together).update(phone="")
        HandOver.objects.filter(incident__in=together).update(reason="", answer="")
        CrewLink.objects.filter(assignment__incident__in=together).update(**crew_links.NO_POSITION)
        Incident.objects.filter(pk__in=together).update(erased_at=now)
        events.append([_erased(incident, now)])


def _erase_late_words(now: datetime) -> None:
    """Destroy what was said about an incident after it had been erased, as late as the rest was."""
    late = Message.objects.filter(incident__erased_at__isnull=False).exclude(text="")
    for pk, hours in Jurisdiction.objects.values_list("pk", "retention_hours"):
        late.filter(incident__jurisdiction_id=pk, at__lt=now - timedelta(hours=hours)).update(
            text="", quick=""
        )


def _erased(incident: Incident, now: datetime) -> events.Draft:
    return events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=EventKind.POSITIONS_ERASED,
        incident_id=incident.id,
        incident_version=incident.version,
        at=now,
    )


def _due(now: datetime) -> list[UUID]:
    """Return the incidents that were closed longer ago than their jurisdiction keeps them."""
    due: list[UUID] = []
    for pk, hours in Jurisdiction.objects.values_list("pk", "retention_hours"):
        closed = Incident.objects.filter(
            jurisdiction_id=pk, erased_at__isnull=True, closed_at__lt=now - timedelta(hours=hours)
        )
        due += closed.values_list("pk", flat=True)
    return due
