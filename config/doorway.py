"""HTTPS on a port, and a way there for whoever typed ``http://`` to it.

The first byte tells them apart, and is looked at without being taken: a TLS connection begins with a
handshake record, 22 (RFC 8446, 5.1), and no HTTP request does.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

TLS_HANDSHAKE = b"\x16"
SPEAKS_WITHIN_S = 15.0
MOST_REQUEST_BYTES = 8192
_REQUEST_LINE = re.compile(rb"[A-Z]{1,16} (/[!-~]*) HTTP/1\.[01]")


class Doorway:
    """Hands what speaks TLS to the server's protocol, and sends the rest to ``home``."""

    def __init__(
        self,
        listener: socket.socket,
        protocol: Callable[[], asyncio.Protocol],
        tls: ssl.SSLContext,
        home: str,
    ) -> None:
        self._listener, self._protocol, self._tls, self._home = listener, protocol, tls, home
        self._guests: set[asyncio.Task[None]] = set()
        self._running: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin to accept connections, in the running loop."""
        self._listener.setblocking(False)
        self._running = asyncio.create_task(self._run())

    def close(self) -> None:
        """Accept no more."""
        for task in (self._running, *self._guests):
            if task:
                task.cancel()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self._listener)
            except OSError:  # gone before it was accepted, or too many are open
                await asyncio.sleep(0.1)
                continue
            guest = asyncio.create_task(self._receive(connection))
            self._guests.add(guest)
            guest.add_done_callback(self._guests.discard)

    async def _receive(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        # Whoever is silent, leaves, or breaks the handshake off is none of ours.
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(SPEAKS_WITHIN_S):
                if await _first_byte(connection) == TLS_HANDSHAKE:
                    await loop.connect_accepted_socket(self._protocol, connection, ssl=self._tls)
                    return
                await self._send_home(connection)
        connection.close()

    async def _send_home(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        line, _, _ = (await loop.sock_recv(connection, MOST_REQUEST_BYTES)).partition(b"\r\n")
        asked = _REQUEST_LINE.fullmatch(line)
        path = asked[1].decode() if asked else "/"
        said = f"This port speaks HTTPS: open {self._home}\n"
        head = (
            # Not a permanent one: browsers would remember it after the server runs without TLS again.
            "HTTP/1.1 307 Temporary Redirect",
            f"Location: {self._home}{path}",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(said.encode())}",
            "Connection: close",
        )
        await loop.sock_sendall(connection, ("\r\n".join(head) + "\r\n\r\n" + said).encode())


async def _first_byte(connection: socket.socket) -> bytes:
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection.fileno(), readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(connection.fileno())
    return connection.recv(1, socket.MSG_PEEK)
