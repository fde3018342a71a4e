"""Server-sent event frames and the cursor that a reader comes back with (pure, but for orjson)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

Positions = Mapping[int, int]


def write(event: str, data: Any, *, cursor: str = "") -> bytes:
    """Return one frame. Source: WHATWG HTML, server-sent events."""
    head = f"id: {cursor}\nevent: {event}\n" if cursor else f"event: {event}\n"
    return head.encode() + b"data: " + orjson.dumps(data) + b"\n\n"


def with_cursor(cursor: str, body: bytes) -> bytes:
    """Put a reader's own cursor before a frame that many readers share."""
    return b"id: " + cursor.encode() + b"\n" + body


def cursor(positions: Positions) -> str:
    """Return the positions as text: ``1.345~2.99``, the last number seen in each jurisdiction."""
    return "~".join(f"{jurisdiction}.{sequence}" for jurisdiction, sequence in sorted(positions.items()))


def positions(text: str) -> dict[int, int]:
    """Read a cursor back; what is no cursor reads as nothing seen and nothing known."""
    found: dict[int, int] = {}
    for part in text.split("~")[:100]:
        jurisdiction, dot, sequence = part.partition(".")
        if dot and jurisdiction.isdecimal() and sequence.isdecimal() and len(part) < 40:
            found[int(jurisdiction)] = int(sequence)
    return found


def beat(now: datetime) -> bytes:
    """Return the frame that says: the line is alive, and there is no news."""
    return write("beat", {"server_time": now.isoformat()})
