"""What stands before the pages: whole requests go in, and a slow reader keeps no worker."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from emergency import patience
from emergency.errors import Refused
from emergency.http import Gone, Receive, Scope, Send
from emergency.patience import Patience

Message = MutableMapping[str, Any]


def post(length: int | None = 1) -> Scope:
    return {"type": "http", "headers": [(b"content-length", str(length).encode())] if length else []}


def arriving(*pieces: Message) -> Receive:
    """Deliver these pieces, and then nothing any more."""
    left = list(pieces)

    async def receive() -> Message:
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    return receive


def piece(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def nobody_reads(message: Message) -> None:
    await asyncio.Event().wait()


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body, as it comes."""
    more = True
    while more:
        message = await receive()
        more = message["more_body"]
        await send({"type": "http.response.body", "body": message["body"], "more_body": more})


def answered(app: Patience, scope: Scope, receive: Receive) -> bytes:
    said = bytearray()

    async def send(message: Message) -> None:
        said.extend(message["body"])

    asyncio.run(app(scope, receive, send))
    return bytes(said)


@pytest.mark.parametrize("size", [0, 1, patience.PIECE_BYTES, patience.MEMORY_BYTES + 7])
def test_a_whole_body_goes_in_as_it_was_sent(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    pieces = [piece(content[: size // 2]), piece(content[size // 2 :], more=False)]
    assert answered(Patience(echo), post(size), arriving(*pieces)) == content


def test_a_request_without_a_body_waits_for_none() -> None:
    assert answered(Patience(echo), post(None), arriving()) == b""


@pytest.mark.parametrize(
    ("receive", "length", "status"),
    [
        (arriving(), 2000, 413),
        (arriving(), int("9" * 40), 413),
        (arriving(piece(b"x" * 1001), piece(b"", more=False)), 10, 413),
        (arriving(piece(b"abc")), 1000, 408),
    ],
    ids=["promises too much", "promises absurdly much", "sends too much", "stalls"],
)
def test_a_body_that_is_too_long_or_never_arrives_is_refused(
    receive: Receive, length: int, status: int
) -> None:
    with pytest.raises(Refused) as refused:
        answered(Patience(echo, most_bytes=1000, piece_within_s=0.05), post(length), receive)
    assert refused.value.status == status


def test_a_body_that_drips_ends_too() -> None:
    async def drip() -> Message:
        await asyncio.sleep(0.01)
        return piece(b"x")

    with pytest.raises(Refused, match="better line"):
        answered(Patience(echo, whole_within_s=0.2), post(1000), drip)


def test_a_phone_that_goes_away_asks_nothing() -> None:
    with pytest.raises(Gone):
        answered(Patience(echo), post(1000), arriving(piece(b"abc"), {"type": "http.disconnect"}))


def test_an_answer_that_nobody_reads_is_given_up() -> None:
    sent = []

    async def much(scope: Scope, receive: Receive, send: Send) -> None:
        for number in range(200):
            await send({"type": "http.response.body", "body": b"x" * patience.PIECE_BYTES, "more_body": True})
            sent.append(number)

    asyncio.run(Patience(much, read_within_s=0.05)(post(None), arriving(), nobody_reads))
    assert len(sent) == 200
