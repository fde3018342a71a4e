"""Clients that stall hold nobody else up."""

import socket
from contextlib import ExitStack, closing

import httpx

from tests.servers import Server

# More than there are workers.
STALLED = 12


def opened(server: Server, said: str) -> "closing[socket.socket]":
    line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    line.sendall(said.encode().replace(b"\n", b"\r\n"))
    return closing(line)


def test_forms_that_never_arrive_whole_do_not_keep_the_page_from_others(server: Server) -> None:
    said = (
        "POST / HTTP/1.1\nHost: yeogi\nContent-Type: application/x-www-form-urlencoded\n"
        "Content-Length: 1000\n\na=b"
    )
    with ExitStack() as lines:
        for _ in range(STALLED):
            lines.enter_context(opened(server, said))
        for _ in range(3):
            assert httpx.get(server.url, timeout=20).status_code == 200


def test_a_body_that_promises_too_much_is_refused_before_it_is_sent(server: Server) -> None:
    with opened(server, "POST / HTTP/1.1\nHost: yeogi\nContent-Length: 900000000\n\na=b") as line:
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")
