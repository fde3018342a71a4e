"""What the door counts for Prometheus: plain numbers of one process, nothing about a person.

Loaded only where METRICS_TOKEN is set. Counting one request takes some two microseconds.
"""

import hmac
import re
from collections.abc import Mapping, Sequence

from django.db.models import Count
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from .commands import Command, NewReport
from .errors import Refused
from .http import Message, Send
from .intake import Outcome
from .models import Delivery
from .ways_in import refusals

CONTENT_TYPE = CONTENT_TYPE_LATEST  # of what generate_latest writes
COMMANDS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_REPORT = re.compile(r"/api/v1/reports/[^/]+(?:/(fixes|messages|cancel|events))?/?")
_DOORS_OWN = {"/api/v1/events": "events", "/healthz": "healthz", "/readyz": "readyz", "/metrics": "metrics"}


class NotForEverybody(Refused):
    kind, status, title = "metrics-token", 403, "Not for everybody"


class Metrics:
    """The counters of one door, from its start on."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "yeogi_requests",
            "Requests answered, by the door's route.",
            ["route", "status"],
            registry=self.registry,
        )
        self._accepted = Counter("yeogi_reports_accepted", "New reports on the disk.", registry=self.registry)
        self._exercises = Counter(
            "yeogi_exercises_accepted", "New reports of exercises on the disk.", registry=self.registry
        )
        self._batches = Histogram(
            "yeogi_batch_commands",
            "Commands that shared one commit.",
            buckets=COMMANDS,
            registry=self.registry,
        )
        self._commits = Histogram(
            "yeogi_commit_seconds",
            "From handing a batch over to its commit.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self._streams = Gauge("yeogi_streams_open", "Streams of consoles and phones.", registry=self.registry)
        self._lag = Gauge(
            "yeogi_stream_lag_seconds", "Since the event log was last looked at.", registry=self.registry
        )
        self._deliveries = Gauge(
            "yeogi_deliveries", "Messages owed to other systems.", ["state"], registry=self.registry
        )

        self._refused = Gauge(
            "yeogi_ways_in_refused",
            "Requests of gateways and partners that were signed by nobody known, by their way in.",
            ["way"],
            registry=self.registry,
        )

    def watching(self, path: str, send: Send) -> Send:
        """Return a ``send`` that counts the answer to a request for this path."""

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._requests.labels(route(path), str(message["status"])).inc()
            await send(message)

        return counted

    def committed(self, commands: Sequence[Command], outcomes: Sequence[Outcome], seconds: float) -> None:
        """Count one batch whose transaction has ended."""
        self._batches.observe(len(commands))
        self._commits.observe(seconds)
        for command, outcome in zip(commands, outcomes, strict=True):
            if isinstance(command, NewReport) and not isinstance(outcome, Refused) and outcome.status == 201:
                # What is practised must not look like an emergency in anybody's statistics.
                (self._exercises if command.is_exercise else self._accepted).inc()

    def page(self, streams: int, lag_s: float | None, deliveries: Mapping[str, int]) -> bytes:
        """Return everything in Prometheus' text format, with what is asked only now."""
        self._streams.set(streams)
        self._lag.set(float("inf") if lag_s is None else lag_s)
        for state in Delivery.State.values:
            self._deliveries.labels(state).set(deliveries.get(state, 0))
        for way, count in refusals.totals().items():
            self._refused.labels(way).set(count)
        return generate_latest(self.registry)


def route(path: str) -> str:
    """Return the door's name for an address, without the ids in it; all of Django's are one."""
    if match := _REPORT.fullmatch(path):
        return f"report_{match[1]}" if match[1] else "report"
    return _DOORS_OWN.get(path, "django")


def deliveries() -> dict[str, int]:
    """Return how many deliveries are in each state; the index on the state answers."""
    rows = Delivery.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def check(authorization: str, token: str) -> None:
    """Raise NotForEverybody unless the header carries the token (RFC 6750)."""
    if not hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
        raise NotForEverybody("Send METRICS_TOKEN as Authorization: Bearer.")
