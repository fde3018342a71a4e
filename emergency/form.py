"""Take a report from the form in the page: no script, no cookie, no permission, the same one door."""

import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponseRedirect

from addresses import codes, jurisdictions, tags
from addresses.errors import UnreadableReference
from addresses.models import Jurisdiction

from . import intake, languages, pages, parse, source, status_page
from .commands import NewMessage, NewReport
from .errors import Refused, SameIdOtherBody, SameIdOtherSecret, SharingOff
from .models import Channel

WRITTEN = ("words", "kind", "people", "phone")


def uuid7() -> str:
    """Return a UUIDv7 (RFC 9562): its first 48 bits are the time in milliseconds."""
    number = int(time.time() * 1000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 7 << 76
    return str(UUID(int=number & ~(0x3 << 62) | 2 << 62))


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page's form holds before it is sent: its report's id and secret, and what was written."""

    report: str = field(default_factory=uuid7)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The form comes back as it was, with the reason, and can be sent again as the same report."""

    draft: Draft
    status: int
    text: str


def take(request: HttpRequest, typed: str) -> HttpResponseRedirect | NotTaken:
    """Take what the form sent through the intake, and lead to the report's own page."""
    draft = drafted(request)
    outcome: intake.Outcome | None = _sent(request, typed, draft)
    if isinstance(outcome, SameIdOtherSecret):
        draft = replace(draft, report=uuid7())
        outcome = _sent(request, typed, draft)
    if isinstance(outcome, SameIdOtherBody):
        # Sent before, gone back, written more, pressed again: the report is there, the words follow.
        outcome = _say_more(draft)
    if isinstance(outcome, Refused):
        return NotTaken(draft, outcome.status, _why(request, outcome))
    language = languages.chosen(request).language
    return HttpResponseRedirect(f"{status_page.path(UUID(draft.report))}?lang={language}", status=303)


def drafted(request: HttpRequest) -> Draft:
    """Return what was sent; a form without a usable id or secret gets new ones: it still is a call for help."""
    values = {name: request.POST.get(name, "").strip() for name in WRITTEN}
    secret = request.POST.get("secret", "")
    try:
        report = str(UUID(request.POST.get("report", "")))
    except ValueError:
        return Draft(values=values)
    if not (16 <= len(secret) <= 200 and secret.isascii()):
        return Draft(values=values)
    return Draft(report, secret, values)


def _sent(request: HttpRequest, typed: str, draft: Draft) -> intake.Outcome:
    now = datetime.now(UTC)
    command = parse.report(
        UUID(draft.report),
        _digest(draft),
        _body(request, typed, draft),
        now=now,
        source_key=source.key(
            request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
        ),
    )
    return _taken(replace(command, channel=Channel.FORM))


def _body(request: HttpRequest, typed: str, draft: Draft) -> bytes:
    """Write the same document that the script in the page would have sent."""
    words = languages.chosen(request)
    consent = pages.agreement(_jurisdiction(typed), words.language)
    people = draft.values.get("people", "")
    document: dict[str, Any] = {
        "tag": typed,
        "kind": draft.values.get("kind", ""),
        "words": draft.values.get("words", ""),
        "people": int(people) if people.isdecimal() and len(people) < 10 else people,
        "phone": draft.values.get("phone", ""),
        "language": words.language,
        "exercise": False,
        "consent": consent.agreed,
    }
    return json.dumps(document).encode()


def _jurisdiction(typed: str) -> Jurisdiction:
    try:
        point = tags.resolve(codes.parse(typed).code, None).point
    except (tags.UnknownTag, UnreadableReference):
        point = None
    return jurisdictions.containing(point.position.x, point.position.y) if point else jurisdictions.default()


def _say_more(draft: Draft) -> intake.Outcome | None:
    text = draft.values.get("words", "")[: parse.MAX_WORDS]
    if not text:
        return None
    # The id comes from the words, so that the same words are said once.
    message = uuid5(UUID(draft.report), text)
    return _taken(NewMessage(UUID(draft.report), _digest(draft), datetime.now(UTC), message, text))


def _taken(command: NewReport | NewMessage) -> intake.Outcome:
    return intake.commit([command])[0]


def _digest(draft: Draft) -> bytes:
    return hashlib.sha256(draft.secret.encode("ascii")).digest()


def _why(request: HttpRequest, refused: Refused) -> str:
    """Return what to do next, in the page's language."""
    said = languages.chosen(request).page
    return said["device_only" if isinstance(refused, SharingOff) else "failed_text"]
