"""Streams on a real server: one reader who is frozen, and a server that is told to stop."""

import re
import socket
import threading
import time
from urllib.parse import urlsplit

import httpx

from tests.servers import Server

from .phones import PATIENCE_S, Phone, streams


def signed_in(server: Server) -> httpx.Client:
    """Return a browser in which the town's dispatcher has signed in."""
    client = httpx.Client(base_url=server.url, follow_redirects=True, timeout=60)
    page = client.get("/sign-in").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {
        "csrfmiddlewaretoken": token[1],
        "username": "dispatcher-deokyang",
        "password": server.password("dispatcher-deokyang"),
    }
    assert client.post("/sign-in", data=form, headers={"Origin": server.url}).status_code == 200
    return client


def frozen(server: Server, client: httpx.Client) -> socket.socket:
    """Open the stream as a reader whose machine sleeps from its first byte on."""
    host, port = urlsplit(server.url).hostname, urlsplit(server.url).port
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect((host, port))
    cookie = f"sessionid={client.cookies['sessionid']}"
    line.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode())
    assert line.recv(12) == b"HTTP/1.1 200"
    return line


def test_a_frozen_reader_holds_up_nobody_and_is_dropped(server: Server) -> None:
    client, phone = signed_in(server), Phone(server)
    phone.send_until_heard()
    heard: list[str] = []
    following = threading.Event()

    def follow() -> None:
        with client.stream("GET", "/api/v1/events") as line:
            following.set()
            for text in line.iter_lines():
                heard.extend(re.findall(r"number (\d+) ", text))
                if heard and heard[-1] == "1499":
                    return

    reader = threading.Thread(target=follow)
    reader.start()
    following.wait(PATIENCE_S)
    with frozen(server, client):
        # More than the buffers of two sockets hold, so that the server notices.
        with httpx.Client(headers=phone.headers, timeout=60) as fast:
            for number in range(1500):
                said = {
                    "id": f"00000000-0000-7000-8000-{number:012}",
                    "text": f"number {number} " + "가" * 900,
                }
                assert fast.post(f"{phone.url}/messages", json=said).status_code == 201
        reader.join(PATIENCE_S)
        assert heard == [str(number) for number in range(1500)]
        until = time.monotonic() + PATIENCE_S
        while streams(server) and time.monotonic() < until:
            time.sleep(0.2)
        assert streams(server) == 0


def test_told_to_stop_it_ends_with_streams_open(server: Server) -> None:
    client = signed_in(server)
    ended: list[bool] = []

    def follow() -> None:
        try:
            with client.stream("GET", "/api/v1/events") as line:
                for _ in line.iter_raw():
                    pass
        except httpx.TransportError:
            pass
        ended.append(True)

    readers = [threading.Thread(target=follow) for _ in range(20)]
    for reader in readers:
        reader.start()
    until = time.monotonic() + PATIENCE_S
    while streams(server) < 20 and time.monotonic() < until:
        time.sleep(0.05)
    server.stop()  # raises where the process does not end by itself
    for reader in readers:
        reader.join(PATIENCE_S)
    assert len(ended) == 20
