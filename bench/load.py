"""A load generator in a process of its own: keep-alive connections, nothing but bytes."""

import asyncio
import json
import os
import random
import secrets
import sys
import time
import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What one run did: answers per second, and the answer times in milliseconds, sorted."""

    per_second: float
    times_ms: list[float]
    failed: int

    def at(self, share: float) -> float:
        """Return the answer time that ``share`` of the requests stayed below."""
        return self.times_ms[min(int(len(self.times_ms) * share), len(self.times_ms) - 1)] if self.times_ms else 0


def report_request(code: str, seal: str) -> tuple[bytes, str, str]:
    """Return a whole new report as bytes, its id and its secret: every field that the page sends."""
    identity, secret = str(uuid.uuid4()), secrets.token_urlsafe(32)
    body = {
        "tag": code,
        "seal": seal,
        "kind": "unknown",
        "words": "",
        "people": None,
        "phone": "",
        "language": "ko",
        "battery_pct": 55,
        "exercise": False,
        "sent_at": "2026-11-22T05:03:22.123Z",
        "consent": {"version": "2026-11", "language": "ko", "purposes": ["dispatch"], "text_sha256": "0" * 64},
        "fix": None,
    }
    return request("PUT", f"/api/v1/reports/{identity}", secret, body), identity, secret


def fixes_request(identity: str, secret: str, first: int, count: int) -> bytes:
    """Return a batch of positions of one phone that walks."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    fixes = [
        {
            "sequence": first + i,
            "longitude": 126.9449 + random.uniform(-1e-3, 1e-3),
            "latitude": 37.6825 + random.uniform(-1e-3, 1e-3),
            "uncertainty_m": random.uniform(5, 40),
            "altitude_m": 480.0,
            "fixed_at": now,
        }
        for i in range(count)
    ]
    return request("POST", f"/api/v1/reports/{identity}/fixes", secret, {"fixes": fixes})


def request(method: str, path: str, secret: str, body: object) -> bytes:
    """Return a request from a phone of its own: the server believes one proxy in front of it."""
    content = json.dumps(body).encode()
    address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Report {secret}\r\n"
        f"X-Forwarded-For: {address}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes) -> int:
    """Send one request and read its whole answer; return the status."""
    writer.write(message)
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    at = lower.index(b"content-length:") + 15
    await reader.readexactly(int(lower[at : lower.index(b"\r\n", at)]))
    return int(head[9:12])


async def run(port: int, clients: int, seconds: float, what: str, code: str, seal: str) -> Result:
    """Have ``clients`` send as fast as they are answered. ``what`` is reports, fixes:N or get:PATH."""
    times: list[float] = []
    failed = 0
    until = time.perf_counter() + seconds

    async def client() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        if what.startswith("fixes"):
            count, first = int(what.partition(":")[2]), 1
            message, identity, secret = report_request(code, seal)
            await exchange(reader, writer, message)
        while time.perf_counter() < until:
            if what == "reports":
                message = report_request(code, seal)[0]
            elif what.startswith("get:"):
                message = f"GET {what[4:]} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
            else:
                message = fixes_request(identity, secret, first, count)
                first += count
            began = time.perf_counter()
            status = await exchange(reader, writer, message)
            times.append((time.perf_counter() - began) * 1000)
            failed += status >= 400
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    elapsed = time.perf_counter() - began
    return Result(len(times) / elapsed, sorted(times), failed)


if __name__ == "__main__":
    import uvloop

    port_, clients_, seconds_, what_, code_, seal_ = sys.argv[1:7]
    result = uvloop.run(run(int(port_), int(clients_), float(seconds_), what_, code_, seal_))
    print(json.dumps({"per_second": result.per_second, "times_ms": result.times_ms, "failed": result.failed}))
    os._exit(0)
