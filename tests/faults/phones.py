"""Phones outside: they speak HTTP to a real server, and try again until they are heard."""

import itertools
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from tests.servers import Server

PATIENCE_S = 90.0
_count = itertools.count()
# One for all phones: making one costs more than a request (it reads the machine's certificates).
_lines = httpx.Client(verify=False, timeout=30, limits=httpx.Limits(max_connections=100))


@dataclass
class Phone:
    """One phone with its report; each has a network address of its own."""

    server: Server
    report: str = field(default_factory=lambda: str(uuid.uuid4()))
    secret: str = field(default_factory=lambda: uuid.uuid4().hex)
    address: str = field(default_factory=lambda: "203.0.{}.{}".format(*divmod(next(_count), 250)))

    @property
    def url(self) -> str:
        return f"{self.server.url}/api/v1/reports/{self.report}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Report {self.secret}", "X-Forwarded-For": self.address}

    def body(self) -> dict[str, Any]:
        return {"words": f"help {self.report}", "fix": fix()}

    def send(self, body: dict[str, Any] | None = None, *, within_s: float = 30) -> httpx.Response:
        return _lines.put(self.url, json=body or self.body(), headers=self.headers, timeout=within_s)

    def send_until_heard(self) -> httpx.Response:
        """Try again with the same body until the answer is a receipt."""
        body, until = self.body(), time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                answer = self.send(body, within_s=15)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if answer.status_code in (200, 201):
                return answer
            assert answer.status_code == 503, answer.text
            time.sleep(0.1)
        raise TimeoutError(f"{self.report} was not heard.")

    def say(self, text: str) -> httpx.Response:
        said = {"id": str(uuid.uuid4()), "text": text}
        return _lines.post(f"{self.url}/messages", json=said, headers=self.headers)

    def status(self) -> httpx.Response:
        return _lines.get(self.url, headers=self.headers)


def fix() -> dict[str, Any]:
    at = datetime.now(UTC).isoformat()
    return {"sequence": 1, "longitude": 126.9453, "latitude": 37.6827, "uncertainty_m": 9.0, "fixed_at": at}


def crowd(server: Server, count: int, threads: int = 8) -> list[tuple[Phone, threading.Thread]]:
    """Let so many phones send, some at a time; the threads end when all were heard."""
    phones = [Phone(server) for _ in range(count)]

    def work(mine: list[Phone]) -> None:
        for phone in mine:
            phone.send_until_heard()

    started = [threading.Thread(target=work, args=(phones[n::threads],)) for n in range(threads)]
    for thread in started:
        thread.start()
    return list(zip(phones, itertools.cycle(started)))


@contextmanager
def database(server: Server) -> Iterator[Any]:
    """Open the server's database from outside, as a backup or an administrator does."""
    address = server.environment["DATABASE_URL"]
    if address.startswith("postgis://"):
        with psycopg.connect(urlunsplit(urlsplit(address)._replace(scheme="postgresql"))) as connection:
            yield connection
    else:
        file = sqlite3.connect(address.removeprefix("spatialite:///"), isolation_level=None, timeout=10)
        try:
            yield file
        finally:
            file.close()


def streams(server: Server) -> int:
    """Return how many streams are open."""
    return int(_lines.get(f"{server.url}/readyz").json()["streams"])


def numbers(server: Server, sql: str) -> list[int]:
    """Return the first column of what the database answers."""
    with database(server) as connection:
        return [row[0] for row in connection.execute(sql).fetchall()]


def problem(answer: httpx.Response) -> tuple[int, str, bool]:
    """Return what a phone needs to know of a refusal: the status, the kind, and that it may try again."""
    return answer.status_code, answer.json()["type"], "Retry-After" in answer.headers
