"""Which coordinate system is this, and the way from it to EPSG:4326 with its datum shift.

Without a word from the file, only what one system alone can explain is taken. The belts of
EPSG:5186 and of the old Bessel EPSG:5174 overlap, so a person decides between them.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
from pyproj._network import set_network_enabled
from pyproj.aoi import AreaOfInterest
from pyproj.exceptions import CRSError
from pyproj.transformer import TransformerGroup

from .source import UnreadableFile

set_network_enabled(active=False)

KOREA = (124.0, 33.0, 132.0, 39.0)  # degrees: west, south, east, north
WGS84 = pyproj.CRS("EPSG:4326")
BESSEL_SEMI_MAJOR_M = 6_377_397.155
_UTMK_BOX = (7e5, 13e5, 14e5, 21e5)  # metres: the reach of the National Point Number grid
_BELTS = ("EPSG:5186", "EPSG:5174", "EPSG:5181", "EPSG:5185", "EPSG:5187")
_MOST = 0.9  # share of positions that a guess must explain; the rest are outliers

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """A coordinate system, its name for people, and how it was settled."""

    crs: pyproj.CRS
    name: str
    how: str
    warnings: tuple[str, ...] = ()


def chosen(code: str) -> Choice:
    """Return the system a person named, as ``EPSG:5186`` or ``5186``."""
    match = re.fullmatch(r"(?:EPSG:)?(\d{4,6})", code.strip(), re.IGNORECASE)
    try:
        found = pyproj.CRS.from_epsg(int(match[1])) if match else None
    except CRSError:
        found = None
    if found is None:
        raise UnreadableFile(f'"{code}" is no coordinate system known here. Use one like --crs EPSG:5186.')
    return Choice(found, f"EPSG:{found.to_epsg()}", "your choice")


def said(text: str, how: str) -> Choice | None:
    """Return the system of a code or WKT, or None when that text is unusable; ``how`` says who stated it."""
    try:
        found = pyproj.CRS.from_user_input(text)
    except CRSError:
        return None
    epsg = found.to_epsg(min_confidence=70)
    name = f"EPSG:{epsg}" if epsg else found.name
    return Choice(found, name, how, _cautions(epsg))


def guessed(points: Points) -> Choice:
    """Return the only system that puts these (x, y) into Korea.

    Raises UnreadableFile with proposals when several do, or none.
    """
    middle = np.median(points, axis=0)
    centre = points[np.argmin(np.hypot(*(points - middle).T))]  # a place of the file, to be looked up
    if _share_in(points, KOREA) >= _MOST or _share_in(points[:, ::-1], KOREA) >= _MOST:
        return Choice(WGS84, "EPSG:4326", "guessed from the extent: degrees within Korea")
    if _share_in(points, _UTMK_BOX) >= _MOST:
        return Choice(
            pyproj.CRS("EPSG:5179"),
            "EPSG:5179",
            "guessed from the extent: metres of the Korean unified grid",
            ("The file states no coordinate system; EPSG:5179 was assumed. Compare a known place first.",),
        )
    proposals = [p for p in (_landing(code, centre) for code in _BELTS) if p]
    where = f"around x {centre[0]:.6g}, y {centre[1]:.6g}"
    if not proposals:
        raise UnreadableFile(
            f"The file states no coordinate system, and its numbers ({where}) fit none of Korea. "
            "Ask whoever made it, and say it with --crs EPSG:NUMBER."
        )
    raise UnreadableFile(
        f"The file states no coordinate system, and its numbers ({where}) fit several. "
        f"Look up which place is right, and say --crs: {'; '.join(proposals)}."
    )


def _operation(wkt: str) -> pyproj.Transformer | None:
    """Return the best operation to EPSG:4326 that does not leave the datum shift out, or None."""
    group = TransformerGroup(
        pyproj.CRS(wkt),
        WGS84,
        always_xy=True,
        area_of_interest=AreaOfInterest(*KOREA),  # type: ignore[arg-type]  # the stub names another class
        allow_ballpark=False,
    )
    return group.transformers[0] if group.transformers else None


def to_wgs84(choice: Choice) -> tuple[pyproj.Transformer, tuple[str, ...]]:
    """Return the way to (longitude, latitude) in EPSG:4326, and what had to be assumed.

    A Bessel system whose datum the file does not name gets that of Korean 1985 (EPSG:4162);
    leaving the shift out puts Goyang 360 m away.
    Raises UnreadableFile when no operation with a datum shift is known.
    """
    found = _operation(choice.crs.to_wkt())
    if found is not None:
        return found, ()
    ellipsoid = choice.crs.ellipsoid
    if ellipsoid is not None and abs(ellipsoid.semi_major_metre - BESSEL_SEMI_MAJOR_M) < 0.01:
        found = _operation(_on_korean_1985(choice.crs).to_wkt())
        if found is not None:
            return found, ("The file names Bessel's ellipsoid and no datum; Korean 1985 was assumed.",)
    raise UnreadableFile(
        f'No way is known from "{choice.name}" to WGS 84. '
        "Save the file as EPSG:4326 or EPSG:5179, or say --crs."
    )


def _on_korean_1985(crs: pyproj.CRS) -> pyproj.CRS:
    described: dict[str, Any] = crs.to_json_dict()
    base = pyproj.CRS("EPSG:4162").to_json_dict()
    if "base_crs" not in described:
        return pyproj.CRS.from_json_dict(base)
    described.pop("id", None)
    described["base_crs"] = {key: base[key] for key in ("name", "type", "datum", "coordinate_system")}
    return pyproj.CRS.from_json_dict(described)


def _cautions(epsg: int | None) -> tuple[str, ...]:
    if epsg in (2096, 2097, 2098):
        modified = {2096: 5176, 2097: 5174, 2098: 5173}[epsg]
        return (
            f"EPSG:{epsg} and EPSG:{modified} are often mistaken for each other (250 m east-west): "
            f"compare a known place, and say --crs EPSG:{modified} if it lies too far west.",
        )
    return ()


def _share_in(points: Points, box: tuple[float, float, float, float]) -> float:
    x, y = points[:, 0], points[:, 1]
    return float(np.mean((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])))


def _landing(code: str, centre: Points) -> str | None:
    """Return "EPSG:5186 (37.6612, 126.8301)" if that system puts the centre into Korea's belt."""
    transformer = _operation(pyproj.CRS(code).to_wkt())
    if transformer is None:
        return None
    longitude, latitude = transformer.transform(centre[0], centre[1])
    if not (KOREA[0] <= longitude <= KOREA[2] and KOREA[1] <= latitude <= KOREA[3]):
        return None
    return f"EPSG:{code[5:]} puts it at {latitude:.4f}, {longitude:.4f}"
