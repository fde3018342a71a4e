"""What is told of a report while nobody has opened it."""

from django.conf import settings
from django.utils import timezone

from emergency.channels.errors import ChannelError
from emergency.escalation_texts import Overdue
from emergency.models import Delivery, IncidentState


def of(delivery: Delivery) -> Overdue:
    """Return what is told now. Raises ChannelError for what nobody needs to be told any more."""
    incident = delivery.incident
    if incident.state != IncidentState.NEW or incident.merged_into_id is not None:
        raise ChannelError("It was opened before the message was sent.", is_permanent=True)
    place_ko, place_en = incident.plate_names
    return Overdue(
        kind=incident.kind,
        place_ko=place_ko,
        place_en=place_en,
        waited=timezone.now() - incident.received_at,
        link=f"{settings.PUBLIC_URL}/console/#{incident.id}",
    )
