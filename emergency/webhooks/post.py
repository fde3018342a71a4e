"""One POST to one endpoint: to the address that was checked, within a time, and nothing followed."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Self

from django.conf import settings

from emergency.models import Outcome

from .addresses import Forbidden, Target, read, resolve

MOST_BODY_BYTES: Final = 2048  # of an answer: nothing in it is needed, and it may never end
MOST_DETAIL: Final = 160
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What a try came to: an HTTP status where there was one, and for how long it asks to be left alone."""

    outcome: Outcome
    status: int | None = None
    detail: str = ""
    retry_after_s: float | None = None


class Line:
    """A connection to one endpoint, opened at the first POST and kept for the next ones of the same turn."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._open: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send one body and return what came of it. Never raises for what a network or a receiver does."""
        try:
            target = read(self._url)
            kept = self._open is not None
            answer = self._tried(target, body, headers)
            # A receiver may hang up between two messages: that one is sent again, by a new connection.
            hung_up = kept and answer.outcome == Outcome.UNREACHABLE
            return self._tried(target, body, headers) if hung_up else answer
        except Forbidden as forbidden:
            return Answer(Outcome.FORBIDDEN, detail=str(forbidden))

    def _tried(self, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
        watch = _Watch(settings.WEBHOOK_TIMEOUT_S)
        try:
            found = resolve(target, settings.WEBHOOK_NETWORKS) if self._open is None else []
            with watch:
                line = self._open = self._open or _connected(target, found, watch)
                watch.hold(line.sock)
                answer, is_reusable = _exchanged(line, target, body, headers)
            if watch.is_over or not is_reusable:
                self.close()
            return (
                _silent(watch) or answer
            )  # where it was cut, the end of the headers only seems to be theirs
        except TimeoutError:
            # The socket's own clock, which is as long, may be the first to notice.
            self.close()
            return _out_of_time(watch)
        except ssl.SSLError as error:
            self.close()
            return _silent(watch) or Answer(Outcome.CERTIFICATE, detail=_short(error))
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            self.close()
            return _silent(watch) or Answer(Outcome.UNREACHABLE, detail=_short(error))


class _Watch:
    """Cuts a connection when its time is over: a socket's own timeout begins anew with each byte that drips."""

    def __init__(self, time_s: float) -> None:
        self.time_s = time_s
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None

    def hold(self, held: socket.socket) -> None:
        """Watch this socket; at once when the time is over already."""
        self._socket = held
        if self.is_over:
            self._cut()

    def __enter__(self) -> Self:
        self._timer = threading.Timer(self.time_s, self._end)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _end(self) -> None:
        self.is_over = True
        self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            try:
                # The plain socket's: an encrypted one would first forget its keys under the reader's hands.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                return  # gone already


def _connected(target: Target, addresses: Sequence[str], watch: _Watch) -> http.client.HTTPConnection:
    """Connect to the first address that takes it. Raises OSError, ssl.SSLError."""
    plain = _first(addresses, target.port, watch)
    watch.hold(plain)
    line = http.client.HTTPConnection(target.host, target.port)
    line.auto_open = 0
    try:
        if target.scheme == "https":
            context = ssl.create_default_context()
            secure = context.wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False)
            plain = secure
            watch.hold(secure)
            secure.do_handshake()
    except BaseException:
        plain.close()
        raise
    line.sock = plain
    return line


def _first(addresses: Sequence[str], port: int, watch: _Watch) -> socket.socket:
    failure: OSError = OSError("The name leads to no address.")
    for address in addresses:
        if watch.is_over:
            break
        try:
            return socket.create_connection((address, port), timeout=watch.time_s)
        except OSError as error:
            failure = error
    raise failure


def _exchanged(
    line: http.client.HTTPConnection, target: Target, body: bytes, headers: Mapping[str, str]
) -> tuple[Answer, bool]:
    """Send and read; return the answer, and whether the connection can be used again."""
    line.request("POST", target.path, body=body, headers={"Host": target.authority, **headers})
    response = line.getresponse()
    said = response.read(MOST_BODY_BYTES)
    is_whole = response.isclosed()
    return _answer(response, said), is_whole and not response.will_close


def _answer(response: http.client.HTTPResponse, said: bytes) -> Answer:
    status = response.status
    if 200 <= status < 300:
        return Answer(Outcome.TAKEN, status)
    after_s = retry_after_s(response.getheader("Retry-After", ""), datetime.now(UTC))
    if 300 <= status < 400:
        return Answer(Outcome.REDIRECTED, status, "Enter the new address: nothing is followed.", after_s)
    text = "".join(c if c.isprintable() else " " for c in said.decode("utf-8", "replace"))[
        :MOST_DETAIL
    ].strip()
    return Answer(Outcome.GONE if status == GONE else Outcome.ANSWERED, status, text, after_s)


def retry_after_s(text: str, now: datetime) -> float | None:
    """Return the seconds that a header Retry-After asks for, None for what is none (RFC 9110, 10.2.3)."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())


def _silent(watch: _Watch) -> Answer | None:
    return _out_of_time(watch) if watch.is_over else None


def _out_of_time(watch: _Watch) -> Answer:
    return Answer(Outcome.SILENT, detail=f"No whole answer within {watch.time_s:g} s.")


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:MOST_DETAIL]
