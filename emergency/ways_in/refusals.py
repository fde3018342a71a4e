"""Requests that were signed by nobody we know: counted, and told to the log without flooding it."""

import logging
from datetime import datetime
from typing import Final

from django.core.cache import cache

WAYS: Final = ("sms", "aml")
_TOLD_A_MINUTE: Final = 10
_KEPT_S: Final = 30 * 24 * 3600

log = logging.getLogger(__name__)


def count(way: str, address: str, now: datetime) -> None:
    """Count one refusal by its way in; the first ten of a minute stand in the log, with their network address."""
    _add(f"ways_in:refused:{way}", _KEPT_S)
    if _add(f"ways_in:refused:{way}:{now:%H%M}", 120) <= _TOLD_A_MINUTE:
        log.warning("A request to %s from %s was not signed by a key that we know.", way, address)


def totals() -> dict[str, int]:
    """Return how many requests each way in has refused since the cache was emptied."""
    counted = cache.get_many([f"ways_in:refused:{way}" for way in WAYS])
    return {way: int(counted.get(f"ways_in:refused:{way}", 0)) for way in WAYS}


def _add(key: str, kept_s: int) -> int:
    cache.add(key, 0, kept_s)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended between the two
        cache.set(key, 1, kept_s)
        return 1
