"""What one transaction of the intake gathers: an outcome for each command, and the events to tell."""

from dataclasses import dataclass, field
from typing import Any

from emergency.errors import Refused
from emergency.events import Draft


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: the HTTP status, the document, and how long the answer is held back in seconds."""

    status: int
    body: dict[str, Any]
    delay_s: float = 0.0


Outcome = Answer | Refused


@dataclass(slots=True)
class Batch:
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
