"""One incident as a dispatcher reads it, measured positions included. Whoever calls this logs the look."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from addresses import codes, nearest
from addresses.errors import MistypedCode, UnreadableReference
from addresses.models import AddressPoint, FacilityType, Tag, TagState
from trails import access_points, anchors

from . import assigning, locate, merging, offers, position, queue, seen, sight, timeline
from .intake import receipts
from .models import Fix, Incident, LocateRequest, Message, Presence, Report
from .place import rounded
from .position import Fused, Measured
from .read_out import read_out

MOST_FIXES = 1000  # of one report on one screen; the newest ones
FIRST_FIXES = 60
MOST_REPORTS = 50  # of one incident on one screen; the row says how many there are
NEAR_WITHIN_M = 5_000
MOST_MEANT = 5


def of(incident: Incident, now: datetime | None = None) -> dict[str, Any]:
    """Return the incident's row and all that belongs to it: position, place, words, timeline."""
    moment = now or timezone.now()
    reports = list(Report.objects.filter(incident=incident).order_by("received_at"))
    leading = queue.leading(reports)
    shown = _shown(reports, leading)
    fixes = _fixes([report.id for report in shown])
    fused = _fused(leading, fixes[leading.id], moment) if leading else None
    point, tag_state = _point(incident)
    place = _place(point, tag_state) if point else None
    where = _where(fused, point)
    seers = sight.seers([incident])[incident.pk]
    asked = offers.last([incident.pk]) if seers.was_offered else {}
    row = queue.row(incident, reports, seers, asked.get(incident.pk))
    ids = merging.together(incident.pk)
    said = {"tag_code": incident.tag_code, "typed": row["typed"], "place": place, "fused": fused}
    return {
        **row,
        "position": _position(fused, moment),
        "agreement": _agreement(fused),
        "place": place,
        "near": _near(*where) if where else [],
        "meant": _meant(row["typed"]),
        "read_out": read_out("ko", **said),
        "read_out_en": read_out("en", **said),
        "report_list": [_report(report, fixes[report.id]) for report in shown],
        "messages": _messages(ids),
        "locate_requests": [
            locate.row(asked, moment)
            for asked in LocateRequest.objects.filter(incident__in=ids).select_related("report")
        ],
        "timeline": timeline.of(ids),
        "merged": _merged(incident),
        "units": assigning.of(incident),
        "hand_overs": offers.all_of(ids) if seers.was_offered else [],
    }


def _shown(reports: list[Report], leading: Report | None) -> list[Report]:
    """Return the reports that one screen shows: the first ones, the newest ones, and the one that leads."""
    if len(reports) <= MOST_REPORTS:
        return reports
    kept = {report.id for report in [reports[0], *reports[-MOST_REPORTS + 2 :]]}
    return [report for report in reports if report.id in kept or report is leading]


def _fixes(report_ids: Sequence[UUID]) -> dict[UUID, list[Fix]]:
    by_report: dict[UUID, list[Fix]] = defaultdict(list)
    # Without an order of its own: by their sequence each fix would be distinct, and ask for all of them again.
    found = Fix.objects.filter(report_id__in=report_ids).order_by("report_id")
    for report_id in found.values_list("report_id", flat=True).distinct():
        fixes = Fix.objects.filter(report_id=report_id)
        newest = list(fixes.order_by("-sequence")[:MOST_FIXES])
        # The first ones too: they know whether the phone was ever at the plate.
        first = fixes.order_by("sequence")[:FIRST_FIXES] if len(newest) == MOST_FIXES else []
        by_report[report_id] = sorted(
            {fix.sequence: fix for fix in [*first, *newest]}.values(), key=_sequence
        )
    return by_report


def _sequence(fix: Fix) -> int:
    return fix.sequence


def _fused(report: Report, fixes: Sequence[Fix], now: datetime) -> Fused:
    scanned_at = min(report.sent_at or report.received_at, report.received_at)
    measured = [
        Measured(f.longitude, f.latitude, f.uncertainty_m, f.fixed_at, "device", f.sequence) for f in fixes
    ]
    return position.fuse(
        receipts.plate_measured(report, scanned_at),
        measured,
        scanned_at=scanned_at,
        now=now,
        is_typed=report.presence == Presence.TYPED,
    )


def _position(fused: Fused | None, now: datetime) -> dict[str, Any] | None:
    if fused is None or fused.best is None:
        return None
    best = fused.best
    return {
        "longitude": best.longitude,
        "latitude": best.latitude,
        "uncertainty_m": best.uncertainty_m,
        "source": str(best.source),
        "fixed_at": best.fixed_at.isoformat(),
        "age_s": max(0.0, (now - best.fixed_at).total_seconds()),
    }


def _agreement(fused: Fused | None) -> dict[str, Any] | None:
    if fused is None:
        return None
    how = fused.agreement
    return {
        "kind": str(how.kind),
        "distance_m": how.distance_m,
        "minutes": how.minutes,
        "text_ko": how.text_ko,
        "text_en": how.text_en,
    }


def _point(incident: Incident) -> tuple[AddressPoint | None, str]:
    if not incident.tag_code:
        return None, ""
    tag = Tag.objects.select_related("point__facility_type").filter(pk=incident.tag_code).first()
    return (tag.point, tag.state) if tag else (None, "")


def _place(point: AddressPoint, tag_state: str) -> dict[str, Any]:
    anchor = anchors.of(point)
    return {
        "name_ko": point.name_ko,
        "name_en": point.name_en,
        "facility_ko": point.facility_type.name_ko,
        "facility_en": point.facility_type.name_en,
        "npn": point.npn,
        "object_address": point.object_address,
        "elevation_m": point.elevation_m,
        "uncertainty_m": point.uncertainty_m,
        "survey_method": point.survey_method,
        "aliases": [alias.text for alias in point.aliases.all()],
        "tag_state": tag_state,
        "public_note_ko": point.public_note_ko,
        "public_note_en": point.public_note_en,
        "responder_note": point.responder_note,
        "anchor": anchor
        and {
            "trail_ko": anchor.trail.name_ko,
            "trail_en": anchor.trail.name_en,
            # Said over the radio: no finer than the point was surveyed.
            "metre": rounded(anchor.metre, point.uncertainty_m),
            "side": anchor.side,
            "offset_m": anchor.offset_m,
        },
    }


def _meant(typed: str) -> list[dict[str, str]]:
    """Return the plates that hang and whose code is one slip away from what was typed."""
    try:
        codes.parse(typed)
    except MistypedCode as error:
        near = codes.near(error.digits)
    except UnreadableReference:
        return []
    else:
        return []
    tags = Tag.objects.select_related("point").filter(pk__in=near, state=TagState.INSTALLED)
    return [
        {"code": tag.code, "place_ko": tag.point.name_ko, "place_en": tag.point.name_en}
        for tag in tags[:MOST_MEANT]
        if tag.point
    ]


def _where(fused: Fused | None, point: AddressPoint | None) -> tuple[float, float] | None:
    if fused and fused.best:
        return fused.best.longitude, fused.best.latitude
    return (point.position.x, point.position.y) if point else None


def _near(longitude: float, latitude: float) -> list[dict[str, Any]]:
    """Return the nearest AED, the nearest refuge, and the two nearest access points."""
    refuges = list(FacilityType.objects.filter(is_refuge=True).values_list("pk", flat=True))
    found: list[dict[str, Any]] = []
    for what, types in (("aed", ["aed"]), ("refuge", refuges)):
        for near in nearest.points(
            longitude, latitude, limit=1, facility_types=types, within_m=NEAR_WITHIN_M
        ):
            found.append(_thing(what, near.point, near, near.point.responder_note) | {"access_kind": ""})
    for way in access_points.nearest(longitude, latitude, limit=2):
        note = " · ".join(filter(None, (way.point.vehicle_note_ko, way.point.responder_note)))
        found.append(_thing("access", way.point, way, note) | {"access_kind": way.point.kind})
    return found


def _thing(what: str, place: Any, near: Any, note: str) -> dict[str, Any]:
    return {
        "what": what,
        "name_ko": place.name_ko,
        "name_en": place.name_en or place.name_ko,
        "distance_m": near.distance_m,
        "bearing_deg": near.bearing_deg,
        "longitude": place.position.x,
        "latitude": place.position.y,
        "note": note,
    }


def _report(report: Report, fixes: Sequence[Fix]) -> dict[str, Any]:
    return {
        "id": str(report.id),
        "channel": report.channel,
        "kind": report.kind,
        "presence": report.presence,
        "seal_verdict": report.seal_verdict,
        "tag_text": report.tag_text,
        "words": report.words,
        "people": report.people,
        "phone": report.phone,
        "language": report.language,
        "battery_pct": report.battery_pct,
        "exercise": report.is_exercise,
        "flags": report.flags,
        "voice": report.voice,
        "consent": report.consent,
        "sent_at": _iso(report.sent_at),
        "received_at": _iso(report.received_at),
        "cancelled_at": _iso(report.cancelled_at),
        "cancel_reason": report.cancel_reason,
        "fixes": [
            {
                "sequence": fix.sequence,
                "longitude": fix.longitude,
                "latitude": fix.latitude,
                "uncertainty_m": fix.uncertainty_m,
                "altitude_m": fix.altitude_m,
                "fixed_at": _iso(fix.fixed_at),
                "received_at": _iso(fix.received_at),
            }
            for fix in fixes
        ],
    }


def _merged(incident: Incident) -> list[dict[str, Any]]:
    """Return what was merged into this incident and can be split off again, the newest first."""
    return [
        {
            "id": str(other.pk),
            "place_ko": other.place_ko,
            "place_en": other.place_en,
            "kind": other.kind,
            "received_at": _iso(other.received_at),
            "merged_at": _iso(other.merged_at),
        }
        for other in incident.merged.order_by("-merged_at")
    ]


def _messages(incidents: Sequence[UUID]) -> list[dict[str, Any]]:
    said = list(Message.objects.filter(incident__in=incidents).order_by("at", "id"))
    shown = seen.showings(said)
    return [
        {
            "id": str(message.id),
            "from_centre": message.from_centre,
            "author": message.author,
            "text": message.text,
            "quick": message.quick,
            "at": _iso(message.at),
            "seen_at": _iso(message.seen_at),
            "seen_by": message.seen_by,
            "shown": shown[message.id],
        }
        for message in said
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
