"""What a person sees of their own report: the receipt chain, and what was said."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max

from . import assigning, belongs, canned, merging
from .intake import receipts
from .models import Event, EventKind, Fix, Incident, IncidentState, Message, Report, Showing, Stay

LAST: Final = {EventKind.REOPENED: "reopened_at", EventKind.POSITION_ASKED: "position_asked_at"}


def of(report_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return the status of each report, keyed by its id. It holds no position."""
    reports = receipts.with_places(report_ids)
    fixes = Counter(
        dict(
            Fix.objects.filter(report_id__in=report_ids)
            .values_list("report_id")
            .annotate(n=Count("id"))
            .values_list("report_id", "n")
        )
    )
    stays = _stays(list(reports))
    incidents = {r.incident_id for r in reports} | {s.incident_id for each in stays.values() for s in each}
    said: dict[UUID, list[Message]] = defaultdict(list)
    for message in Message.objects.filter(incident__in=incidents).order_by("at", "id"):
        said[message.incident_id].append(message)
    shown = _shown(report_ids, said)
    last = _last({r.incident_id for r in reports})
    roots = belongs.roots({r.incident_id for r in reports})
    sent = _sent([r.incident for r in reports], roots, last)
    coming = {pk: root for pk, root in roots.items() if root in sent}
    units = assigning.on_their_way(coming) if coming else {}
    return {
        r.id: _status(r, fixes[r.id], units.get(r.incident_id, []), sent.get(r.incident_id))
        | {name: _iso(last.get((r.incident_id, kind))) for kind, name in LAST.items()}
        | {"messages": _said(r, _for_whom(_heard(said, r, stays[r.id]), r), shown)}
        for r in reports
    }


def _sent(
    incidents: Collection[Incident],
    roots: Mapping[UUID, UUID],
    last: Mapping[tuple[UUID, str], datetime],
) -> dict[UUID, datetime]:
    """Return when help was sent, to an incident itself or to one that was merged into it.

    Who was told that help is on its way goes on reading it when their call is put to another one; until that is
    opened again after it was closed.
    """
    sent = {incident.pk: incident.dispatched_at for incident in incidents if incident.dispatched_at}
    inside = [pk for pk, root in roots.items() if pk != root]
    if inside:
        others = Incident.objects.filter(pk__in=inside, dispatched_at__isnull=False)
        for pk, at in others.order_by("-dispatched_at").values_list("pk", "dispatched_at"):
            reopened = last.get((roots[pk], EventKind.REOPENED))
            if at is not None and (reopened is None or at > reopened):
                sent[roots[pk]] = min(at, sent.get(roots[pk], at))
    return sent


def _last(incident_ids: Collection[UUID]) -> dict[tuple[UUID, str], datetime]:
    """Return when incidents were last reopened (why help that was on its way is said no longer), and asked where."""
    found = Event.objects.filter(kind__in=LAST, incident__in=incident_ids)
    last = found.order_by().values_list("incident", "kind").annotate(at=Max("at"))
    return {(incident, kind): at for incident, kind, at in last}


def _shown(report_ids: Collection[UUID], said: dict[UUID, list[Message]]) -> dict[tuple[UUID, UUID], Showing]:
    """Return what each phone has shown; nothing is asked while the centre has said nothing."""
    if not any(m.from_centre for messages in said.values() for m in messages):
        return {}
    return {(s.report_id, s.message_id): s for s in Showing.objects.filter(report__in=report_ids)}


def _stays(reports: list[Report]) -> dict[UUID, list[Stay]]:
    found: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in merging.stays(reports):
        found[stay.report_id].append(stay)
    return found


def _heard(said: dict[UUID, list[Message]], report: Report, stays: list[Stay]) -> list[Message]:
    """Return what was said in a report's incidents while it belonged to them."""
    if not stays:
        return said[report.incident_id]
    heard = {
        m.id: m
        for stay in stays
        for m in said[stay.incident_id]
        if m.report_id == report.id
        or ((stay.since is None or m.at >= stay.since) and (stay.until is None or m.at < stay.until))
    }
    return sorted(heard.values(), key=lambda m: (m.at, m.id))


def _for_whom(messages: list[Message], report: Report) -> list[Message]:
    """The centre speaks to everybody of an incident; a person's words are shown to that person."""
    return [m for m in messages if m.from_centre or m.report_id == report.id]


def _said(
    report: Report, messages: list[Message], shown: dict[tuple[UUID, UUID], Showing]
) -> list[dict[str, Any]]:
    """Return a conversation as its person sees it, each message with who has seen it."""
    seen = {m.id: shown.get((report.id, m.id)) for m in messages}
    return [
        {
            "id": str(m.id),
            "from_centre": m.from_centre,
            "text": canned.said(m.text, report.language) if m.from_centre else m.text,
            "quick": m.quick,
            "at": m.at.isoformat(),
            "seen_at": _iso(one.shown_at if (one := seen[m.id]) else m.seen_at),
            "read_at": _iso(one.read_at if one else None),
        }
        for m in messages
    ]


def _status(
    report: Report, fixes: int, units: list[dict[str, Any]], sent_at: datetime | None
) -> dict[str, Any]:
    incident = report.incident
    return {
        "report": str(report.id),
        "state": _state(incident, sent_at),
        "received_at": report.received_at.isoformat(),
        "opened_at": _iso(incident.opened_at or sent_at),
        "acknowledged_at": _iso(incident.acknowledged_at or sent_at),
        "dispatched_at": _iso(sent_at),
        "closed_at": _iso(incident.closed_at),
        "cancelled_at": _iso(report.cancelled_at),
        "cancel_reason": report.cancel_reason,
        "exercise": report.is_exercise,
        "presence": report.presence,
        "place_ko": incident.place_ko,
        "place_en": incident.place_en,
        "centre": receipts.centre(report.jurisdiction),
        "units": units,
        "best_uncertainty_m": report.best_uncertainty_m,
        "fixes": fixes,
    }


def _state(incident: Incident, sent_at: datetime | None) -> str:
    if sent_at and incident.state != IncidentState.CLOSED:
        return str(IncidentState.DISPATCHED)
    return "received" if incident.state == IncidentState.NEW else str(incident.state)


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
