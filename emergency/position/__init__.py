"""Where is the person? Fuses the plate and the phone's fixes into one position that says how sure it is.

Pure: values in, values out; no database, clock or settings.

The plate was surveyed, and whoever read its code stood within reach of it then. The phone knows
where it is now, more or less. While they agree, the better radius leads; when they do not, the
newer and walkable one leads, or the contradiction is said aloud.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from . import agreement, device
from .agreement import Agreement, Kind
from .measured import FLOOR_M, Estimate, Measured, Refused, Source, distance_m

__all__ = [
    "FLOOR_M",
    "REACH_M",
    "Agreement",
    "Estimate",
    "Fused",
    "Kind",
    "Measured",
    "Refused",
    "Source",
    "distance_m",
    "fuse",
]

REACH_M: Final = 5.0  # how far from the plate its code is read: added to the plate's own radius


@dataclass(frozen=True, slots=True)
class Fused:
    """The position to use first, if any is known, and how plate and phone agree."""

    best: Estimate | None
    agreement: Agreement


def fuse(
    plate: Measured | None,
    fixes: Sequence[Measured],
    *,
    scanned_at: datetime,
    now: datetime,
    is_typed: bool = False,
) -> Fused:
    """Fuse the plate's surveyed position and the phone's fixes, in any order.

    ``scanned_at`` is when the plate was read (the report was made), ``now`` the server's time,
    both aware; a scan or a fix in the future is a clock that runs ahead. ``best.uncertainty_m``
    (metres at 95 %, at least FLOOR_M) holds for ``best.fixed_at``; how it ages is for the
    reader to see from ``best.age_s``. ``is_typed``: the code came without a valid seal, so nobody need
    have stood at the plate; it changes the words, not the position.
    """
    scan_age_s = max(0.0, (now - scanned_at).total_seconds())
    at_scan = _at_scan(plate, min(scanned_at, now), scan_age_s) if plate else None
    told = device.telling(device.by_time(fixes, now))
    if not told:
        return Fused(at_scan, agreement.PLATE_ONLY if at_scan else agreement.UNKNOWN)
    measured = device.estimate(told, now)
    if at_scan is None:
        return Fused(measured, agreement.alone(measured, scan_age_s))
    how, leads = agreement.compare(at_scan, measured, told, is_typed=is_typed)
    return Fused(measured if leads == "device" else at_scan, how)


def _at_scan(plate: Measured, scanned_at: datetime, age_s: float) -> Estimate:
    """Where the reader of a plate stood: within reach of its surveyed position."""
    radius_m = max(FLOOR_M, float(plate.uncertainty_m) + REACH_M)
    return Estimate(float(plate.longitude), float(plate.latitude), radius_m, "plate", scanned_at, age_s)
