"""What one transaction of the intake gathers: outcomes, rows to write, and the events that tell of them."""

from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from emergency.errors import Refused
from emergency.events import Draft
from emergency.rows import Model, insert


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: the HTTP status, the document, and how long the answer is held back in seconds."""

    status: int
    body: dict[str, Any]
    delay_s: float = 0.0


Outcome = Answer | Refused


@dataclass(slots=True)
class Batch:
    """``change`` holds the transaction, which begins when something has to be locked or written early."""

    change: ExitStack
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    rows: defaultdict[Model, list[Any]] = field(default_factory=lambda: defaultdict(list))

    is_begun: bool = False

    def begin(self) -> None:
        """Begin the transaction, unless it has begun."""
        if not self.is_begun:
            self.change.enter_context(transaction.atomic())
            self.is_begun = True

    def write(self) -> None:
        """Write the rows that wait, in front of their events."""
        insert(self.rows)
        self.rows.clear()
