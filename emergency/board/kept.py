"""Make something once for all who ask for it within a while: twenty boards cost what one does."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """What was made for each key, and when. There are as many keys as jurisdictions, so none is forgotten."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._made: dict[int, tuple[float, T]] = {}
        self._making: dict[int, threading.Lock] = {}

    def get(self, key: int, make: Callable[[], T]) -> T:
        """Return what was made for a key lately, else make it; who asks meanwhile waits for that one."""
        with self._making.setdefault(key, threading.Lock()):
            known = self._made.get(key)
            if known is not None and self._clock() - known[0] < self.seconds:
                return known[1]
            made = make()
            self._made[key] = (self._clock(), made)
            return made

    def forget(self) -> None:
        """Drop all of it."""
        self._made.clear()
