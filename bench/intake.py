"""How many reports a second are accepted, each on disk before its answer, with validation on?

The same clients ask us and the bare database in turn, so that what else the machine does hits both.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from . import cost, load, pgbench, raw_commits
from .ground import BOTH, POSTGIS, SPATIALITE, Machine, Server
from .table import Goal, Peer, Row

CLIENTS = (8, 32)
# So many reports before the first round that the planner can be told about tables that are not empty.
WARM_S = 5.0
SHARE_OF_PGBENCH = {8: 0.35, 32: 0.60}
SHARE_OF_RAW_COMMITS = 0.50


def measure(machine: Machine) -> Iterator[Row]:
    """Yield one row for each database and number of clients."""
    pgbench.prepare(machine.postgres)
    for on in BOTH:
        with machine.ground(on) as ground, ground.serving() as server:
            town = ground.town()
            load.result(load.start(server, 32, 1 if machine.quick else WARM_S, "reports", town))
            if on == POSTGIS:
                ground.analyze()
            yield from _rows(machine, server, on, town)
            if on == POSTGIS:
                with ground.serving() as second:
                    yield from _by_two(machine, [server, second], town)


def _rows(machine: Machine, server: Server, on: str, town: Path) -> Iterator[Row]:
    repeats, seconds = (2, 1.5) if machine.quick else (5, 5.0)
    limits: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
    ours: dict[int, list[cost.Round]] = {clients: [] for clients in CLIENTS}
    for _ in range(repeats):
        for clients in CLIENTS:
            limits[clients].append(_limit(machine, on, clients, seconds))
            ours[clients].append(cost.one(server, clients, seconds, "reports", town))
    for clients in CLIENTS:
        share = SHARE_OF_RAW_COMMITS if on == SPATIALITE else SHARE_OF_PGBENCH[clients]
        name = "raw commits, one writer" if on == SPATIALITE else "pgbench, one commit each"
        yield Row(
            f"reports accepted, {clients} clients",
            on,
            median(r.result.per_second for r in ours[clients]),
            "a second",
            Peer(name, median(limits[clients])),
            Goal(at_least=share, of_peer=True),
            _note(ours[clients]),
        )


def _by_two(machine: Machine, servers: list[Server], town: Path) -> Iterator[Row]:
    """Yield the same with two web processes on the one database, half of the clients each."""
    repeats, seconds = (2, 1.5) if machine.quick else (5, 5.0)
    for clients in CLIENTS:
        limits, ours = [], []
        for _ in range(repeats):
            limits.append(_limit(machine, POSTGIS, clients, seconds))
            runs = [load.start(server, clients // 2, seconds, "reports", town) for server in servers]
            ours.append(sum(load.result(run).per_second for run in runs))
        yield Row(
            f"reports accepted, {clients} clients, two web processes",
            POSTGIS,
            median(ours),
            "a second",
            Peer("pgbench, one commit each", median(limits)),
        )


def _note(rounds: list[cost.Round]) -> str:
    median_ms, p99_ms = (median(getattr(r.result, name) for r in rounds) for name in ("median_ms", "p99_ms"))
    web_us, database_us = median(r.web_us for r in rounds), median(r.database_us for r in rounds)
    return (
        f"median {median_ms:.1f} ms, p99 {p99_ms:.0f} ms; "
        f"processor {web_us:.0f} µs web + {database_us:.0f} µs database"
    )


def _limit(machine: Machine, on: str, clients: int, seconds: float) -> float:
    if on == SPATIALITE:
        return raw_commits.commits_per_second(machine.folder, seconds)
    return pgbench.commits_per_second(machine.postgres, machine.folder, clients, seconds)
