"""A body far too large is refused in words, also to a client that is still sending it."""

import httpx

from tests.servers import Server

from .phones import Phone


def test_ten_megabytes_are_answered_with_a_problem(server: Server) -> None:
    phone = Phone(server)
    for content in (b" " * 10_000_000, (b" " * 65_536 for _ in range(160))):
        answer = httpx.put(phone.url, content=content, headers=phone.headers, timeout=60)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert phone.send().status_code == 201
