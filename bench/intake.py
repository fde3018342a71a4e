"""How many reports a second are accepted, each on disk before its answer, with validation on?

The same clients ask us and the bare database in turn, so that what else the machine does hits both.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from . import load, pgbench, raw_commits
from .ground import BOTH, SPATIALITE, Machine, Server
from .table import Goal, Peer, Row

CLIENTS = (8, 32)
SHARE_OF_PGBENCH = {8: 0.35, 32: 0.60}
SHARE_OF_RAW_COMMITS = 0.50


def measure(machine: Machine) -> Iterator[Row]:
    """Yield one row for each database and number of clients."""
    pgbench.prepare(machine.postgres)
    for on in BOTH:
        with machine.ground(on) as ground, ground.serving() as server:
            town = ground.town()
            load.result(load.start(server, 8, 1, "reports", town))  # warm
            yield from _rows(machine, server, on, town)


def _rows(machine: Machine, server: Server, on: str, town: Path) -> Iterator[Row]:
    repeats, seconds = (2, 1.5) if machine.quick else (5, 5.0)
    limits: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
    ours: dict[int, list[_Round]] = {clients: [] for clients in CLIENTS}
    for _ in range(repeats):
        for clients in CLIENTS:
            limits[clients].append(_limit(machine, on, clients, seconds)())
            ours[clients].append(_round(server, clients, seconds, town))
    for clients in CLIENTS:
        share = SHARE_OF_RAW_COMMITS if on == SPATIALITE else SHARE_OF_PGBENCH[clients]
        name = "raw commits, one writer" if on == SPATIALITE else "pgbench, one commit each"
        rounds = ours[clients]
        web_us, db_us = (median(r.cost_us[i] for r in rounds) for i in (0, 1))
        p99_ms, median_ms = median(r.p99_ms for r in rounds), median(r.median_ms for r in rounds)
        yield Row(
            f"reports accepted, {clients} clients",
            on,
            median(r.per_second for r in rounds),
            "a second",
            Peer(name, median(limits[clients])),
            Goal(at_least=share, of_peer=True),
            f"median {median_ms:.1f} ms, p99 {p99_ms:.0f} ms; processor {web_us:.0f} µs web + {db_us:.0f} µs database",
        )


class _Round:
    """One round of ours: the generator's figures, and the processor time per report."""

    def __init__(self, result: load.Result, web_s: float, database_s: float) -> None:
        self.per_second, self.median_ms, self.p99_ms = result.per_second, result.median_ms, result.p99_ms
        self.cost_us = (web_s / result.answered * 1e6, database_s / result.answered * 1e6)


def _round(server: Server, clients: int, seconds: float, town: Path) -> _Round:
    web, database = server.processor_s()
    result = load.result(load.start(server, clients, seconds, "reports", town))
    web_after, database_after = server.processor_s()
    return _Round(result, web_after - web, database_after - database)


def _limit(machine: Machine, on: str, clients: int, seconds: float) -> Callable[[], float]:
    if on == SPATIALITE:
        return lambda: raw_commits.commits_per_second(machine.folder, seconds)
    return lambda: pgbench.commits_per_second(machine.postgres, machine.folder, clients, seconds)
