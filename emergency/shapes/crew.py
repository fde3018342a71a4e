"""The page of a crew, and its links as a console reads them."""

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from .common import Kind
from .incidents import AssignedUnit
from .ways import Ways


class CrewPlace(TypedDict):
    """Where a crew is, as its phone shares it; ``minutes`` on foot to the person, null where no way is known."""

    longitude: float
    latitude: float
    uncertainty_m: float
    fixed_at: datetime
    age_s: float
    minutes: float | None


class CrewWords(TypedDict):
    text: str
    at: datetime


class CrewBest(TypedDict):
    """The best known position of the person: degrees in EPSG:4326, the radius in metres at 95 %."""

    longitude: float
    latitude: float
    uncertainty_m: float
    source: Literal["plate", "device"]
    fixed_at: datetime
    age_s: float


class CrewPlate(TypedDict):
    code: str
    longitude: float
    latitude: float
    uncertainty_m: float
    name_ko: str
    name_en: str
    npn: str
    object_address: str


class Crew(TypedDict):
    """All that a crew needs on the way; ``silent``: a call would put the person in danger, or they cannot speak."""

    server_time: datetime
    ends_at: datetime
    unit: AssignedUnit
    mine: CrewPlace | None
    centre_ko: str
    centre_en: str
    exercise: bool
    kind: Kind
    received_at: datetime
    place_ko: str
    place_en: str
    people: int | None
    language: str
    silent: bool
    words: list[CrewWords]
    best: CrewBest | None
    plate: CrewPlate | None
    ways: Ways


class CrewLink(TypedDict):
    """A link for the crew of one assignment, where it stands, how far its text message came, where the crew is."""

    id: UUID
    assignment: UUID
    unit: str
    made_by: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    opened_at: datetime | None
    state: Literal["running", "ended", "revoked"]
    text: Literal["none", "queued", "delayed", "logged", "sent", "failed"]
    text_at: datetime | None
    why: str
    position: CrewPlace | None


class CrewLinkMade(CrewLink):
    """The link itself: whoever has it sees the person's position until it ends."""

    url: str


class CrewLinks(TypedDict):
    links: list[CrewLink]
