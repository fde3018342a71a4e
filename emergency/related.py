"""Which other incidents a dispatcher should know of: perhaps the same thing, the same person before, or close by."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from addresses.distances import ELLIPSOID

from .models import Incident, IncidentState, Report

SAME_WITHIN = timedelta(hours=3)
SAME_WITHIN_M: Final = 300.0  # between the edges of the two 95 % circles
NEAR_WITHIN_M: Final = 2_000.0
EARLIER_WITHIN = timedelta(days=30)
MOST_SHOWN: Final = 8
_MOST_READ: Final = 2_000

_COLUMNS = (
    "incident_id", "phone", "source_key", "tag_code", "received_at",
    "best_longitude", "best_latitude", "best_uncertainty_m",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """How another incident relates: ``same``, ``earlier`` or ``near``, the reasons, and how far (metres) if known."""

    incident: Incident
    how: str
    reasons: tuple[str, ...]
    distance_m: float | None


def of(incident: Incident, now: datetime, seen: Q | None = None) -> list[dict[str, Any]]:
    """Return the related incidents of the same centre, among those ``seen``, for a console: likely doubles first.

    Likely the same: open, within three hours, and close by, at the same plate or from the same number.
    Earlier: from the same number within thirty days. Near: open, within two kilometres. Exercises relate
    to exercises only. No position is in it: distances only.
    """
    reports = list(Report.objects.filter(incident=incident).only(*_COLUMNS).order_by("received_at"))
    theirs: dict[UUID, list[Report]] = defaultdict(list)
    if reports:
        for row in (
            _others(incident, reports, now, seen).order_by("-received_at").only(*_COLUMNS)[:_MOST_READ]
        ):
            theirs[row.incident_id].append(row)
    others = Incident.objects.in_bulk(list(theirs))
    relations = [_relation(incident, reports, others[pk], rows) for pk, rows in theirs.items()]
    found = sorted(filter(None, relations), key=_order)
    return [_told(relation) for relation in found[:MOST_SHOWN]]


def _others(incident: Incident, reports: Sequence[Report], now: datetime, seen: Q | None) -> QuerySet[Report]:
    """Return the reports of all that is open, and earlier ones from the same numbers."""
    same_kind = Incident.objects.filter(is_exercise=incident.is_exercise, merged_into=None)
    beside = same_kind.filter(seen or Q(), jurisdiction=incident.jurisdiction_id).exclude(pk=incident.pk)
    numbers = {report.phone for report in reports if report.phone}
    open_ones = beside.exclude(state=IncidentState.CLOSED)
    wanted = Q(incident__in=open_ones.values("pk"))
    if numbers:
        recent = beside.filter(state=IncidentState.CLOSED, received_at__gt=now - EARLIER_WITHIN)
        wanted |= Q(phone__in=numbers, incident__in=recent.values("pk"))
    return Report.objects.filter(wanted)


def _order(relation: Relation) -> tuple[int, int, float, datetime]:
    rank = {"same": 0, "earlier": 1, "near": 2}[relation.how]
    return rank, -len(relation.reasons), relation.distance_m or 0.0, relation.incident.received_at


def _relation(
    incident: Incident, reports: Sequence[Report], other: Incident, theirs: Sequence[Report]
) -> Relation | None:
    apart_m, between_m = _apart(reports, theirs)
    number = _share(reports, theirs, "phone")
    reasons = [
        reason
        for reason, holds in (
            ("plate", _share(reports, theirs, "tag_code")),
            ("place", between_m is not None and between_m <= SAME_WITHIN_M),
            ("phone", number),
            ("network", _share(reports, theirs, "source_key")),
        )
        if holds
    ]
    is_open = other.state != IncidentState.CLOSED
    together = abs(other.received_at - incident.received_at) <= SAME_WITHIN
    if is_open and together and reasons and reasons != ["network"]:
        return Relation(other, "same", tuple(reasons), apart_m)
    if number:
        return Relation(other, "earlier", ("phone",), apart_m)
    if is_open and apart_m is not None and apart_m <= NEAR_WITHIN_M:
        return Relation(other, "near", ("place",), apart_m)
    return None


def _share(ours: Sequence[Report], theirs: Sequence[Report], name: str) -> bool:
    return bool({getattr(r, name) for r in ours} & {getattr(r, name) for r in theirs} - {""})


def _apart(ours: Sequence[Report], theirs: Sequence[Report]) -> tuple[float | None, float | None]:
    """Return the least distance between two of their positions, and between the edges of two circles, in metres."""
    pairs = [
        (metres, max(0.0, metres - (a.best_uncertainty_m or 0.0) - (b.best_uncertainty_m or 0.0)))
        for a in ours[:20]
        for b in theirs[:20]
        if (metres := _metres(a, b)) is not None
    ]
    if not pairs:
        return None, None
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def _metres(a: Report, b: Report) -> float | None:
    places = (a.best_longitude, a.best_latitude, b.best_longitude, b.best_latitude)
    if any(place is None for place in places):
        return None
    return float(ELLIPSOID.inv(*places)[2])


def _told(relation: Relation) -> dict[str, Any]:
    other = relation.incident
    return {
        "id": str(other.pk),
        "how": relation.how,
        "reasons": list(relation.reasons),
        "distance_m": relation.distance_m,
        "state": other.state,
        "version": other.version,
        "kind": other.kind,
        "place_ko": other.place_ko,
        "place_en": other.place_en,
        "received_at": other.received_at.isoformat(),
        "disposition": other.disposition,
    }
