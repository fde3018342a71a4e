"""Where a vehicle can reach the network, the nearest first."""

from collections.abc import Sequence

from addresses.candidates import Among
from addresses.nearest import Near, loaded, search

from .models import AccessKind, AccessPoint


def nearest(
    longitude: float, latitude: float, *, limit: int = 1, within_m: float | None = None
) -> list[Near[AccessPoint]]:
    """Return the nearest access points with their trails. Degrees in EPSG:4326, metres by air line."""
    found = search(Among(AccessPoint._meta.db_table), longitude, latitude, limit, within_m)
    return loaded(found, AccessPoint.objects.select_related("trail").in_bulk)


def among(kinds: Sequence[AccessKind]) -> Among:
    """Return where to look for access points of some kinds."""
    values = tuple(kind.value for kind in kinds)
    return Among(AccessPoint._meta.db_table, f"p.kind IN ({', '.join(['%s'] * len(values))})", values)
