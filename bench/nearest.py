"""How long does it take to find the nearest five of a million points, and how does that grow?

Asked inside the process, through ``addresses.nearest.points``, where people stand: near a point. The
sizes take turns. Some answers are compared with a search through every single point.

python -m bench.nearest COUNT QUESTIONS SEED prints the times of one round, in a process of its own.
"""

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import django
import numpy as np

from .ground import BOTH, Ground, Machine
from .points import EXTENT, ONE_RARE_IN, RARE, places
from .table import Goal, Peer, Row

SIZES = (10_000, 100_000, 1_000_000)
QUICK_SIZES = (10_000, 100_000)
AT_MOST_MS = 5.0
AT_MOST_GROWTH = 1.5
LIMIT = 5


def measure(machine: Machine) -> Iterator[Row]:
    """Yield the median for each size, and the growth, on each database."""
    sizes = QUICK_SIZES if machine.quick else SIZES
    rounds, questions = (2, 100) if machine.quick else (5, 300)
    for on in BOTH:
        with contextlib.ExitStack() as stack:
            grounds = {size: stack.enter_context(machine.ground(on)) for size in sizes}
            for size, ground in grounds.items():
                ground.ask("bench.points", str(size))
            found = _rounds(grounds, rounds, questions)
        yield from _rows(on, sizes, found)


def _rounds(grounds: dict[int, Ground], rounds: int, questions: int) -> dict[tuple[str, int], list[float]]:
    found: dict[tuple[str, int], list[float]] = {}
    for seed in range(rounds):
        for size, ground in grounds.items():
            answer = ground.ask("bench.nearest", str(size), str(questions), str(seed))
            for kind, times in answer.items():
                found.setdefault((kind, size), []).extend(times)
    return found


def _rows(on: str, sizes: tuple[int, ...], found: dict[tuple[str, int], list[float]]) -> Iterator[Row]:
    names = {"all": "nearest five", "rare": f"nearest five of a kind that one in {ONE_RARE_IN:,} is"}
    for kind, name in names.items():
        for size in sizes:
            times = sorted(found[kind, size])
            yield Row(
                f"{name}, {size:,} points",
                on,
                median(times),
                "ms",
                Peer("the index alone, bare SQL", median(found["bare", size])) if kind == "all" else None,
                Goal(at_most=AT_MOST_MS) if size == sizes[-1] else None,
                f"p99 {times[int(len(times) * 0.99)]:.1f} ms",
            )
        yield Row(
            f"{name}: cost at {sizes[-1]:,} to cost at {sizes[0]:,}",
            on,
            median(found[kind, sizes[-1]]) / median(found[kind, sizes[0]]),
            "times",
            goal=Goal(at_most=AT_MOST_GROWTH),
        )


def one_round(size: int, questions: int, seed: int) -> dict[str, list[float]]:
    """Return the times in milliseconds of each kind of question, after some to warm up."""
    from addresses import nearest

    points = places(size)
    _check(points, seed)
    chance = np.random.default_rng(100 + seed)
    asked = points[chance.integers(0, size, questions + 20)] + chance.normal(0, 0.003, (questions + 20, 2))
    times: dict[str, list[float]] = {"all": [], "rare": [], "bare": []}
    for longitude, latitude in asked.tolist():
        began = time.perf_counter()
        found = nearest.points(longitude, latitude, limit=LIMIT)
        times["all"].append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        nearest.points(longitude, latitude, limit=LIMIT, facility_types=[RARE])
        times["rare"].append((time.perf_counter() - began) * 1000)
        times["bare"].append(_bare_ms(longitude, latitude, found[-1].distance_m))
    return {kind: measured[20:] for kind, measured in times.items()}


def _bare_ms(longitude: float, latitude: float, fifth_m: float) -> float:
    """Time the index alone: PostGIS in order of distance, SQLite in a box just large enough."""
    from django.db import connection

    if connection.vendor == "sqlite":
        north = fifth_m / 110_500
        east = north / np.cos(np.radians(latitude))
        sql = (
            "SELECT pkid FROM idx_addresses_addresspoint_position"
            " WHERE xmax >= %s AND xmin <= %s AND ymax >= %s AND ymin <= %s"
        )
        values: list[Any] = [longitude - east, longitude + east, latitude - north, latitude + north]
    else:
        sql = (
            "SELECT id FROM addresses_addresspoint"
            " ORDER BY position <-> ST_SetSRID(ST_MakePoint(%s, %s), 4326) LIMIT 5"
        )
        values = [longitude, latitude]
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.fetchall()
    return (time.perf_counter() - began) * 1000


def _check(points: Any, seed: int) -> None:
    """Compare two answers with the distances to all points; raise when they differ."""
    from pyproj import Geod

    from addresses import nearest

    chance = np.random.default_rng(seed)
    for longitude, latitude in chance.uniform(EXTENT[:2], EXTENT[2:], (2, 2)).tolist():
        count = len(points)
        _, _, metres = Geod(ellps="WGS84").inv(
            np.full(count, longitude), np.full(count, latitude), points[:, 0], points[:, 1]
        )
        wanted = np.sort(metres)[:LIMIT]
        # The demonstration town's own points may be nearer; they are not in ``points``.
        found = [near.distance_m for near in nearest.points(longitude, latitude, limit=LIMIT)]
        if any(got > want + 1e-3 for got, want in zip(found, wanted, strict=True)):
            raise RuntimeError(f"at {longitude}, {latitude} the nearest are {wanted}, not {found}")


if __name__ == "__main__":
    django.setup()
    print(json.dumps(one_round(*(int(argument) for argument in sys.argv[1:4]))))
