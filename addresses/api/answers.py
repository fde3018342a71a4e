"""Answers that are the same everywhere: problems, and how often a stranger may ask."""

from hashlib import sha256
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from addresses.problems import CONTENT_TYPE, problem
from addresses.sender import network_address


def refused(kind: str, status: int, title: str, detail: str, **more: Any) -> Response:
    """Return a problem document as the answer."""
    return Response(problem(kind, status, title, detail, **more), status=status, content_type=CONTENT_TYPE)


class Unhurried(SimpleRateThrottle):
    """Slows down whoever tries codes or names one after the other; a person never notices.

    Counted by network address as the last trusted proxy saw it, so that a made-up header opens no
    fresh account. Who is signed in is counted by name.
    """

    scope = "unhurried"
    rate = "120/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Return whom to count. Hashed, because a header may hold anything."""
        who = f"user {request.user.pk}" if request.user.is_authenticated else _address(request)
        return f"{self.scope}:{sha256(who.encode()).hexdigest()[:32]}"


class Mapped(Unhurried):
    """For what a map asks at every move of the hand: as fast as a person can, not as a machine can."""

    scope = "mapped"
    rate = "600/min"


class Guessing(Unhurried):
    """Counts what was guessed wrong, and nothing else: who has the right secret may ask as often as they like.

    After too many wrong ones an address waits for whatever it asks, so that it does not learn that
    its next guess was right. The view says what was wrong by ``missed``.
    """

    scope = "guessing"
    rate = "30/min"
    duration: float  # seconds; the library sets it from the rate

    def throttle_success(self) -> bool:
        """Let it through and count nothing: what was asked for may be right."""
        return True

    def missed(self) -> None:
        """Count one wrong guess of whoever ``allow_request`` has let through."""
        self.history.insert(0, self.now)
        self.cache.set(self.key, self.history, self.duration)


def _address(request: Request) -> str:
    forwarded_for = request.headers.get("X-Forwarded-For", "")
    return network_address(str(request.META.get("REMOTE_ADDR", "")), forwarded_for)
