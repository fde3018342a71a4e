"""Which other centres see an incident, and how one of them takes it over."""

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

State = Literal["waiting", "accepted", "refused", "withdrawn", "lapsed"]


class Sight(TypedDict):
    """Another centre that sees the incident, and why."""

    jurisdiction: int
    reason: Literal["opened", "border", "inside", "offered", "former"]


class Offer(TypedDict):
    """The last time that its centre (``giver``) asked another one (``taker``) to take an incident over."""

    id: UUID
    giver: int
    taker: int
    state: State
    offered_at: datetime
    ends_at: datetime


class HandOver(Offer):
    """One offer with its reason, and what the other centre answered."""

    reason: str
    offered_by: str
    answered_at: datetime | None
    answered_by: str
    answer: str


class HandOverAnswered(TypedDict):
    """What became of an offer; the incident itself may be out of sight by now."""

    id: UUID
    incident: UUID
    state: State


class DispatchCentre(TypedDict):
    """A centre by its names; ``takes``: an incident may be offered to it."""

    id: int
    name_ko: str
    name_en: str
    fire_number: str
    takes: bool


class DispatchCentres(TypedDict):
    centres: list[DispatchCentre]
