"""A plate on a summit, fixes so far from it, and what the dispatcher is told of them."""

from datetime import UTC, datetime, timedelta

from pyproj import Geod

from emergency.position import Estimate, Fused, Measured, fuse

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
PLATE = Measured(126.9449100, 37.6824700, 5.0, NOW, "plate")
WGS84 = Geod(ellps="WGS84")


def fix(
    north_m: float, uncertainty_m: float, after_s: float, *, east_m: float = 0, sequence: int = 0
) -> Measured:
    """A phone's fix so far from the plate, so long after the scan."""
    longitude, latitude, _ = WGS84.fwd(PLATE.longitude, PLATE.latitude, 0, north_m)
    longitude, latitude, _ = WGS84.fwd(longitude, latitude, 90, east_m)
    at = NOW + timedelta(seconds=after_s)
    return Measured(longitude, latitude, uncertainty_m, at, "device", sequence)


def told(
    *fixes: Measured, after_s: float = 0, plate: Measured | None = PLATE, is_typed: bool = False
) -> Fused:
    """What the dispatcher is told ``after_s`` seconds after a scan at NOW."""
    now = NOW + timedelta(seconds=after_s)
    return fuse(plate, fixes, scanned_at=NOW, now=now, is_typed=is_typed)


def best(*fixes: Measured, after_s: float = 0, plate: Measured | None = PLATE) -> Estimate:
    position = told(*fixes, after_s=after_s, plate=plate).best
    assert position is not None
    return position
