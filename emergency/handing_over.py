"""Hand an incident over to another centre: one asks, the other accepts or refuses, and until then nothing moves.

An offer that nobody answers in time comes back to its owner (``sweep``). With the incident go its reports and all
that was merged into it; its former centre goes on seeing it.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from addresses import access
from addresses.models import Jurisdiction, Membership, SharingMode

from . import events, merging, offers, state
from .actions import By, Stale
from .errors import Refused, SameIdOtherBody
from .models import EventKind, HandOver, Incident, IncidentState, Look, Report, Sight

LONGEST_REASON: Final = 200


class CannotHandOver(Refused):
    """The text says why, and what to do instead."""

    kind, status, title = "cannot-hand-over", 422, "This cannot be handed over"


def offer(incident_id: UUID, version: int, offer_id: UUID, taker_id: int, reason: str, by: By) -> Incident:
    """Ask another centre to take the incident over; the same id again changes nothing. It stays here until then.

    Raises Stale, CannotHandOver, SameIdOtherBody, Incident.DoesNotExist.
    """
    with transaction.atomic():
        incident = _locked(incident_id)
        earlier = HandOver.objects.filter(pk=offer_id).first()
        if earlier is not None:
            if (earlier.incident_id, earlier.taker_id, earlier.reason) != (incident.pk, taker_id, reason):
                raise SameIdOtherBody("This id belongs to another offer. Make a new one and send it again.")
            return incident
        if incident.version != version or incident.merged_into_id is not None:
            raise Stale(incident)
        taker = _may_offer(incident, taker_id)
        made = HandOver(
            id=offer_id,
            incident=incident,
            giver_id=incident.jurisdiction_id,
            taker=taker,
            reason=reason,
            offered_by=by.name,
            offered_at=by.at,
            ends_at=by.at + timedelta(seconds=taker.answer_within_s),
        )
        made.save(force_insert=True)
        _let_see(incident, taker.pk, Sight.Reason.OFFERED, by.at)
        _tell(incident, EventKind.HAND_OVER_OFFERED, made, by.at, by)
    return incident


def accept(offer_id: UUID, by: By) -> Incident:
    """Take an incident over that was offered; again it changes nothing.

    Raises CannotHandOver, HandOver.DoesNotExist.
    """
    with transaction.atomic():
        incident, made = _both(offer_id)
        if made.state == HandOver.State.ACCEPTED:
            return incident
        _still_waits(made, by.at)
        offers.end(made, HandOver.State.ACCEPTED, by.at, by.name)
        _let_see(incident, made.giver_id, Sight.Reason.FORMER, by.at)
        _move(incident, made.giver_id, made.taker_id)
        _taken_on(incident, by)
        incident.save(
            update_fields=[
                "jurisdiction",
                "state",
                "opened_at",
                "acknowledged_at",
                "acknowledged_by",
                "version",
            ]
        )
        # Each centre's log tells it: the former one's that it left, the new one's that it came.
        events.append([
            _draft(incident, made.giver_id, EventKind.HANDED_OVER, made, by.at, by),
            _draft(incident, made.taker_id, EventKind.TAKEN_OVER, made, by.at, by),
        ])  # fmt: skip
    return incident


def refuse(offer_id: UUID, answer: str, by: By) -> HandOver:
    """Say no, and why; the incident stays where it is. Again it changes nothing.

    Raises CannotHandOver, HandOver.DoesNotExist.
    """
    with transaction.atomic():
        incident, made = _both(offer_id)
        if made.state != HandOver.State.REFUSED:
            _still_waits(made, by.at)
            offers.end(made, HandOver.State.REFUSED, by.at, by.name, answer)
            _tell(incident, EventKind.HAND_OVER_REFUSED, made, by.at, by)
    return made


def withdraw(offer_id: UUID, by: By) -> Incident:
    """Take an offer back that nobody has answered; again it changes nothing.

    Raises CannotHandOver, HandOver.DoesNotExist.
    """
    with transaction.atomic():
        incident, made = _both(offer_id)
        if made.state == HandOver.State.ACCEPTED:
            raise CannotHandOver("The other centre has taken it over. Ask that centre, or read it again.")
        if made.state == HandOver.State.WAITING:
            offers.end(made, HandOver.State.WITHDRAWN, by.at, by.name)
            _tell(incident, EventKind.HAND_OVER_WITHDRAWN, made, by.at, by)
    return incident


def sweep(now: datetime) -> int:
    """Give back what nobody has answered in time; return how many these were."""
    due = HandOver.objects.filter(state=HandOver.State.WAITING, ends_at__lte=now).values_list("pk", flat=True)
    return sum(_lapse(pk, now) for pk in list(due))


def centres() -> list[dict[str, object]]:
    """Return every centre with its names, and whether an incident may be offered to it."""
    on_duty = _staffed()
    return [
        {
            "id": one.pk,
            "name_ko": one.centre_name_ko,
            "name_en": one.centre_name_en,
            "fire_number": one.fire_number,
            "takes": one.pk in on_duty and one.sharing_mode != SharingMode.DEVICE_ONLY,
        }
        for one in Jurisdiction.objects.defer("area").order_by("centre_name_ko", "pk")
    ]


def _lapse(offer_id: UUID, now: datetime) -> int:
    with transaction.atomic():
        incident, made = _both(offer_id)
        if made.state != HandOver.State.WAITING or made.ends_at > now:
            return 0
        offers.end(made, HandOver.State.LAPSED, now)
        _tell(incident, EventKind.HAND_OVER_LAPSED, made, now)
    return 1


def _locked(incident_id: UUID) -> Incident:
    return Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)


def _both(offer_id: UUID) -> tuple[Incident, HandOver]:
    """The incident first, as everybody locks; what is read of the offer after that is true until the commit."""
    incident_id = HandOver.objects.values_list("incident_id", flat=True).get(pk=offer_id)
    return _locked(incident_id), HandOver.objects.get(pk=offer_id)


def _may_offer(incident: Incident, taker_id: int) -> Jurisdiction:
    if incident.state == IncidentState.CLOSED:
        raise CannotHandOver("The incident is closed. Reopen it first, then hand it over.")
    if taker_id == incident.jurisdiction_id:
        raise CannotHandOver("It belongs to this centre already. Choose another one.")
    if offers.waiting(incident) is not None:
        raise CannotHandOver("It is offered to a centre already. Take that offer back first.")
    taker = Jurisdiction.objects.defer("area").filter(pk=taker_id).first()
    if taker is None:
        raise CannotHandOver("There is no such centre. Read the list of centres again.")
    if taker.sharing_mode == SharingMode.DEVICE_ONLY:
        raise CannotHandOver(
            f"{taker.centre_name_ko} takes no positions over the internet. Call that centre."
        )
    if taker.pk not in _staffed():
        raise CannotHandOver(f"Nobody works at a console of {taker.centre_name_ko}. Call that centre.")
    return taker


def _staffed() -> set[int]:
    """Return the centres at which somebody could answer at all."""
    held = Membership.objects.filter(role__in=access.ON_DUTY, user__is_active=True)
    return set(held.values_list("jurisdiction_id", flat=True))


def _still_waits(made: HandOver, at: datetime) -> None:
    """Even before the sweep has noted it, what nobody answered in time is the owner's again."""
    if made.state == HandOver.State.WAITING and at < made.ends_at:
        return
    told = {
        HandOver.State.ACCEPTED: "It was accepted before: it belongs to this centre now.",
        HandOver.State.REFUSED: "It was refused before. Ask the other centre to offer it again.",
        HandOver.State.WITHDRAWN: "The other centre has taken the offer back and keeps the incident.",
    }
    late = "The time to answer is over, and the other centre has it back. Ask it to offer it again."
    raise CannotHandOver(told.get(HandOver.State(made.state), late))


def _let_see(incident: Incident, jurisdiction_id: int, reason: str, at: datetime) -> None:
    Sight.objects.update_or_create(
        incident=incident,
        jurisdiction_id=jurisdiction_id,
        reason=reason,
        defaults={"at": at, "ended_at": None},
    )


def _move(incident: Incident, giver_id: int, taker_id: int) -> None:
    """Put the incident and what belongs to it into the other centre's hands; who looked before stays named."""
    together = merging.together(incident.pk)
    unnamed = Q(share=None, reference=None, centre=None, incident__in=together)
    Look.objects.filter(unnamed).update(centre=giver_id)
    Report.objects.filter(incident__in=together).update(jurisdiction=taker_id)
    Incident.objects.filter(pk__in=together).update(jurisdiction=taker_id)
    incident.jurisdiction = Jurisdiction.objects.defer("area").get(pk=taker_id)
    # What it owns it needs no other reason to see; that it handed it over once is over.
    Sight.objects.filter(incident=incident, jurisdiction=taker_id, reason=Sight.Reason.FORMER).delete()


def _taken_on(incident: Incident, by: By) -> None:
    """Whoever accepts has it: nobody of the new centre has to take it on once more."""
    incident.state = state.apply(incident.state, EventKind.TAKEN_OVER)
    incident.opened_at = incident.opened_at or by.at
    incident.acknowledged_at = incident.acknowledged_at or by.at
    incident.acknowledged_by = by.name
    incident.version += 1


def _tell(incident: Incident, kind: str, made: HandOver, at: datetime, by: By | None = None) -> None:
    incident.version += 1
    incident.save(update_fields=["version"])
    events.append([_draft(incident, incident.jurisdiction_id, kind, made, at, by)])


def _draft(
    incident: Incident, jurisdiction_id: int, kind: str, made: HandOver, at: datetime, by: By | None
) -> events.Draft:
    other_id = made.giver_id if kind == EventKind.TAKEN_OVER else made.taker_id
    other = Jurisdiction.objects.only("centre_name_ko", "centre_name_en").get(pk=other_id)
    return events.Draft(
        jurisdiction_id=jurisdiction_id,
        kind=kind,
        incident_id=incident.pk,
        incident_version=incident.version,
        at=at,
        actor_id=by.user.pk if by else None,
        actor_name=by.name if by else "",
        data={
            "hand_over": str(made.pk),
            "centre": other.pk,
            "centre_ko": other.centre_name_ko,
            "centre_en": other.centre_name_en,
        },
    )
