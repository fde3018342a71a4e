"""The rows among which the nearest must be, found through each database's own spatial index.

Raw SQL, because GeoDjango cannot name SpatiaLite's R-tree and never uses it by itself, and because
ordering by ``Distance()`` measures every row of the table: seconds at a million.
"""

import math
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection

from .distances import Row, measure, shortest_m
from .rtree import nearest_first
from .spatial_index import KIND_NUMBERS, KIND_TREE


@dataclass(frozen=True, slots=True)
class Among:
    """Where to look: a table with ``id`` and ``position``, and which rows count (SQL on the alias p).

    ``kinds`` are facility types: rare ones are found as quickly as common ones, because both
    databases index the kind together with the position.
    """

    table: str
    condition: str = "1 = 1"
    values: tuple[Any, ...] = ()
    kinds: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many of the nearest rows are asked for, and within how many metres."""

    among: Among
    limit: int
    reach_m: float


def candidates(wanted: Sequence[Wanted], longitude: float, latitude: float) -> list[list[Row]]:
    """Return, for each of what is wanted, (key, longitude, latitude) of rows that hold it for certain.

    PostGIS is asked for all of it in one journey.
    """
    if connection.vendor == "sqlite":
        return [_through_tree(one, longitude, latitude) for one in wanted]
    return _by_distance(wanted, longitude, latitude)


def _through_tree(wanted: Wanted, longitude: float, latitude: float) -> list[Row]:
    """Read rows in the order of SpatiaLite's R-tree until no nearer one can come."""
    among, limit = wanted.among, wanted.limit
    tree, layers = f"idx_{among.table}_position", None
    if among.kinds is not None:
        tree, layers = KIND_TREE, _layers(among.kinds)
    found: list[Row] = []
    with closing(nearest_first(tree, longitude, latitude, layers)) as walk:
        size = limit + 3
        while batch := list(islice(walk, size)):
            found += _rows(among, [key for _, key in batch])
            beyond_m = shortest_m(batch[-1][0], latitude)
            if beyond_m >= wanted.reach_m or _is_enough(found, longitude, latitude, limit, beyond_m):
                break
            size = min(2 * size, 500)
    return found


def _is_enough(found: list[Row], longitude: float, latitude: float, limit: int, beyond_m: float) -> bool:
    return len(found) >= limit and measure(found, longitude, latitude, limit)[-1][1] <= beyond_m


def _rows(among: Among, keys: list[int]) -> list[Row]:
    return _ask(
        f"SELECT p.id, ST_X(p.position), ST_Y(p.position) FROM {among.table} p"
        f" WHERE p.id IN ({', '.join(['%s'] * len(keys))}) AND {among.condition}",
        [*keys, *among.values],
    )


def _layers(kinds: Sequence[str]) -> list[float]:
    numbers = f"SELECT number FROM {KIND_NUMBERS} WHERE slug IN ({', '.join(['%s'] * len(kinds))})"
    return [number + 0.25 for (number,) in _ask(numbers, kinds)]


def _by_distance(wanted: Sequence[Wanted], longitude: float, latitude: float) -> list[list[Row]]:
    """Read PostGIS's rows in the order of ``<->`` until no nearer one can come, each kind for itself.

    That order is by plain degrees, and a degree of longitude is shorter than one of latitude.
    """

    def is_done(one: Wanted, rows: list[Row], size: int) -> bool:
        if len(rows) < size:
            return True
        degrees = math.hypot(rows[-1][1] - longitude, rows[-1][2] - latitude)
        beyond_m = shortest_m(degrees * math.cos(math.radians(latitude)), latitude)
        return beyond_m >= one.reach_m or _is_enough(rows, longitude, latitude, one.limit, beyond_m)

    found: list[list[Row]] = [[] for _ in wanted]
    left = [(index, kind) for index, one in enumerate(wanted) for kind in _each_kind(one.among)]
    larger = 1
    while left:
        asked = [(wanted[index].among, kind, _first_size(wanted[index]) * larger) for index, kind in left]
        open_ones = []
        for (index, kind), (_, _, size), rows in zip(
            left, asked, _ordered(asked, longitude, latitude), strict=True
        ):
            if is_done(wanted[index], rows, size):
                found[index] += rows
            else:
                open_ones.append((index, kind))
        left, larger = open_ones, 4 * larger
    return found


def _each_kind(among: Among) -> Sequence[str | None]:
    return (None,) if among.kinds is None else among.kinds


def _first_size(wanted: Wanted) -> int:
    return 2 * wanted.limit + 8


def _ordered(
    asked: Sequence[tuple[Among, str | None, int]], longitude: float, latitude: float
) -> list[list[Row]]:
    """Return the first rows by ``<->`` for each table, kind and size, all of them in one journey."""
    selects, values = [], list[Any]()
    for number, (among, kind, size) in enumerate(asked):
        of_kind = "TRUE" if kind is None else "p.facility_type_id = %s"
        selects.append(
            f"(SELECT {number}, p.id, ST_X(p.position), ST_Y(p.position) FROM {among.table} p"
            f" WHERE {of_kind} AND {among.condition}"
            " ORDER BY p.position <-> ST_SetSRID(ST_MakePoint(%s, %s), 4326) LIMIT %s)"
        )
        values += [*([] if kind is None else [kind]), *among.values, longitude, latitude, size]
    rows_of: list[list[Row]] = [[] for _ in asked]
    for number, *row in _ask(" UNION ALL ".join(selects), values):
        rows_of[number].append((row[0], row[1], row[2]))
    return rows_of


def _ask(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
