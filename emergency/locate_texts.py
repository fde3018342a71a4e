"""The text message that takes a centre's link to a caller: planned with the link, and how far it came."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from . import events
from .errors import Refused
from .models import Delivery, Endpoint, EventKind, Incident, IncidentState, LocateRequest
from .ways_in import numbers

CHANNEL: Final = "sms"
OCCASION: Final = EventKind.LOCATE_REQUESTED


class NotMobile(Refused):
    kind, status, title = "not-mobile", 422, "No text message reaches this number"


class TextUnderWay(Refused):
    kind, status, title = "text-under-way", 409, "The text message is on its way already"


class LinkOver(Refused):
    kind, status, title = "link-over", 422, "This link is over"


def plan(request: LocateRequest, now: datetime) -> None:
    """Owe the text message, within the caller's transaction. Raises NotMobile."""
    if not numbers.takes_texts(numbers.canonical(request.phone)):
        raise NotMobile("Give a mobile number, such as 010-1234-5678, or read the link out.")
    endpoint, _ = Endpoint.objects.get_or_create(
        jurisdiction_id=request.incident.jurisdiction_id, channel=CHANNEL, address="locate"
    )
    request.delivery = Delivery.objects.create(
        endpoint=endpoint, incident=request.incident, occasion=OCCASION, due_at=now
    )
    request.sms_queued_at, request.sms_failed_at, request.sms_why = now, None, ""


def again(request: LocateRequest, now: datetime) -> LocateRequest:
    """Send the text message once more, or for the first time. Raises NotMobile, TextUnderWay, LinkOver."""
    with transaction.atomic():
        incident = Incident.objects.select_for_update().get(pk=request.incident_id)
        request = LocateRequest.objects.select_for_update().get(pk=request.pk)
        request.incident = incident
        if request.used_at or request.ends_at <= now or incident.state == IncidentState.CLOSED:
            raise LinkOver("Make a new link: this one is used, over, or its incident is closed.")
        if request.sms_queued_at and not (request.sms_sent_at or request.sms_failed_at):
            raise TextUnderWay("Wait until it is sent or has failed.")
        request.sms_sent_at = None
        plan(request, now)
        request.save(update_fields=["delivery", "sms_queued_at", "sms_sent_at", "sms_failed_at", "sms_why"])
        events.append([told(request, "queued", now)])
    return request


def sent(request: LocateRequest, now: datetime) -> None:
    """Note that the gateway took it; a log has taken it, too, and says so."""
    request.sms_sent_at, request.sms_failed_at, request.sms_why = now, None, ""
    request.sms_gateway = settings.SMS_OUT.lower()
    step = "logged" if request.sms_gateway == "log" else "sent"
    _note(request, ["sms_sent_at", "sms_failed_at", "sms_why", "sms_gateway"], step, now)


def failed(request: LocateRequest, why: str, now: datetime, *, is_over: bool) -> None:
    """Note why it was not sent; what is tried again is told once for each reason."""
    is_new = request.sms_why != why[:300]
    request.sms_why = why[:300]
    if is_over:
        request.sms_failed_at = now
    elif not is_new:
        return
    _note(request, ["sms_why", "sms_failed_at"], "failed" if is_over else "delayed", now)


def _note(request: LocateRequest, columns: list[str], step: str, now: datetime) -> None:
    with transaction.atomic():
        request.save(update_fields=columns)
        events.append([told(request, step, now)])


def told(request: LocateRequest, step: str, now: datetime) -> events.Draft:
    """Return the event that a request has come further; ``step`` says to what: queued, sent, opened …"""
    return events.Draft(
        jurisdiction_id=request.incident.jurisdiction_id,
        kind=EventKind.LOCATE_PROGRESSED,
        incident_id=request.incident_id,
        incident_version=request.incident.version,
        at=now,
        data={"request": str(request.pk), "step": step},
    )


def row(request: LocateRequest, now: datetime) -> dict[str, Any]:
    """Return how far a request came, and when each step was."""
    return {
        "progress": progress(request, now),
        "queued_at": _iso(request.sms_queued_at),
        "sent_at": _iso(request.sms_sent_at),
        "failed_at": _iso(request.sms_failed_at),
        "why": request.sms_why,
    }


def progress(request: LocateRequest, now: datetime) -> str:
    """Return the furthest step: made, queued, logged, sent, opened, asked, position; or failed, ended.

    ``asked``: the person has answered, and their phone asks them for the permission to be located; whether they
    gave it shows when a position comes.
    """
    if request.used_at is not None:
        measured = request.report is not None and request.report.best_source == "device"
        return "position" if measured else "asked"
    if request.ends_at <= now:
        return "ended"
    if request.opened_at is not None:
        return "opened"
    if request.sms_failed_at is not None:
        return "failed"
    if request.sms_sent_at is not None:
        return "logged" if request.sms_gateway == "log" else "sent"
    return "queued" if request.sms_queued_at is not None else "made"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
