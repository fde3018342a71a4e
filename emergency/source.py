"""What stands for the network address of a report's sender: a keyed hash, so that none is kept."""

import hashlib
import hmac

from django.conf import settings

from addresses.sender import network_address


def key(peer: str, forwarded_for: str) -> str:
    """Return 16 hexadecimal digits that stand for the sender's network address."""
    address = network_address(peer, forwarded_for)
    digest = hmac.new(settings.SECRET_KEY.encode(), b"source:" + address.encode(), hashlib.sha256)
    return digest.hexdigest()[:16]
