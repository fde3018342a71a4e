"""One port of the local network speaks HTTPS, and shows the way to whoever typed http:// to it."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from .test_serve import free_port, read_greeting, started

HOME = "https://127.0.0.1"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server started for the local network."""
    chosen = free_port()
    folder: Path = tmp_path_factory.mktemp("lan")
    where = {"PORT": str(chosen), "PUBLIC_URL": f"{HOME}:{chosen}", "DEMONSTRATION": "0"}
    with started(folder, "--lan", **where) as server:
        read_greeting(server.stdout)
        yield chosen


def test_a_phone_that_trusts_the_certificate_is_answered(port: int) -> None:
    answer = httpx.get(f"{HOME}:{port}/healthz", verify=False)

    assert (answer.status_code, answer.json()) == (200, {"process": "alive"})


def test_who_types_http_is_sent_to_the_same_page_by_https(port: int) -> None:
    answer = httpx.get(f"http://127.0.0.1:{port}/48279154?a=b", follow_redirects=False)

    assert answer.status_code == 307
    assert answer.headers["location"] == f"{HOME}:{port}/48279154?a=b"
    assert "speaks HTTPS" in answer.text


@pytest.mark.parametrize(
    ("bytes_sent", "location"),
    [
        (b"GET http://elsewhere.example/ HTTP/1.1\r\n\r\n", b"/"),
        (b"nonsense\r\n\r\n", b"/"),
        (b"GET /a\nb: c HTTP/1.1\r\n\r\n", b"/"),
        (b"\xff\xfe", b"/"),
    ],
)
def test_nonsense_is_sent_to_the_start_page(port: int, bytes_sent: bytes, location: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(bytes_sent)
        said = line.recv(4096)

    assert f"\r\nLocation: {HOME}:{port}".encode() + location + b"\r\n" in said


def test_one_who_breaks_the_handshake_off_or_says_nothing_holds_up_nobody(port: int) -> None:
    silent = socket.create_connection(("127.0.0.1", port))
    broken = socket.create_connection(("127.0.0.1", port))
    broken.sendall(b"\x16\x03\x01 this is no handshake")
    for _ in range(20):
        socket.create_connection(("127.0.0.1", port)).close()

    answer = httpx.get(f"{HOME}:{port}/healthz", verify=False)

    assert answer.status_code == 200
    silent.close()
    broken.close()


def test_the_bytes_looked_at_are_not_lost_to_the_handshake(port: int) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    with socket.create_connection(("127.0.0.1", port)) as line, context.wrap_socket(line) as secure:
        assert secure.version() in ("TLSv1.2", "TLSv1.3")
