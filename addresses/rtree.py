"""Walk an R-tree of SQLite from the nearest box outwards: exact, wherever the asker and the points are.

SQLite itself answers only "what is in this box". How large a box holds the nearest five is a guess,
and a wrong one reads half the table; the tree knows. Its nodes are rows of a table ``NAME_node``:
two bytes of depth (in the root, node 1), two bytes with the number of cells, and in each cell a key
of eight bytes and the edges as 32-bit numbers, rounded outwards, all big-endian.
Source: the head of SQLite's ``rtree.c``; the format has not changed since 2008.
"""

import heapq
import math
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import numpy as np
from django.db import connection

ROOT = 1
_HEAD = 4


def nearest_first(
    tree: str, longitude: float, latitude: float, layers: Sequence[float] | None = None
) -> Generator[tuple[float, int]]:
    """Yield (degrees, key) of the tree's entries, the nearest box first, in degrees of latitude.

    The degrees are never more than those to the entry itself. ``layers`` are the wanted values of a
    third dimension, when the tree has one.
    """
    east_scale = math.cos(math.radians(latitude))
    edges = 4 if layers is None else 6
    cell = np.dtype([("key", ">i8"), ("edges", ">f4", (edges,))])
    order = count()
    with _one_moment(tree):
        depth, cells = _node(tree, ROOT, cell)
        waiting: list[tuple[float, int, int, int]] = []
        while True:
            for degrees, key in _reached(cells, longitude, latitude, east_scale, layers):
                heapq.heappush(waiting, (degrees, next(order), depth, key))
            while waiting and waiting[0][2] == 0:
                degrees, _, _, key = heapq.heappop(waiting)
                yield degrees, key
            if not waiting:
                return
            _, _, depth, key = heapq.heappop(waiting)
            depth -= 1
            _, cells = _node(tree, key, cell)


def _reached(
    cells: Any, longitude: float, latitude: float, east_scale: float, layers: Sequence[float] | None
) -> Iterator[tuple[float, int]]:
    edges = cells["edges"].astype(float)
    keys = cells["key"]
    if layers is not None:
        wanted = np.zeros(len(keys), dtype=bool)
        for layer in layers:
            wanted |= (edges[:, 4] <= layer) & (edges[:, 5] >= layer)
        edges, keys = edges[wanted], keys[wanted]
    east = np.maximum(np.maximum(edges[:, 0] - longitude, longitude - edges[:, 1]), 0) * east_scale
    north = np.maximum(np.maximum(edges[:, 2] - latitude, latitude - edges[:, 3]), 0)
    yield from zip(np.hypot(east, north).tolist(), keys.tolist(), strict=True)


def _node(tree: str, number: int, cell: Any) -> tuple[int, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT data FROM "{tree}_node" WHERE nodeno = %s', [number])
        data = bytes(cursor.fetchone()[0])
    depth, cells = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:_HEAD], "big")
    return depth, np.frombuffer(data, cell, cells, _HEAD)


@contextmanager
def _one_moment(tree: str) -> Iterator[None]:
    """See the tree as it is now until the walk is over, while others go on writing.

    A statement that has rows left holds SQLite's read snapshot; a transaction would queue with the writers.
    """
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT nodeno FROM "{tree}_node"')
        cursor.fetchone()
        yield
