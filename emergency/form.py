"""Take a report from the form in the page: no script, no cookie, no permission, the same one door."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect

from addresses import codes, jurisdictions, tags
from addresses.errors import UnreadableReference
from addresses.models import Jurisdiction

from . import intake, languages, pages, parse, parts, posted, source, status_page
from .commands import Command, NewMessage
from .errors import Refused, SameIdOtherBody, SameIdOtherSecret, SharingOff
from .ids import uuid7
from .models import Channel

WRITTEN = ("words", "kind", "people", "phone")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page's form holds before it is sent: its report's id and secret, and what was written."""

    report: str = field(default_factory=uuid7)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The form comes back as it was, with the reason, and can be sent again as the same report."""

    draft: Draft
    status: int
    text: str


def take(request: HttpRequest, typed: str, *, locate: str = "") -> HttpResponseRedirect | NotTaken:
    """Take what the form sent through the intake, and lead to the report's own page.

    ``locate`` is the token of the centre's link that the form stood behind.
    """
    draft = drafted(request)
    outcome: intake.Outcome | None = _sent(request, typed, draft, locate)
    if isinstance(outcome, SameIdOtherSecret):
        draft = replace(draft, report=uuid7())
        outcome = _sent(request, typed, draft, locate)
    if isinstance(outcome, SameIdOtherBody):
        # Sent before, gone back, written more, pressed again: the report is there, the words follow.
        outcome = _say(draft, draft.values["words"])
    elif not isinstance(outcome, Refused):
        outcome = _say(draft, draft.values["words"][parse.MAX_WORDS :])
    if isinstance(outcome, Refused):
        return NotTaken(draft, outcome.status, why(request, outcome))
    language = languages.chosen(request).language
    return HttpResponseRedirect(f"{status_page.path(UUID(draft.report))}?lang={language}", status=303)


def drafted(request: HttpRequest) -> Draft:
    """Return what was sent; a form without a usable id or secret gets new ones: it still is a call for help."""
    sent = posted.fields(request)
    values = {name: sent.get(name, "").strip() for name in WRITTEN}
    secret = sent.get("secret", "")
    try:
        report = str(UUID(sent.get("report", "")))
    except ValueError:
        return Draft(values=values)
    if not (16 <= len(secret) <= 200 and secret.isascii()):
        return Draft(values=values)
    return Draft(report, secret, values)


def _sent(request: HttpRequest, typed: str, draft: Draft, locate: str) -> intake.Outcome:
    now = datetime.now(UTC)
    command = parse.report(
        UUID(draft.report),
        _digest(draft),
        _body(request, typed, draft, locate),
        now=now,
        source_key=source.key(
            request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
        ),
    )
    return _taken([replace(command, channel=Channel.FORM)])


def _body(request: HttpRequest, typed: str, draft: Draft, locate: str) -> bytes:
    """Write the same document that the script in the page would have sent."""
    words = languages.chosen(request)
    consent = pages.agreement(_jurisdiction(typed), words.language)
    people = draft.values.get("people", "")
    document: dict[str, Any] = {
        "tag": typed,
        "kind": draft.values.get("kind", ""),
        # What does not fit follows as messages.
        "words": draft.values.get("words", "")[: parse.MAX_WORDS],
        "people": int(people) if people.isdecimal() and len(people) < 10 else people,
        "phone": draft.values.get("phone", ""),
        "language": words.language,
        "exercise": pages.is_exercise(request),
        "consent": consent.agreed,
    }
    if locate:
        document["locate"] = locate
    return json.dumps(document).encode()


def _jurisdiction(typed: str) -> Jurisdiction:
    try:
        point = tags.resolve(codes.parse(typed).code, None).point
    except (tags.UnknownTag, UnreadableReference):
        point = None
    return jurisdictions.containing(point.position.x, point.position.y) if point else jurisdictions.default()


def _say(draft: Draft, text: str) -> intake.Outcome | None:
    """Say what the report itself does not hold; None when that is nothing."""
    report = UUID(draft.report)
    # The ids come from the words, so that the same words are said once.
    said = parts.messages(NewMessage(report, _digest(draft), datetime.now(UTC), report, text))
    return _taken(said) if said else None


def _taken(commands: Sequence[Command]) -> intake.Outcome:
    """Return the first refusal, else what was answered last."""
    outcomes = intake.commit(commands)
    return next((outcome for outcome in outcomes if isinstance(outcome, Refused)), outcomes[-1])


def _digest(draft: Draft) -> bytes:
    return hashlib.sha256(draft.secret.encode("ascii")).digest()


def why(request: HttpRequest, refused: Refused) -> str:
    """Return what to do next, in the page's language."""
    said = languages.chosen(request).page
    return said["device_only" if isinstance(refused, SharingOff) else "failed_text"]
