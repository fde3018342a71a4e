"""What a file from outside becomes: rows with attributes and a place, and how each was understood."""

from dataclasses import dataclass, field
from typing import TypeAlias

from shapely.geometry.base import BaseGeometry

from addresses.errors import AddressError

Value: TypeAlias = str | int | float | bool | None

MEBIBYTE = 1024 * 1024


class UnreadableFile(AddressError):
    """The whole file cannot be read; its one sentence says why and what to do next."""

    slug = "unreadable-file"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask of the machine.

    The largest open register at hand (every bus stop of Korea) has 230,000 rows in 25 MB, so the
    defaults leave room for it and refuse what can only be a mistake or an attack.
    """

    file_bytes: int = 256 * MEBIBYTE
    rows: int = 500_000
    columns: int = 400
    vertices: int = 5_000_000
    archive_members: int = 2_000
    unpacked_bytes: int = 512 * MEBIBYTE
    unpacked_ratio: int = 200


@dataclass(slots=True)
class Row:
    """One record of the file.

    ``number`` counts from 1 as the file's own program shows it (a CSV's header is row 1).
    ``geometry`` is (longitude, latitude[, elevation in metres]) in EPSG:4326; without one there is
    always a ``problem``, which says why the row cannot be used. ``notes`` say what was assumed.
    ``placed_by_npn`` says that the position is the centre of a cell, for want of coordinates.
    ``uncertainty_m`` is what the file itself tells about the position's radius (95 %): the cell of
    a National Point Number, or the number of decimals written.
    """

    number: int
    attributes: dict[str, Value]
    geometry: BaseGeometry | None = None
    problem: str | None = None
    notes: list[str] = field(default_factory=list)
    layer: str = ""
    placed_by_npn: bool = False
    uncertainty_m: float | None = None


@dataclass(slots=True)
class Contents:
    """What one format's reader found, before the coordinates are understood.

    ``crs`` is an authority code or WKT, and ``crs_how`` says who says so; None when nothing does.
    """

    format: str
    rows: list[Row]
    crs: str | None = None
    crs_how: str = "said by the file"
    encoding: str = "utf-8"
    encoding_how: str = "said by the format"
    warnings: list[str] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: every geometry in EPSG:4326, every text in NFC."""

    name: str
    format: str
    rows: list[Row]
    encoding: str
    encoding_how: str
    crs: str | None
    crs_how: str
    warnings: list[str]
    layers: list[str]
    layer: str

    @property
    def columns(self) -> list[str]:
        """Return the attribute names in the order in which they first appear."""
        seen: dict[str, None] = {}
        for row in self.rows:
            seen.update(dict.fromkeys(row.attributes))
        return list(seen)
