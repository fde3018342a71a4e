"""Nobody's slow line may hold a worker: bodies are read, and answers buffered, beside the pool of threads.

A client that promises a thousand bytes and sends three, or asks for a file and never reads it, costs a
connection and some memory here; in front of Django's few workers it would cost everybody the pages.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from . import bounds, http
from .bounds import MEBIBYTE, Bound
from .errors import Refused, TooLarge
from .http import App, Receive, Scope, Send

Message = MutableMapping[str, Any]

MEMORY_BYTES = MEBIBYTE // 4  # what is longer waits in a file
PIECE_BYTES = 64 * 1024
# More than any answer that a phone gets: it is handed over whole, and the worker is free again.
AHEAD_BYTES = 4 * MEBIBYTE


class TooSlow(Refused):
    kind, status, title = "too-slow", 408, "The message did not arrive in time"


class Busy(Refused):
    kind, status, title = "busy", 503, "Too much arrives at once"


class Patience:
    """An ASGI application that passes on only whole requests, and takes answers faster than they are read."""

    def __init__(
        self,
        inner: App,
        *,
        bound_of: Callable[[Scope], Bound] = bounds.of,
        most_in_files_bytes: int = 512 * MEBIBYTE,
        piece_within_s: float = 30.0,
        whole_within_s: float = 300.0,
        read_within_s: float = 120.0,
    ) -> None:
        self._inner = inner
        self._bound_of = bound_of
        self._most_in_files_bytes = most_in_files_bytes
        self._in_files_bytes = 0
        self._piece_within_s = piece_within_s
        self._whole_within_s = whole_within_s
        self._read_within_s = read_within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, ask the inner application, and pump its answer out. Raises TooLarge, TooSlow, Busy, Gone."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        with SpooledTemporaryFile(MEMORY_BYTES) as file:
            body = _Body(file, self._bound_of(scope))
            try:
                if _has_body(scope):
                    await self._read(scope, receive, body)
                    scope = _measured(scope, body.arrived_bytes)
                outlet = _Outlet(send, self._read_within_s)
                try:
                    await self._inner(scope, _replayed(file), outlet.send)
                    await outlet.finish()
                finally:
                    outlet.close()
            finally:
                self._in_files_bytes -= body.in_file_bytes

    async def _read(self, scope: Scope, receive: Receive, body: "_Body") -> None:
        promised = http.header(scope, b"content-length")
        # Before the first byte: the server answers "100 Continue" only once somebody reads.
        if promised.isdecimal() and (len(promised) > 12 or int(promised) > body.bound.read):
            raise _too_large(body.bound)
        try:
            async with asyncio.timeout(self._whole_within_s):
                more = True
                while more:
                    more = await self._piece(receive, body)
        except TimeoutError:
            raise TooSlow("Send it again, on a better line. Urgent: call or text.") from None

    async def _piece(self, receive: Receive, body: "_Body") -> bool:
        """Take one piece of the body and return whether more follows. Raises TimeoutError, TooLarge, Busy, Gone."""
        async with asyncio.timeout(self._piece_within_s):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise http.Gone
        before = body.in_file_bytes
        try:
            body.take(message.get("body", b""))
        finally:
            self._in_files_bytes += body.in_file_bytes - before
        if self._in_files_bytes > self._most_in_files_bytes and body.in_file_bytes > before:
            raise Busy("Send it again in a minute, or without a photo. Urgent: call or text.")
        return bool(message.get("more_body"))


class _Body:
    """What arrives of one body, and what of that is kept."""

    def __init__(self, file: "SpooledTemporaryFile[bytes]", bound: Bound) -> None:
        self.file = file
        self.bound = bound
        self.arrived_bytes = 0

    @property
    def in_file_bytes(self) -> int:
        """Return how much lies on the disk: nothing of what is short."""
        kept = min(self.arrived_bytes, self.bound.kept)
        return kept if kept > MEMORY_BYTES else 0

    def take(self, piece: bytes) -> None:
        """Keep a piece, or as much of it as is kept. Raises TooLarge."""
        self.file.write(piece[: max(self.bound.kept - self.arrived_bytes, 0)])
        self.arrived_bytes += len(piece)
        if self.arrived_bytes > self.bound.read:
            raise _too_large(self.bound)


class _Outlet:
    """What the inner application sends, on its way to a reader who may be slow or not read at all."""

    def __init__(self, send: Send, read_within_s: float) -> None:
        self._send = send
        self._read_within_s = read_within_s
        self._waiting: deque[Message] = deque()
        self._waiting_bytes = 0
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._ended = False
        self._pump = asyncio.create_task(self._run())

    async def send(self, message: Message) -> None:
        """Take one message; wait only while too much lies unread. Drop it when nobody reads any more."""
        while self._waiting_bytes > AHEAD_BYTES and not self._pump.done():
            self._room.clear()
            await self._room.wait()
        if self._pump.done():
            return
        self._waiting.append(message)
        self._waiting_bytes += len(message.get("body", b""))
        self._changed.set()

    async def finish(self) -> None:
        """Wait until everything is read, or the reader is given up."""
        self._ended = True
        self._changed.set()
        await self._pump

    def close(self) -> None:
        """Stop, whatever still waits."""
        self._pump.cancel()

    async def _run(self) -> None:
        try:
            # The server closes the line of an answer that stays incomplete.
            with suppress(TimeoutError, OSError):
                while not self._ended or self._waiting:
                    await self._changed.wait()
                    await self._drain()
        finally:
            self._waiting.clear()
            self._waiting_bytes = 0
            # After this task is done, so that whoever waits for room sees that there is no reader.
            asyncio.get_running_loop().call_soon(self._room.set)

    async def _drain(self) -> None:
        self._changed.clear()
        while self._waiting:
            message = self._waiting.popleft()
            async with asyncio.timeout(self._read_within_s):
                await self._send(message)
            self._waiting_bytes -= len(message.get("body", b""))
            self._room.set()


def _has_body(scope: Scope) -> bool:
    length = http.header(scope, b"content-length")
    return length not in ("", "0") or bool(http.header(scope, b"transfer-encoding"))


def _measured(scope: Scope, arrived_bytes: int) -> Scope:
    """Return the request with the length that its body had: one sent in chunks bears none, and Django reads none."""
    kept = [
        (key, value)
        for key, value in scope["headers"]
        if key not in (b"content-length", b"transfer-encoding")
    ]
    return {**scope, "headers": [*kept, (b"content-length", str(arrived_bytes).encode())]}


def _too_large(bound: Bound) -> TooLarge:
    return TooLarge(f"Send at most {bound.kept} bytes: leave out the photo, or send a smaller one.")


def _replayed(body: "SpooledTemporaryFile[bytes]") -> Receive:
    """Return a ``receive`` that hands out the body that has been read."""
    size = body.tell()
    body.seek(0)
    pieces: Iterator[Message] = iter(
        lambda: {"type": "http.request", "body": body.read(PIECE_BYTES), "more_body": body.tell() < size},
        None,
    )

    async def receive() -> Message:
        return next(pieces)

    return receive
