"""How many positions a second are accepted, each on disk before its answer, and what does one cost?

A phone measures every five seconds. With signal it sends one position at a time; what it could not
send it sends in batches of up to a hundred. The goal is asked of the batches of twenty.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from . import cost
from .ground import BOTH, Machine, Server
from .table import Goal, Row

CLIENTS = 32
IN_ONE_REQUEST = (1, 20, 100)
JUDGED = (20, 100)
AT_LEAST_PER_SECOND = 5000
AT_MOST_US = 250


def measure(machine: Machine) -> Iterator[Row]:
    """Yield rate and cost for each database and size of batch."""
    for on in BOTH:
        with machine.ground(on) as ground, ground.serving() as server:
            town = ground.town()
            for count in IN_ONE_REQUEST:
                yield from _rows(machine, server, on, town, count)


def _rows(machine: Machine, server: Server, on: str, town: Path, count: int) -> Iterator[Row]:
    repeats, seconds = (1, 2.0) if machine.quick else (3, 5.0)
    rounds = [cost.one(server, CLIENTS, seconds, f"fixes:{count}", town) for _ in range(repeats)]
    judged = count in JUDGED
    p99_ms = median(r.result.p99_ms for r in rounds)
    web_us, database_us = (
        median(getattr(r, name) for r in rounds) / count for name in ("web_us", "database_us")
    )
    yield Row(
        f"positions accepted, {count} in a request, {CLIENTS} clients",
        on,
        median(r.result.per_second for r in rounds) * count,
        "a second",
        goal=Goal(at_least=AT_LEAST_PER_SECOND) if judged else None,
        note=f"p99 {p99_ms:.0f} ms",
    )
    yield Row(
        f"processor for one position, {count} in a request",
        on,
        web_us + database_us,
        "µs",
        goal=Goal(at_most=AT_MOST_US) if judged else None,
        note=f"{web_us:.0f} web + {database_us:.0f} database",
    )
