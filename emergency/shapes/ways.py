"""The way there, as a console reads it."""

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID


class WayPosition(TypedDict):
    """Where the ways lead to, and how sure that is: radius in metres at 95 %."""

    longitude: float
    latitude: float
    uncertainty_m: float
    source: Literal["plate", "device"]


class WayNetwork(TypedDict):
    """Whether the network that was asked is of what the register holds now."""

    state: Literal["current", "outdated", "not_made"]
    made_at: datetime | None


class WayWalking(TypedDict):
    """What the minutes rest on: the function, and the factors that are ours."""

    function: Literal["tobler_1993"]
    load_factor: float
    off_path_factor: float
    detour_factor: float


class WayPlace(TypedDict):
    """A place on a trail; ``off_m`` metres beside it. Null: the trail is gone since the network was made."""

    trail: int | None
    trail_ko: str
    trail_en: str
    metre: float
    off_m: float


class WayAccess(TypedDict):
    """Where the way begins; ``responder_note`` says who has the gate's key."""

    id: int
    kind: Literal["road", "gate", "car_park", "helicopter", "boat"]
    name_ko: str
    name_en: str
    longitude: float
    latitude: float
    uncertainty_m: float
    vehicle_note_ko: str
    vehicle_note_en: str
    responder_note: str


class WayLeg(TypedDict):
    """A stretch of one trail, walked from one metre to the other."""

    trail: int | None
    trail_ko: str
    trail_en: str
    from_metre: float
    to_metre: float


class WayClosure(TypedDict):
    """What is closed on the way, told to everybody or not."""

    trail: int
    from_metre: float | None
    to_metre: float | None
    reason_ko: str
    reason_en: str
    since: datetime
    until: datetime | None


class WayThere(TypedDict):
    """One way on foot. ``access_off_m`` and ``off_m`` are metres of air line without a path at its ends.

    Where not all its trails have heights (``has_heights``), what is unknown counts as level.
    """

    access: WayAccess
    length_m: float
    climb_m: float
    descent_m: float
    has_heights: bool
    minutes_up: float
    minutes_down: float
    access_off_m: float
    off_m: float
    legs: list[WayLeg]
    closures: list[WayClosure]
    line: list[list[float]]


class WayPerhaps(TypedDict):
    """Another trail within the circle, far from the nearest one on foot; no way where none is known."""

    on_trail: WayPlace
    way: WayThere | None


class WayNear(TypedDict):
    what: Literal["aed", "refuge", "helicopter"]
    name_ko: str
    name_en: str
    distance_m: float
    bearing_deg: float
    longitude: float
    latitude: float
    note: str


class Ways(TypedDict):
    """The ways to a person, the quickest first. Every reading of it is logged."""

    incident: UUID
    position: WayPosition | None
    network: WayNetwork
    walking: WayWalking
    on_trail: WayPlace | None
    ways: list[WayThere]
    others: list[WayThere]
    through: list[WayThere]
    perhaps: list[WayPerhaps]
    sections_in_circle: int
    near: list[WayNear]
