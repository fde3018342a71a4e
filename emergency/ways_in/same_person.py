"""Who has called before: the open incident that a telephone number belongs to, and one number at a time."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from emergency import merging
from emergency.models import Incident, IncidentState, LocateRequest, Report

from . import numbers


@dataclass(frozen=True, slots=True)
class Known:
    """An open incident, and the newest report in it that came from the number; None when it was only asked."""

    incident: Incident
    report: Report | None


@contextmanager
def one_at_a_time(number: str) -> Iterator[None]:
    """Open a transaction in which nobody else handles the same number: two texts at once are one incident."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and number:
            key = int.from_bytes(hashlib.sha256(number.encode()).digest()[:8], signed=True)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
        yield  # SQLite has one writer at a time anyway


def of(
    number: str,
    *,
    is_exercise: bool = False,
    since: datetime | None = None,
    jurisdiction_ids: Collection[int] | None = None,
) -> Known | None:
    """Return what is open for a canonical number, the newest first; None when nothing is.

    ``since`` leaves out what was received before, ``jurisdiction_ids`` what belongs to other centres.
    """
    if not number:
        return None
    open_ones = Incident.objects.exclude(state=IncidentState.CLOSED).filter(
        is_exercise=is_exercise, merged_into=None
    )
    if jurisdiction_ids is not None:
        open_ones = open_ones.filter(jurisdiction__in=jurisdiction_ids)
    reports = Report.objects.filter(
        phone__in=numbers.spellings(number), incident__in=open_ones, withdrawn_at=None
    )
    if since is not None:
        reports = reports.filter(received_at__gte=since)
    report = reports.select_related("incident").order_by("-received_at").first()
    if report is not None:
        return Known(report.incident, report)
    return _asked(number, open_ones.values("pk"), since)


def _asked(number: str, open_ones: object, since: datetime | None) -> Known | None:
    """Return the incident whose caller was asked at this number where they are."""
    asked = LocateRequest.objects.filter(incident__in=open_ones).exclude(phone="")
    if since is not None:
        asked = asked.filter(made_at__gte=since)
    for request in asked.select_related("incident").order_by("-made_at"):
        if numbers.canonical(request.phone) == number:
            return Known(merging.worked_on(request.incident), None)
    return None
