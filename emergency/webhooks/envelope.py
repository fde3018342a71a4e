"""What a webhook says: one event in a CloudEvents 1.0 envelope, and the incident as it stands at this moment.

No words, no telephone number, no coordinates. A position is a link, where the endpoint asks for it: it
answers with the newest one, ends by itself, and every reading is noted for the person whose position it is.
"""

import json
import uuid
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model

from emergency import references
from emergency.actions import By
from emergency.errors import Refused
from emergency.models import Event, Incident, IncidentState, Reference, Webhook

MEDIA_TYPE: Final = "application/cloudevents+json; charset=utf-8"
TYPES: Final = "yeogi.incident."
SEQUENCE_DIGITS: Final = 12  # as text they sort as numbers (CloudEvents extension "sequence")


def message_id(event: Event) -> str:
    """Return the id of an event, the same for every endpoint, try and replay: who had it drops it."""
    return f"evt_{event.jurisdiction_id}_{event.sequence}"


def body(endpoint: Webhook, event: Event, now: datetime) -> str:
    """Return the envelope as JSON. The event's incident and jurisdiction are loaded with it."""
    incident = event.incident
    told = {
        "specversion": "1.0",
        "id": message_id(event),
        "source": f"{settings.PUBLIC_URL}/api/v1/events",
        "type": TYPES + event.kind,
        "subject": str(incident.pk),
        "time": _written(event.at),
        "datacontenttype": "application/json",
        "sequence": f"{event.sequence:0{SEQUENCE_DIGITS}}",
        "exercise": incident.is_exercise,
        "data": {
            "jurisdiction": event.jurisdiction.slug,
            "number": event.sequence,
            "kind": event.kind,
            "at": _written(event.at),
            "incident_version": event.incident_version,
            "report": _key(event.report_id),
            "message": _key(event.message_id),
            "details": event.data,
            "incident": _incident(incident),
            "links": {
                "console": f"{settings.PUBLIC_URL}/console/#{incident.pk}",
                "incident": f"{settings.PUBLIC_URL}/api/v1/incidents/{incident.pk}",
                "position": _position(endpoint, incident, now),
            },
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _incident(incident: Incident) -> dict[str, Any]:
    """Return the incident as it stands now; ``version`` says how much later that is than the event."""
    return {
        "id": str(incident.pk),
        "version": incident.version,
        "state": incident.state,
        "kind": incident.kind,
        "exercise": incident.is_exercise,
        "place_ko": incident.plate_names[0],
        "place_en": incident.plate_names[1],
        "tag": incident.tag_code,
        "received_at": _written(incident.received_at),
        "closed_at": _written(incident.closed_at) if incident.closed_at else None,
        "disposition": incident.disposition or None,
        "merged_into": _key(incident.merged_into_id),
        "erased": incident.erased_at is not None,
    }


def _position(endpoint: Webhook, incident: Incident, now: datetime) -> str | None:
    """Return the endpoint's own link to the incident's newest position, made at its first message."""
    is_open = incident.state != IncidentState.CLOSED and incident.erased_at is None
    if not (endpoint.gives_reference and is_open):
        return None
    made = Reference.objects.filter(incident=incident, recipient=endpoint.name, made_by=None)
    if made.exclude(revoked_at=None).exists():
        return None  # a dispatcher has ended it: no new one takes its place
    reference = made.filter(ends_at__gt=now).order_by("made_at").last()
    try:
        return references.address(reference or _made(endpoint, incident, now))
    except Refused:
        return None  # closed or out of links meanwhile: the event goes without one


def _made(endpoint: Webhook, incident: Incident, now: datetime) -> Reference:
    """Make a link for a day. Nobody's account makes it: the administrator who set the endpoint up did."""
    nobody = get_user_model()(username=f"webhook {endpoint.pk}")
    wanted = references.Wanted(uuid.uuid4(), endpoint.name, references.MOST_MINUTES)
    return references.make(incident.pk, wanted, By(nobody, now))[0]


def _key(key: uuid.UUID | None) -> str | None:
    return str(key) if key else None


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
