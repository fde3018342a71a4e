"""Plus Codes (Open Location Code): `8Q98MX5H+C4`, or `MX5H+C4` near a known place."""

import re

from openlocationcode import openlocationcode

from addresses.errors import UnreadableReference
from addresses.grids.place import Place, Point, degrees_radius_m
from addresses.grids.spelling import clean

_SHAPE = re.compile(r"[23456789CFGHJMPQRVWX0]{0,8}\+[23456789CFGHJMPQRVWX]{0,24}", re.IGNORECASE)


def write(point: Point, digits: int = 10) -> str:
    """Return the full code of the cell that holds a point; 10 digits name about 14 m, 11 about 3 m."""
    code: str = openlocationcode.encode(point.latitude, point.longitude, digits)
    return code


def normal(text: str, near: Point | None = None) -> str:
    """Return the full code in capitals; a short one is completed from a point nearby.

    Raises UnreadableReference, also for a short code with nothing near it.
    """
    code = clean(text).upper()
    if not _SHAPE.fullmatch(code) or not openlocationcode.isValid(code):
        raise UnreadableReference("Give a Plus Code with its plus sign, such as 8Q98MX5H+C4.")
    if openlocationcode.isFull(code):
        return code
    if near is None:
        raise UnreadableReference(
            f"{code} is a short Plus Code and means something else in each town. "
            "Give all eight characters before the plus sign, or a place nearby."
        )
    completed: str = openlocationcode.recoverNearest(code, near.latitude, near.longitude)
    return completed


def read(text: str, near: Point | None = None) -> Place:
    """Return the centre, radius and outline of the cell that a code names. Raises UnreadableReference."""
    area = openlocationcode.decode(normal(text, near))
    west, south, east, north = area.longitudeLo, area.latitudeLo, area.longitudeHi, area.latitudeHi
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Place(
        Point((west + east) / 2, (south + north) / 2),
        degrees_radius_m(east - west, north - south, (south + north) / 2),
        tuple(Point(min(longitude, 180.0), min(latitude, 90.0)) for longitude, latitude in ring),
    )
