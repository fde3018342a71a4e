"""Send units to an incident and follow them: assigned, on the way, there, free again. Each step is one event."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from . import actions, events, merging
from .actions import By, Stale
from .errors import Refused, SameIdOtherBody
from .models import Assignment, EventKind, Incident, IncidentState, Unit

MOST_MINUTES: Final = 24 * 60
# In this order, and none comes back; a step that was skipped counts with the one that implies it.
STEPS: Final = {
    "en_route": ("en_route_at", EventKind.UNIT_EN_ROUTE),
    "on_scene": ("on_scene_at", EventKind.UNIT_ON_SCENE),
    "clear": ("cleared_at", EventKind.UNIT_CLEARED),
}


@dataclass(frozen=True, slots=True)
class ByCrew:
    """A crew that notes its own steps: it has no account, and is called what the roster calls its unit."""

    name: str
    at: datetime
    user_id: None = None


class CannotAssign(Refused):
    """The text says why, and what to do instead."""

    kind, status, title = "cannot-assign", 422, "This unit cannot be sent"


def assign(
    incident_id: UUID, version: int, assignment_id: UUID, unit_id: int, by: By, minutes: int | None = None
) -> Incident:
    """Send a unit, expected in so many minutes; the person sees that help is on its way. The same id changes nothing.

    Raises Stale, CannotAssign, SameIdOtherBody, Incident.DoesNotExist.
    """
    try:
        with transaction.atomic():
            return _assign(incident_id, version, assignment_id, unit_id, by, minutes)
    except IntegrityError:
        # Another dispatcher has sent it at this moment.
        where = Assignment.objects.filter(unit=unit_id, cleared_at=None).select_related("incident").first()
        raise CannotAssign(_elsewhere(where)) from None


def step(
    incident_id: UUID, assignment_id: UUID, name: str, by: By | ByCrew, minutes: int | None = None
) -> Incident:
    """Note how far a unit is; again, or a step back, changes nothing. ``minutes``: expected anew.

    Raises CannotAssign, Stale, Incident.DoesNotExist.
    """
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
        found = _of(incident).filter(pk=assignment_id).select_related("unit").first()
        if found is None:
            raise CannotAssign("This unit was not sent to this incident. Read the incident again.")
        column, kind = STEPS[name]
        if getattr(found, column) is not None or found.cleared_at is not None:
            return incident
        setattr(found, column, by.at)
        if name == "on_scene":
            found.en_route_at = found.en_route_at or by.at
        if minutes is not None:
            found.expected_at = by.at + timedelta(minutes=minutes)
        found.save()
        _tell(incident, kind, by, found)
    return incident


def roster(jurisdiction_ids: list[int]) -> list[dict[str, Any]]:
    """Return the units of these jurisdictions, each with the incident that it is at."""
    units = Unit.objects.filter(jurisdiction_id__in=jurisdiction_ids, is_active=True)
    at = {
        found.unit_id: found
        for found in Assignment.objects.filter(unit__in=units, cleared_at=None).select_related("incident")
    }
    return [
        {
            "id": unit.pk,
            "jurisdiction": unit.jurisdiction_id,
            "name": unit.name,
            "kind": unit.kind,
            "phone": unit.phone,
            "incident": str(at[unit.pk].incident_id) if unit.pk in at else None,
            "place_ko": at[unit.pk].incident.place_ko if unit.pk in at else "",
            "place_en": at[unit.pk].incident.place_en if unit.pk in at else "",
        }
        for unit in units
    ]


def of(incident: Incident) -> list[dict[str, Any]]:
    """Return the units that were sent to an incident, in the order in which they were sent."""
    return [row(found) for found in _of(incident).select_related("unit")]


def row(found: Assignment) -> dict[str, Any]:
    """Return one unit that was sent, how far it is, and since when."""
    return {
        "id": str(found.pk),
        "unit": found.unit_id,
        "name": found.unit.name,
        "kind": found.unit.kind,
        "phone": found.unit.phone,
        "state": _state(found),
        **{
            name: moment.isoformat() if (moment := getattr(found, name)) else None
            for name in ("assigned_at", "en_route_at", "on_scene_at", "cleared_at", "expected_at")
        },
    }


def on_their_way(roots: Mapping[UUID, UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Return what people are told of the units that come: kind, state, when it is expected.

    ``roots`` has each incident with the one that stands for it (``belongs.roots``), by which the answer is keyed.
    """
    told: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    found = Assignment.objects.filter(incident__in=roots, cleared_at=None).select_related("unit")
    for one in found:
        told[roots[one.incident_id]].append(
            {
                "kind": one.unit.kind,
                "state": _state(one),
                "expected_at": one.expected_at.isoformat() if one.expected_at else None,
            }
        )
    return told


def _assign(
    incident_id: UUID, version: int, assignment_id: UUID, unit_id: int, by: By, minutes: int | None
) -> Incident:
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
    earlier = Assignment.objects.filter(pk=assignment_id).first()
    if earlier is not None:
        if (earlier.unit_id, earlier.incident_id) != (unit_id, incident.pk):
            raise SameIdOtherBody("This id belongs to another unit's way. Make a new one and send it again.")
        return incident
    if incident.version != version or incident.merged_into_id is not None:
        raise Stale(incident)
    if incident.state == IncidentState.CLOSED:
        raise CannotAssign("The incident is closed. Reopen it first, then send the unit.")
    unit = Unit.objects.filter(pk=unit_id, jurisdiction_id=incident.jurisdiction_id, is_active=True).first()
    if unit is None:
        raise CannotAssign("There is no such unit in this centre's roster. Read the roster again.")
    where = Assignment.objects.filter(unit=unit, cleared_at=None).select_related("incident").first()
    if where is not None:
        raise CannotAssign(_elsewhere(where))
    sent = Assignment(id=assignment_id, unit=unit, incident=incident, assigned_by=by.name, assigned_at=by.at)
    sent.expected_at = by.at + timedelta(minutes=minutes) if minutes is not None else None
    sent.save(force_insert=True)
    if incident.state != IncidentState.DISPATCHED:
        actions.mark_dispatched(incident, by)
    _tell(incident, EventKind.UNIT_ASSIGNED, by, sent)
    return incident


def _of(incident: Incident) -> Any:
    return Assignment.objects.filter(incident__in=merging.together(incident.pk)).order_by("assigned_at", "id")


def _elsewhere(where: Assignment | None) -> str:
    place = where.incident.place_ko if where else ""
    return f"The unit is at another incident ({place or '-'}). Clear it there first, or send another one."


def _state(found: Assignment) -> str:
    if found.cleared_at:
        return "cleared"
    if found.on_scene_at:
        return "on_scene"
    return "en_route" if found.en_route_at else "assigned"


def _tell(incident: Incident, kind: str, by: By | ByCrew, sent: Assignment) -> None:
    incident.version += 1
    incident.save(update_fields=["version"])
    data = {"assignment": str(sent.pk), "unit": sent.unit.name, "unit_kind": sent.unit.kind}
    draft = events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=kind,
        incident_id=incident.id,
        incident_version=incident.version,
        actor_id=by.user_id,
        actor_name=by.name,
        at=by.at,
        data=data,
    )
    events.append([draft])
