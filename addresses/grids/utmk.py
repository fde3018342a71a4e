"""UTM-K: metres in Korea's unified plane (EPSG:5179), east first, as `UTM-K 953939 1962282`."""

import re

from addresses.errors import OutsideGrid, UnreadableReference
from addresses.grids.npn import EAST_LETTERS, NORTH_LETTERS, SOUTH_EDGE_M, SQUARE_M, WEST_EDGE_M
from addresses.grids.place import Place, Point, cell_radius_m
from addresses.grids.projection import from_plane, to_plane
from addresses.grids.spelling import clean

_EAST_EDGE_M = WEST_EDGE_M + SQUARE_M * len(EAST_LETTERS)
_NORTH_EDGE_M = SOUTH_EDGE_M + SQUARE_M * len(NORTH_LETTERS)
_NUMBER = r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{6,7}(?:\.[0-9]+)?)\s*m?"
_SHAPE = re.compile(
    rf"(?:(?:utm-?\s?k|epsg:?\s?5179)\s*[:,]?\s*)?\(?(?:([xyen])\s*[:=]?\s*)?{_NUMBER}"
    rf"\s*[,;/\s]\s*(?:([xyen])\s*[:=]?\s*)?{_NUMBER}\)?",
    re.IGNORECASE,
)


def write(point: Point, decimals: int = 0) -> str:
    """Return a point as `UTM-K 953939 1962282`, east then north, in metres. Raises OutsideGrid."""
    east_m, north_m = to_plane(point)
    if not _fits(east_m, north_m):
        raise OutsideGrid("UTM-K is for Korea, and this position is outside. Use latitude and longitude.")
    return f"UTM-K {east_m:.{decimals}f} {north_m:.{decimals}f}"


def read(text: str) -> Place:
    """Return the place that a pair of UTM-K metres names, labelled or bare, with or without commas.

    Korean surveyors call north X and map services call east X, so the numbers decide: they are swapped
    when only that lies on the grid. Raises UnreadableReference or OutsideGrid.
    """
    shape = _SHAPE.fullmatch(clean(text))
    if shape is None:
        raise UnreadableReference("Give UTM-K in metres, east then north: UTM-K 953939 1962282.")
    first, second = shape[2].replace(",", ""), shape[4].replace(",", "")
    decimals = min(len(number.partition(".")[2]) for number in (first, second))
    east_m, north_m = float(first), float(second)
    labels_swapped = (shape[1] or "").lower() in ("y", "n") and (shape[3] or "").lower() in ("x", "e")
    if (labels_swapped and _fits(north_m, east_m)) or not _fits(east_m, north_m):
        east_m, north_m = north_m, east_m
    if not _fits(east_m, north_m):
        raise OutsideGrid(
            f"UTM-K east runs from {WEST_EDGE_M} to {_EAST_EDGE_M}, "
            f"north from {SOUTH_EDGE_M} to {_NORTH_EDGE_M}. "
            "Check the numbers, and whether they belong to another coordinate system."
        )
    return Place(from_plane(east_m, north_m), cell_radius_m(10.0**-decimals))


def _fits(east_m: float, north_m: float) -> bool:
    # The far edges are included, unlike in NPN: what stands there is written as the edge, rounded.
    return WEST_EDGE_M <= east_m <= _EAST_EDGE_M and SOUTH_EDGE_M <= north_m <= _NORTH_EDGE_M
