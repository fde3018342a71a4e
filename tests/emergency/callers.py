"""A person after their report: asks with the report's secret, through Django and not through the door."""

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from emergency import consent, intake, parse
from emergency.models import Report

from .scene import fix

_WORDING = next(
    w
    for w in reversed(consent.PUBLISHED)
    if (w.version, w.purpose, w.language) == (consent.VERSION, consent.FAMILY, "ko")
)
AGREED: dict[str, Any] = {
    "version": _WORDING.version,
    "language": "ko",
    "purposes": ["family"],
    "text_sha256": _WORDING.sha256,
}


@dataclass
class Caller:
    """Somebody whose report the centre has."""

    sent: dict[str, Any] = field(default_factory=dict)
    secret: str = field(default_factory=lambda: uuid.uuid4().hex)
    client: Client = field(default_factory=Client)
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    def call(self) -> "Caller":
        """Send the report; return oneself."""
        body, now = json.dumps(self.sent).encode(), datetime.now(UTC)
        command = parse.report(self.id, self.digest, body, now=now, source_key="x")
        (outcome,) = intake.commit([command])
        assert outcome.status == 201
        return self

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.secret.encode()).digest()

    @property
    def report(self) -> Report:
        return Report.objects.select_related("incident").get(pk=self.id)

    def ask(self, method: str, path: str, body: Any = None, *, secret: str | None = None) -> HttpResponse:
        """Ask for something of one's own report, with its secret unless another one is given."""
        header = {"Authorization": f"Report {self.secret if secret is None else secret}"}
        answer: HttpResponse = self.client.generic(
            method,
            f"/api/v1/reports/{self.id}/{path}",
            json.dumps(body) if body is not None else "",
            "application/json",
            headers=header,
        )
        return answer

    def share(self, minutes: Any = 60, share: uuid.UUID | None = None, **more: Any) -> HttpResponse:
        """Make a link for family."""
        body = {"id": str(share or uuid.uuid4()), "minutes": minutes, "consent": AGREED, **more}
        return self.ask("POST", "shares", body)

    def link(self, minutes: int = 60) -> str:
        """Make a link and return its path."""
        made = json.loads(self.share(minutes).content)
        return "/" + made["url"].split("/", 3)[3]

    def measured(self, sequence: int = 1, **more: Any) -> None:
        """Let the phone send a position."""
        body = json.dumps({"fixes": [fix(sequence, **more)]}).encode()
        intake.commit([parse.fixes(self.id, self.digest, body, now=datetime.now(UTC))])


def anybody(sent: dict[str, Any]) -> Caller:
    """Return somebody whose report has just come in."""
    return Caller(sent).call()
