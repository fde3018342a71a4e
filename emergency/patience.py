"""Nobody's slow line may hold a worker: bodies are read, and answers buffered, beside the pool of threads.

A client that promises a thousand bytes and sends three, or asks for a file and never reads it, costs a
connection and some memory here; in front of Django's few workers it would cost everybody the pages.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from . import http
from .errors import Refused, TooLarge
from .http import App, Receive, Scope, Send

Message = MutableMapping[str, Any]

MEBIBYTE = 1024 * 1024
MEMORY_BYTES = MEBIBYTE // 4  # what is longer waits in a file
PIECE_BYTES = 64 * 1024
# More than any answer that a phone gets: it is handed over whole, and the worker is free again.
AHEAD_BYTES = 4 * MEBIBYTE


class TooSlow(Refused):
    kind, status, title = "too-slow", 408, "The message did not arrive in time"


class Patience:
    """An ASGI application that passes on only whole requests, and takes answers faster than they are read."""

    def __init__(
        self,
        inner: App,
        *,
        most_bytes: int = 12 * MEBIBYTE,
        piece_within_s: float = 30.0,
        whole_within_s: float = 300.0,
        read_within_s: float = 120.0,
    ) -> None:
        self._inner = inner
        self._most_bytes = most_bytes
        self._piece_within_s = piece_within_s
        self._whole_within_s = whole_within_s
        self._read_within_s = read_within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, ask the inner application, and pump its answer out. Raises TooLarge, TooSlow, Gone."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        with SpooledTemporaryFile(MEMORY_BYTES) as body:
            if _has_body(scope):
                await self._read(scope, receive, body)
            outlet = _Outlet(send, self._read_within_s)
            try:
                await self._inner(scope, _replayed(body), outlet.send)
                await outlet.finish()
            finally:
                outlet.close()

    async def _read(self, scope: Scope, receive: Receive, body: "SpooledTemporaryFile[bytes]") -> None:
        most = self._most_bytes
        promised = http.header(scope, b"content-length")
        # Before the first byte: the server answers "100 Continue" only once somebody reads.
        if promised.isdecimal() and (len(promised) > 12 or int(promised) > most):
            raise _too_large(most)
        try:
            async with asyncio.timeout(self._whole_within_s):
                while await self._piece(receive, body):
                    if body.tell() > most:
                        raise _too_large(most)
        except TimeoutError:
            raise TooSlow("Send it again, on a better line. Urgent: call or text.") from None
        if body.tell() > most:
            raise _too_large(most)

    async def _piece(self, receive: Receive, body: "SpooledTemporaryFile[bytes]") -> bool:
        """Take one piece of the body and return whether more follows. Raises TimeoutError, Gone."""
        async with asyncio.timeout(self._piece_within_s):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise http.Gone
        body.write(message.get("body", b""))
        return bool(message.get("more_body"))


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


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"Send at most {most} bytes.")


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
