"""By text message, through the gateway that also reaches callers."""

from django.conf import settings

from emergency import escalation_texts
from emergency.channels.errors import ChannelError
from emergency.channels.sms import GATEWAYS
from emergency.channels.sms.message import Message
from emergency.models import Delivery
from emergency.ways_in import numbers

from . import waiting


def send(delivery: Delivery) -> None:
    """Send one text message. Raises ChannelError; permanent when the number is none or it was opened meanwhile."""
    number = numbers.canonical(delivery.endpoint.address)
    if not numbers.takes_texts(number):
        raise ChannelError("The contact's number takes no text messages: correct it.", is_permanent=True)
    language = delivery.incident.jurisdiction.language
    told = escalation_texts.text(waiting.of(delivery), language)
    GATEWAYS[settings.SMS_OUT](Message(str(delivery.pk), number, told))
