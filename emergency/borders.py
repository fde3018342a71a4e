"""What lies at a border is seen by both centres; one owns it, and where it moves never changes that by itself.

A neighbour sees an incident once a report's plate or best position, each with its radius at 95 %, has lain within
the neighbour's border, and for as long as the incident is open: somebody may be reading it, so no later position
takes it away. When the best position has come into another area, that centre's sight says so as well: whose
incident it is stays with its owner, who may hand it over (``emergency/handing_over.py``).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from addresses import jurisdictions
from addresses.models import SharingMode

from .models import Incident, Report, Sight


def sights(incident_id: UUID, own: int, reports: Iterable[Report], at: datetime) -> list[Sight]:
    """Return the unsaved sights of the centres beside ``own`` that see an incident for where its reports are."""
    seen = {pair for report in reports for pair in _reasons(report) if pair[0] != own}
    return [
        Sight(incident_id=incident_id, jurisdiction_id=pk, reason=reason, at=at)
        for pk, reason in sorted(seen)
        # A centre that takes no positions over the internet is shown none of its neighbours' either.
        if jurisdictions.known(pk).sharing_mode != SharingMode.DEVICE_ONLY
    ]


def follow(incident: Incident, reports: Iterable[Report], at: datetime) -> None:
    """Add who sees an incident for where these reports of it are by now, within the caller's transaction."""
    found = sights(incident.pk, incident.jurisdiction_id, reports, at)
    # Mostly there is none: a place in the middle of an area costs no statement.
    if found:
        Sight.objects.bulk_create(found, ignore_conflicts=True)


def _reasons(report: Report) -> Iterator[tuple[int, str]]:
    for circle in _circles(report):
        for pk in jurisdictions.near(*circle):
            yield pk, Sight.Reason.BORDER
    if report.best_longitude is not None and report.best_latitude is not None:
        holder = jurisdictions.holding(report.best_longitude, report.best_latitude)
        if holder is not None:
            yield holder.pk, Sight.Reason.INSIDE


def _circles(report: Report) -> Iterator[tuple[float, float, float]]:
    plate = (report.plate_longitude, report.plate_latitude, report.plate_uncertainty_m)
    best = (report.best_longitude, report.best_latitude, report.best_uncertainty_m)
    for longitude, latitude, radius_m in (plate, best):
        if longitude is not None and latitude is not None and radius_m is not None:
            yield longitude, latitude, radius_m
