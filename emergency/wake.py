"""Wake the readers of the event log after a commit. Losing a wake costs a tenth of a second.

Within a process the readers are called at once. Between processes Redis carries the wake where it
is set; without it the readers' own look at the cursor table finds the news.
"""

import logging
from collections.abc import Callable

import redis
from django.conf import settings

log = logging.getLogger(__name__)

CHANNEL = "yeogi:events"
_readers: set[Callable[[], None]] = set()
_client: redis.Redis | None = None


def listen(reader: Callable[[], None]) -> None:
    """Have ``reader`` called after each commit in this process; it must not block."""
    _readers.add(reader)


def leave(reader: Callable[[], None]) -> None:
    """Stop calling ``reader``."""
    _readers.discard(reader)


def readers() -> None:
    """Wake every reader; called after the commit, never inside the transaction."""
    for reader in tuple(_readers):
        reader()
    if settings.REDIS_URL:
        try:
            _redis().publish(CHANNEL, b"")
        except redis.RedisError as error:
            log.warning("Redis did not carry the wake (%s); readers look by themselves.", error)


def _redis() -> redis.Redis:
    global _client
    if _client is None:
        _client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
    return _client
