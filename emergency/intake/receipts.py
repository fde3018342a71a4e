"""The receipt that a phone keeps, and the conversions between rows and measured positions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet

from addresses.models import Jurisdiction
from emergency.commands import FixDraft
from emergency.models import FixSource, Report
from emergency.position import Fused, Measured


@dataclass(slots=True)
class FixRow:
    """The row of a phone's position, before it is written."""

    report_id: UUID
    sequence: int
    longitude: float
    latitude: float
    uncertainty_m: float
    altitude_m: float | None
    fixed_at: datetime
    received_at: datetime
    source: str = FixSource.DEVICE

    @classmethod
    def of(cls, report_id: UUID, draft: FixDraft, received_at: datetime) -> Self:
        """Return the row of one position of a report."""
        return cls(
            report_id,
            draft.sequence,
            draft.longitude,
            draft.latitude,
            draft.uncertainty_m,
            draft.altitude_m,
            draft.fixed_at,
            received_at,
        )


def with_places(ids: Collection[UUID]) -> QuerySet[Report]:
    """Return the reports with what a receipt names: the incident's place and the centre."""
    return (
        Report.objects.filter(id__in=ids)
        .select_related("incident", "jurisdiction")
        .defer("jurisdiction__area")
    )


def of(report: Report) -> dict[str, Any]:
    """Return the receipt: what was received, when, and by whom. The same whenever it is asked for."""
    return {
        "report": str(report.id),
        "incident": str(report.incident_id),
        "received_at": report.received_at.isoformat(),
        "state": "received",
        "presence": report.presence,
        "flags": list(report.flags),
        "exercise": report.is_exercise,
        "place_ko": report.incident.place_ko,
        "place_en": report.incident.place_en,
        "centre": centre(report.jurisdiction),
    }


def centre(jurisdiction: Jurisdiction) -> dict[str, str]:
    """Return the name and the numbers of a dispatch centre."""
    return {
        "name_ko": jurisdiction.centre_name_ko,
        "name_en": jurisdiction.centre_name_en,
        "fire_number": jurisdiction.fire_number,
        "police_number": jurisdiction.police_number,
    }


def plate_measured(report: Report, scanned_at: datetime) -> Measured | None:
    """Return the plate's surveyed position at the time of the scan, or None without a plate."""
    if report.plate_longitude is None or report.plate_latitude is None or report.plate_uncertainty_m is None:
        return None
    return Measured(
        report.plate_longitude, report.plate_latitude, report.plate_uncertainty_m, scanned_at, "plate"
    )


def fix_measured(draft: FixDraft) -> Measured:
    """Return a phone's position as the fusion takes it."""
    return Measured(
        draft.longitude, draft.latitude, draft.uncertainty_m, draft.fixed_at, "device", draft.sequence
    )


def measured(fix: FixRow) -> Measured:
    """Return a position about to be stored as the fusion takes it."""
    return Measured(fix.longitude, fix.latitude, fix.uncertainty_m, fix.fixed_at, "device", fix.sequence)


def write_best(report: Report, fused: Fused) -> None:
    """Write the best known position into the report's columns, null without one, and how plate and phone agree."""
    best = fused.best
    report.best_longitude = best.longitude if best else None
    report.best_latitude = best.latitude if best else None
    report.best_uncertainty_m = best.uncertainty_m if best else None
    report.best_source = str(best.source) if best else ""
    report.best_fixed_at = best.fixed_at if best else None
    report.best_agreement = str(fused.agreement.kind)


BEST_COLUMNS = (
    "best_longitude",
    "best_latitude",
    "best_uncertainty_m",
    "best_source",
    "best_fixed_at",
    "best_agreement",
)
