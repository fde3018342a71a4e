"""What may enter through the one door, after parsing: plain values, no database."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FixDraft:
    """One measured position: degrees in EPSG:4326, radius in metres at 95 %, the phone's time."""

    sequence: int
    longitude: float
    latitude: float
    uncertainty_m: float
    fixed_at: datetime
    altitude_m: float | None = None


@dataclass(frozen=True, slots=True)
class TakenBy:
    """The dispatcher who took something down, and the centres that they answer for, their own first."""

    id: int
    name: str
    jurisdiction_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewReport:
    """A call for help. ``flags`` holds what the parser had to leave out, never a refusal.

    ``belongs_to`` is the incident that it adds to, ``taken_by`` who took it down by hand.
    """

    id: UUID
    secret_sha256: bytes
    body_sha256: bytes
    received_at: datetime
    channel: str = "page"
    tag_text: str = ""
    code: str = ""
    seal: str = ""
    kind: str = "unknown"
    words: str = ""
    people: int | None = None
    phone: str = ""
    language: str = ""
    battery_pct: int | None = None
    is_exercise: bool = False
    sent_at: datetime | None = None
    consent: dict[str, object] = field(default_factory=dict)
    fix: FixDraft | None = None
    flags: tuple[str, ...] = ()
    source_key: str = ""
    locate_sha256: bytes = b""  # of the token of the centre's link that it answers
    belongs_to: UUID | None = None
    taken_by: TakenBy | None = None


@dataclass(frozen=True, slots=True)
class NewFixes:
    """Positions that follow a report. ``refused`` are (sequence, why) of those that make no sense."""

    report_id: UUID
    secret_sha256: bytes
    received_at: datetime
    fixes: tuple[FixDraft, ...]
    refused: tuple[tuple[int | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewMessage:
    """Words from the person to the centre; ``id`` is made on the phone.

    ``kind`` is what happened, when the words say so in one word; ``is_cut``: more was said than is kept;
    ``quick`` is the answer that was touched.
    """

    report_id: UUID
    secret_sha256: bytes
    received_at: datetime
    id: UUID
    text: str
    kind: str = "unknown"
    is_cut: bool = False
    quick: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The person takes the call back: ``safe`` or ``mistake``. The dispatcher still closes it."""

    report_id: UUID
    secret_sha256: bytes
    received_at: datetime
    reason: str


Command = NewReport | NewFixes | NewMessage | Cancel
