"""Many consoles in one process of its own: raw sockets that read frames and miss nothing unseen.

python -m bench.listeners PORT COUNT TOWN [CALLERS] opens COUNT streams and prints ``open`` when each had its
hello. When its input ends it prints what it saw as JSON: for each incident when the streams got its
report, for each report when they got its positions, and what any stream missed, got twice or out of order.
With a file of callers each of their phones follows its receipt, too.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .ground import ROOT, Server

OPENED_AT_ONCE = 20
_INCIDENT = re.compile(
    rb'"sequence":(\d+),"jurisdiction":(\d+),"kind":"(\w+)",.*"report":(?:null|"([^"]+)"),.*"incident":\{"id":"([^"]+)"'
)


@dataclass(frozen=True)
class Seen:
    """What the streams saw.

    ``arrivals`` has each stream's time for an incident, or for a report and its event's number ("id number"), on the
    machine's clock.
    """

    streams: int
    frames: int
    gaps: int
    repeated: int
    ended: int
    arrivals: dict[str, list[float]]


class Listeners:
    """The process, seen from outside."""

    def __init__(self, server: Server, count: int, town: Path, callers: Path | None = None) -> None:
        command = [sys.executable, "-m", "bench.listeners", str(server.port), str(count), str(town)]
        command += [str(callers)] if callers else []
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline().strip() != "open":
            raise RuntimeError("the streams did not open")

    def seen(self) -> Seen:
        """End the streams and return what they saw."""
        printed, _ = self._process.communicate("")
        return Seen(**json.loads(printed))

    def end(self) -> None:
        """Leave nothing running, whatever happened."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@dataclass
class Gathered:
    """What all streams of the process share. Equal frames are read once."""

    read: dict[bytes, tuple[int, int, str]] = field(default_factory=dict)
    arrivals: dict[str, "array[float]"] = field(default_factory=dict)
    frames: int = 0
    gaps: int = 0
    repeated: int = 0
    ended: int = 0


class Following(asyncio.Protocol):
    """One open stream: what it is asked with, the bytes of a frame that is not whole yet, how it ends."""

    def __init__(self, gathered: Gathered, request: bytes) -> None:
        self._gathered, self._request = gathered, request
        self._rest = b""
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._closing = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self._request)

    def close(self) -> None:
        self._closing = True
        self.transport.abort()

    def connection_lost(self, _: Exception | None) -> None:
        self._gathered.ended += not self._closing

    def frames(self, data: bytes) -> list[bytes]:
        """Return the frames that are whole with this data."""
        *whole, self._rest = (self._rest + data).split(b"\n\n")
        return whole


class Stream(Following):
    """A console, which misses nothing unseen."""

    def __init__(self, gathered: Gathered, request: bytes) -> None:
        super().__init__(gathered, request)
        self._last: dict[int, int] = {}

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        for block in self.frames(data):
            if b"event: incident\n" in block:
                self._incident(block, now)
            elif b"event: hello\n" in block and not self.opened.done():
                cursor = json.loads(block.partition(b"data: ")[2])["cursor"]
                parts = (part.split(".") for part in cursor.split("~") if part)
                self._last = {int(jurisdiction): int(sequence) for jurisdiction, sequence in parts}
                self.opened.set_result(None)

    def _incident(self, block: bytes, now: float) -> None:
        gathered = self._gathered
        # Chunked transfer puts its lengths between the frames, so what counts begins at "data:".
        body = block[block.index(b"data: ") :]
        known = gathered.read.get(body)
        if known is None:
            found = _INCIDENT.search(body)
            assert found is not None
            key = _key(*found.groups())
            known = (int(found[2]), int(found[1]), key)
            gathered.read[body] = known
            gathered.arrivals.setdefault(known[2], array("d"))
        jurisdiction, sequence, incident = known
        last = self._last.get(jurisdiction, 0)
        gathered.frames += 1
        if sequence <= last:
            gathered.repeated += 1
            return
        gathered.gaps += sequence - last - 1
        self._last[jurisdiction] = sequence
        gathered.arrivals[incident].append(now)


class Receipt(Following):
    """A phone that follows its receipt."""

    def data_received(self, data: bytes) -> None:
        for block in self.frames(data):
            if b"event: status\n" in block and not self.opened.done():
                self.opened.set_result(None)


def _key(sequence: bytes, _: bytes, kind: bytes, report: bytes | None, incident: bytes) -> str:
    """Return what an arrival is kept by; of steps that the clock brings only the numbers are counted."""
    if kind == b"fixes_received" and report:
        return f"{report.decode()} {int(sequence)}"
    return incident.decode() if kind == b"report_received" else f"{kind.decode()} {int(sequence)}"


async def main(port: int, count: int, town: Path, callers: Path | None = None) -> Seen:
    """Open the streams, some at a time; follow until standard input ends."""
    cookies = json.loads(town.read_text())["cookies"]
    loop, gathered, streams = asyncio.get_running_loop(), Gathered(), []
    head = f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n"
    wanted = []
    for number in range(count):
        request = f"GET /api/v1/events {head}Cookie: {cookies[number % len(cookies)]}\r\n\r\n".encode()
        wanted.append(lambda r=request: Stream(gathered, r))
    for report, secret in json.loads(callers.read_text())["callers"] if callers else ():
        request = f"GET /api/v1/reports/{report}/events {head}Authorization: Report {secret}\r\n\r\n".encode()
        wanted.append(lambda r=request: Receipt(gathered, r))
    for first in range(0, len(wanted), OPENED_AT_ONCE):
        some = []
        for stream in wanted[first : first + OPENED_AT_ONCE]:
            some.append((await loop.create_connection(stream, "127.0.0.1", port))[1])
        await asyncio.wait_for(asyncio.gather(*(stream.opened for stream in some)), 60)
        streams += some
    print("open", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    for stream in streams:
        stream.close()
    return Seen(
        count,
        gathered.frames,
        gathered.gaps,
        gathered.repeated,
        gathered.ended,
        {incident: times.tolist() for incident, times in gathered.arrivals.items()},
    )


if __name__ == "__main__":
    import uvloop

    port_, count_, *files = sys.argv[1:]
    print(json.dumps(vars(uvloop.run(main(int(port_), int(count_), *map(Path, files))))), flush=True)
    os._exit(0)
