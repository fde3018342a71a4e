"""People who need no browser: their reports come in as any phone's do."""

import base64
import secrets
import time
from typing import Any
from uuid import UUID

import httpx

from tests.servers import Server

from .places import Place


def report(server: Server, place: Place, address: str, **more: Any) -> str:
    """Let one of many people behind an address call from a place; return the incident."""
    stamp = int(time.time() * 1000).to_bytes(6, "big")
    identity = UUID(bytes=stamp + secrets.token_bytes(10))
    secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    answer = httpx.put(
        f"{server.url}/api/v1/reports/{identity}",
        json={"tag": place.code, "kind": "fire", **more},
        headers={"Authorization": f"Report {secret}", "X-Forwarded-For": address},
        timeout=30,
    )
    return str(answer.raise_for_status().json()["incident"])
