"""Send a text message to a caller: the link that asks where they are. One room for each gateway.

SMS_OUT names the gateway. Without one a message is written to a file and reaches nobody.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.utils import timezone

from emergency import locate, locate_texts
from emergency.channels.errors import ChannelError
from emergency.models import Delivery, IncidentState, LocateRequest
from emergency.ways_in import numbers

from . import http, log, solapi
from .message import Message

Send = Callable[[Message], None]

GATEWAYS: Final[dict[str, Send]] = {"LOG": log.send, "HTTP": http.send, "SOLAPI": solapi.send}


def send(delivery: Delivery) -> None:
    """Send the link of one request, and note how far it came. Raises ChannelError."""
    request = LocateRequest.objects.select_related("incident__jurisdiction").get(delivery=delivery)
    if request.sms_sent_at is not None:
        return  # the gateway took it, and the worker died before it wrote that down
    try:
        GATEWAYS[settings.SMS_OUT](_message(request))
    except ChannelError as error:
        locate_texts.failed(request, str(error), timezone.now(), is_over=error.is_permanent)
        raise
    locate_texts.sent(request, timezone.now())


def _message(request: LocateRequest) -> Message:
    """Raises ChannelError for what nobody should get any more."""
    number = numbers.canonical(request.phone)
    if request.incident.state == IncidentState.CLOSED or not number:
        raise ChannelError("The incident was closed before the text was sent.", is_permanent=True)
    if request.used_at is not None or request.ends_at <= timezone.now():
        raise ChannelError("The link was used or over before the text was sent.", is_permanent=True)
    text = locate.told(request, request.incident.jurisdiction)["text"]
    return Message(str(request.delivery_id), number, text)
