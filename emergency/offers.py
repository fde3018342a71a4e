"""The offers of an incident to another centre, as rows: what waits, how one ends, and what a console reads of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from .models import HandOver, Incident, Sight

# What the owner has to see until it does something: it is back, and nobody else has it.
OPEN = (HandOver.State.WAITING, HandOver.State.REFUSED, HandOver.State.LAPSED)


def waiting(incident: Incident) -> HandOver | None:
    """Return the offer of an incident that nobody has answered yet."""
    return HandOver.objects.filter(incident=incident, state=HandOver.State.WAITING).first()


def end(offer: HandOver, state: str, at: datetime, by: str = "", answer: str = "") -> None:
    """Note what became of an offer, within the caller's transaction; the other centre's sight for it is over."""
    offer.state, offer.answered_at, offer.answered_by, offer.answer = state, at, by, answer
    offer.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    Sight.objects.filter(
        incident=offer.incident_id, jurisdiction=offer.taker_id, reason=Sight.Reason.OFFERED
    ).update(ended_at=at)


def withdraw(incident: Incident, at: datetime, by: str) -> None:
    """End what waits, because the incident itself is over. Within the caller's transaction."""
    offer = waiting(incident)
    if offer is not None:
        end(offer, HandOver.State.WITHDRAWN, at, by)


def last(incident_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return the last offer of each incident as its row tells of it; none that was accepted or taken back."""
    if not incident_ids:
        return {}
    found = HandOver.objects.filter(incident_id__in=incident_ids).order_by("offered_at", "pk")
    newest = {offer.incident_id: offer for offer in found}
    return {pk: _short(offer) for pk, offer in newest.items() if offer.state in OPEN}


def all_of(incident_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Return every offer of these incidents with its reason and its answer, the first one first."""
    return [
        {
            **_short(offer),
            "reason": offer.reason,
            "offered_by": offer.offered_by,
            "answered_at": offer.answered_at.isoformat() if offer.answered_at else None,
            "answered_by": offer.answered_by,
            "answer": offer.answer,
        }
        for offer in HandOver.objects.filter(incident_id__in=incident_ids)
    ]


def _short(offer: HandOver) -> dict[str, Any]:
    return {
        "id": str(offer.pk),
        "giver": offer.giver_id,
        "taker": offer.taker_id,
        "state": offer.state,
        "offered_at": offer.offered_at.isoformat(),
        "ends_at": offer.ends_at.isoformat(),
    }
