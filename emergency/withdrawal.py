"""A person takes back their consent: what is theirs is destroyed at once (Location Information Act art. 24)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from . import events
from .models import EventKind, Fix, Incident, LocateRequest, Look, Message, Report, Share
from .retention import NOTHING

# A plate's coordinates are public, but this copy says that one person stood there. That somebody
# called from the plate stays with the incident, for which the centre has to account.
_NO_PLATE = {"plate_longitude": None, "plate_latitude": None, "plate_uncertainty_m": None}


def take(report_id: UUID, now: datetime) -> datetime:
    """Destroy what a report holds of its person, and return when that was done; again it changes nothing.

    Positions, words, telephone numbers, links to family, the record of who looked. The incident
    stays with its public place and its course. Raises Report.DoesNotExist.
    """
    with transaction.atomic():
        report = Report.objects.get(pk=report_id)
        # The intake, which may be writing positions of this report, waits and then sees it.
        incident = Incident.objects.select_for_update().get(pk=report.incident_id)
        report.refresh_from_db(fields=["withdrawn_at"])
        if report.withdrawn_at is not None:
            return report.withdrawn_at
        _destroy(report, now)
        incident.version += 1
        incident.save(update_fields=["version"])
        events.append([_told(report, incident, now)])
    return now


def _destroy(report: Report, now: datetime) -> None:
    Fix.objects.filter(report=report).delete()
    Look.objects.filter(report=report).delete()
    Share.objects.filter(report=report).delete()
    Message.objects.filter(report=report).update(text="", quick="")
    LocateRequest.objects.filter(report=report).update(phone="")
    Report.objects.filter(pk=report.pk).update(**NOTHING, **_NO_PLATE, withdrawn_at=now)
    # What was looked at and what the centre said concerns everybody of the incident: it stays as
    # long as it is somebody else's, too.
    if not Report.objects.filter(incident_id=report.incident_id, withdrawn_at=None).exists():
        Look.objects.filter(incident_id=report.incident_id).delete()
        Message.objects.filter(incident_id=report.incident_id).update(text="", quick="")


def _told(report: Report, incident: Incident, now: datetime) -> events.Draft:
    return events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=EventKind.CONSENT_WITHDRAWN,
        incident_id=incident.id,
        incident_version=incident.version,
        report_id=report.id,
        at=now,
    )
