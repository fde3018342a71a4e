"""What a person without JavaScript answers on the page of their report: words, or that they are safe."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID

from django.http import HttpRequest

from . import intake, languages, parts, posted
from .commands import Cancel, NewMessage
from .errors import Refused
from .ids import uuid7
from .models import Report
from .parse import KINDS

FIELDS: Final = ("words", "kind", "people", "phone")
Reason = Literal["safe", "mistake"]
_REASONS: Final[tuple[Reason, ...]] = ("safe", "mistake")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the form holds: its message's id, and what was written.

    ``asks``: the call is to be taken back, and nobody has said yes to that; ``goes_back``: somebody said no.
    """

    message: UUID
    values: dict[str, str]
    cancel: Reason | None = None
    asks: Reason | None = None
    goes_back: bool = False


def blank() -> Reply:
    """Return an empty form. The id is made here so that a double press is one message."""
    return Reply(UUID(uuid7()), {})


def read(request: HttpRequest) -> Reply:
    """Return what was sent; a form without a usable id gets a new one."""
    sent = posted.fields(request)
    try:
        message = UUID(sent.get("message", ""))
    except ValueError:
        message = UUID(uuid7())
    values = {name: sent.get(name, "").strip() for name in FIELDS}
    asked = sent.get("ask", "")
    return Reply(message, values, _reason(sent.get("cancel", "")), _reason(asked), asked == "no")


def _reason(word: str) -> Reason | None:
    return next((reason for reason in _REASONS if word == reason), None)


def take(report: Report, reply: Reply, words: languages.Words) -> Refused | None:
    """Take a reply through the one door in; return why it was not taken, None when it was or said nothing."""
    now = datetime.now(UTC)
    secret = bytes(report.secret_sha256)  # whoever has the page's address speaks for its report
    text = _text(reply, words)
    kind = reply.values.get("kind", "")
    said = NewMessage(report.id, secret, now, reply.message, text, kind if kind in KINDS else "unknown")
    commands: list[NewMessage | Cancel] = [*parts.messages(said)]
    if reply.cancel:
        commands.append(Cancel(report.id, secret, now, reply.cancel))
    outcomes = intake.commit(commands) if commands else []
    return next((outcome for outcome in outcomes if isinstance(outcome, Refused)), None)


def _text(reply: Reply, words: languages.Words) -> str:
    """Write the fields as one message, each number with its question, in the person's language."""
    values = reply.values
    lines = [words.live.get(f"kind_{values.get('kind', '')}", ""), values.get("words", "")]
    lines += [f"{words.page[name]} {values[name]}" for name in ("people", "phone") if values.get(name)]
    return "\n".join(filter(None, lines))
