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


def candidates(among: Among, longitude: float, latitude: float, limit: int, reach_m: float) -> list[Row]:
    """Return (key, longitude, latitude) of rows that hold the nearest ``limit`` within reach for certain."""
    if connection.vendor == "sqlite":
        return _through_tree(among, longitude, latitude, limit, reach_m)
    return _by_distance(among, longitude, latitude, limit, reach_m)


def _through_tree(among: Among, longitude: float, latitude: float, limit: int, reach_m: float) -> list[Row]:
    """Read rows in the order of SpatiaLite's R-tree until no nearer one can come."""
    tree, layers = f"idx_{among.table}_position", None
    if among.kinds is not None:
        tree, layers = KIND_TREE, _layers(among.kinds)
    found: list[Row] = []
    with closing(nearest_first(tree, longitude, latitude, layers)) as walk:
        size = limit + 3
        while batch := list(islice(walk, size)):
            found += _rows(among, [key for _, key in batch])
            beyond_m = shortest_m(batch[-1][0], latitude)
            if beyond_m >= reach_m or _is_enough(found, longitude, latitude, limit, beyond_m):
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


def _by_distance(among: Among, longitude: float, latitude: float, limit: int, reach_m: float) -> list[Row]:
    """Read PostGIS's rows in the order of ``<->`` until no nearer one can come, each kind for itself.

    That order is by plain degrees, and a degree of longitude is shorter than one of latitude.
    """

    def is_done(rows: list[Row]) -> bool:
        if len(rows) < size:
            return True
        degrees = math.hypot(rows[-1][1] - longitude, rows[-1][2] - latitude)
        beyond_m = shortest_m(degrees * math.cos(math.radians(latitude)), latitude)
        return beyond_m >= reach_m or _is_enough(rows, longitude, latitude, limit, beyond_m)

    size, found = 2 * limit + 8, list[Row]()
    wanted: Sequence[str | None] = (None,) if among.kinds is None else among.kinds
    while wanted:
        rows_of = _of_each(among, wanted, longitude, latitude, size)
        found += [row for rows in rows_of.values() if is_done(rows) for row in rows]
        wanted = [kind for kind, rows in rows_of.items() if not is_done(rows)]
        size *= 4
    return found


def _of_each(
    among: Among, kinds: Sequence[str | None], longitude: float, latitude: float, size: int
) -> dict[str | None, list[Row]]:
    """Return the first ``size`` rows of each kind by ``<->``; all kinds are asked for in one journey."""
    asked, values = [], list[Any]()
    for number, kind in enumerate(kinds):
        of_kind = "TRUE" if kind is None else "p.facility_type_id = %s"
        asked.append(
            f"(SELECT {number}, p.id, ST_X(p.position), ST_Y(p.position) FROM {among.table} p"
            f" WHERE {of_kind} AND {among.condition}"
            " ORDER BY p.position <-> ST_SetSRID(ST_MakePoint(%s, %s), 4326) LIMIT %s)"
        )
        values += [*([] if kind is None else [kind]), *among.values, longitude, latitude, size]
    rows_of: dict[str | None, list[Row]] = {kind: [] for kind in kinds}
    for number, *row in _ask(" UNION ALL ".join(asked), values):
        rows_of[kinds[number]].append((row[0], row[1], row[2]))
    return rows_of


def _ask(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
