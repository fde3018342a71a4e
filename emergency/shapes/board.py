"""What a situation board reads. Nothing of it is about a person."""

from datetime import datetime
from typing import Literal, TypedDict

from .common import Kind


class BoardPlace(TypedDict):
    longitude: float
    latitude: float


class BoardIncident(TypedDict):
    """An open incident. Its place is that of the plate; null without one."""

    kind: Kind
    state: Literal["new", "opened", "acknowledged", "dispatched"]
    exercise: bool
    place_ko: str
    place_en: str
    tag: str
    received_at: datetime
    plate: BoardPlace | None


class BoardCounts(TypedDict):
    """What is open: in all, unopened, unopened for too long, and by state and kind (what is not named is 0)."""

    total: int
    unopened: int
    overdue: int
    states: dict[str, int]
    kinds: dict[str, int]


class BoardDay(TypedDict):
    """What came in since midnight, how much of it is closed, and how long it took to be opened, in seconds."""

    received: int
    closed: int
    median_to_open_s: float | None


class BoardToday(TypedDict):
    since: datetime
    real: BoardDay
    exercises: BoardDay


class BoardPlates(TypedDict):
    """How many plates hang, are lost, have no inspection on record for a year, and what passers-by say of them."""

    installed: int
    lost: int
    unchecked: int
    damaged: int
    missing: int
    wrong: int


class BoardJurisdiction(TypedDict):
    slug: str
    name_ko: str
    name_en: str
    centre_name_ko: str
    centre_name_en: str


class Board(TypedDict):
    """What a wall screen shows of one centre. ``build`` names the script that belongs to this server."""

    version: str
    build: str
    demonstration: bool
    jurisdiction: BoardJurisdiction
    overdue_after_s: int
    real: BoardCounts
    exercises: BoardCounts
    incidents: list[BoardIncident]
    left_out: int
    today: BoardToday
    plates: BoardPlates
