"""What comes in by other ways than a phone's page, and what is answered."""

from typing import Literal, NotRequired, TypedDict
from uuid import UUID

from .common import Kind

# A text message as a gateway sends it. Of a message in several parts each one says which it is.
IncomingText = TypedDict(
    "IncomingText",
    {
        "from": NotRequired[str],
        "to": NotRequired[str],
        "text": str,
        "received_at": NotRequired[str],
        "reference": NotRequired[str],
        "part": NotRequired[int],
        "parts": NotRequired[int],
    },
)


class TextTaken(TypedDict):
    """What a message became. A part waits for the others; then it has neither report nor incident yet."""

    taken: Literal["report", "message", "part"]
    report: UUID | None
    incident: UUID | None


class AmlForm(TypedDict):
    """The form fields of ETSI TS 103 625 that are read; numbers are texts, as in any form."""

    device_number: NotRequired[str]
    device_languages: NotRequired[str]
    time: NotRequired[str]
    location_latitude: NotRequired[str]
    location_longitude: NotRequired[str]
    location_time: NotRequired[str]
    location_altitude: NotRequired[str]
    location_accuracy: NotRequired[str]
    location_confidence: NotRequired[str]
    location_certainty: NotRequired[str]
    adr_carcrash_time: NotRequired[str]
    hmac: str


class PositionTaken(TypedDict):
    taken: Literal["report", "position"]
    report: UUID
    incident: UUID


class ReadPlace(TypedDict):
    longitude: float
    latitude: float
    uncertainty_m: float


class TextPreview(TypedDict):
    """What was understood of a pasted text, and the open incident of that number; nothing is stored."""

    text: str
    code: str
    typed: str
    place_ko: str
    place_en: str
    position: ReadPlace | None
    kind: Kind
    people: int | None
    exercise: bool
    flags: list[str]
    incident: UUID | None
