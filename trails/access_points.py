"""Where a vehicle can reach the network, the nearest first."""

from addresses.candidates import Among
from addresses.nearest import Near, loaded, search

from .models import AccessPoint

_ALL = Among(AccessPoint._meta.db_table)


def nearest(
    longitude: float, latitude: float, *, limit: int = 1, within_m: float | None = None
) -> list[Near[AccessPoint]]:
    """Return the nearest access points with their trails. Degrees in EPSG:4326, metres by air line."""
    found = search(_ALL, longitude, latitude, limit, within_m)
    return loaded(found, AccessPoint.objects.select_related("trail").in_bulk)
