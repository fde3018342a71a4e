"""Background work is rows with a lease; this sweeps what is due.

With Redis, Celery's beat and workers call ``once``. Without, a thread of the web process does.
Measured: Celery on files or on SQLite lost the task of a killed worker, and the swept row came
back after its lease. So the rows are the truth either way, and the embedded default needs no broker.
"""

import logging
import threading
import time
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from addresses import plate_reports
from trails import anchors
from trails.packages import building

from . import deliveries, escalation, handing_over, retention
from .alerts import publish
from .ways_in import gathered
from .webhooks import courier

log = logging.getLogger(__name__)

EVERY_S = 1.0
NOW_AND_THEN_S = 60.0
STUCK_AFTER_S = 120.0
PACKAGES_S = 3.0  # then no further one is begun: deliveries wait for the same thread


def once() -> int:
    """Give each webhook its turn, try every other delivery that is due, and return how many of these.

    First what nobody has opened in time moves on: its messages go out in the same sweep. What another centre
    did not answer in time comes back to its owner, and a text message that waits in vain for its other parts is
    taken, too.
    """
    escalation.sweep(timezone.now())
    handing_over.sweep(timezone.now())
    courier.sweep()
    tried = deliveries.sweep()
    gathered.sweep(timezone.now())
    return tried


def is_overdue() -> bool:
    """Return whether something has been due for so long that nobody can be sweeping."""
    now = timezone.now()
    return deliveries.is_overdue(now) or courier.is_overdue(now) or escalation.is_overdue(now)


def now_and_then() -> None:
    """Destroy the positions and photos whose time is over, and derive the anchors of what has changed.

    What is closed, or open again, is published.
    """
    retention.sweep()
    plate_reports.sweep(timezone.now())
    anchors.sweep(timezone.now() - 2 * timedelta(seconds=NOW_AND_THEN_S))
    courier.tidy(timezone.now())
    gathered.tidy(timezone.now())
    publish.sweep(timezone.now())


class Sweeper:
    """A thread that sweeps once a second until it is stopped."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)
        self._swept_at = time.monotonic()
        self._network: threading.Thread | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the present sweep and end."""
        self._stopped.set()
        self._thread.join(timeout=10)
        if self._network is not None:
            self._network.join(timeout=10)

    def health(self) -> str:
        """Return ``ready``, or ``stuck`` when no sweep has ended for two minutes."""
        return "ready" if time.monotonic() - self._swept_at < STUCK_AFTER_S else "stuck"

    def _run(self) -> None:
        swept_all_at = 0.0
        while not self._stopped.wait(EVERY_S):
            try:
                once()
                if time.monotonic() - swept_all_at > NOW_AND_THEN_S:
                    now_and_then()
                    building.sweep(at_most_s=PACKAGES_S)
                    self._sweep_network()
                    swept_all_at = time.monotonic()
                self._swept_at = time.monotonic()
            except Exception:  # the thread must outlive whatever a row or the database does
                log.exception("Background work failed; the rows stay due.")
                connections.close_all()
        connections.close_all()

    def _sweep_network(self) -> None:
        """Make the network of the trails anew; a large one takes seconds, for which no delivery waits."""
        if self._network is None or not self._network.is_alive():
            self._network = threading.Thread(target=_make_network, name="network", daemon=True)
            self._network.start()


def _make_network() -> None:
    # scipy takes half a second and 30 MB: only whoever does this work loads it.
    from trails.ways import building as network

    try:
        network.sweep()
    except Exception:  # it stays due; the next sweep tries again
        log.exception("The network of the trails could not be made; the one before stays.")
    finally:
        connections.close_all()
