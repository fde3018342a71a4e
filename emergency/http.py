"""The few pieces of HTTP that the door needs: bodies, answers, problems, over plain ASGI."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from addresses.problems import CONTENT_TYPE, RETRY_AFTER_S, problem

from .errors import Refused, StorageAway, TooLarge

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_COMMON = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


class Gone(Exception):
    """The phone went away before it had sent everything. Nobody is left to answer."""


def header(scope: Scope, name: bytes) -> str:
    """Return one header of a request, its lines joined as RFC 9110 (5.3) does, or an empty string.

    Each proxy may append a line of its own: X-Forwarded-For is believed from its end.
    """
    joint = "; " if name == b"cookie" else ", "
    return joint.join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


async def body(receive: Receive, *, most: int) -> bytes:
    """Return the whole body, ``most`` bytes at most. Raises TooLarge, Gone."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise TooLarge(f"Send at most {most} bytes: leave out pictures, shorten the words.")
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)


async def answer(
    send: Send,
    status: int,
    document: Any,
    *,
    content_type: str = "application/json",
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> None:
    """Send one JSON document."""
    await whole(send, status, orjson.dumps(document), content_type=content_type, headers=headers)


async def whole(
    send: Send,
    status: int,
    content: bytes,
    *,
    content_type: str,
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> None:
    """Send one answer of known length."""
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", content_type.encode()),
                (b"content-length", str(len(content)).encode()),
                *_COMMON,
                *headers,
            ],
        }
    )
    await send({"type": "http.response.body", "body": content})


async def refuse(send: Send, refused: Refused) -> None:
    """Send a refusal as a problem document (RFC 9457)."""
    document = problem(refused.kind, refused.status, refused.title, str(refused))
    if refused.field:
        document["field"] = refused.field
    extra: tuple[tuple[bytes, bytes], ...] = ()
    if isinstance(refused, StorageAway):
        extra = ((b"retry-after", str(RETRY_AFTER_S).encode()),)
    elif isinstance(refused, TooLarge):
        extra = ((b"connection", b"close"),)
    await answer(send, refused.status, document, content_type=CONTENT_TYPE, headers=extra)


async def start_stream(send: Send) -> None:
    """Begin a stream of server-sent events that no proxy may hold back."""
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"text/event-stream; charset=utf-8"),
                (b"x-accel-buffering", b"no"),
                *_COMMON,
            ],
        }
    )
