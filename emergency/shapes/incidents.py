"""What a dispatcher's console reads."""

from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from .common import Kind, Presence, Problem, Quick, Voice
from .hand_overs import HandOver, Offer, Sight


class PlatePosition(TypedDict):
    longitude: float
    latitude: float
    uncertainty_m: float


class IncidentRow(TypedDict):
    """One incident of the queue. It names the plate, a public place, and never a measured position."""

    id: UUID
    jurisdiction: int
    state: Literal["new", "opened", "acknowledged", "dispatched", "closed"]
    version: int
    kind: Kind
    exercise: bool
    escalation: int
    sights: list[Sight]
    hand_over: Offer | None
    tag: str
    typed: str
    place_ko: str
    place_en: str
    received_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    dispatched_at: datetime | None
    closed_at: datetime | None
    disposition: str
    merged_into: UUID | None
    reports: int
    presence: Presence
    people: int | None
    language: str
    battery_pct: int | None
    flags: list[str]
    voice: Voice
    cancelled_at: datetime | None
    cancel_reason: str
    uncertainty_m: float | None
    source: Literal["plate", "device"] | None
    agreement_kind: str
    plate: PlatePosition | None


class IncidentList(TypedDict):
    """The queue, and the cursor to follow the events from."""

    cursor: str
    server_time: datetime
    demonstration: bool
    incidents: list[IncidentRow]


class Position(TypedDict):
    """The best position known: where, how sure, from what, how old."""

    longitude: float
    latitude: float
    uncertainty_m: float
    source: Literal["plate", "device"]
    fixed_at: datetime
    age_s: float


class Agreement(TypedDict):
    """How plate and phone agree, in words too."""

    kind: str
    distance_m: float | None
    minutes: int | None
    text_ko: str
    text_en: str


class OnTrail(TypedDict):
    trail_ko: str
    trail_en: str
    metre: float
    side: str
    offset_m: float


class Place(TypedDict):
    """The plate's place, with what only responders may know."""

    name_ko: str
    name_en: str
    facility_ko: str
    facility_en: str
    npn: str
    object_address: str
    elevation_m: float | None
    uncertainty_m: float
    survey_method: str
    aliases: list[str]
    tag_state: str
    public_note_ko: str
    public_note_en: str
    responder_note: str
    anchor: OnTrail | None


class Meant(TypedDict):
    """A plate that hangs, one slip away from the code that was typed."""

    code: str
    place_ko: str
    place_en: str


class Nearby(TypedDict):
    what: Literal["aed", "refuge", "access"]
    access_kind: Literal["road", "gate", "car_park", "helicopter", "boat", ""]
    name_ko: str
    name_en: str
    distance_m: float
    bearing_deg: float
    longitude: float
    latitude: float
    note: str


class StoredFix(TypedDict):
    sequence: int
    longitude: float
    latitude: float
    uncertainty_m: float
    altitude_m: float | None
    fixed_at: datetime
    received_at: datetime


class IncidentReport(TypedDict):
    """One report of an incident, with every position that its phone sent."""

    id: UUID
    channel: str
    kind: Kind
    presence: Presence
    seal_verdict: str
    tag_text: str
    words: str
    people: int | None
    phone: str
    language: str
    battery_pct: int | None
    exercise: bool
    flags: list[str]
    voice: Voice
    consent: dict[str, Any]
    sent_at: datetime | None
    received_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str
    fixes: list[StoredFix]


class ShownOn(TypedDict):
    """That one person's phone had a message on its lit screen, and when the person said to have read it."""

    report: UUID
    shown_at: datetime
    read_at: datetime | None


class CentreWords(TypedDict):
    """One message between a person and the centre, as the centre hears it."""

    id: UUID
    from_centre: bool
    author: str
    text: str
    quick: Quick
    at: datetime


class CentreMessage(CentreWords):
    """A message with who has seen it.

    ``seen_at``: when a dispatcher first had the person's words on the screen; ``shown``: the phones that have shown
    the centre's.
    """

    seen_at: datetime | None
    seen_by: str
    shown: list[ShownOn]


class TimelineEntry(TypedDict):
    id: int
    sequence: int
    kind: str
    at: datetime
    actor_name: str
    data: dict[str, Any]


class LocateRequest(TypedDict):
    """A link that asks a caller for their position, and what became of it."""

    id: UUID
    phone: str
    asked_by: str
    made_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    used_at: datetime | None
    state: Literal["waiting", "opened", "used", "ended"]
    progress: Literal["made", "queued", "logged", "sent", "opened", "asked", "position", "failed", "ended"]
    queued_at: datetime | None
    sent_at: datetime | None
    failed_at: datetime | None
    why: str


class LocateLink(LocateRequest):
    """The link itself, and the text to send, in the caller's language."""

    incident: UUID
    url: str
    text: str


class RosterUnit(TypedDict):
    """A crew or vehicle of a centre, and the incident that it is at."""

    id: int
    jurisdiction: int
    name: str
    kind: str
    phone: str
    incident: UUID | None
    place_ko: str
    place_en: str


class Roster(TypedDict):
    units: list[RosterUnit]


class AssignedUnit(TypedDict):
    """One unit on its way to an incident, there, or free again."""

    id: UUID
    unit: int
    name: str
    kind: str
    phone: str
    state: Literal["assigned", "en_route", "on_scene", "cleared"]
    assigned_at: datetime
    en_route_at: datetime | None
    on_scene_at: datetime | None
    cleared_at: datetime | None
    expected_at: datetime | None


class MergedIncident(TypedDict):
    """What was merged into an incident and can be split off again."""

    id: UUID
    place_ko: str
    place_en: str
    kind: str
    received_at: datetime
    merged_at: datetime


class RelatedIncident(TypedDict):
    """Another incident of the same centre: perhaps the same thing, the same person before, or close by."""

    id: UUID
    how: Literal["same", "earlier", "near"]
    reasons: list[Literal["plate", "place", "phone", "network"]]
    distance_m: float | None
    state: str
    version: int
    kind: str
    place_ko: str
    place_en: str
    received_at: datetime
    disposition: str


class RelatedIncidents(TypedDict):
    related: list[RelatedIncident]


class IncidentDetail(IncidentRow):
    """One incident with its measured positions. Every reading of it is logged."""

    position: Position | None
    agreement: Agreement | None
    place: Place | None
    near: list[Nearby]
    meant: list[Meant]
    read_out: str
    read_out_en: str
    report_list: list[IncidentReport]
    messages: list[CentreMessage]
    locate_requests: list[LocateRequest]
    timeline: list[TimelineEntry]
    merged: list[MergedIncident]
    units: list[AssignedUnit]
    hand_overs: list[HandOver]


class StaleVersion(Problem):
    """Somebody else was faster: the incident as it is now."""

    current: IncidentDetail
