"""Take a position that a partner passes on: into the open incident of its number, else as a report of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max
from django.utils.crypto import salted_hmac

from emergency import intake
from emergency.commands import Command, NewFixes, NewReport
from emergency.errors import Refused
from emergency.intake import Answer, Outcome
from emergency.models import Channel, Fix, Report

from . import same_person, texted
from .aml import Located

# A call is over after that: the same number again is another emergency, even where the first was not closed.
ONE_CALL: Final = timedelta(hours=6)
CRASH: Final = "자동차 사고 감지 (car crash detected)"


def take(located: Located, body: bytes, now: datetime) -> Outcome:
    """Take a position through the intake; the same body again changes nothing."""
    return texted.stored(located.number, lambda: _taken(located, body, now))


def _taken(located: Located, body: bytes, now: datetime) -> Outcome:
    report = _report(located, body, now)
    if Report.objects.filter(pk=report.id).exists():
        return _done([report])
    known = same_person.of(located.number, since=now - ONE_CALL)
    if known is None:
        return _done([report])
    ours = known.incident.reports.filter(channel=Channel.AML, phone=located.number, withdrawn_at=None)
    earlier = ours.order_by("-received_at").first()
    if earlier is None:
        return _done([replace(report, belongs_to=known.incident.pk)])
    return _follow(located, earlier, now)


def _follow(located: Located, earlier: Report, now: datetime) -> Outcome:
    """Add a position to those that the same telephone's network has passed on before; each once."""
    fix = located.fix
    if fix is None or Fix.objects.filter(report=earlier, fixed_at=fix.fixed_at).exists():
        return _answer(200, earlier)
    last = Fix.objects.filter(report=earlier).aggregate(last=Max("sequence"))["last"]
    numbered = replace(fix, sequence=0 if last is None else last + 1)
    fixes = NewFixes(earlier.pk, bytes(earlier.secret_sha256), now, (numbered,))
    (outcome,) = intake.take([fixes])
    return outcome if isinstance(outcome, Refused) else _answer(201, earlier)


def _report(located: Located, body: bytes, now: datetime) -> NewReport:
    identity = texted.identity("aml", body.hex())
    return NewReport(
        id=identity,
        secret_sha256=salted_hmac("emergency.ways_in.secret", str(identity), algorithm="sha256").digest(),
        body_sha256=salted_hmac("emergency.ways_in.body", body, algorithm="sha256").digest(),
        received_at=now,
        channel=Channel.AML,
        words=CRASH if located.is_crash else "",
        phone=located.number,
        language=located.language,
        sent_at=located.sent_at,
        fix=located.fix,
        flags=located.flags,
        source_key=texted.identity("number", located.number).hex[:16] if located.number else "",
    )


def _done(commands: Sequence[Command]) -> Outcome:
    (outcome,) = intake.take(commands)
    if isinstance(outcome, Refused):
        return outcome
    return Answer(
        outcome.status,
        {"taken": "report", "report": outcome.body["report"], "incident": outcome.body["incident"]},
    )


def _answer(status: int, report: Report) -> Answer:
    body = {"taken": "position", "report": str(report.pk), "incident": str(report.incident_id)}
    return Answer(status, body)
