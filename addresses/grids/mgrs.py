"""MGRS, the grid of armies and helicopters: `52SCG 21624 69861`."""

import re
from functools import cache

from mgrs import MGRS, core

from addresses.errors import UnreadableReference
from addresses.grids.place import Place, Point, cell_radius_m
from addresses.grids.spelling import clean

# Zone, band and square, then as many digits east as north; polar squares have no zone.
_SHAPE = re.compile(r"((?:[0-9]{1,2}[C-HJ-NP-X]|[ABYZ])[A-HJ-NP-Z]{2})((?:[0-9]{2}){0,5})")


def write(point: Point, digits: int = 5) -> str:
    """Return the cell that holds a point, `52SCG 21624 69861`, with 0 to 5 digits each (5 is 1 m)."""
    packed: str = _geotrans().toMGRS(point.latitude, point.longitude, MGRSPrecision=digits)
    square, east, north = packed[: len(packed) - 2 * digits], packed[-2 * digits : -digits], packed[-digits:]
    return f"{square} {east} {north}" if digits else square


def normal(text: str) -> str:
    """Return a reference in the spelling of `write`, without changing its precision."""
    square, digits = _parts(text)
    half = len(digits) // 2
    return f"{square} {digits[:half]} {digits[half:]}".strip()


def read(text: str) -> Place:
    """Return the centre of the cell that a reference names and the radius that covers it.

    Raises UnreadableReference.
    """
    square, digits = _parts(text)
    try:
        latitude, longitude = _geotrans().toLatLon(square + digits)
    except core.MGRSError as error:
        raise UnreadableReference(
            f"MGRS has no square {square}. Read the zone, the band and the two letters again."
        ) from error
    return Place(Point(longitude, latitude), cell_radius_m(100_000 / 10 ** (len(digits) // 2)))


def _parts(text: str) -> tuple[str, str]:
    shape = _SHAPE.fullmatch(re.sub(r"[ \-]", "", clean(text)).upper().removeprefix("MGRS").lstrip(":"))
    if shape is None:
        raise UnreadableReference(
            "Give MGRS as zone, square and the same number of digits east and north: 52SCG 21624 69861."
        )
    return shape[1].zfill(5) if shape[1][0].isdigit() else shape[1], shape[2]


@cache
def _geotrans() -> MGRS:
    return MGRS()
