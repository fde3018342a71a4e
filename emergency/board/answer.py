"""What the board's question is answered with: bytes that are made once a second, and their version."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from addresses.models import Jurisdiction

from . import content, plates
from .kept import Kept

_SECOND: Final = Kept["Answer"](1.0)
# Plates come and go in days, and counting those of a city takes a moment.
_PLATES: Final = Kept[dict[str, Any]](60.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """A board as it goes over the line. The version stands in it, too: so a reader needs no headers."""

    version: str
    body: bytes


def of(jurisdiction: Jurisdiction) -> Answer:
    """Return the board of a jurisdiction, at most a second old."""
    return _SECOND.get(jurisdiction.pk, lambda: _made(jurisdiction))


def forget() -> None:
    """Drop what is kept, so that the next question is answered from the tables."""
    _SECOND.forget()
    _PLATES.forget()


def _made(jurisdiction: Jurisdiction) -> Answer:
    now = timezone.now()
    told = content.of(jurisdiction, now)
    told["plates"] = _PLATES.get(jurisdiction.pk, lambda: plates.health(jurisdiction, now))
    version = hashlib.sha256(_json(told)).hexdigest()[:16]
    return Answer(version, _json({"version": version, **told}))


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
