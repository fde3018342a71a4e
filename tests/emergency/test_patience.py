"""What stands before the pages: whole requests go in, and a slow reader keeps no worker."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from emergency import patience
from emergency.bounds import Bound
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


def thousand(scope: Scope) -> Bound:
    return Bound(kept=1000, read=1000)


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
        answered(Patience(echo, bound_of=thousand, piece_within_s=0.05), post(length), receive)
    assert refused.value.status == status


def test_what_is_longer_than_is_kept_is_thrown_away_as_it_comes_and_counted() -> None:
    """The page behind says what became of it: a browser reads no answer before it has sent everything."""
    asked: list[Scope] = []

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope)
        await echo(scope, receive, send)

    def some(scope: Scope) -> Bound:
        return Bound(kept=1000, read=5000)

    pieces = [piece(b"a" * 700), piece(b"b" * 700), piece(b"c" * 700, more=False)]
    kept = answered(Patience(noting, bound_of=some), post(2100), arriving(*pieces))
    assert kept == b"a" * 700 + b"b" * 300
    assert asked[0]["headers"] == [(b"content-length", b"2100")]


def test_a_body_sent_in_chunks_gets_the_length_that_it_had() -> None:
    asked: list[Scope] = []

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope)
        await echo(scope, receive, send)

    chunked = {"type": "http", "headers": [(b"transfer-encoding", b"chunked"), (b"accept", b"*/*")]}
    assert answered(Patience(noting), chunked, arriving(piece(b"ab"), piece(b"c", more=False))) == b"abc"
    assert asked[0]["headers"] == [(b"accept", b"*/*"), (b"content-length", b"3")]


def test_outsiders_with_long_bodies_fill_no_disk_and_a_short_one_still_gets_through() -> None:
    size = patience.MEMORY_BYTES + 1
    app = Patience(echo, most_in_files_bytes=2 * size)

    async def silent(message: Message) -> None:
        return None

    def whole(length: int) -> Receive:
        return arriving(piece(b"x" * length, more=False))

    async def scene() -> None:
        outsiders = [
            asyncio.create_task(app(post(size + 1), arriving(piece(b"x" * size)), silent)) for _ in range(2)
        ]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(patience.Busy):
            await app(post(size), whole(size), silent)
        await app(post(9), whole(9), silent)
        for outsider in outsiders:
            outsider.cancel()
        await asyncio.gather(*outsiders, return_exceptions=True)
        await app(post(size), whole(size), silent)

    asyncio.run(scene())


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
