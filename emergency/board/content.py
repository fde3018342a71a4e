"""What a board shows: counts, the plates where somebody waits, today, and how the plates are.

It hangs where anybody may walk past, so nothing of it is about a person: no words, no numbers, no names
of accounts, no measured position. A place is that of a plate, which everybody may read.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from addresses.models import Jurisdiction
from emergency import built
from emergency.models import Disposition, Incident, IncidentState, Report

ENTRY: Final = "board/index.html"
# More marks than this nobody tells apart from five metres; the counts count all.
MOST_SHOWN: Final = 100

# Named one by one, so that an index which begins with them can be walked.
_OPEN: Final = [state for state in IncidentState if state is not IncidentState.CLOSED]
_UNOPENED_FIRST: Final = Case(
    When(state=IncidentState.NEW, then=Value(0)), default=Value(1), output_field=IntegerField()
)


def of(jurisdiction: Jurisdiction, now: datetime) -> dict[str, Any]:
    """Return what the board of a jurisdiction shows at this moment: one question for each part."""
    # What was merged into another incident is counted and shown with that one.
    opened = Incident.objects.filter(jurisdiction=jurisdiction, state__in=_OPEN, merged_into=None)
    counted = _counted(opened, now - timedelta(seconds=jurisdiction.louder_after_s))
    shown = _shown(opened)
    return {
        "build": built.built(ENTRY).script,
        "demonstration": settings.DEMONSTRATION,
        "jurisdiction": {
            "slug": jurisdiction.slug,
            "name_ko": jurisdiction.name_ko,
            "name_en": jurisdiction.name_en,
            "centre_name_ko": jurisdiction.centre_name_ko,
            "centre_name_en": jurisdiction.centre_name_en,
        },
        "overdue_after_s": jurisdiction.louder_after_s,
        "real": counted[False],
        "exercises": counted[True],
        "incidents": shown,
        "left_out": counted[False]["total"] + counted[True]["total"] - len(shown),
        "today": _today(jurisdiction, now),
    }


def _counted(opened: Any, late_before: datetime) -> dict[bool, dict[str, Any]]:
    """Return the counts of what is real and of what is practised, which never meet in one number."""
    late = Q(state=IncidentState.NEW, received_at__lte=late_before)
    groups = opened.order_by().values("is_exercise", "state", "kind")
    counts = groups.annotate(count=Count("id"), overdue=Count("id", filter=late))
    counted: dict[bool, dict[str, Any]] = {
        each: {"total": 0, "unopened": 0, "overdue": 0, "states": Counter(), "kinds": Counter()}
        for each in (False, True)
    }
    for is_exercise, state, kind, count, overdue in counts.values_list(
        "is_exercise", "state", "kind", "count", "overdue"
    ):
        there = counted[is_exercise]
        there["total"] += count
        there["unopened"] += count if state == IncidentState.NEW else 0
        there["overdue"] += overdue
        there["states"][state] += count
        there["kinds"][kind] += count
    return counted


def _shown(opened: Any) -> list[dict[str, Any]]:
    """Return the rows: what is real first, what nobody has opened before the rest, the oldest at the top."""
    found: list[Incident] = list(opened.order_by("is_exercise", _UNOPENED_FIRST, "received_at")[:MOST_SHOWN])
    places = _plates({incident.id for incident in found})
    return [
        {
            "kind": incident.kind,
            "state": incident.state,
            "exercise": incident.is_exercise,
            "place_ko": incident.plate_names[0],
            "place_en": incident.plate_names[1],
            "tag": incident.tag_code,
            "received_at": incident.received_at.isoformat(),
            "plate": places.get((incident.id, incident.tag_code)),
        }
        for incident in found
    ]


def _plates(incident_ids: Collection[UUID]) -> dict[tuple[UUID, str], dict[str, float]]:
    """Return where each plate of each incident hangs, by its code, unless its person has had it destroyed."""
    columns = "incident_id", "tag_code", "plate_longitude", "plate_latitude"
    told = Report.objects.filter(incident_id__in=incident_ids, plate_longitude__isnull=False)
    told = told.exclude(tag_code="")  # a typed National Point Number is no plate: somebody is there
    return {
        (incident, code): {"longitude": longitude, "latitude": latitude}
        for incident, code, longitude, latitude in told.order_by().values_list(*columns).distinct()
        if longitude is not None and latitude is not None
    }


def midnight(now: datetime) -> datetime:
    """Return when the day of a moment began where the centre is."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _today(jurisdiction: Jurisdiction, now: datetime) -> dict[str, Any]:
    """Return what came in since midnight. What is a double of another, or merged into it, is counted with that one."""
    since = midnight(now)
    rows = Incident.objects.filter(
        jurisdiction=jurisdiction,
        state__in=IncidentState.values,
        received_at__gte=since,
        merged_into=None,
    ).exclude(disposition=Disposition.DUPLICATE)
    columns = rows.order_by().values_list("is_exercise", "state", "received_at", "opened_at")
    kept: dict[bool, list[tuple[str, datetime, datetime | None]]] = {False: [], True: []}
    for is_exercise, state, received, opened in columns:
        kept[is_exercise].append((state, received, opened))
    return {"since": since.isoformat(), "real": _day(kept[False]), "exercises": _day(kept[True])}


def _day(rows: Iterable[tuple[str, datetime, datetime | None]]) -> dict[str, Any]:
    listed = list(rows)
    waits = [(opened - received).total_seconds() for _, received, opened in listed if opened]
    return {
        "received": len(listed),
        "closed": sum(state == IncidentState.CLOSED for state, _, _ in listed),
        "median_to_open_s": round(max(median(waits), 0.0), 1) if waits else None,
    }
