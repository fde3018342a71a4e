"""What phones send, made as cheaply as possible: the generator shares the cores with the product."""

import os
import random
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

FIX_EVERY_S = 5
WALKING_FOR = timedelta(minutes=10)


class Phones:
    """Any number of phones, each with an address of its own behind the one proxy that is believed."""

    def __init__(self, town: dict[str, Any], *, port: int) -> None:
        self._host = f"Host: 127.0.0.1:{port}\r\n".encode()
        self._bodies = [_report_body(code, seal, town["consent"]) for code, seal in town["tags"]]
        self._fixes = [_fix() for _ in range(1000)]

    def report(self) -> tuple[bytes, str, str]:
        """Return a whole new report from one of the town's plates, its id and its secret."""
        identity, secret = uuid7(), urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
        body = random.choice(self._bodies)
        return self._request("PUT", f"/api/v1/reports/{identity}", secret, body), identity, secret

    def fixes(self, identity: str, secret: str, first: int, count: int) -> bytes:
        """Return the next ``count`` positions of a phone that measures every five seconds."""
        now = datetime.now(UTC).replace(microsecond=0)
        chosen = random.sample(self._fixes, count)
        fixes = [
            {**fix, "sequence": first + i, "fixed_at": now - timedelta(seconds=FIX_EVERY_S * (count - i))}
            for i, fix in enumerate(chosen)
        ]
        body = orjson.dumps({"fixes": fixes})
        return self._request("POST", f"/api/v1/reports/{identity}/fixes", secret, body)

    def message(self, identity: str, secret: str, text: str) -> bytes:
        """Return what a person writes after the report."""
        body = orjson.dumps({"id": uuid7(), "text": text})
        return self._request("POST", f"/api/v1/reports/{identity}/messages", secret, body)

    def _request(self, method: str, path: str, secret: str, body: bytes) -> bytes:
        a, b, c = os.urandom(3)
        head = (
            f"{method} {path} HTTP/1.1\r\nAuthorization: Report {secret}\r\nX-Forwarded-For: 10.{a}.{b}.{c}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )
        return head.encode() + self._host + b"\r\n" + body


def uuid7() -> str:
    """Return a UUIDv7, as the phone makes them: they begin with the time (RFC 9562)."""
    bits = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    bits = bits & ~(0xF << 76) & ~(0x3 << 62) | 7 << 76 | 2 << 62
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _report_body(code: str, seal: str, consent: dict[str, Any]) -> bytes:
    """Return what the page sends. These phones were touched ten minutes ago and have walked since."""
    body = {
        "tag": code,
        "seal": seal,
        "language": "ko",
        "consent": consent,
        "sent_at": datetime.now(UTC) - WALKING_FOR,
        "exercise": False,
        "battery_pct": 55,
        "fix": None,
    }
    return orjson.dumps(body)


def _fix() -> dict[str, Any]:
    return {
        "sequence": 0,
        "longitude": round(126.9449 + random.uniform(-1e-3, 1e-3), 7),
        "latitude": round(37.6825 + random.uniform(-1e-3, 1e-3), 7),
        "uncertainty_m": round(random.uniform(5, 40), 1),
        "altitude_m": 480.0,
        "fixed_at": None,
    }
