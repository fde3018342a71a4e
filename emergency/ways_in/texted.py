"""Take a text message: a report of its own, or words in the incident that its number has open."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError
from django.utils.crypto import salted_hmac

from addresses.problems import AWAY
from emergency import intake, parse, parts
from emergency.commands import Command, FixDraft, NewMessage, NewReport, TakenBy
from emergency.errors import Refused, StorageAway
from emergency.flags import Flag
from emergency.intake import Answer, Outcome
from emergency.models import Channel, Message, Report

from . import same_person
from .same_person import Known
from .texts import Understood, understood


@dataclass(frozen=True, slots=True)
class Text:
    """A message that arrived: ``id`` stands for it, so that it is taken once however often it is sent.

    ``number`` is canonical, or empty; ``taken_by`` the dispatcher who pasted it, ``belongs_to`` where they put it.
    """

    id: UUID
    number: str
    said: str
    sent_at: datetime | None = None
    flags: tuple[str, ...] = ()
    taken_by: TakenBy | None = None
    belongs_to: UUID | None = None
    is_exercise: bool = False


def identity(*said: str) -> UUID:
    """Return the id of a message that is known by these texts; keyed, because a number is easily guessed."""
    made = salted_hmac("emergency.ways_in", "\n".join(said), algorithm="sha256").digest()
    return UUID(bytes=made[:16], version=5)


def take(text: Text, now: datetime) -> Outcome:
    """Take a message through the intake and return its answer, or why it is not stored."""
    return stored(text.number, lambda: taken(text, now))


def stored(number: str, take_: Callable[[], Outcome]) -> Outcome:
    """Do it in a transaction of its own in which the number is locked; say so when the database is away."""
    for is_last in (False, True):
        try:
            with same_person.one_at_a_time(number):
                return take_()
        except IntegrityError:
            # Without a number there was nothing to wait for, and another process was faster.
            if is_last:
                raise
        except AWAY as error:
            logging.getLogger(__name__).warning("A text message was not stored: %s", error)
            return StorageAway("The centre's storage does not answer. Send it again in a few seconds.")
    raise AssertionError("the second try returns or raises")


def taken(text: Text, now: datetime) -> Outcome:
    """Take a message within the caller's transaction, in which its number is locked."""
    meant = understood(text.said)
    meant = replace(meant, is_exercise=meant.is_exercise or text.is_exercise)
    if Report.objects.filter(pk=text.id).exists():
        return _first([_report(text, meant, now)])
    known = _known(text, meant)
    if known is None or known.report is None:
        report = _report(text, meant, now, belongs_to=known.incident.pk if known else text.belongs_to)
        rest = NewMessage(text.id, report.secret_sha256, now, text.id, meant.text[parse.MAX_WORDS :])
        return _first([report, *parts.messages(rest)])
    return _follow(text, meant, known.report, now)


def _known(text: Text, meant: Understood) -> Known | None:
    """Return where the message belongs; where a dispatcher put it is not asked again."""
    mine = text.taken_by.jurisdiction_ids if text.taken_by else None
    known = same_person.of(text.number, is_exercise=meant.is_exercise, jurisdiction_ids=mine)
    if text.belongs_to is None or known is None:
        return known if text.belongs_to is None else None
    return known if known.incident.pk == text.belongs_to else None


def _follow(text: Text, meant: Understood, report: Report, now: datetime) -> Outcome:
    """Add a message to what its person has said; a place in it becomes a further report of the same incident."""
    first = NewMessage(report.pk, bytes(report.secret_sha256), now, text.id, meant.text, meant.kind)
    messages = parts.messages(first)
    said_before = Message.objects.filter(pk__in=[message.id for message in messages]).exists()
    commands: list[Command] = list(messages)
    if _is_elsewhere(meant, report):
        place = replace(text, id=uuid5(text.id, "place"), said="")
        commands.append(_report(place, meant, now, belongs_to=report.incident_id, words=""))
    if not commands:
        return _answer(200, "message", report)
    outcome = _first(commands)
    if isinstance(outcome, Refused):
        return outcome
    if not said_before:
        _flag(report, [*meant.flags, *text.flags])
    return _answer(200 if said_before else 201, "message", report)


def _is_elsewhere(meant: Understood, report: Report) -> bool:
    if meant.code or meant.tag_text:
        return (meant.code, meant.tag_text) != (report.tag_code, report.tag_text)
    return meant.point is not None


def _flag(report: Report, flags: Sequence[str]) -> None:
    fresh = [flag for flag in flags if flag not in report.flags]
    if fresh:
        Report.objects.filter(pk=report.pk).update(flags=[*report.flags, *fresh])


def _report(
    text: Text, meant: Understood, now: datetime, *, belongs_to: UUID | None = None, words: str | None = None
) -> NewReport:
    """Return the report that a message is. Nobody holds its secret: it is amended by the same number alone."""
    sent_at = text.sent_at
    is_ahead = sent_at is not None and sent_at > now + parse.CLOCK_SLACK
    at = min(sent_at or now, now)
    fix = None
    if meant.point is not None and meant.uncertainty_m is not None:
        fix = FixDraft(0, meant.point.longitude, meant.point.latitude, max(meant.uncertainty_m, 1.0), at)
    kept = parse.kept(meant.text if words is None else words)
    secret = salted_hmac("emergency.ways_in.secret", str(text.id), algorithm="sha256").digest()
    return NewReport(
        id=text.id,
        secret_sha256=secret,
        body_sha256=hashlib.sha256(f"{text.number}\n{text.said}".encode("utf-8", "replace")).digest(),
        received_at=now,
        channel=Channel.SMS,
        code=meant.code,
        tag_text=meant.tag_text[:40],
        kind=meant.kind,
        words=kept[: parse.MAX_WORDS],
        people=meant.people,
        phone=text.number,
        is_exercise=meant.is_exercise,
        sent_at=sent_at,
        fix=fix,
        flags=(*meant.flags, *text.flags, *([Flag.CLOCK_SKEWED] if is_ahead else [])),
        source_key=identity("number", text.number).hex[:16] if text.number else "",
        belongs_to=belongs_to,
        taken_by=text.taken_by,
    )


def _first(commands: Sequence[Command]) -> Outcome:
    """Return what became of the first command that matters: the refusal, where there is one."""
    outcomes = intake.take(commands)
    refused = next((outcome for outcome in outcomes if isinstance(outcome, Refused)), None)
    if refused is not None:
        return refused
    first = outcomes[0]
    if isinstance(first, Answer) and isinstance(commands[0], NewReport):
        report = Report.objects.only("incident_id", "flags").get(pk=commands[0].id)
        return _answer(first.status, "report", report)
    return first


def _answer(status: int, what: str, report: Report) -> Answer:
    body = {"taken": what, "report": str(report.pk), "incident": str(report.incident_id)}
    return Answer(status, body)
