"""Which columns of a plain table hold the position, and the position that a record's texts give."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

import shapely
from shapely.errors import GEOSException

from addresses.errors import AddressError
from addresses.grids import npn
from addresses.grids.place import degrees_radius_m

from .source import Row, Value

LATITUDE = ("위도", "lat", "latitude", "wgs84lat", "위도좌표", "gps위도", "위도y", "y위도", "위도wgs84")
LONGITUDE = (
    "경도",
    "lon",
    "lng",
    "long",
    "longitude",
    "wgs84lon",
    "경도좌표",
    "gps경도",
    "경도x",
    "x경도",
    "경도wgs84",
)
EAST = ("x", "x좌표", "좌표x", "xcoord", "xcrd", "utmkx", "east", "easting", "동", "posx")
NORTH = ("y", "y좌표", "좌표y", "ycoord", "ycrd", "utmky", "north", "northing", "북", "posy")
NPN = ("지점번호", "국가지점번호", "npn", "nationalpointnumber", "ssn")
MIDDLE_LATITUDE = 37.0  # of Korea, to turn degrees of longitude into metres
_FRACTION = re.compile(r"^[^.,]*[.,]?|[eE].*$")

SHAPE = ("wkt", "geom", "geometry", "thegeom")


def plain(name: str) -> str:
    """Return a column's name as it is compared: NFC, lower case, letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFC", name).casefold() if c.isalnum())


@dataclass(frozen=True, slots=True)
class PositionColumns:
    """The columns (by index) that give a position, and whether they are degrees by their names."""

    x: int | None = None
    y: int | None = None
    npn: int | None = None
    wkt: int | None = None
    degrees: bool = False

    @property
    def known(self) -> bool:
        return self.npn is not None or self.wkt is not None or self.x is not None


def find(header: list[str]) -> PositionColumns:
    """Return the position columns of a header, in Korean or English, whatever case and spacing."""
    names = [plain(name) for name in header]

    def column(known: tuple[str, ...]) -> int | None:
        return next((names.index(name) for name in known if name in names), None)

    longitude, latitude = column(LONGITUDE), column(LATITUDE)
    if longitude is not None and latitude is not None:
        return PositionColumns(longitude, latitude, column(NPN), column(SHAPE), degrees=True)
    east, north = column(EAST), column(NORTH)
    if east is None or north is None:
        east = north = None
    return PositionColumns(east, north, column(NPN), column(SHAPE))


def locate(row: Row, values: list[str], columns: PositionColumns) -> None:
    """Put the record's coordinates into the row, as they stand, or say what is wrong with them."""
    if columns.wkt is not None and values[columns.wkt]:
        _from_wkt(row, values[columns.wkt])
        return
    if columns.x is None or columns.y is None:
        return
    x, y = values[columns.x], values[columns.y]
    if not x and not y:
        return
    try:
        point = shapely.Point(_number(x), _number(y))
    except ValueError as error:
        row.problem = str(error)
        return
    row.geometry = point


def number_in(attributes: dict[str, Value]) -> str:
    """Return the National Point Number that a record states in a column of that name, or ""."""
    for name, value in attributes.items():
        if isinstance(value, str) and value and plain(name) in NPN:
            return value
    return ""


def from_npn(text: str) -> tuple[shapely.Point, float]:
    """Return the centre of a National Point Number's cell in EPSG:4326, and its radius in metres.

    Raises ValueError with the reason.
    """
    try:
        place = npn.read(text)
    except AddressError as error:
        raise ValueError(str(error)) from error
    return shapely.Point(place.point.longitude, place.point.latitude), place.uncertainty_m


def _from_wkt(row: Row, text: str) -> None:
    try:
        shape = shapely.from_wkt(text)
    except GEOSException:
        row.problem = f'"{text[:40]}" is not a geometry in WKT'
        return
    row.geometry = None if shape is None or shape.is_empty else shape


def _number(text: str) -> float:
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        text = text.replace(",", ".")  # a decimal comma; the delimiter was another character
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise ValueError(
            f'"{text[:40]}" is not a coordinate' if text else "one of the two coordinates is missing"
        )
    return value


def written_m(records: Iterable[list[str]], columns: PositionColumns) -> float | None:
    """Return the radius in metres that the decimals of two columns of degrees leave open: 37.66 says ±0.7 km.

    The longest number of each column counts, because spreadsheets drop zeros at the end.
    """
    if not columns.degrees or columns.x is None or columns.y is None:
        return None
    decimals = [0, 0]
    for values in records:
        for which, index in enumerate((columns.x, columns.y)):
            if index < len(values):
                decimals[which] = max(decimals[which], len(_FRACTION.sub("", values[index])))
    return degrees_radius_m(10.0 ** -decimals[0], 10.0 ** -decimals[1], MIDDLE_LATITUDE)
