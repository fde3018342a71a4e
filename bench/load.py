"""A load generator in a process of its own: keep-alive connections, nothing but bytes.

python -m bench.load PORT CLIENTS SECONDS WHAT TOWN, where WHAT is

- ``reports``: each client sends new reports as fast as they are answered;
- ``fixes:N``: each client looks after many phones and sends N positions of one after the other;
- ``steady:RATE``: reports leave RATE times a second whatever the answers do; each is logged;
- ``sharing:SECONDS``: the callers of TOWN send a position every so many seconds each; each is logged by its report.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .ground import ROOT, Server
from .phones import Phones

PHONES_PER_CLIENT = 50


@dataclass(frozen=True)
class Result:
    """What one run did. Times in milliseconds; ``log`` has (incident or
    report, sent, answered) on the machine's clock."""

    per_second: float
    median_ms: float
    p99_ms: float
    answered: int
    failed: int
    log: list[tuple[str, float, float]] = field(default_factory=list)


def start(server: Server, clients: int, seconds: float, what: str, town: Path) -> "subprocess.Popen[str]":
    """Start a generator as a process of its own; ``result`` waits for it."""
    arguments = [str(server.port), str(clients), str(seconds), what, str(town)]
    command = [sys.executable, "-m", "bench.load", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def result(process: "subprocess.Popen[str]") -> Result:
    """Return what a generator did; raise RuntimeError when it failed or something was refused."""
    printed, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("the load generator failed")
    found = Result(**json.loads(printed))
    if found.failed:
        raise RuntimeError(
            f"{found.failed} of {found.answered} requests were refused: no figure is made of that"
        )
    return found


class Connection(asyncio.Protocol):
    """One keep-alive connection: one request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, blank, body = self._buffer.partition(b"\r\n\r\n")
        if not blank:
            return
        at = head.index(b"content-length:") + 15
        end = head.find(b"\r\n", at)
        if len(body) >= int(head[at : end if end > 0 else None]) and self._answer:
            answer, self._answer, self._buffer = self._answer, None, b""
            answer.set_result((int(head[9:12]), body))

    def connection_lost(self, _: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server closed the connection"))

    def exchange(self, message: bytes) -> "asyncio.Future[tuple[int, bytes]]":
        """Send one request; the future holds the status and the body."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(message)
        return self._answer


@dataclass
class Run:
    """One run of any kind; the answers are gathered here."""

    port: int
    phones: Phones
    seconds: float
    times_ms: list[float] = field(default_factory=list)
    failed: int = 0
    log: list[tuple[str, float, float]] = field(default_factory=list)

    async def connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, "127.0.0.1", self.port)
        return connection

    async def timed(self, connection: Connection, message: bytes) -> bytes:
        """Exchange one request and note how long it took."""
        began = time.perf_counter()
        status, body = await connection.exchange(message)
        self.times_ms.append((time.perf_counter() - began) * 1000)
        self.failed += status >= 400
        return body

    async def reports(self, clients: int) -> float:
        """Return over how many seconds the clients sent."""

        async def client(connection: Connection) -> None:
            while time.perf_counter() < until:
                await self.timed(connection, self.phones.report()[0])

        connections = [await self.connect() for _ in range(clients)]
        began = time.perf_counter()
        until = began + self.seconds
        await asyncio.gather(*map(client, connections))
        return time.perf_counter() - began

    async def fixes(self, clients: int, count: int) -> float:
        """Return over how many seconds the clients sent; their phones' reports came before."""

        async def phones(connection: Connection) -> deque[tuple[str, str, int]]:
            made = [self.phones.report() for _ in range(PHONES_PER_CLIENT)]
            for message, _, _ in made:
                await connection.exchange(message)
            return deque((identity, secret, 1) for _, identity, secret in made)

        async def client(connection: Connection, waiting: deque[tuple[str, str, int]]) -> None:
            while time.perf_counter() < until:
                identity, secret, first = waiting.popleft()
                await self.timed(connection, self.phones.fixes(identity, secret, first, count))
                waiting.append((identity, secret, first + count))

        connections = [await self.connect() for _ in range(clients)]
        ready = await asyncio.gather(*map(phones, connections))
        began = time.perf_counter()
        until = began + self.seconds
        await asyncio.gather(*map(client, connections, ready))
        return time.perf_counter() - began

    async def steady(self, clients: int, rate: float) -> float:
        """Return over how many seconds reports left at an even pace, over free connections."""
        free = deque([await self.connect() for _ in range(clients)])

        async def one(connection: Connection) -> None:
            sent = time.perf_counter()
            body = await self.timed(connection, self.phones.report()[0])
            self.log.append((json.loads(body).get("incident", ""), sent, time.perf_counter()))
            free.append(connection)

        began, tasks = time.perf_counter(), []
        for number in range(int(self.seconds * rate)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(one(free.popleft() if free else await self.connect())))
        await asyncio.gather(*tasks)
        return time.perf_counter() - began

    async def sharing(self, clients: int, callers: list[tuple[str, str]], every_s: float) -> float:
        """Return over how many seconds each caller sent a position every so many seconds, evenly spread."""
        free = deque([await self.connect() for _ in range(clients)])

        async def one(connection: Connection, identity: str, secret: str, number: int) -> None:
            sent = time.perf_counter()
            await self.timed(connection, self.phones.fixes(identity, secret, number, 1))
            self.log.append((identity, sent, time.perf_counter()))
            free.append(connection)

        began, tasks, rate = time.perf_counter(), [], len(callers) / every_s
        for number in range(int(self.seconds * rate)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            turn, whose = divmod(number, len(callers))
            connection = free.popleft() if free else await self.connect()
            tasks.append(asyncio.create_task(one(connection, *callers[whose], turn + 1)))
        await asyncio.gather(*tasks)
        return time.perf_counter() - began


async def main(port: int, clients: int, seconds: float, what: str, town: Path) -> Result:
    """Run once and sum up."""
    known = json.loads(town.read_text())
    run = Run(port, Phones(known, port=port), seconds)
    kind, _, number = what.partition(":")
    if kind == "reports":
        elapsed = await run.reports(clients)
    elif kind == "fixes":
        elapsed = await run.fixes(clients, int(number))
    elif kind == "sharing":
        elapsed = await run.sharing(clients, known["callers"], float(number))
    else:
        elapsed = await run.steady(clients, float(number))
    times = sorted(run.times_ms)
    count = len(times)
    return Result(count / elapsed, times[count // 2], times[int(count * 0.99)], count, run.failed, run.log)


if __name__ == "__main__":
    import uvloop

    port_, clients_, seconds_, what_, town_ = sys.argv[1:6]
    print(
        json.dumps(asdict(uvloop.run(main(int(port_), int(clients_), float(seconds_), what_, Path(town_)))))
    )
    sys.stdout.flush()
    os._exit(0)
