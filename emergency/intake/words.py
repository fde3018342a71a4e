"""Take what the person says after the report: messages, and that they need no help any more."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from emergency.commands import Cancel, NewMessage
from emergency.errors import Refused, SameIdOtherBody
from emergency.events import Draft
from emergency.flags import Flag
from emergency.models import EventKind, Incident, Message, Quick, Report

from . import followers
from .batch import Answer, Batch

UNKNOWN: Final = "unknown"
# What an answer says of whether its person may be called.
VOICE: Final = {
    Quick.SILENT.value: "silent",
    Quick.CANNOT_SPEAK.value: "cannot_speak",
    Quick.SILENT_OVER.value: "",
}


def take(commands: Sequence[tuple[int, NewMessage | Cancel]], batch: Batch) -> None:
    """Store each message once, and mark the reports that were taken back."""
    if not commands:
        return
    reports = followers.reports([command.report_id for _, command in commands])
    said = {
        message.id: message
        for message in Message.objects.filter(id__in=[c.id for _, c in commands if isinstance(c, NewMessage)])
    }
    for index, command in commands:
        report = followers.allowed(reports, command.report_id, command.secret_sha256)
        if not isinstance(report, Report):
            batch.outcomes[index] = report
        elif isinstance(command, NewMessage):
            batch.outcomes[index] = _say(report, command, said, batch)
        else:
            batch.outcomes[index] = _cancel(report, command, batch)


def _say(report: Report, command: NewMessage, said: dict[UUID, Message], batch: Batch) -> Answer | Refused:
    earlier = said.get(command.id)
    if earlier is not None:
        # Of a withdrawn report the text is gone, so that it cannot be compared.
        is_other = report.withdrawn_at is None and earlier.text != command.text
        if earlier.report_id != report.id or is_other:
            return SameIdOtherBody("This id belongs to another message. Make a new one and send it again.")
        return Answer(200, _taken(earlier, command))
    if report.withdrawn_at is not None:
        return _say_nothing(report, command, said, batch)
    message = Message(
        id=command.id,
        incident=report.incident,
        report=report,
        from_centre=False,
        text=command.text,
        quick=command.quick,
        at=command.received_at,
    )
    message.save(force_insert=True)
    said[message.id] = message
    if command.is_cut and Flag.CUT not in report.flags:
        report.flags = [*report.flags, Flag.CUT]
        report.save(update_fields=["flags"])
    if command.quick in VOICE:
        _write_voice(report, VOICE[command.quick])
    known = command.kind != UNKNOWN
    if known:
        _write_kind(report, command.kind)
    data = {"kind": command.kind} if known else {}
    batch.drafts.append(_told(report, EventKind.MESSAGE_FROM_PERSON, command, message, data))
    return Answer(201, _taken(message, command))


def _say_nothing(report: Report, command: NewMessage, said: dict[UUID, Message], batch: Batch) -> Answer:
    """Tell the centre that somebody wrote whose consent is withdrawn, and keep nothing of what it was."""
    message = Message(
        id=command.id, incident=report.incident, report=report, from_centre=False, at=command.received_at
    )
    message.save(force_insert=True)
    said[message.id] = message
    batch.drafts.append(_told(report, EventKind.MESSAGE_FROM_PERSON, command, message, {}))
    return Answer(201, _taken(message, command))


def _taken(message: Message, command: NewMessage) -> dict[str, Any]:
    """Say how much was taken, so that whoever sent more can send the rest: after a withdrawal, too, all of it."""
    return {"message": str(message.id), "at": message.at.isoformat(), "kept": len(command.text)}


def _write_kind(report: Report, kind: str) -> None:
    """The newest word of its person is the report's kind; an incident keeps the first that is known."""
    report.kind = kind
    report.save(update_fields=["kind"])
    incident = _locked(report)
    if incident.kind == UNKNOWN:
        incident.kind = kind
        incident.version += 1
        incident.save(update_fields=["kind", "version"])


def _write_voice(report: Report, voice: str) -> None:
    """Who must stay silent is not called, whatever else they answer, until they say that it is over."""
    if voice == Quick.CANNOT_SPEAK and report.voice == Quick.SILENT:
        return
    report.voice = voice
    report.save(update_fields=["voice"])
    incident = _locked(report)
    incident.version += 1
    incident.save(update_fields=["version"])


def _cancel(report: Report, command: Cancel, batch: Batch) -> Answer:
    """The call is marked, not closed: only a dispatcher ends it."""
    if report.cancelled_at is None:
        report.cancelled_at, report.cancel_reason = command.received_at, command.reason
        report.save(update_fields=["cancelled_at", "cancel_reason"])
        incident = _locked(report)
        incident.version += 1
        incident.save(update_fields=["version"])
        data = {"reason": command.reason}
        batch.drafts.append(_told(report, EventKind.REPORT_CANCELLED, command, None, data))
    return Answer(200, {"report": str(report.id), "cancelled_at": report.cancelled_at.isoformat()})


def _locked(report: Report) -> Incident:
    """Lock the row before its version is read, so that no two writers count alike; the report holds it."""
    report.incident = Incident.objects.select_for_update().get(pk=report.incident_id)
    return report.incident


def _told(
    report: Report,
    kind: str,
    command: NewMessage | Cancel,
    message: Message | None,
    data: dict[str, str],
) -> Draft:
    return Draft(
        jurisdiction_id=report.incident.jurisdiction_id,
        kind=kind,
        incident_id=report.incident_id,
        incident_version=report.incident.version,
        report_id=report.id,
        message_id=message.id if message else None,
        at=command.received_at,
        data=data,
    )
