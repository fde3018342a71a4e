"""A person takes back their consent: what is theirs is destroyed at once (Location Information Act art. 24)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from . import events, merging
from .intake import plates
from .models import EventKind, Fix, HandOver, Incident, LocateRequest, Look, Message, Report, Share, Showing
from .retention import NO_PLACE, NO_PLATE, NOTHING


def take(report_id: UUID, now: datetime) -> datetime:
    """Destroy what a report holds of its person, and return when that was done; again it changes nothing.

    Positions, words, telephone numbers, links to family, the record of who looked. The incident
    stays with its plate and its course. Raises Report.DoesNotExist.
    """
    with transaction.atomic():
        report = Report.objects.get(pk=report_id)
        # The intake, which may be writing positions of this report, waits and then sees it.
        incident = Incident.objects.select_for_update().get(pk=report.incident_id)
        report.refresh_from_db(fields=["withdrawn_at"])
        if report.withdrawn_at is not None:
            return report.withdrawn_at
        _destroy(report, now)
        _forget_square(incident)
        incident.version += 1
        incident.save(update_fields=["version"])
        events.append([_told(report, incident, now)])
    return now


def _destroy(report: Report, now: datetime) -> None:
    Fix.objects.filter(report=report).delete()
    Look.objects.filter(report=report).delete()
    Share.objects.filter(report=report).delete()
    Message.objects.filter(report=report).update(text="", quick="")
    Showing.objects.filter(report=report).delete()
    LocateRequest.objects.filter(report=report).update(phone="")
    # A plate's coordinates are public, but this copy says that one person stood there. That somebody
    # called from the plate stays with the incident, for which the centre has to account.
    Report.objects.filter(pk=report.pk).update(**NOTHING, **NO_PLATE, withdrawn_at=now)
    # What was looked at and what the centre said concerns everybody of the incident: it stays as
    # long as it is somebody else's, too.
    together = merging.together(report.incident_id)
    if not Report.objects.filter(incident__in=together, withdrawn_at=None).exists():
        Look.objects.filter(incident__in=together).delete()
        Message.objects.filter(incident__in=together).update(text="", quick="")
        HandOver.objects.filter(incident__in=together).update(reason="", answer="")


def _forget_square(incident: Incident) -> None:
    """Destroy the number that was typed instead of a plate, unless somebody who stays typed the same one."""
    if incident.tag_code or not incident.place_ko:
        return
    staying = Report.objects.filter(incident=incident, withdrawn_at=None, tag_code="").exclude(tag_text="")
    squares = (plates.square(text) for text in staying.values_list("tag_text", flat=True).distinct())
    if not any(square and square.name_ko == incident.place_ko for square in squares):
        Incident.objects.filter(pk=incident.pk).update(**NO_PLACE)


def _told(report: Report, incident: Incident, now: datetime) -> events.Draft:
    return events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=EventKind.CONSENT_WITHDRAWN,
        incident_id=incident.id,
        incident_version=incident.version,
        report_id=report.id,
        at=now,
    )
