"""The town's trails, a marker every 250 m along each, and where vehicles reach them."""

from collections.abc import Iterable
from itertools import accumulate, pairwise

import numpy as np
import shapely
from django.contrib.gis.geos import Point

from addresses import changes
from addresses.models import AddressPoint
from trails import anchors
from trails.models import AccessPoint, Trail
from trails.operations import length_m, metre_on, point_at

from . import places
from .rows import SOURCE, TOLD, features, table

MARKER_EVERY_M = 250
MARKER_UNCERTAINTY_M = 50.0


def load() -> None:
    """Add the trails that are missing."""
    known = set(Trail.objects.filter(source=SOURCE).values_list("source_key", flat=True))
    for properties, line in features("trails"):
        key = properties.pop("key")
        if key not in known:
            metres = length_m(shapely.LineString(line.coords))
            trail = Trail(**properties, line=line, length_m=metres, source=SOURCE, source_key=key)
            changes.create(trail, **TOLD)


def load_markers() -> list[AddressPoint]:
    """Add the markers that are missing on the town's trails as they are now; return them."""
    trails = {trail.source_key: trail for trail in Trail.objects.filter(source=SOURCE)}
    rows = table("markers")
    markers = [_marker(trails[row["trail"]], int(row["marker"])) for row in rows]
    return places.add(
        markers, {marker.source_key: row["aliases"] for marker, row in zip(markers, rows, strict=True)}
    )


def load_access_points() -> None:
    """Add the access points that are missing, each with its metre on its trail."""
    known = set(AccessPoint.objects.filter(source=SOURCE).values_list("source_key", flat=True))
    trails = {trail.source_key: trail for trail in Trail.objects.filter(source=SOURCE)}
    missing = [row for row in table("access_points") if row["key"] not in known]
    changes.create_all([_access_point(row, trails.get(row["trail"])) for row in missing], **TOLD)


def derive_anchors(points: Iterable[AddressPoint]) -> None:
    """Say where on the trails the new points stand."""
    for point in points:
        anchors.derive(point)


def marker_key(trail: str, number: int) -> str:
    """Return the key of a marker among the town's points."""
    return f"{trail}-{number}"


def _marker(trail: Trail, number: int) -> AddressPoint:
    metre = number * MARKER_EVERY_M
    at = point_at(shapely.LineString(trail.line.coords), metre)
    return places.point(
        marker_key(trail.source_key, number),
        longitude=round(at.x, 7),
        latitude=round(at.y, 7),
        name_ko=f"{trail.name_ko} {number}번 표지 ({metre:,} m)",
        name_en=f"{trail.name_en} marker {number} ({metre:,} m)",
        facility_type_id=places.MARKER,
        uncertainty_m=MARKER_UNCERTAINTY_M,
        elevation_m=_elevation_m(trail, metre),
    )


def _elevation_m(trail: Trail, metre: float) -> float:
    steps = [length_m(shapely.LineString(step)) for step in pairwise(trail.line.coords)]
    elevations_m: list[float] = trail.elevations_m or [0.0] * len(trail.line.coords)
    return round(float(np.interp(metre, [0.0, *accumulate(steps)], elevations_m)))


def _access_point(row: dict[str, str], trail: Trail | None) -> AccessPoint:
    position = Point(float(row["longitude"]), float(row["latitude"]), srid=4326)
    metre = None
    if trail is not None:
        metre = metre_on(shapely.LineString(trail.line.coords), shapely.Point(position.coords)).metre
    texts = ("kind", "name_ko", "name_en", "vehicle_note_ko", "vehicle_note_en", "responder_note")
    return AccessPoint(
        **{name: row[name] for name in texts},
        position=position,
        uncertainty_m=float(row["uncertainty_m"]),
        trail=trail,
        metre=metre,
        source=SOURCE,
        source_key=row["key"],
    )
