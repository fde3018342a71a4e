"""What every part of the product says in the same way."""

from typing import Literal, NotRequired, TypedDict

Kind = Literal["unknown", "fall", "illness", "fire", "lost", "water", "crime", "other"]
Quick = Literal[
    "",
    "yes",
    "no",
    "cannot_speak",
    "cannot_move",
    "bleeding",
    "breathing",
    "hard_to_breathe",
    "silent",
    "silent_over",
]
Voice = Literal["", "cannot_speak", "silent"]
Presence = Literal["nfc_signed", "qr_sealed", "typed", "none"]


class Problem(TypedDict):
    """What went wrong and what to do next (RFC 9457)."""

    type: str
    status: int
    title: str
    detail: str
    field: NotRequired[str]


class Health(TypedDict):
    process: Literal["alive"]


class Readiness(TypedDict):
    """Whether each part can do its work."""

    ready: bool
    database: Literal["ready", "away"]
    stream_lag_s: float | None
    streams: int
    worker: Literal["ready", "stuck", "elsewhere"]
