"""The rows of a console's queue: what every incident is, without any measured position."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from . import offers, sight
from .models import Incident, IncidentState, Presence, Report

# Strongest first: a row shows the strongest proof that any of its reports brought.
_STRENGTH = {Presence.NFC_SIGNED: 0, Presence.QR_SEALED: 1, Presence.TYPED: 2, Presence.NONE: 3}
CLOSED_SHOWN = 200
# What a row needs of its reports; the words and the consent stay in the table.
_COLUMNS = (
    "incident_id",
    "presence",
    "people",
    "language",
    "battery_pct",
    "flags",
    "voice",
    "tag_text",
    "cancelled_at",
    "cancel_reason",
    "plate_longitude",
    "plate_latitude",
    "plate_uncertainty_m",
    "best_uncertainty_m",
    "best_source",
    "best_agreement",
)


def listed(jurisdiction_ids: Collection[int], *, closed: bool) -> Iterable[Incident]:
    """Return the incidents that these jurisdictions see: all open ones, or the last closed ones.

    Of the closed ones exercises are counted apart: a day of practice pushes nothing real off the list.
    """
    incidents = Incident.objects.filter(sight.visible(jurisdiction_ids), merged_into=None)
    if closed:
        last = incidents.filter(state=IncidentState.CLOSED).order_by("-closed_at")
        real, drills = (last.filter(is_exercise=drill)[:CLOSED_SHOWN] for drill in (False, True))
        return [*real, *drills]
    return incidents.filter(~Q(state=IncidentState.CLOSED)).order_by("received_at")


def rows(
    incidents: Iterable[Incident], seers: Mapping[UUID, sight.Seers] | None = None
) -> dict[UUID, dict[str, Any]]:
    """Return the row of each incident, keyed by its id. One query for all their reports, one for who sees them."""
    found = {incident.id: incident for incident in incidents}
    reports: dict[UUID, list[Any]] = defaultdict(list)
    # Not as models: an afternoon of moving phones asks for thousands of them a second.
    columns = Report.objects.filter(incident_id__in=list(found)).order_by("received_at")
    for report in columns.values_list(*_COLUMNS, named=True):
        reports[report.incident_id].append(report)
    known = sight.seers(found.values()) if seers is None else seers
    asked = offers.last([pk for pk in found if known[pk].was_offered])
    return {pk: row(incident, reports[pk], known[pk], asked.get(pk)) for pk, incident in found.items()}


def row(
    incident: Incident, reports: Sequence[Report], seers: sight.Seers, offer: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return one row. It names the plate, a public place, and says how sure the position is."""
    last = reports[-1] if reports else None
    placed = leading(reports)
    # Only when every one of its reports was.
    taken_back = last if last and all(report.cancelled_at for report in reports) else None
    return {
        "id": str(incident.id),
        "jurisdiction": incident.jurisdiction_id,
        "state": incident.state,
        "version": incident.version,
        "kind": incident.kind,
        "exercise": incident.is_exercise,
        "escalation": incident.escalation,
        "sights": seers.row(),
        "hand_over": offer if incident.state != IncidentState.CLOSED else None,
        "tag": incident.tag_code,
        # What led to no plate: without it a mistyped code would be a report from nowhere.
        "typed": "" if incident.tag_code else next((r.tag_text for r in reports if r.tag_text), ""),
        "place_ko": incident.place_ko,
        "place_en": incident.place_en,
        "received_at": incident.received_at.isoformat(),
        "opened_at": _iso(incident.opened_at),
        "acknowledged_at": _iso(incident.acknowledged_at),
        "acknowledged_by": incident.acknowledged_by,
        "dispatched_at": _iso(incident.dispatched_at),
        "closed_at": _iso(incident.closed_at),
        "disposition": incident.disposition,
        "merged_into": str(incident.merged_into_id) if incident.merged_into_id else None,
        "reports": len(reports),
        "presence": min(
            (r.presence for r in reports), key=lambda p: _STRENGTH[Presence(p)], default=Presence.NONE
        ),
        "people": max((r.people for r in reports if r.people is not None), default=None),
        "language": last.language if last else "",
        "battery_pct": last.battery_pct if last else None,
        "flags": sorted({flag for r in reports for flag in r.flags}),
        # One person who must not be called is enough: the dispatcher writes.
        "voice": max((r.voice for r in reports), default=""),
        "cancelled_at": _iso(taken_back.cancelled_at) if taken_back else None,
        "cancel_reason": taken_back.cancel_reason if taken_back else "",
        "uncertainty_m": placed.best_uncertainty_m if placed else None,
        "source": placed.best_source or None if placed else None,
        # Without it a row would name a place where the phone is not.
        "agreement_kind": placed.best_agreement if placed else "",
        "plate": _plate(reports),
    }


def leading(reports: Iterable[Report]) -> Report | None:
    """Return the report whose position leads: the surest one that was not taken back."""
    placed = [r for r in reports if r.best_uncertainty_m is not None]
    return min(placed, key=lambda r: (r.cancelled_at is not None, r.best_uncertainty_m or 0), default=None)


def _plate(reports: Iterable[Report]) -> dict[str, float | None] | None:
    for report in reports:
        if report.plate_longitude is not None:
            return {
                "longitude": report.plate_longitude,
                "latitude": report.plate_latitude,
                "uncertainty_m": report.plate_uncertainty_m,
            }
    return None


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
