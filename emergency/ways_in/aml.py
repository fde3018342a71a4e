"""The form fields of Advanced Mobile Location over HTTPS (ETSI TS 103 625), as a partner passes them on. Pure.

The signature is the last field: HMAC-SHA1 in hexadecimal of the raw body in front of it. The radius comes with
its own confidence and is turned into one of 95 %. What identifies a SIM or a handset is not read.
"""

import hmac
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl

from emergency import parse
from emergency.commands import FixDraft
from emergency.errors import TooLarge, Unreadable
from emergency.flags import Flag

from . import numbers
from .mending import decoded
from .signed import NotSigned

MOST_BYTES: Final = 8 * 1024
MOST_FIELDS: Final = 80
# Without a confidence the radius is taken as one of 68 %, as telephones have it.
UNSAID_CONFIDENCE: Final = 0.68
_SIGNED: Final = b"&hmac="
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_MILLISECONDS: Final = 100_000_000_000  # what is smaller was meant in seconds, as the text message has them


@dataclass(frozen=True, slots=True)
class Located:
    """What a form says: a canonical number or none, a position or none, when the call began."""

    number: str
    language: str
    fix: FixDraft | None
    sent_at: datetime | None
    is_crash: bool
    flags: tuple[str, ...]


def check(body: bytes, keys: Sequence[str]) -> bytes:
    """Return the body in front of its signature. Raises NotSigned."""
    before, _, given = body.rpartition(_SIGNED)
    ours = [hmac.new(key.encode(), before, "sha1").hexdigest().encode() for key in keys if key]
    good = [hmac.compare_digest(one, given.strip().lower()) for one in ours]
    if not any(good):
        raise NotSigned("Sign the fields with HMAC-SHA1 and send the signature as the last field, hmac.")
    return before


def read(body: bytes, now: datetime) -> Located:
    """Return what a form says; what makes no sense is left out and flagged. Raises TooLarge, Unreadable."""
    if len(body) > MOST_BYTES:
        raise TooLarge(f"Send at most {MOST_BYTES} bytes.")
    try:
        pairs = parse_qsl(body.decode("latin-1"), encoding="latin-1", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Unreadable(f"Send a form of at most {MOST_FIELDS} fields.") from None
    # The first of a name counts: a second one was put behind it.
    fields = {name: decoded(value.encode("latin-1")) for name, value in reversed(pairs)}
    number = numbers.canonical(fields.get("device_number", ""))
    flags: list[str] = []
    if fields.get("device_number") and not number:
        flags.append(f"{Flag.UNREADABLE}:phone")
    fix = None
    if any("latitude" in name or "longitude" in name for name in fields):
        fix = _fix(fields, now)
        flags += [] if fix else [Flag.REFUSED_FIX]
    if not number and fix is None:
        raise Unreadable("Send at least device_number, or a position.", field="device_number")
    began = _moment(fields.get("time"))
    return Located(
        number,
        parse.kept(fields.get("device_languages", "")).partition(",")[0][:16],
        fix,
        began,
        bool(fields.get("adr_carcrash_time")),
        tuple(flags),
    )


def radius_95_m(radius_m: float, confidence: float) -> float:
    """Return the radius of 95 % of a circular normal scatter whose radius is known at another confidence (0 to 1).

    P(r) = 1 - exp(-r² / 2σ²), so radii behave as the roots of -ln(1 - P). It is never made smaller: a
    larger confidence than 95 % keeps its radius.
    """
    if confidence >= 0.95:
        return radius_m
    return radius_m * math.sqrt(math.log(1 - 0.95) / math.log(1 - confidence))


def _fix(fields: Mapping[str, str], now: datetime) -> FixDraft | None:
    """Return the position, None where it makes no sense: swapped axes, 0/0, a comma for a point, a time ahead."""
    longitude, latitude = _number(fields, "location_longitude"), _number(fields, "location_latitude")
    radius_m = _number(fields, "location_accuracy")
    if longitude is None or latitude is None or radius_m is None:
        return None
    altitude = _number(fields, "location_altitude")
    at = _moment(_either(fields, "location_time")) or now
    entry = {
        "sequence": 0,
        "longitude": longitude,
        "latitude": latitude,
        "uncertainty_m": radius_95_m(radius_m, _confidence(fields)),
        "altitude_m": altitude if altitude is not None and -500 <= altitude <= 20_000 else None,
        "fixed_at": at.isoformat(),
    }
    try:
        return parse.fix_draft(entry, now)
    except ValueError:
        return None


def _confidence(fields: Mapping[str, str]) -> float:
    """Return the confidence from 0 to 1; what is written above 1 is in percent."""
    said = _number(fields, "location_confidence")
    said = _number(fields, "location_certainty") if said is None else said
    if said is None or not 0 < said <= 100:
        return UNSAID_CONFIDENCE
    return said / 100 if said > 1 else said


def _number(fields: Mapping[str, str], name: str) -> float | None:
    text = _either(fields, name).strip()
    return float(text) if _NUMBER.fullmatch(text) else None


def _either(fields: Mapping[str, str], name: str) -> str:
    """Return a field by its name, or by the older one that begins with gt_."""
    return fields.get(name) or fields.get(f"gt_{name}") or ""


def _moment(text: str | None) -> datetime | None:
    if not text or not re.fullmatch("[0-9]{9,14}", text.strip()):
        return None
    number = int(text)
    moment = datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS else number, UTC)
    return moment if moment >= parse.OLDEST else None
