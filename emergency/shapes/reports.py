"""What a phone sends, and what it is answered."""

from datetime import datetime
from typing import Literal, NotRequired, TypedDict
from uuid import UUID

from .common import Kind, Presence, Quick


class Fix(TypedDict):
    """One position that a phone measured: degrees in EPSG:4326, radius in metres at 95 %."""

    sequence: int
    longitude: float
    latitude: float
    uncertainty_m: float
    fixed_at: datetime
    altitude_m: NotRequired[float | None]


class Consent(TypedDict):
    """Which published wording the person agreed to, and for what."""

    version: str
    language: str
    purposes: list[str]
    text_sha256: str


class NewReport(TypedDict, total=False):
    """A call for help. Everything may be absent; a part that makes no sense is left out and flagged."""

    tag: str | None
    seal: str | None
    kind: Kind | None
    words: str | None
    people: int | None
    phone: str | None
    language: str | None
    battery_pct: int | None
    exercise: bool | None
    sent_at: datetime | None
    consent: Consent | None
    fix: Fix | None
    locate: str | None


class NewFixes(TypedDict):
    """1 to 500 positions; those with a sequence that is here already change nothing."""

    fixes: list[Fix]


class RefusedFix(TypedDict):
    sequence: int | None
    why: str


class FixesTaken(TypedDict):
    accepted: list[int]
    refused: list[RefusedFix]


class NewMessage(TypedDict):
    """Words from the person, with the kind of emergency when they name one; sent again they are said once.

    ``quick``: the answer that was touched; ``text`` is what it is called in the person's language.
    """

    id: UUID
    text: str
    kind: NotRequired[Kind | None]
    quick: NotRequired[Quick]


class MessageTaken(TypedDict):
    """How many characters were kept of what was said: send the rest as a message of its own."""

    message: UUID
    at: datetime
    kept: int


class Cancellation(TypedDict):
    reason: Literal["safe", "mistake"]


class Cancelled(TypedDict):
    report: UUID
    cancelled_at: datetime


class Centre(TypedDict):
    """The dispatch centre that answers, and its numbers."""

    name_ko: str
    name_en: str
    fire_number: str
    police_number: str


class Receipt(TypedDict):
    """What was received, when and by whom; the same whenever it is asked for."""

    report: UUID
    incident: UUID
    received_at: datetime
    state: Literal["received"]
    presence: Presence
    flags: list[str]
    exercise: bool
    place_ko: str
    place_en: str
    centre: Centre


class Said(TypedDict):
    """One message between the person and the centre, as the person sees it."""

    id: UUID
    from_centre: bool
    text: str
    quick: Quick
    at: datetime
    # Of the person's words: when a dispatcher first had them on the screen. Of the centre's: when the phone had.
    seen_at: datetime | None
    read_at: datetime | None


class Seen(TypedDict, total=False):
    """Messages of the centre that the phone's lit screen has shown, and those that its person has read."""

    shown: list[UUID]
    read: list[UUID]


class SeenTaken(TypedDict):
    """How many of them were not known yet."""

    report: UUID
    noted: int


class ComingUnit(TypedDict):
    """What a person is told of a unit that comes to them."""

    kind: str
    state: Literal["assigned", "en_route", "on_scene"]
    expected_at: datetime | None


class Status(TypedDict):
    """The receipt chain of one report, for the phone that made it. It holds no position."""

    report: UUID
    state: Literal["received", "opened", "acknowledged", "dispatched", "closed"]
    received_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    reopened_at: datetime | None
    dispatched_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: Literal["safe", "mistake", ""]
    exercise: bool
    presence: Presence
    place_ko: str
    place_en: str
    centre: Centre
    messages: list[Said]
    position_asked_at: datetime | None
    units: list[ComingUnit]
    best_uncertainty_m: float | None
    fixes: int
