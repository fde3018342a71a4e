"""SOLAPI (CoolSMS), a Korean messaging service: ``POST /messages/v4/send``, signed with HMAC-SHA256.

Source: its public documentation, "API Key 인증 방식" (developers.solapi.com/references/authentication/api-key, also in
github.com/solapi/documents, authentication/api-key.md) and "심플 메시지 발송" (messages-v4/simpleMessage). The
signature is the hexadecimal HMAC of date and salt, one behind the other, with the API secret; it is good once, within
15 minutes. ``statusCode`` 2000 says that the message was taken.
"""

import hmac
import json
import secrets
from datetime import UTC, datetime
from typing import Final

from django.conf import settings

from emergency.channels.errors import ChannelError

from .asking import ask, said
from .message import Message

PATH: Final = "/messages/v4/send"
TAKEN: Final = "2000"


def send(message: Message) -> None:
    """Send the message within Korea. Raises ChannelError."""
    if message.to.startswith("+"):
        raise ChannelError(
            "This gateway is set up for numbers in Korea: read the link out.", is_permanent=True
        )
    body = {"message": {"to": message.to, "from": settings.SMS_FROM, "text": message.text}}
    headers = {
        "Content-Type": "application/json",
        "Authorization": authorization(
            settings.SOLAPI_API_KEY, settings.SOLAPI_API_SECRET, datetime.now(UTC), secrets.token_hex(16)
        ),
    }
    answer = ask("POST", settings.SOLAPI_URL + PATH, headers, json.dumps(body).encode())
    try:
        status = str(json.loads(answer.text).get("statusCode", ""))
    except (ValueError, AttributeError):
        raise ChannelError(f"The gateway's answer cannot be read: {said(answer.text)}") from None
    if status != TAKEN:
        raise ChannelError(f"The gateway did not take it: {said(answer.text)}", is_permanent=True)


def authorization(api_key: str, api_secret: str, at: datetime, salt: str) -> str:
    """Return the header that proves who asks; ``salt`` is 12 to 64 random characters, another one each time."""
    date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    signature = hmac.new(api_secret.encode(), (date + salt).encode(), "sha256").hexdigest()
    return f"HMAC-SHA256 apiKey={api_key}, date={date}, salt={salt}, signature={signature}"
