"""Who sees which incident, and who may act on it: the one place that decides, for lists, looks, actions and streams.

A centre sees and works on its own. What nobody has opened in time is everybody's: every centre sees it and may
open it, until somebody does; the centre that did keeps it beside the one that it belongs to. What lies at a
border, or has moved across one, the neighbour sees too while it is open, and only looks
(``emergency/borders.py``). What is offered to a centre it sees until it has answered; whoever handed an
incident over goes on seeing it (``emergency/handing_over.py``).
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

from .models import Escalation, HandOver, Incident, IncidentState, Sight

# Who has one of these does what the centre of the incident does.
ACTING: Final = frozenset({Sight.Reason.OPENED})
# Who sees it for one of these does so while it is open: afterwards it concerns the centre that worked on it.
WHILE_OPEN: Final = frozenset({Sight.Reason.BORDER, Sight.Reason.INSIDE})
EVERYBODYS: Final = Q(escalation=Escalation.EVERYBODYS, state=IncidentState.NEW, merged_into=None)


@dataclass(frozen=True, slots=True)
class Seers:
    """The centres that see one incident, each with its reasons; ``everybody`` while nobody has opened it."""

    own: int
    others: tuple[tuple[int, str], ...] = ()
    everybody: bool = False
    # It was everybody's: whoever saw it then and does not any more is told that it is gone.
    once_everybodys: bool = False
    # The centres that see it, or saw it for some reason that is over.
    once: frozenset[int] = frozenset()
    # Some centre was asked to take it over; what became of that the row tells.
    was_offered: bool = False

    @classmethod
    def of(cls, incident: Incident, sights: Iterable[Sight] = ()) -> Self:
        """Return who sees this incident, from its row and the sights of it."""
        once = incident.escalation == Escalation.EVERYBODYS
        known, is_over = list(sights), incident.state == IncidentState.CLOSED
        return cls(
            own=incident.jurisdiction_id,
            others=tuple(
                (sight.jurisdiction_id, sight.reason)
                for sight in known
                if sight.ended_at is None and not (is_over and sight.reason in WHILE_OPEN)
            ),
            once=frozenset(sight.jurisdiction_id for sight in known),
            was_offered=any(sight.reason == Sight.Reason.OFFERED for sight in known),
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

    def owns(self, jurisdiction_ids: Collection[int]) -> bool:
        """Say whether it is theirs: whoever only helps hands nothing over."""
        return self.own in jurisdiction_ids

    def saw(self, jurisdiction_ids: Collection[int]) -> bool:
        """Say whether somebody there may have it on screen, and has to be told when it is gone."""
        return self.once_everybodys or not self.once.isdisjoint(jurisdiction_ids)

    def row(self) -> list[dict[str, Any]]:
        """Return the other centres as an incident's row tells of them."""
        return [{"jurisdiction": pk, "reason": reason} for pk, reason in self.others]


def visible(jurisdiction_ids: Collection[int]) -> Q:
    """Return which incidents somebody on duty in these jurisdictions sees."""
    return Q(jurisdiction_id__in=jurisdiction_ids) | outside(jurisdiction_ids)


def outside(jurisdiction_ids: Collection[int]) -> Q:
    """Return which incidents of other centres they see, among them what is everybody's (their own, too)."""
    shown = Sight.objects.filter(jurisdiction_id__in=jurisdiction_ids, ended_at=None)
    kept = shown.exclude(reason__in=WHILE_OPEN).values("incident_id")
    passing = shown.filter(reason__in=WHILE_OPEN).values("incident_id")
    return EVERYBODYS | Q(pk__in=kept) | (Q(pk__in=passing) & ~Q(state=IncidentState.CLOSED))


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


def offered(offer_id: UUID, jurisdiction_ids: Collection[int]) -> HandOver | None:
    """Return an offer that somebody on duty in these jurisdictions may accept or refuse."""
    return HandOver.objects.filter(pk=offer_id, taker__in=jurisdiction_ids).first()


def made(offer_id: UUID, jurisdiction_ids: Collection[int]) -> HandOver | None:
    """Return an offer that somebody on duty in these jurisdictions may take back."""
    return HandOver.objects.filter(pk=offer_id, giver__in=jurisdiction_ids).first()
