"""Which incident a report adds to, as whoever brought it knows: by its telephone number, or a dispatcher's word."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from emergency import merging
from emergency.commands import NewReport
from emergency.models import Incident, IncidentState

from .batch import Batch
from .plates import Plate

UNKNOWN = "unknown"


def incidents(commands: Sequence[NewReport], batch: Batch) -> Mapping[UUID, Incident]:
    """Return the incidents that these reports name, as they are worked on, locked until the commit."""
    named = {command.belongs_to for command in commands if command.belongs_to}
    if not named:
        return {}
    batch.begin()
    worked_on = {one.pk: merging.worked_on(one).pk for one in Incident.objects.filter(pk__in=named)}
    locked = (
        Incident.objects.select_for_update(of=("self",))
        .select_related("jurisdiction")
        .defer("jurisdiction__area")
        .filter(pk__in=set(worked_on.values()))
        .order_by("pk")
    )
    found = {incident.pk: incident for incident in locked}
    return {pk: found[now] for pk, now in worked_on.items()}


def joined(known: Mapping[UUID, Incident], command: NewReport) -> Incident | None:
    """Return the incident that this report joins; None when it names none, or one that is over.

    An exercise and a real call are never mixed.
    """
    incident = known.get(command.belongs_to) if command.belongs_to else None
    if incident is None or incident.state == IncidentState.CLOSED or incident.merged_into_id is not None:
        return None
    return incident if incident.is_exercise == command.is_exercise else None


def learn(incident: Incident, command: NewReport, stood: Plate | None) -> None:
    """Write down the place and the kind that an incident did not know yet."""
    if incident.kind == UNKNOWN:
        incident.kind = command.kind
    if stood is not None and not (incident.tag_code or incident.place_ko):
        incident.tag_code, incident.place_ko, incident.place_en = stood.code, stood.name_ko, stood.name_en
