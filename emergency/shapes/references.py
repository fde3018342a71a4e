"""The links with which another agency reads the newest position, and what it reads."""

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from .common import Kind


class Reference(TypedDict):
    """A link for another agency, where it stands, and how often it was read."""

    id: UUID
    recipient: str
    made_by: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    state: Literal["running", "ended", "revoked"]
    looks: int
    last_look_at: datetime | None


class ReferenceLink(Reference):
    """The link itself: whoever has it reads the position until it ends."""

    url: str


class References(TypedDict):
    """Every link that was made for an incident."""

    references: list[Reference]


class ReferencedPosition(TypedDict):
    """The newest position as plain JSON: degrees in EPSG:4326, the radius in metres at 95 %."""

    incident: UUID
    exercise: bool
    kind: Kind
    state: Literal["new", "opened", "acknowledged", "dispatched", "closed"]
    place_ko: str
    place_en: str
    longitude: float
    latitude: float
    uncertainty_m: float
    confidence_pct: int
    source: Literal["plate", "device"]
    fixed_at: datetime
    age_s: float
    ends_at: datetime
