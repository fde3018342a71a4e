"""The door inside this process, on a loop and thread of its own, spoken to from plain tests.

Requests go through httpx. Streams have a small harness of their own, because httpx's ASGI
transport hands out a body only once it is complete.
"""

import asyncio
import json
import queue
import threading
import uuid
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from emergency.door import Door
from emergency.http import Receive, Scope, Send

T = TypeVar("T")
PATIENCE_S = 20.0
ADDRESS = "198.51.100.7"


@dataclass(frozen=True)
class Ask:
    """One request, and the network address that it comes from."""

    method: str
    path: str
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = ADDRESS


@dataclass(frozen=True)
class Frame:
    """One server-sent event."""

    event: str
    cursor: str
    data: Any


class Line:
    """One open stream, as its reader sees it."""

    def __init__(self, house: "House", path: str, headers: Mapping[str, str], *, reads: bool) -> None:
        self._house = house
        self._frames: queue.Queue[Frame | None] = queue.Queue()
        self._rest = b""
        self._began = threading.Event()
        self._cut = asyncio.Event()
        self._reads = reads
        self.status = 0
        self.headers: dict[str, str] = {}
        self.problem = b""
        path, _, query = path.partition("?")
        self._scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
            "client": (ADDRESS, 40000),
        }
        self._task = asyncio.run_coroutine_threadsafe(self._run(), house.loop)
        self._began.wait(PATIENCE_S)

    def next(self, event: str = "", *, within_s: float = PATIENCE_S) -> Frame:
        """Return the next frame, of this event when one is named. Raises queue.Empty, EOFError."""
        while True:
            frame = self._frames.get(timeout=within_s)
            if frame is None:
                raise EOFError("The stream has ended.")
            if event in ("", frame.event):
                return frame

    def waiting(self) -> list[Frame]:
        """Return what has arrived already."""
        arrived = []
        while not self._frames.empty():
            frame = self._frames.get()
            if frame is not None:
                arrived.append(frame)
        return arrived

    def cut(self) -> None:
        """Break the line, as a dead network does, and wait until the door has noticed."""
        self._house.loop.call_soon_threadsafe(self._cut.set)
        self.ended()

    def ended(self, within_s: float = PATIENCE_S) -> None:
        """Wait until the door has ended the stream. Raises TimeoutError."""
        self._task.result(within_s)

    async def _run(self) -> None:
        try:
            await self._house.door(self._scope, self._receive, self._send)
        finally:
            self._began.set()
            self._frames.put(None)

    async def _receive(self) -> dict[str, Any]:
        await self._cut.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            return
        if self.status != 200:
            self.problem += message["body"]
            return
        if not self._reads and self._began.is_set():
            await self._cut.wait()  # the socket's buffers are full
        self._rest += message["body"]
        *whole, self._rest = self._rest.split(b"\n\n")
        for text in whole:
            self._frames.put(frame(text))
        self._began.set()


class House:
    """The door with everything beside it, running."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.door = Door(_nothing_behind)
        self._thread = threading.Thread(target=self.loop.run_forever, name="house", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self.run(self.door.start())

    def stop(self) -> None:
        self.run(self.door.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE_S * 3)

    def ask(self, ask: Ask) -> httpx.Response:
        return self.run(self._ask(ask))

    def all_at_once(self, asks: Iterable[Ask]) -> list[httpx.Response]:
        async def together() -> list[httpx.Response]:
            return await asyncio.gather(*(self._ask(ask) for ask in asks))

        return self.run(together())

    def all_in_the_end(self, asks: Iterable[Ask]) -> list[httpx.Response]:
        """Send like phones: a hundred at once, and again those that were told to try again."""
        waiting = list(asks)
        answers: list[httpx.Response] = []
        while waiting:
            now, waiting = waiting[:100], waiting[100:]
            for ask, answer in zip(now, self.all_at_once(now), strict=True):
                if answer.status_code == 503:
                    waiting.append(ask)
                else:
                    answers.append(answer)
        return answers

    def open(self, path: str, headers: Mapping[str, str], *, reads: bool = True) -> Line:
        return Line(self, path, headers, reads=reads)

    async def _ask(self, ask: Ask) -> httpx.Response:
        transport = httpx.ASGITransport(self.door, client=(ask.address, 40000))
        request = httpx.Request(
            ask.method, f"http://door{ask.path}", content=ask.content, headers=ask.headers
        )
        answer = await transport.handle_async_request(request)
        await answer.aread()
        return answer


@dataclass
class Phone:
    """A hiker's phone: it makes the report's id and the secret, and knows nothing else."""

    house: House
    report: uuid.UUID = field(default_factory=uuid.uuid4)
    secret: str = field(default_factory=lambda: uuid.uuid4().hex)
    address: str = ADDRESS

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Report {self.secret}"}

    def asking(self, method: str, part: str = "", **fields: Any) -> Ask:
        content = json.dumps(fields).encode() if method != "GET" else b""
        return Ask(method, f"/api/v1/reports/{self.report}{part}", content, self.headers, self.address)

    def send(self, **fields: Any) -> httpx.Response:
        return self.house.ask(self.asking("PUT", **fields))

    def fix(self, *fixes: Any) -> httpx.Response:
        return self.house.ask(self.asking("POST", "/fixes", fixes=fixes))

    def say(self, text: str, message: uuid.UUID | None = None, **more: Any) -> httpx.Response:
        said = {"id": str(message or uuid.uuid4()), "text": text, **more}
        return self.house.ask(self.asking("POST", "/messages", **said))

    def cancel(self, reason: str = "safe") -> httpx.Response:
        return self.house.ask(self.asking("POST", "/cancel", reason=reason))

    def status(self) -> httpx.Response:
        return self.house.ask(self.asking("GET"))

    def follow(self) -> Line:
        return self.house.open(f"/api/v1/reports/{self.report}/events", self.headers)


def frame(text: bytes) -> Frame:
    """Read one frame: its fields, one a line."""
    fields = dict(line.split(": ", 1) for line in text.decode().splitlines() if ": " in line)
    return Frame(fields.get("event", ""), fields.get("id", ""), json.loads(fields.get("data", "null")))


async def _nothing_behind(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})
