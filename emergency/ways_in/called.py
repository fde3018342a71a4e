"""Take down a call: what somebody reads out over the telephone becomes a report by the hand of a dispatcher."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from addresses import codes
from addresses.errors import UnreadableReference
from emergency import intake, parse
from emergency.commands import FixDraft, NewReport, TakenBy
from emergency.contents import contents_sha256
from emergency.flags import Flag
from emergency.intake import Outcome
from emergency.models import Channel

from . import numbers

MOST_PLACE_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Spot:
    """The place that was chosen: a plate's code, or degrees in EPSG:4326 with a radius in metres at 95 %.

    ``text`` is what it was called: a National Point Number, an object address, what the caller said.
    """

    code: str = ""
    text: str = ""
    longitude: float | None = None
    latitude: float | None = None
    uncertainty_m: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What a dispatcher wrote down; ``id`` is made by the console, ``belongs_to`` the incident that it adds to."""

    id: UUID
    phone: str
    spot: Spot
    kind: str
    words: str
    people: int | None
    language: str
    is_exercise: bool
    belongs_to: UUID | None


def take(call: Call, by: TakenBy, now: datetime) -> Outcome:
    """Take a call through the intake; the same id again brings the same report."""
    (outcome,) = intake.commit([_report(call, by, now)])
    return outcome


def _report(call: Call, by: TakenBy, now: datetime) -> NewReport:
    number = numbers.canonical(call.phone)
    flags = [f"{Flag.UNREADABLE}:phone"] if call.phone.strip() and not number else []
    code, tag_text = _plate(call.spot)
    if call.spot.code and not code:
        flags.append(Flag.MISTYPED_TAG)
    words = parse.kept(call.words)
    if not code and len(place := parse.kept(call.spot.text)) > MOST_PLACE_CHARACTERS:
        # More than the column of a place holds: it is kept as words, as the console says.
        words = f"{place}\n{words}".strip()
    return NewReport(
        id=call.id,
        secret_sha256=salted_hmac("emergency.ways_in.secret", str(call.id), algorithm="sha256").digest(),
        body_sha256=_contents(call),
        received_at=now,
        channel=Channel.VOICE,
        code=code,
        tag_text=tag_text,
        kind=call.kind,
        words=words[: parse.MAX_WORDS],
        people=call.people,
        phone=number,
        language=call.language,
        is_exercise=call.is_exercise,
        sent_at=now,
        fix=_fix(call.spot, now) if not code else None,
        flags=tuple(flags),
        # What one dispatcher takes down in an hour comes from many people: there is nothing to slow down.
        source_key=hashlib.sha256(call.id.bytes).hexdigest()[:16],
        belongs_to=call.belongs_to,
        taken_by=by,
    )


def _plate(spot: Spot) -> tuple[str, str]:
    """Return the plate's code; else what else the place was called."""
    if spot.code:
        try:
            return codes.parse(spot.code).code, ""
        except UnreadableReference:
            return "", parse.kept(spot.code)[:MOST_PLACE_CHARACTERS]
    return "", parse.kept(spot.text)[:MOST_PLACE_CHARACTERS]


def _fix(spot: Spot, now: datetime) -> FixDraft | None:
    if spot.longitude is None or spot.latitude is None or spot.uncertainty_m is None:
        return None
    return FixDraft(0, spot.longitude, spot.latitude, max(spot.uncertainty_m, 1.0), now)


def _contents(call: Call) -> bytes:
    spot = call.spot
    said = {
        "phone": call.phone,
        "place": [spot.code, spot.text, spot.longitude, spot.latitude, spot.uncertainty_m],
        "kind": call.kind,
        "words": call.words,
        "people": call.people,
        "incident": str(call.belongs_to),
        "exercise": call.is_exercise,
    }
    return contents_sha256(said, b"")
