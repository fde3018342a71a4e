"""Links that a secret in their address opens: what makes one, and what is kept of it."""

import base64
import hashlib
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

_BYTES: Final = 20  # 160 bits: guessing a thousand a second finds none of a million links in 10^36 years
SHAPE: Final = "[A-Za-z0-9_-]{27}"  # what every token looks like, as a pattern


def token(purpose: str, *parts: str) -> str:
    """Return the token of a link: 27 characters that stand in an address as they are.

    A keyed hash and not a random number, so that a request whose answer was lost brings the same
    link again although only the token's hash is stored.
    """
    made = salted_hmac(f"emergency.links.{purpose}", "\n".join(parts), algorithm="sha256").digest()[:_BYTES]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest(token_: str) -> bytes:
    """Return what is stored of a token, and looked up by: its SHA-256."""
    return hashlib.sha256(token_.encode()).digest()


def address(kind: str, token_: str) -> str:
    """Return the whole link; ``kind`` is the letter of its page: f for family, l for locating, r for reading."""
    return f"{settings.PUBLIC_URL}/{kind}/{token_}"
