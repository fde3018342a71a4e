"""A gateway that brings text messages, and signs what it sends with the library of Standard Webhooks."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from standardwebhooks import Webhook

SECRET = "whsec_" + "c2VjcmV0LW9mLXRoZS1nYXRld2F5LWluLXRlc3Rz"
NUMBER = "01012345678"
HELP = "살려주세요 다리가 부러졌어요"


def headers(
    body: bytes, message_id: str, *, secret: str = SECRET, at: datetime | None = None
) -> dict[str, str]:
    """Return what a gateway signs a body with."""
    moment = at or datetime.now(UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, moment, body.decode()),
    }


class Gateway:
    """Sends to ``/api/v1/sms``."""

    def __init__(self) -> None:
        self.client = Client()

    def text(self, said: str, *, number: str = NUMBER, message_id: str = "", **more: Any) -> HttpResponse:
        """Bring a text message, as JSON."""
        body = json.dumps({"from": number, "to": "119", "text": said, **more}).encode()
        return self.post(body, message_id=message_id)

    def form(self, fields: dict[str, Any], encoding: str = "utf-8") -> HttpResponse:
        """Bring a text message as a form, percent-encoded from this encoding."""
        body = urlencode(fields, encoding=encoding).encode()
        return self.post(body, "application/x-www-form-urlencoded")

    def post(
        self,
        body: bytes,
        content_type: str = "application/json",
        *,
        message_id: str = "",
        given: dict[str, str] | None = None,
        **signing: Any,
    ) -> HttpResponse:
        """Post a body; ``given`` are headers other than the right ones."""
        said = headers(body, message_id or uuid4().hex, **signing) if given is None else given
        answer: HttpResponse = self.client.post("/api/v1/sms", body, content_type, headers=said)
        return answer


LONG_AGO = timedelta(minutes=6)
