"""Wake the readers of the event log after a commit. Losing a wake costs a tenth of a second.

Within a process the readers are called at once. Between processes Redis carries the wake where it
is set; without it the readers' own look at the cursor table finds the news.
"""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import redis

log = logging.getLogger(__name__)

CHANNEL = "yeogi:events"
_readers: set[Callable[[], None]] = set()
_client: "redis.Redis | None" = None


def listen(reader: Callable[[], None]) -> None:
    """Have ``reader`` called after each commit in this process; it must not block."""
    _readers.add(reader)


def leave(reader: Callable[[], None]) -> None:
    """Stop calling ``reader``."""
    _readers.discard(reader)


def readers() -> None:
    """Wake every reader; called after the commit, never inside the transaction. Never waits or raises."""
    for reader in tuple(_readers):
        reader()
    if settings.REDIS_URL:
        _publisher.publish(settings.REDIS_URL)


class _Publisher:
    """A thread that tells Redis, so that nobody's receipt waits for it. Wakes that come meanwhile are one."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._url = ""

    def publish(self, url: str) -> None:
        """Have one message sent soon. The thread starts at the first call, after any fork."""
        self._url = url
        self._wanted.set()
        if self._thread is None or not self._thread.is_alive():
            with self._starting:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._run, name="wake", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        import redis  # 6 MB, and many installations have none

        while True:
            self._wanted.wait()
            self._wanted.clear()
            try:
                _redis(self._url).publish(CHANNEL, b"")
            except redis.RedisError as error:
                log.warning("Redis did not carry the wake (%s); readers look by themselves.", error)


_publisher = _Publisher()


def _redis(url: str) -> "redis.Redis":
    import redis

    global _client
    if _client is None:
        _client = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
    return _client
