"""What django-allauth asks of its house: nobody signs up, addresses as our proxies saw them, secrets enciphered."""

import base64
import hashlib
import time
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from addresses.sender import sign_in_address

# Whoever has just typed their password is not asked for it again.
FRESH_S: Final = 300
NOBODY: Final = "0.0.0.0"  # noqa: S104 - no address that anything listens at


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; nothing is sent by e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody makes an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the sender's address as the last trusted proxy saw it; that of nobody where it names none."""
        return sign_in_address(request) or NOBODY

    def add_message(self, *_: Any, **__: Any) -> None:
        """Say nothing: the pages themselves say what is true."""

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Send nothing: accounts have no addresses."""

    def is_reauthentication_required(self, *, app: str) -> bool:  # noqa: ARG002
        """Ask again for a password or a factor, unless one of them was shown within five minutes."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] > FRESH_S


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of one-time codes stand enciphered in the database."""

    def encrypt(self, text: str) -> str:
        """Return a secret as the database holds it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that was enciphered with this installation's key."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Return what an app for codes shows beside the account."""
        return f"Yeogi {context.request.get_host()}"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: ARG002
        """Leave the name to the page, which knows the language."""
        return ""


def _cipher() -> Fernet:
    key = hashlib.sha256(b"emergency.sign_in.factors\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
