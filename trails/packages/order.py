"""Rows along a curve on which neighbours stay neighbours, so that their differences are small. Pure."""

from typing import Any

import numpy as np

from .encoding import DEGREE, Row

_ROUNDS = 29  # 2^29 millionths of a degree are more than the way around the Earth


def along_curve(rows: list[Row]) -> list[Row]:
    """Return rows that begin with (x, y) in millionths of a degree, along Hilbert's curve.

    The order is the same whatever other rows there are: an update may say only which rows come and go.
    """
    if not rows:
        return []
    x = np.array([row[0] for row in rows], dtype=np.int64) + 180 * DEGREE
    y = np.array([row[1] for row in rows], dtype=np.int64) + 90 * DEGREE
    places = hilbert(x, y).tolist()
    return [row for _, row in sorted(zip(places, rows, strict=True))]


def hilbert(x: Any, y: Any) -> Any:
    """Return how far along Hilbert's curve places lie; both coordinates from 0 to 2^29."""
    x, y, far = x.copy(), y.copy(), np.zeros(len(x), dtype=np.int64)
    side = np.int64(1 << (_ROUNDS - 1))
    while side:
        right, up = (x & side) > 0, (y & side) > 0
        far += side * side * ((3 * right) ^ up)
        turned = right & ~up
        x[turned], y[turned] = side - 1 - (x[turned] & (side - 1)), side - 1 - (y[turned] & (side - 1))
        x[~up], y[~up] = y[~up], x[~up].copy()
        x, y = x & (side - 1), y & (side - 1)
        side >>= 1
    return far
