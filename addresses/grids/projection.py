"""WGS84 to Korea's unified plane (EPSG:5179, "UTM-K") and back, through PROJ."""

import math
import threading

from pyproj import Transformer

from addresses.errors import OutsideGrid
from addresses.grids.place import Point


class _Transformers(threading.local):
    """One pair per thread: building one takes milliseconds, and PROJ's contexts do not cross threads."""

    def __init__(self) -> None:
        self.to_plane = Transformer.from_crs("EPSG:4326", "EPSG:5179", always_xy=True)
        self.from_plane = Transformer.from_crs("EPSG:5179", "EPSG:4326", always_xy=True)


_transformers = _Transformers()


def to_plane(point: Point) -> tuple[float, float]:
    """Return (east_m, north_m) in EPSG:5179. Raises OutsideGrid where the projection is undefined."""
    east_m, north_m = _transformers.to_plane.transform(point.longitude, point.latitude)
    if not (math.isfinite(east_m) and math.isfinite(north_m)):
        raise OutsideGrid("This is too far away for Korean coordinates. Give latitude and longitude.")
    return east_m, north_m


def from_plane(east_m: float, north_m: float) -> Point:
    """Return the point at these metres in EPSG:5179. Raises OutsideGrid where the projection is undefined."""
    longitude, latitude = _transformers.from_plane.transform(east_m, north_m)
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise OutsideGrid("These metres are not in Korea. Check that east comes first, then north.")
    return Point(longitude, latitude)
