"""Whether what is said about one place can be true together: asked wherever somebody edits a point."""

from typing import Final

from .errors import AddressError, OutsideGrid, UnreadableReference
from .grids import npn
from .grids.place import Point
from .grids.projection import to_plane

# A plate may stand 2 m off its cell by law; further than this its number names another place.
NPN_WRONG_M: Final = 15.0


class Contradiction(AddressError):
    """Two statements about one place that cannot both be true."""

    slug = "contradiction"


def check_position(longitude: float, latitude: float) -> None:
    """Refuse a position in degrees that is not in Korea, swapped axes among them. Raises Contradiction."""
    try:
        npn.write(Point(longitude, latitude))
    except OutsideGrid:
        raise Contradiction(
            f"Longitude {longitude:.6f}, latitude {latitude:.6f} is not in Korea. The longitude comes first, "
            "as in POINT (126.9449 37.6825)."
        ) from None


def plate_number(stated: str) -> str:
    """Return a National Point Number as it is kept, `다사53936228`. Raises UnreadableReference.

    Shorter numbers name squares of 100 m and more, and no plate carries one.
    """
    if npn.cell(stated).size_m != 10:
        raise UnreadableReference("A plate has two letters and eight digits, as in 다사 5393 6228.")
    return npn.compact(stated)


def check_number(number: str, longitude: float, latitude: float, uncertainty_m: float) -> None:
    """Refuse a National Point Number whose cell is further off than survey explains; metres at 95 %.

    Raises UnreadableReference, Contradiction.
    """
    off_m = npn.cell(number).distance_m(*to_plane(Point(longitude, latitude)))
    if off_m > NPN_WRONG_M + uncertainty_m:
        away = f"The cell of {npn.normal(number)} is {off_m:,.0f} m away."
        raise Contradiction(f"{away} Correct the number or the position.")
