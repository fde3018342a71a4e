"""Notice many reports from one network address: flag them and slow the answers, never refuse one.

Behind one address may stand a whole carrier, so what is counted is an address at one place: only
there do repeated reports join one incident, and a hundred phones at other tags stay apart.
"""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
MANY = 5  # reports of one address at one place within the window, before they are joined
MANY_ANYWHERE = 30  # reports of one address at any place within the window, before they are flagged
SLOWEST_S = 2.0
REMEMBERED = 20_000


class Crowd:
    """Counts reports per key within the last ten minutes; forgets the longest unseen keys."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, key: str, now: datetime) -> int:
        """Note one more report of ``key`` and return how many there were within the window."""
        with self._lock:
            times = self._times.setdefault(key, deque(maxlen=1000))
            self._times.move_to_end(key)
            times.append(now)
            while times[0] < now - WINDOW:
                times.popleft()
            if len(self._times) > REMEMBERED:
                self._times.popitem(last=False)
            return len(times)


def delay_s(count: int, allowed: int) -> float:
    """Return how long an answer is held back: a tenth of a second for each one too many."""
    return min(max(count - allowed, 0) * 0.1, SLOWEST_S)
