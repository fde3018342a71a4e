"""One request to a gateway: bounded in time and length, to the address that the operator set, nothing followed."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from emergency.channels.errors import ChannelError

WITHIN_S: Final = 10.0  # to connect, and again to answer: together less than what a delivery's lease leaves
MOST_ANSWER_BYTES: Final = 64 * 1024
# What may be over by itself: time, a wait that is asked for, an empty account, a clock that is wrong.
_PASSING: Final = frozenset((402, 403, 408, 425, 429))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str


def ask(
    method: str, url: str, headers: Mapping[str, str], body: bytes, *, within_s: float = WITHIN_S
) -> Answer:
    """Return a gateway's answer of 2xx. Raises ChannelError, permanent where trying again cannot help."""
    try:
        answer = _answered(method, url, headers, body, within_s)
    except (OSError, http.client.HTTPException, ValueError) as error:
        # The address may hold a key, so only the kind of error is told.
        raise ChannelError(f"The gateway cannot be reached: {_why(error)}.") from error
    if 200 <= answer.status < 300:
        return answer
    is_permanent = 300 <= answer.status < 500 and answer.status not in _PASSING
    raise ChannelError(
        f"The gateway answered {answer.status}: {said(answer.text)}", is_permanent=is_permanent
    )


def said(text: str) -> str:
    """Return the beginning of an answer as one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:160]


def _answered(method: str, url: str, headers: Mapping[str, str], body: bytes, within_s: float) -> Answer:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ChannelError(
            "The gateway's address is not one of the web: correct the settings.", is_permanent=True
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        line = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=within_s, context=context)
    else:
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=within_s)
    line.connect()
    # A socket's own time begins anew with each byte that drips in; this one does not. The socket itself is held:
    # the connection lets go of it as soon as the answer begins.
    is_over = threading.Event()
    watch = threading.Timer(within_s, _cut, (line.sock, is_over))
    watch.daemon = True
    watch.start()
    try:
        line.request(method, path, body=body or None, headers=dict(headers))
        with line.getresponse() as response:
            text = response.read(MOST_ANSWER_BYTES).decode("utf-8", "replace")
        if is_over.is_set():
            raise TimeoutError
        return Answer(response.status, text)
    finally:
        watch.cancel()
        line.close()


def _cut(held: socket.socket, is_over: threading.Event) -> None:
    is_over.set()
    try:
        # The plain socket's: an encrypted one would first forget its keys under the reader's hands.
        socket.socket.shutdown(held, socket.SHUT_RDWR)
    except OSError:
        return  # gone already


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return (
            "its certificate is not valid"
            if isinstance(error, ssl.SSLCertVerificationError)
            else "TLS failed"
        )
    return "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__
