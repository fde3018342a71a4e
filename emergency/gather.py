"""Gather what a hand-off tells of one incident. Whoever calls this logs the look."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from addresses.models import Jurisdiction, Tag

from . import queue
from .handoff.facts import Centre, Facts, Plate, Said
from .handoff.facts import Fix as Told
from .models import Fix, FixSource, Incident, Message, Report
from .place import grouped

MOST_FIXES: Final = (
    20_000  # of one incident, the newest ones: a phone that sends every five seconds for a day
)


def facts(incident: Incident, now: datetime) -> Facts:
    """Return all that another centre needs to take an incident on, as it is at this moment."""
    reports = list(Report.objects.filter(incident=incident).order_by("received_at"))
    caller = _caller(reports)
    return replace(
        _known(incident, reports, now),
        plate=_plate(incident.tag_code),
        phone=caller.phone if caller else "",
        # One person who must not be called is enough.
        may_call=not any(report.voice for report in reports),
        language=caller.language if caller else "",
        people=max((r.people for r in reports if r.people is not None), default=None),
        words=_words(incident, reports),
        tracks=_tracks(incident, reports),
    )


def position(incident: Incident, now: datetime) -> Facts:
    """Return where an incident is and what stands there: no words, no numbers, no way that was walked."""
    return _known(incident, list(Report.objects.filter(incident=incident).order_by("received_at")), now)


def _known(incident: Incident, reports: Sequence[Report], now: datetime) -> Facts:
    jurisdiction = Jurisdiction.objects.defer("area").get(pk=incident.jurisdiction_id)
    return Facts(
        id=incident.id,
        host=urlsplit(settings.PUBLIC_URL).hostname or "localhost",
        centre=Centre(jurisdiction.slug, jurisdiction.centre_name_ko, jurisdiction.centre_name_en),
        received_at=incident.received_at,
        as_of=now,
        keep_until=(incident.closed_at or now) + timedelta(hours=jurisdiction.retention_hours),
        kind=incident.kind,
        state=incident.state,
        is_exercise=incident.is_exercise,
        disposition=incident.disposition,
        position=_best(queue.leading(reports)),
        place_ko=incident.place_ko,
        place_en=incident.place_en,
    )


def _caller(reports: Sequence[Report]) -> Report | None:
    """Return who is to be called back: whoever is known best to be there, else who called last with a number."""
    leading = queue.leading(reports)
    asked = [*([leading] if leading else []), *reversed(reports)]
    return next((one for one in asked if one.phone), asked[0] if asked else None)


def _best(report: Report | None) -> Told | None:
    if report is None:
        return None
    longitude, latitude, radius_m = report.best_longitude, report.best_latitude, report.best_uncertainty_m
    at = report.best_fixed_at
    if longitude is None or latitude is None or radius_m is None or at is None:
        return None
    return Told(
        longitude, latitude, radius_m, at, "plate" if report.best_source == FixSource.PLATE else "device"
    )


def _plate(code: str) -> Plate | None:
    tag = Tag.objects.select_related("point").filter(pk=code).first() if code else None
    if tag is None or tag.point is None:
        return None
    point = tag.point
    return Plate(
        code=tag.code,
        longitude=point.position.x,
        latitude=point.position.y,
        uncertainty_m=point.uncertainty_m,
        name_ko=point.name_ko,
        name_en=point.name_en,
        npn=grouped(point.npn),
        object_address=point.object_address,
    )


def _words(incident: Incident, reports: Iterable[Report]) -> tuple[Said, ...]:
    """Return what the people in need wrote, with their reports and later, in order."""
    said = [Said(report.words, report.received_at) for report in reports if report.words]
    later = Message.objects.filter(incident=incident, from_centre=False).exclude(text="")
    said += [Said(message.text, message.at) for message in later]
    return tuple(sorted(said, key=lambda one: one.at))


def _tracks(incident: Incident, reports: Sequence[Report]) -> tuple[tuple[Told, ...], ...]:
    """Return each phone's fixes in the order of time, phones in the order of their reports."""
    newest = Fix.objects.filter(report__incident=incident).order_by("-received_at", "-sequence")[:MOST_FIXES]
    by_report: dict[UUID, list[Fix]] = defaultdict(list)
    for fix in newest:
        by_report[fix.report_id].append(fix)
    return tuple(
        tuple(_fix(fix) for fix in sorted(by_report[report.id], key=_in_time))
        for report in reports
        if by_report[report.id]
    )


def _in_time(fix: Fix) -> tuple[datetime, int]:
    return fix.fixed_at, fix.sequence


def _fix(fix: Fix) -> Told:
    return Told(fix.longitude, fix.latitude, fix.uncertainty_m, fix.fixed_at, "device", fix.altitude_m)
