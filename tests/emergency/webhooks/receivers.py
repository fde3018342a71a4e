"""Receivers of webhooks: real HTTP servers on this machine that take, refuse, hang, redirect or lie."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Letter:
    """What came: the path, the headers in small letters, the body."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.body)


Answering = Callable[["Receiver", BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """A receiver and what it got; ``answering`` says how it answers."""

    answering: Answering
    letters: list[Letter] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    port: int = 0
    scheme: str = "http"
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook"


def saying(status: int, body: bytes = b"", **headers: str) -> Answering:
    """Answer so, with these headers (``Retry_After`` for Retry-After)."""

    def answer(_: Receiver, request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def hanging(receiver: Receiver, _: BaseHTTPRequestHandler) -> None:
    """Take the message and never answer."""
    receiver.released.wait(60)


def dripping(receiver: Receiver, request: BaseHTTPRequestHandler) -> None:
    """Send one byte after the other and never come to an end."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not receiver.released.wait(0.05):
        request.wfile.write(b"x")
        request.wfile.flush()


def flooding(receiver: Receiver, request: BaseHTTPRequestHandler) -> None:
    """Answer with success and a body that does not end."""
    request.send_response(200)
    request.end_headers()
    while not receiver.released.is_set():
        request.wfile.write(b"x" * 65536)


def hanging_up(_: Receiver, request: BaseHTTPRequestHandler) -> None:
    """Close the line without a word."""
    request.close_connection = True


@contextmanager
def receiving(answering: Answering, context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Open a receiver on a free port, over TLS where there is a context."""
    receiver = Receiver(answering)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.connections.add(self.client_address)
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.letters.append(Letter(self.path, headers, body))
            try:
                receiver.answering(receiver, self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Keep the terminal for the tests."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            """A line that was cut is what these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        receiver.scheme = "https"
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for a name or 127.0.0.1 that vouches for itself; return its file and a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "127.0.0.1":
        from ipaddress import ip_address

        names = [x509.IPAddress(ip_address(name))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until something holds, for as long as it may take on a busy machine; say whether it does."""
    for _ in range(600):
        if holds():
            return True
        time.sleep(0.05)
    return False
