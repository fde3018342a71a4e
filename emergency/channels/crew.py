"""Send a crew the link to its page, by text message, through the gateway that also reaches callers."""

from django.conf import settings
from django.utils import timezone

from emergency.channels.errors import ChannelError
from emergency.channels.sms import GATEWAYS
from emergency.channels.sms.message import Message
from emergency.crew import standing, texts
from emergency.models import CrewLink, Delivery, IncidentState
from emergency.ways_in import numbers


def send(delivery: Delivery) -> None:
    """Send one link. Raises ChannelError; permanent when the crew needs it no more or its number is none."""
    found = CrewLink.objects.select_related("assignment__unit").filter(delivery=delivery).first()
    if found is None or standing.state(found, timezone.now()) != "running":
        raise ChannelError("The link was over before the text was sent.", is_permanent=True)
    if delivery.incident.state == IncidentState.CLOSED:
        raise ChannelError("The incident was closed before the text was sent.", is_permanent=True)
    number = numbers.canonical(found.assignment.unit.phone)
    if not numbers.takes_texts(number):
        raise ChannelError("The unit's number takes no text messages: correct it.", is_permanent=True)
    told = texts.text(found, delivery.incident, standing.address(found))
    GATEWAYS[settings.SMS_OUT](Message(str(delivery.pk), number, told))
