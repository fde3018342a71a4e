"""Notice many reports from one network address: flag them and slow the answers, never refuse one.

Behind one address may stand a whole carrier, so what is counted is an address at one place: only
there do repeated reports join one incident, and a hundred phones at other tags stay apart.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from uuid import UUID

WINDOW = timedelta(minutes=10)
MANY = 5  # reports of one address at one place within the window, before they are joined
MANY_ANYWHERE = 30  # reports of one address at any place within the window, before they are flagged
SLOWEST_S = 2.0
REMEMBERED = 20_000
MOST_COUNTED = 1_000


class Crowd:
    """Counts reports per key within the last ten minutes; forgets the longest unseen keys."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, dict[UUID, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, key: str, report: UUID, now: datetime) -> int:
        """Note a report of ``key`` and return how many different ones there were within the window.

        The same report tried again while the database is away is one report.
        """
        with self._lock:
            seen = self._seen.setdefault(key, {})
            self._seen.move_to_end(key)
            seen.setdefault(report, now)
            while (oldest := next(iter(seen))) != report and (
                seen[oldest] < now - WINDOW or len(seen) > MOST_COUNTED
            ):
                del seen[oldest]
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
            return len(seen)


def delay_s(count: int, allowed: int) -> float:
    """Return how long an answer is held back: a tenth of a second for each one too many."""
    return min(max(count - allowed, 0) * 0.1, SLOWEST_S)
