"""What an SMS gateway sends: a form or a JSON object, in whatever encoding. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import parse_qsl

from emergency import parse
from emergency.errors import TooLarge, Unreadable

from . import numbers
from .mending import decoded

MOST_BYTES: Final = 32 * 1024
MOST_FIELDS: Final = 100
MOST_PARTS: Final = 20
MOST_TEXT: Final = 8_000
_KOREA: Final = timezone(timedelta(hours=9))
_MILLISECONDS: Final = 100_000_000_000  # of what is larger: seconds reach it in the year 5138


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message, or one part of it: ``part`` counts from 1, ``reference`` says which belong together."""

    number: str
    text: str
    sent_at: datetime | None = None
    part: int = 1
    parts: int = 1
    reference: str = ""
    flags: tuple[str, ...] = ()


def read(content_type: str, body: bytes) -> Arrived:
    """Return what arrived. Raises TooLarge, and Unreadable when there is neither a text nor a number in it."""
    if len(body) > MOST_BYTES:
        raise TooLarge(f"Send at most {MOST_BYTES} bytes.")
    is_form = content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"
    fields = _form(body) if is_form else _json(body)
    number = numbers.canonical(_text(fields.get("from"))[:40])
    text = _text(fields.get("text"))[:MOST_TEXT]
    if not (text.strip() or number):
        raise Unreadable("Send at least text, and from: the number that it came from.", field="text")
    part, parts = _whole(fields.get("part")), _whole(fields.get("parts"))
    reference = _text(fields.get("reference"))[:40]
    if not (reference and 1 <= part <= parts <= MOST_PARTS):
        part, parts, reference = 1, 1, ""
    return Arrived(number, text, _moment(fields.get("received_at")), part, parts, reference)


def _form(body: bytes) -> Mapping[str, Any]:
    """Read a form whose bytes may be of any encoding: a percent sign says only which byte it is."""
    try:
        pairs = parse_qsl(body.decode("latin-1"), encoding="latin-1", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Unreadable(f"Send a form of at most {MOST_FIELDS} fields.") from None
    # The first of a name counts: a second one was put behind it by somebody else.
    return {name: decoded(value.encode("latin-1")) for name, value in reversed(pairs)}


def _json(body: bytes) -> Mapping[str, Any]:
    return parse.json_object(decoded(body).encode("utf-8", "replace"))


def _text(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int:
    text = _text(value)
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0


def _moment(value: Any) -> datetime | None:
    """Return when the gateway got it: ISO 8601 (without an offset in Korean time) or seconds of the epoch."""
    text = _text(value).strip()
    try:
        if re.fullmatch("[0-9]{9,14}", text):
            number = int(text)
            return datetime.fromtimestamp(number / 1000 if number > _MILLISECONDS else number, UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=_KOREA)
    return moment.astimezone(UTC) if moment >= parse.OLDEST else None
