"""Parse what phones send, once, at the door.

A call for help is never refused for a detail: an optional part that makes no sense is left out
and flagged. Refused is only what cannot be told apart from noise: no JSON object, no usable id,
no usable secret.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from addresses import codes
from addresses.errors import UnreadableReference
from addresses.grids import npn

from . import links
from .commands import Cancel, FixDraft, NewFixes, NewMessage, NewReport
from .contents import contents_sha256
from .errors import SecretMissing, Unreadable
from .flags import Flag

KINDS = frozenset(("unknown", "fall", "illness", "fire", "lost", "water", "crime", "other"))
# What is said by one touch; a newer phone may have more, and its words are kept all the same.
QUICK = frozenset(
    (
        "yes",
        "no",
        "cannot_speak",
        "cannot_move",
        "bleeding",
        "breathing",
        "hard_to_breathe",
        "silent",
        "silent_over",
    )
)
MAX_FIXES = 500
MAX_WORDS = 1000
MAX_SEQUENCE = 2_000_000_000
# A phone's clock may be wrong by some seconds; a position from further ahead is no position.
CLOCK_SLACK = timedelta(minutes=2)
OLDEST = datetime(2020, 1, 1, tzinfo=UTC)
# Half the circumference of the earth: a larger radius says nothing.
MAX_UNCERTAINTY_M = 20_000_000.0


class _Nonsense(ValueError):
    """One optional part makes no sense; its text says why."""


def report(
    report_id: UUID, secret_sha256: bytes, body: bytes, *, now: datetime, source_key: str
) -> NewReport:
    """Return the report in ``body``; optional parts that make no sense become flags.

    Raises Unreadable when the body is no JSON object.
    """
    fields = json_object(body)
    flags: list[str] = []

    def part(name: str, read: Callable[[Any], Any], default: Any) -> Any:
        value = fields.get(name)
        if value is None or value == "":
            return default
        try:
            return read(value)
        except (_Nonsense, ValueError, TypeError, OverflowError):
            flags.append(f"{Flag.UNREADABLE}:{name}")
            return default

    tag_text = part("tag", lambda value: _text(str(value) if isinstance(value, int) else value, 80), "")
    code, seal = "", ""
    if tag_text:
        try:
            typed = codes.parse(tag_text)
            code, seal = typed.code, typed.seal or ""
        except UnreadableReference:
            if not _is_npn(tag_text):
                flags.append(Flag.MISTYPED_TAG)
    sent_at = part("sent_at", _time, None)
    if sent_at is not None and sent_at > now + CLOCK_SLACK:
        flags.append(Flag.CLOCK_SKEWED)
    fix = None
    if fields.get("fix") is not None:
        try:
            fix = fix_draft(fields["fix"], now)
        except _Nonsense:
            flags.append(Flag.REFUSED_FIX)
    words = part("words", kept, "")
    if len(words) > MAX_WORDS:
        flags.append(Flag.CUT)
    return NewReport(
        id=report_id,
        secret_sha256=secret_sha256,
        body_sha256=contents_sha256(fields, body),
        received_at=now,
        tag_text="" if code else tag_text[:40],
        code=code,
        seal=part("seal", lambda value: _text(value, 16), seal),
        kind=part("kind", _kind, "unknown"),
        words=words[:MAX_WORDS],
        people=part("people", lambda value: _whole(value, 1, 9999), None),
        phone=part("phone", _phone, ""),
        language=part("language", lambda value: _text(value, 16), ""),
        battery_pct=part("battery_pct", lambda value: _whole(value, 0, 100), None),
        is_exercise=part("exercise", _yes_or_no, False),
        sent_at=sent_at,
        consent=part("consent", _consent, {}),
        fix=fix,
        flags=tuple(flags),
        source_key=source_key,
        locate_sha256=part("locate", _locate, b""),
    )


def _is_npn(text: str) -> bool:
    try:
        npn.cell(text)
    except UnreadableReference:
        return False
    return True


def fixes(report_id: UUID, secret_sha256: bytes, body: bytes, *, now: datetime) -> NewFixes:
    """Return the batch of positions in ``body``: 1 to 500; those that make no sense are named.

    Raises Unreadable when there is no list of positions.
    """
    entries = json_object(body).get("fixes")
    if not isinstance(entries, list) or not 1 <= len(entries) <= MAX_FIXES:
        raise Unreadable(f'Send {{"fixes": [...]}} with 1 to {MAX_FIXES} positions.', field="fixes")
    good: dict[int, FixDraft] = {}
    refused: list[tuple[int | None, str]] = []
    for entry in entries:
        try:
            draft = fix_draft(entry, now)
            good[draft.sequence] = draft
        except _Nonsense as error:
            refused.append((_named(entry), str(error)))
    return NewFixes(report_id, secret_sha256, now, tuple(good.values()), tuple(refused))


def message(report_id: UUID, secret_sha256: bytes, body: bytes, *, now: datetime) -> NewMessage:
    """Return the message in ``body``, without a kind that makes no sense. Raises Unreadable naming the field."""
    fields = json_object(body)
    try:
        identity = UUID(str(fields.get("id")))
    except ValueError:
        raise Unreadable("A message needs an id of its own, a UUID made on the phone.", field="id") from None
    try:
        text = kept(fields.get("text"))
    except _Nonsense:
        text = ""
    if not text:
        raise Unreadable(f"A message needs words: 1 to {MAX_WORDS} characters.", field="text")
    try:
        kind = _kind(fields.get("kind"))
    except (_Nonsense, TypeError):
        kind = "unknown"
    cut = text[:MAX_WORDS]
    quick = fields.get("quick")
    return NewMessage(
        report_id,
        secret_sha256,
        now,
        identity,
        cut,
        kind,
        is_cut=cut != text,
        quick=quick if isinstance(quick, str) and quick in QUICK else "",
    )


def cancel(report_id: UUID, secret_sha256: bytes, body: bytes, *, now: datetime) -> Cancel:
    """Return the cancellation in ``body``. Raises Unreadable naming the field."""
    reason = json_object(body).get("reason")
    if reason not in ("safe", "mistake"):
        raise Unreadable('Say why: {"reason": "safe"} or {"reason": "mistake"}.', field="reason")
    return Cancel(report_id, secret_sha256, now, reason)


def secret(header: str) -> bytes:
    """Return the SHA-256 of the secret in an ``Authorization: Report <secret>`` header.

    Raises SecretMissing. The secret itself goes no further than this function.
    """
    scheme, _, value = header.partition(" ")
    value = value.strip()
    if scheme.lower() != "report" or not 16 <= len(value) <= 200 or not value.isascii():
        raise SecretMissing("Send the secret that the phone made: Authorization: Report <secret>.")
    return hashlib.sha256(value.encode("ascii")).digest()


def identity(text: str) -> UUID:
    """Return the report's id. Raises Unreadable."""
    try:
        return UUID(text)
    except ValueError:
        raise Unreadable("The address needs the report's id, a UUID made on the phone.", field="id") from None


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in ``body``. NaN and its like are read, and refused where they stand.

    Raises Unreadable.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            raise Unreadable("Send a JSON object in UTF-8.") from None
    if not isinstance(value, dict):
        raise Unreadable("Send a JSON object: {...}.")
    return value


def fix_draft(entry: Any, now: datetime) -> FixDraft:
    """Return one position. Raises _Nonsense (a ValueError) that says what is wrong with it."""
    if not isinstance(entry, dict):
        raise _Nonsense("a position is an object")
    longitude = _number(entry.get("longitude"), "longitude", -180, 180)
    latitude = _number(entry.get("latitude"), "latitude", -90, 90)
    if longitude == 0 and latitude == 0:
        raise _Nonsense("0, 0 is what a phone says that knows nothing")
    uncertainty_m = _number(entry.get("uncertainty_m"), "uncertainty_m", 0, MAX_UNCERTAINTY_M)
    try:
        fixed_at = _time(entry.get("fixed_at"))
        sequence = _whole(entry.get("sequence"), 0, MAX_SEQUENCE)
    except (_Nonsense, ValueError, TypeError, OverflowError) as error:
        raise _Nonsense(str(error)) from None
    if fixed_at > now + CLOCK_SLACK:
        raise _Nonsense("fixed_at lies in the future")
    altitude = entry.get("altitude_m")
    return FixDraft(
        sequence=sequence,
        longitude=longitude,
        latitude=latitude,
        # Some phones say 0 when they mean "very good": nothing measured is exact.
        uncertainty_m=max(uncertainty_m, 1.0),
        fixed_at=fixed_at,
        altitude_m=None if altitude is None else _number(altitude, "altitude_m", -500, 20_000),
    )


def _named(entry: Any) -> int | None:
    """Return the number by which the phone knows a refused position, when it has a usable one."""
    try:
        return _whole(entry["sequence"], 0, MAX_SEQUENCE)
    except (_Nonsense, LookupError, TypeError):
        return None


def _number(value: Any, name: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Nonsense(f"{name} is not a number")
    if not low <= value <= high:  # so is NaN refused, and a whole number too large for a float
        raise _Nonsense(f"{name} is not between {low:g} and {high:g}")
    return float(value)


def _whole(value: object, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _Nonsense(f"not a whole number between {low} and {high}")
    return value


def _text(value: Any, longest: int) -> str:
    return kept(value)[:longest]


def kept(value: Any) -> str:
    """Return what is stored of a text: no control characters, no space around it. Raises a ValueError."""
    if not isinstance(value, str):
        raise _Nonsense("not a text")
    # PostgreSQL cannot store NUL, and no reader needs the other control characters.
    kept = "".join(c for c in value if c >= " " or c in "\n\t").strip()
    return kept.encode("utf-8", "ignore").decode()


def _kind(value: Any) -> str:
    if value not in KINDS:
        raise _Nonsense("not a kind")
    return str(value)


def _phone(value: Any) -> str:
    digits = "".join(c for c in _text(value, 40) if c.isdigit() or c == "+")
    if not 3 <= len(digits) <= 20:
        raise _Nonsense("not a telephone number")
    return digits


def _locate(value: Any) -> bytes:
    return links.digest(_text(value, 80))


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Nonsense("not true or false")
    return value


def _time(value: Any) -> datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise _Nonsense("not a time such as 2026-11-22T05:03:22Z")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None or moment < OLDEST:
        raise _Nonsense("not a time with its offset from UTC")
    return moment.astimezone(UTC)


def _consent(value: Any) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _Nonsense("not a consent")
    purposes = value.get("purposes")
    if not isinstance(purposes, list) or len(purposes) > 10:
        raise _Nonsense("a consent names its purposes")
    return {
        "version": _text(value.get("version"), 20),
        "language": _text(value.get("language"), 16),
        "purposes": [_text(purpose, 20) for purpose in purposes],
        "text_sha256": _text(value.get("text_sha256"), 64),
    }
