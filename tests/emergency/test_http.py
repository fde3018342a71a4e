"""Headers are read as every proxy on the way wrote them."""

from typing import Any

import pytest

from addresses.sender import network_address
from emergency import http


def scope(*lines: tuple[bytes, bytes]) -> http.Scope:
    return {"headers": list(lines)}


def test_a_sender_who_writes_a_line_of_their_own_does_not_hide_behind_it(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    asked = scope((b"x-forwarded-for", b"1.2.3.4"), (b"host", b"a"), (b"x-forwarded-for", b"203.0.113.9"))
    forwarded = http.header(asked, b"x-forwarded-for")
    assert forwarded == "1.2.3.4, 203.0.113.9"
    assert network_address("10.0.0.1", forwarded) == "203.0.113.9"


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ((), ""),
        (((b"cookie", b"a=1"),), "a=1"),
        (((b"cookie", b"a=1"), (b"cookie", b"b=2")), "a=1; b=2"),
    ],
)
def test_cookies_that_came_apart_are_put_together_as_cookies(
    lines: tuple[tuple[bytes, bytes], ...], value: str
) -> None:
    assert http.header(scope(*lines), b"cookie") == value
