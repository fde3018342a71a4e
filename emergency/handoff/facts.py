"""What a hand-off tells of one incident: values only, gathered by ``emergency.gather``. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Method = Literal["plate", "device"]


class NoPosition(ValueError):
    """The format says where somebody is, and nobody knows it."""


class NotMarked(ValueError):
    """The format cannot say that something is an exercise, so that it would be taken for real."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One position: degrees in EPSG:4326, radius in metres at 95 %, aware time."""

    longitude: float
    latitude: float
    uncertainty_m: float
    fixed_at: datetime
    method: Method = "device"
    altitude_m: float | None = None


@dataclass(frozen=True, slots=True)
class Plate:
    """The plate that was read, and the place that it stands at; ``npn`` and the names may be empty."""

    code: str
    longitude: float
    latitude: float
    uncertainty_m: float
    name_ko: str = ""
    name_en: str = ""
    npn: str = ""
    object_address: str = ""


@dataclass(frozen=True, slots=True)
class Centre:
    """The dispatch centre that answers for the incident."""

    slug: str
    name_ko: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a person in need, and when the centre had them."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """One incident as another system may learn it. Times are aware.

    ``host`` is that of our public address; ``position`` the best one known; ``tracks`` holds each
    phone's fixes in the order of time. ``phone`` is empty where none is known, and ``may_call`` is false
    where a call would put somebody in danger. The receiver destroys what is personal at ``keep_until``.
    """

    id: UUID
    host: str
    centre: Centre
    received_at: datetime
    as_of: datetime
    keep_until: datetime
    kind: str
    state: str
    is_exercise: bool
    disposition: str = ""
    position: Fix | None = None
    plate: Plate | None = None
    place_ko: str = ""
    place_en: str = ""
    phone: str = ""
    may_call: bool = True
    language: str = ""
    people: int | None = None
    words: tuple[Said, ...] = ()
    tracks: tuple[tuple[Fix, ...], ...] = ()

    def located(self) -> Fix:
        """Return the best position. Raises NoPosition."""
        if self.position is None:
            raise NoPosition("No position is known: ask for it, or hand off a format that needs none.")
        return self.position
