"""The best position in the form fields of Advanced Mobile Location over HTTPS (ETSI TS 103 625).

For centres that already take this form. It is not AML: no telephone's operating system sends it, and the
fields of a SIM and of a handset stay away. The radius is in metres; the signature is the last field.
"""

import hmac
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode

from . import reading
from .facts import Facts, NotMarked
from .reading import Reading, Unfit
from .spelling import degrees, international, metres

MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
VERSION: Final = "1"
CONFIDENCE_PCT: Final = 95
_SIGNED: Final = b"&hmac="


def write(facts: Facts, key: bytes = b"") -> bytes:
    """Return the form's body, signed where there is a key. Raises NoPosition, NotMarked for an exercise."""
    fix = facts.located()
    if facts.is_exercise:
        raise NotMarked("This form has no field that says exercise: hand off another format.")
    fields = {
        "v": VERSION,
        # A ring may put somebody in danger, and this form has no field that says so.
        "device_number": international(facts.phone) if facts.may_call else "",
        "time": _epoch_ms(facts.received_at),
        "location_latitude": degrees(fix.latitude),
        "location_longitude": degrees(fix.longitude),
        "location_time": _epoch_ms(fix.fixed_at),
        "location_altitude": "" if fix.altitude_m is None else f"{fix.altitude_m:.1f}",
        # Neither a plate nor a browser is one of the sources that the form knows.
        "location_source": "unknown",
        "location_accuracy": metres(fix.uncertainty_m),
        "location_confidence": str(CONFIDENCE_PCT),
        "device_languages": facts.language,
    }
    body = urlencode({name: value for name, value in fields.items() if value}).encode()
    return signed(body, key) if key else body


def signed(body: bytes, key: bytes) -> bytes:
    """Return a body with its signature as the last field: HMAC-SHA1 of all that stands before it."""
    return body + _SIGNED + _signature(body, key).encode()


def _signature(body: bytes, key: bytes) -> str:
    return hmac.new(key, body, "sha1").hexdigest()


def _epoch_ms(moment: datetime) -> str:
    return str(round(moment.timestamp() * 1000))


def read(body: bytes, key: bytes = b"") -> Reading:
    """Return the position of a form; with a key its signature must be right. Raises Unfit."""
    if key:
        _check_signature(body, key)
    try:
        pairs = parse_qsl(body.decode("ascii"), strict_parsing=True, max_num_fields=60, errors="strict")
    except ValueError as error:
        raise Unfit(f"This is no form: {error}.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Unfit("A field of the form is there twice.")
    longitude, latitude = reading.place(
        reading.number(fields.get("location_longitude")), reading.number(fields.get("location_latitude"))
    )
    certainty = fields.get("location_confidence") or fields.get("location_certainty")
    return Reading(
        longitude=longitude,
        latitude=latitude,
        uncertainty_m=reading.radius(reading.number(fields.get("location_accuracy"))),
        confidence_pct=reading.number(certainty) if certainty else None,
        fixed_at=_moment(fields.get("location_time")),
    )


def _check_signature(body: bytes, key: bytes) -> None:
    before, found, signature = body.rpartition(_SIGNED)
    if not found or not hmac.compare_digest(signature.lower(), _signature(before, key).encode()):
        raise Unfit("The signature is missing or not that of these fields.")


def _moment(epoch_ms: str | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(reading.number(epoch_ms) / 1000, UTC) if epoch_ms else None
    except (OverflowError, OSError, ValueError) as error:
        raise Unfit(f"{epoch_ms} is no time in milliseconds: {error}.") from None
