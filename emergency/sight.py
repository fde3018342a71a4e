"""Who sees which incident, and who may act on it: the one place that decides, for lists, looks, actions and streams.

A centre sees and works on its own. What nobody has opened in time is everybody's: every centre sees it and may
open it, until somebody does; the centre that did keeps it beside the one that it belongs to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from addresses import access

from .models import Escalation, Incident, IncidentState, Sight

# Who has one of these does what the centre of the incident does.
ACTING: Final = frozenset({Sight.Reason.OPENED})
EVERYBODYS: Final = Q(escalation=Escalation.EVERYBODYS, state=IncidentState.NEW)


@dataclass(frozen=True, slots=True)
class Seers:
    """The centres that see one incident, each with its reasons; ``everybody`` while nobody has opened it."""

    own: int
    others: tuple[tuple[int, str], ...] = ()
    everybody: bool = False
    # It was everybody's: whoever saw it then and does not any more is told that it is gone.
    once_everybodys: bool = False

    @classmethod
    def of(cls, incident: Incident, sights: Iterable[Sight] = ()) -> Self:
        """Return who sees this incident, from its row and the sights of it."""
        once = incident.escalation == Escalation.EVERYBODYS
        return cls(
            own=incident.jurisdiction_id,
            others=tuple((sight.jurisdiction_id, sight.reason) for sight in sights),
            everybody=once and incident.state == IncidentState.NEW and incident.merged_into_id is None,
            once_everybodys=once,
        )

    def see(self, jurisdiction_ids: Collection[int]) -> bool:
        """Say whether somebody on duty in these jurisdictions sees it."""
        others = {pk for pk, _ in self.others}
        return self.everybody or self.own in jurisdiction_ids or not others.isdisjoint(jurisdiction_ids)

    def act(self, jurisdiction_ids: Collection[int]) -> bool:
        """Say whether somebody on duty in these jurisdictions may act on it."""
        acting = {pk for pk, reason in self.others if reason in ACTING}
        return self.everybody or self.own in jurisdiction_ids or not acting.isdisjoint(jurisdiction_ids)

    def row(self) -> list[dict[str, Any]]:
        """Return the other centres as an incident's row tells of them."""
        return [{"jurisdiction": pk, "reason": reason} for pk, reason in self.others]


def visible(jurisdiction_ids: Collection[int]) -> Q:
    """Return which incidents somebody on duty in these jurisdictions sees."""
    return Q(jurisdiction_id__in=jurisdiction_ids) | outside(jurisdiction_ids)


def outside(jurisdiction_ids: Collection[int]) -> Q:
    """Return which incidents of other centres they see, among them what is everybody's (their own, too)."""
    shown = Sight.objects.filter(jurisdiction_id__in=jurisdiction_ids).values("incident_id")
    return EVERYBODYS | Q(pk__in=shown)


def seers(incidents: Collection[Incident]) -> dict[UUID, Seers]:
    """Return who sees each of these incidents. One query for all."""
    kept: dict[UUID, list[Sight]] = defaultdict(list)
    for sight in Sight.objects.filter(incident_id__in=[incident.pk for incident in incidents]):
        kept[sight.incident_id].append(sight)
    return {incident.pk: Seers.of(incident, kept[incident.pk]) for incident in incidents}


def keep(incident: Incident, user: AbstractBaseUser, at: datetime) -> None:
    """Let the centres of whoever opened what was everybody's keep it, within the caller's transaction."""
    held = list(access.jurisdictions_of(user, *access.ON_DUTY).values_list("pk", flat=True))
    if incident.jurisdiction_id in held:
        return
    Sight.objects.bulk_create(
        [Sight(incident=incident, jurisdiction_id=pk, reason=Sight.Reason.OPENED, at=at) for pk in held],
        ignore_conflicts=True,
    )
