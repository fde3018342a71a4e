"""The secrets that sign webhooks: made from a random salt and the installation's key, shown and never stored.

Two are good for a day after a change, so that a receiver is moved to the new one without losing a message
(Standard Webhooks 1.0, "Secret rotation").
"""

import base64
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import standardwebhooks
from django.utils.crypto import salted_hmac

from addresses import changes
from emergency.models import Webhook

BOTH_GOOD_FOR: Final = timedelta(hours=24)
PREFIX: Final = "whsec_"


def new_salt() -> str:
    """Return a random salt, from which a new secret follows."""
    return secrets.token_hex(16)


def secret(salt: str) -> str:
    """Return the secret that follows from a salt: ``whsec_`` and 32 bytes in base64."""
    key = salted_hmac("emergency.webhooks.keys", salt, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(key).decode()


def rotate(endpoint: Webhook, now: datetime, *, actor: Any, origin: str) -> None:
    """Give an endpoint a new secret; for a day each message bears the old one's signature, too."""
    fields = {"salt": new_salt(), "previous_salt": endpoint.salt, "previous_until": now + BOTH_GOOD_FOR}
    changes.update(endpoint, fields, actor=actor, origin=origin, reason="new secret")


def headers(endpoint: Webhook, message_id: str, body: str, now: datetime) -> dict[str, str]:
    """Return the three headers of Standard Webhooks: the newest secret's signature first."""
    salts = [endpoint.salt]
    if endpoint.previous_salt and endpoint.previous_until and now < endpoint.previous_until:
        salts.append(endpoint.previous_salt)
    at = now.astimezone(UTC)
    signatures = [standardwebhooks.Webhook(secret(salt)).sign(message_id, at, body) for salt in salts]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
