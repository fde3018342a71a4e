"""National Point Numbers (국가지점번호): two letters and eight digits name a 10 m cell of EPSG:5179.

Source: 도로명주소법 시행령 제37조 (the grid) and 시행규칙 제43조 (short forms of 2, 4 and 6 digits, naming
cells of 10 km, 1 km and 100 m). The first letter counts east, the second north, 100 km each, from
`가가 0000 0000` at E 700,000 N 1,300,000.
"""

import math
import re
from dataclasses import dataclass

from addresses.errors import OutsideGrid, UnreadableReference
from addresses.grids.place import Place, Point, cell_radius_m
from addresses.grids.projection import from_plane, to_plane
from addresses.grids.spelling import clean

EAST_LETTERS = "가나다라마바사"
NORTH_LETTERS = "가나다라마바사아"
WEST_EDGE_M, SOUTH_EDGE_M = 700_000, 1_300_000
SQUARE_M = 100_000

# Exactly these letters: a range such as [가-사] would let 갸 and 댜 in.
_SHAPE = re.compile(rf"([{EAST_LETTERS}])([{NORTH_LETTERS}])((?:[0-9]{{2}}){{1,4}})")
_LABEL = re.compile(r"^(?:국가)?지점번호\s*:?")
_SEPARATORS = re.compile("[ \\-.,_/·•∙⋅・ㆍ‧]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the grid: its south-west corner in metres of EPSG:5179, and the length of its side."""

    east_m: int
    north_m: int
    size_m: int

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the cell as (east_m, north_m)."""
        return self.east_m + self.size_m / 2, self.north_m + self.size_m / 2

    def distance_m(self, east_m: float, north_m: float) -> float:
        """Return how far a position lies outside the cell, 0 inside.

        A plate may stand up to 2 m off (규칙 제46조③), so a surveyed plate near an edge may disagree by one
        cell and still be right.
        """
        beside_m = max(self.east_m - east_m, 0.0, east_m - (self.east_m + self.size_m))
        above_m = max(self.north_m - north_m, 0.0, north_m - (self.north_m + self.size_m))
        return math.hypot(beside_m, above_m)


def write(point: Point, digits: int = 8) -> str:
    """Return the number of the cell that holds a point, as on the plate: `다사 5393 6228`.

    `digits` may be 8 (10 m), 6 (100 m), 4 (1 km) or 2 (10 km). Raises OutsideGrid.
    """
    return write_plane(*to_plane(point), digits)


def write_plane(east_m: float, north_m: float, digits: int = 8) -> str:
    """Do the same from metres in EPSG:5179. Digits are cut off, never rounded: the number names a cell."""
    if digits not in (2, 4, 6, 8):
        raise ValueError(f"A National Point Number has 2, 4, 6 or 8 digits, not {digits}.")
    size_m = _size_m(digits)
    return _spell(math.floor(east_m / size_m) * size_m, math.floor(north_m / size_m) * size_m, size_m)


def cell(text: str) -> Cell:
    """Return the cell that a number names, with any separators, composed or decomposed Hangul.

    Raises UnreadableReference with the reason.
    """
    compact = _SEPARATORS.sub("", _LABEL.sub("", clean(text)))
    shape = _SHAPE.fullmatch(compact)
    if shape is None:
        raise UnreadableReference(_reason(compact))
    digits = shape[3]
    half, size_m = len(digits) // 2, _size_m(len(digits))
    return Cell(
        WEST_EDGE_M + EAST_LETTERS.index(shape[1]) * SQUARE_M + int(digits[:half]) * size_m,
        SOUTH_EDGE_M + NORTH_LETTERS.index(shape[2]) * SQUARE_M + int(digits[half:]) * size_m,
        size_m,
    )


def normal(text: str) -> str:
    """Return a number as it stands on a plate, `다사 5393 6228`, whatever way it was typed."""
    found = cell(text)
    return _spell(found.east_m, found.north_m, found.size_m)


def compact(text: str) -> str:
    """Return a number without spaces, `다사53936228`, as messages and indexes keep it."""
    return normal(text).replace(" ", "")


def read(text: str) -> Place:
    """Return the centre, radius and outline of the cell a number names (±7.1 m for eight digits)."""
    found = cell(text)
    return Place(from_plane(*found.centre), cell_radius_m(found.size_m), outline(found))


def outline(cell: Cell) -> tuple[Point, ...]:
    """Return a cell's corners as a closed counter-clockwise ring, from the south-west."""
    west, south = cell.east_m, cell.north_m
    east, north = west + cell.size_m, south + cell.size_m
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return tuple(from_plane(x, y) for x, y in corners)


def neighbours(text: str) -> tuple[str, ...]:
    """Return the numbers of the up to eight cells around one, from the north-west, row by row.

    A phone 10 m off is in the plate's own cell one time in four, so searches look here as well.
    """
    found = cell(text)
    size_m = found.size_m
    around = [
        (found.east_m + column * size_m, found.north_m + row * size_m)
        for row in (1, 0, -1)
        for column in (-1, 0, 1)
        if row or column
    ]
    return tuple(_spell(east, north, size_m) for east, north in around if _on_grid(east, north))


def _size_m(digits: int) -> int:
    return int(SQUARE_M / 10 ** (digits // 2))


def _on_grid(east_m: float, north_m: float) -> bool:
    columns, rows = (east_m - WEST_EDGE_M) // SQUARE_M, (north_m - SOUTH_EDGE_M) // SQUARE_M
    return 0 <= columns < len(EAST_LETTERS) and 0 <= rows < len(NORTH_LETTERS)


def _spell(east_m: int, north_m: int, size_m: int) -> str:
    if not _on_grid(east_m, north_m):
        raise OutsideGrid(
            "National Point Numbers exist only in Korea. Use latitude and longitude for this position."
        )
    column, east_rest_m = divmod(east_m - WEST_EDGE_M, SQUARE_M)
    row, north_rest_m = divmod(north_m - SOUTH_EDGE_M, SQUARE_M)
    width = len(str(SQUARE_M // size_m)) - 1
    east, north = f"{east_rest_m // size_m:0{width}d}", f"{north_rest_m // size_m:0{width}d}"
    return f"{EAST_LETTERS[column]}{NORTH_LETTERS[row]} {east} {north}"


def _reason(compact: str) -> str:
    letters, digits = compact[:2], compact[2:]
    if not re.fullmatch(r"[가-힣]{2}", letters):
        return "A National Point Number starts with two Hangul letters, as in 다사 5393 6228. Type both."
    if letters[0] not in EAST_LETTERS or letters[1] not in NORTH_LETTERS:
        return (
            f"{letters} is not on the grid: the first letter is one of {EAST_LETTERS}, "
            f"the second one of {NORTH_LETTERS}. Read the two letters again."
        )
    if re.fullmatch(r"[0-9]*", digits):
        return f"After {letters} come 8 digits (2, 4 or 6 for a larger cell), not {len(digits)}. Count them."
    return f"After {letters} come digits only. Read the number again, digit by digit."
