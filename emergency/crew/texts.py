"""The text message that takes a link to the telephone of its unit: planned with the link, and how far it came."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings

from emergency.errors import Refused
from emergency.models import CrewLink, Delivery, Endpoint, EventKind, Incident
from emergency.ways_in import numbers

CHANNEL: Final = "crew_sms"


class NoMobile(Refused):
    kind, status, title = "not-mobile", 422, "No text message reaches this unit"


def plan(link: CrewLink, incident: Incident, now: datetime) -> None:
    """Owe the text message, within the caller's transaction. Raises NoMobile."""
    if not takes_texts(link.assignment.unit.phone):
        raise NoMobile(
            "The roster has no mobile number for this unit: copy the link, or ask for the number to be entered."
        )
    endpoint, _ = Endpoint.objects.get_or_create(
        jurisdiction_id=incident.jurisdiction_id, channel=CHANNEL, address="crew"
    )
    link.delivery = Delivery.objects.create(
        endpoint=endpoint, incident=incident, occasion=EventKind.CREW_LINK_MADE, due_at=now
    )


def takes_texts(phone: str) -> bool:
    """Say whether a unit's number, as the roster has it, is a mobile one."""
    return numbers.takes_texts(numbers.canonical(phone))


def text(link: CrewLink, incident: Incident, url: str) -> str:
    """Return the text message in the language of the centre: no position and nothing about the person."""
    korean = incident.jurisdiction.language.startswith("ko")
    exercise = ("[훈련] " if korean else "[EXERCISE] ") if incident.is_exercise else ""
    unit = link.assignment.unit.name
    if korean:
        return f"[여기] {exercise}{unit} 출동 정보: {url}"
    return f"[Yeogi] {exercise}{unit}, where you are sent: {url}"


def row(delivery: Delivery | None) -> dict[str, Any]:
    """Return how far the text message of a link came: not asked for, queued, delayed, logged, sent or failed."""
    if delivery is None:
        return {"text": "none", "text_at": None, "why": ""}
    if delivery.state == Delivery.State.SENT:
        how = "logged" if settings.SMS_OUT == "LOG" else "sent"
    elif delivery.state == Delivery.State.FAILED:
        how = "failed"
    else:
        how = "delayed" if delivery.last_error else "queued"
    return {
        "text": how,
        "text_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
        "why": delivery.last_error,
    }
