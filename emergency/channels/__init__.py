"""One room per way out. Each has ``send(delivery)``, which returns when it was acknowledged."""

from collections.abc import Callable

from emergency.models import Delivery

from . import crew, email, overdue, sms
from .errors import ChannelError

SENDERS: dict[str, Callable[[Delivery], None]] = {
    "email": email.send,
    "sms": sms.send,
    "crew_sms": crew.send,
    "overdue_email": overdue.email.send,
    "overdue_sms": overdue.sms.send,
}


def send(delivery: Delivery) -> None:
    """Send by the endpoint's channel. Raises ChannelError, which says whether trying again helps."""
    sender = SENDERS.get(delivery.endpoint.channel)
    if sender is None:
        raise ChannelError(f"There is no channel {delivery.endpoint.channel!r}.", is_permanent=True)
    sender(delivery)


__all__ = ["SENDERS", "ChannelError", "send"]
