"""Who may speak for a gateway: the signature of Standard Webhooks over the raw body, with its time. No database.

Source: Standard Webhooks 1.0. Its own library signs texts only; what comes in here may be in any encoding.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from emergency.errors import Refused

TOLERANCE: Final = timedelta(minutes=5)  # what was signed earlier, or by a clock that is ahead, is not taken
MOST_ID_CHARACTERS: Final = 200
_PREFIX: Final = "whsec_"
_MOST_SIGNATURES: Final = 10


class NotSigned(Refused):
    kind, status, title = "not-signed", 401, "Not signed by somebody we know"


def check(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> str:
    """Return the message's id when one of the secrets signed this body within the last five minutes.

    Raises NotSigned; it does not say which of the reasons it was to whoever only tries.
    """
    message_id, said_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = [part[3:] for part in headers.get("webhook-signature", "").split(" ") if part.startswith("v1,")]
    keys = [key(secret) for secret in secrets]
    content = f"{message_id}.{said_at}.".encode("latin-1", "replace") + body
    wanted = [base64.b64encode(hmac.new(one, content, hashlib.sha256).digest()) for one in keys if one]
    # Every pair is compared, so that the time taken tells nothing.
    good = [
        hmac.compare_digest(ours, theirs.encode()) for ours in wanted for theirs in given[:_MOST_SIGNATURES]
    ]
    if not (any(good) and 0 < len(message_id) <= MOST_ID_CHARACTERS and _is_now(said_at, now)):
        raise NotSigned(
            "Sign the body as Standard Webhooks has it, with webhook-id, webhook-timestamp and webhook-signature."
        )
    return message_id


def key(secret: str) -> bytes:
    """Return the bytes of a secret: base64, with or without its prefix and padding; empty for what is none."""
    try:
        return base64.b64decode(secret.strip().removeprefix(_PREFIX) + "==", validate=False)
    except (binascii.Error, ValueError):
        return b""


def _is_now(said_at: str, now: datetime) -> bool:
    if not (said_at.isascii() and said_at.isdigit() and len(said_at) <= 11):
        return False
    return abs(now.timestamp() - int(said_at)) <= TOLERANCE.total_seconds()
