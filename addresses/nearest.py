"""What is nearest to a place, among a million, in a few milliseconds, exactly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model

from .candidates import Among, Wanted, candidates
from .distances import HALF_ROUND_THE_EARTH_M, Measured, measure
from .models import AddressPoint, PointState

Place = TypeVar("Place", bound=Model)


@dataclass(frozen=True, slots=True)
class Near(Generic[Place]):
    """A place with its distance in metres and the bearing to it in degrees from north."""

    point: Place
    distance_m: float
    bearing_deg: float


def points(
    longitude: float,
    latitude: float,
    *,
    limit: int = 5,
    facility_types: Sequence[str] | None = None,
    within_m: float | None = None,
) -> list[Near[AddressPoint]]:
    """Return the nearest active address points, the nearest first, with their facility types loaded.

    Degrees in EPSG:4326. ``facility_types`` are slugs (None: all); nothing further than
    ``within_m`` metres is returned. Raises ``ValueError`` for what is no position.
    """
    found = search(active(facility_types), longitude, latitude, limit, within_m)
    return loaded(found, AddressPoint.objects.select_related("facility_type").in_bulk)


def active(facility_types: Sequence[str] | None = None) -> Among:
    """Return where to look for active address points of some facility types (slugs; None: all)."""
    kinds = None if facility_types is None else tuple(dict.fromkeys(facility_types))
    return Among(AddressPoint._meta.db_table, "p.state = %s", (PointState.ACTIVE.value,), kinds)


def search(
    among: Among, longitude: float, latitude: float, limit: int, within_m: float | None = None
) -> list[Measured]:
    """Return (key, metres, bearing) of the nearest rows, the nearest first, measured on the ellipsoid.

    Raises ``ValueError`` for what is no position.
    """
    reach_m = HALF_ROUND_THE_EARTH_M if within_m is None else min(within_m, HALF_ROUND_THE_EARTH_M)
    if limit < 1 or reach_m <= 0:
        return []
    return searches([Wanted(among, limit, reach_m)], longitude, latitude)[0]


def searches(wanted: Sequence[Wanted], longitude: float, latitude: float) -> list[list[Measured]]:
    """Return the same for several things around one place, which together cost PostGIS one journey.

    Raises ``ValueError`` for what is no position.
    """
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(f"{longitude}, {latitude} is not a longitude and a latitude in degrees")
    return [
        [found for found in measure(rows, longitude, latitude, one.limit) if found[1] <= one.reach_m]
        for one, rows in zip(wanted, candidates(wanted, longitude, latitude), strict=True)
    ]


def loaded(measured: list[Measured], in_bulk: Callable[[list[Any]], dict[Any, Place]]) -> list[Near[Place]]:
    """Return the rows behind measured keys, in their order; one deleted meanwhile is left out."""
    rows = in_bulk([key for key, _, _ in measured])
    return [Near(rows[key], metres, bearing) for key, metres, bearing in measured if key in rows]
