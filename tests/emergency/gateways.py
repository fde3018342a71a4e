"""SMS gateways in this process: they take what is sent, or fail in the ways that gateways fail."""

import hmac
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

API_KEY, API_SECRET = "NCSTESTTESTTEST1", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class GatewayServer:
    """What it was asked, and how it answers: a status with a body, or one of ``drips`` and ``hangs``."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    status: int = 200
    body: bytes = b"{}"
    manner: str = "answers"
    signatures: set[str] = field(default_factory=set)

    def answer(self, asked: Asked) -> tuple[int, bytes]:  # noqa: ARG002
        """Return the status and the body."""
        return self.status, self.body


@dataclass
class SolapiServer(GatewayServer):
    """Checks what the documentation of SOLAPI says that it checks."""

    code: str = "2000"

    def answer(self, asked: Asked) -> tuple[int, bytes]:
        """Return 403 with the documented error for each thing that is wrong with the signature."""
        said = re.fullmatch(
            r"HMAC-SHA256 apiKey=(\w+), date=(\S+), salt=(\S{12,64}), signature=([0-9a-f]{64})",
            asked.headers.get("Authorization", ""),
        )
        if said is None or said[1] != API_KEY:
            return self._refused("InvalidAPIKey")
        wanted = hmac.new(API_SECRET.encode(), (said[2] + said[3]).encode(), "sha256").hexdigest()
        if said[4] != wanted:
            return self._refused("SignatureDoesNotMatch")
        if abs(datetime.now(UTC) - datetime.fromisoformat(said[2])) > timedelta(minutes=15):
            return self._refused("RequestTimeTooSkewed")
        if said[4] in self.signatures:
            return self._refused("DuplicatedSignature")
        self.signatures.add(said[4])
        message = json.loads(asked.body)["message"]
        if (asked.method, asked.path) != ("POST", "/messages/v4/send") or set(message) != {
            "to",
            "from",
            "text",
        }:
            return 400, b'{"errorCode": "ValidationError"}'
        return 200, json.dumps({"statusCode": self.code, "to": message["to"]}).encode()

    def _refused(self, code: str) -> tuple[int, bytes]:
        return 403, json.dumps({"errorCode": code}).encode()


@contextmanager
def serving(gateway: GatewayServer) -> Iterator[GatewayServer]:
    """Let the gateway listen on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            gateway.asked.append(asked)
            if gateway.manner == "hangs":
                stopped.wait(20)
                return
            status, answer = gateway.answer(asked)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", gateway.url + "/elsewhere")
            self.end_headers()
            if gateway.manner == "drips":
                while not stopped.is_set():
                    self.wfile.write(b".")
                    time.sleep(0.05)
            self.wfile.write(answer)

        do_POST = do_GET = do_PUT = _take  # noqa: N815 - the library calls them by the method's name

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    stopped = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    gateway.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield gateway
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
