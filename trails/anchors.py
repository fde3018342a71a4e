"""Where on a trail a point stands: derived from both, dated, reviewable; it never moves either."""

from collections.abc import Iterable
from datetime import datetime

import shapely
from django.contrib.gis.geos import Polygon
from django.db.models import F, Q
from django.utils import timezone

from addresses.models import AddressPoint, PointState

from .models import Anchor, Side, Trail
from .operations import Foot, box, metre_on

# A plate further from the path than this stands for something else than the path.
REACH_M = 60.0
# Nearer than this, a plate stands on the path for whoever looks for it.
ON_PATH_M = 2.0


def of(point: AddressPoint) -> Anchor | None:
    """Return a point's anchor with its trail, or None when it stands on no trail."""
    return Anchor.objects.select_related("trail").defer("trail__line").filter(point=point).first()


def derive(point: AddressPoint) -> Anchor | None:
    """Derive and store the anchor of one point; None (and none stored) when no trail is in reach.

    A reviewed anchor stays as it is while neither the point nor its trail has changed; afterwards it
    is derived anew and waits for its next review.
    """
    held = of(point)
    if held and held.reviewed_at and _is_current(held, point):
        return held
    found = _nearest_trail(point)
    if found is None:
        Anchor.objects.filter(point=point).delete()
        return None
    trail, foot = found
    anchor, _ = Anchor.objects.update_or_create(
        point=point,
        defaults={
            "trail": trail,
            "metre": foot.metre,
            "side": _side(foot),
            "offset_m": abs(foot.offset_m),
            "derived_at": timezone.now(),
            "trail_version": trail.version,
            "point_version": point.version,
            "reviewed_at": None,
            "reviewed_by": "",
        },
    )
    return anchor


def derive_all(trail: Trail | None = None) -> int:
    """Derive the anchors of every active point, or of those near one trail; return how many stand."""
    points = AddressPoint.objects.filter(state=PointState.ACTIVE)
    if trail is not None:
        points = points.filter(Q(position__intersects=_around(trail)) | Q(anchor__trail=trail))
    return sum(derive(point) is not None for point in points.iterator())


def sweep(since: datetime) -> int:
    """Derive anew what changed: anchors whose point or trail did, and points written ``since`` then.

    Returns how many points were looked at. No save waits for this; it follows within a minute.
    """
    points = {anchor.point_id: anchor.point for anchor in outdated()}
    written = AddressPoint.objects.filter(updated_at__gte=since, state=PointState.ACTIVE, anchor__isnull=True)
    points |= {point.pk: point for point in written}
    for point in points.values():
        derive(point)
    return len(points)


def outdated() -> Iterable[Anchor]:
    """Return the anchors whose point or trail has changed since they were derived."""
    return Anchor.objects.select_related("point", "trail").exclude(
        trail_version=F("trail__version"), point_version=F("point__version")
    )


def _is_current(anchor: Anchor, point: AddressPoint) -> bool:
    return anchor.point_version == point.version and anchor.trail_version == anchor.trail.version


def _nearest_trail(point: AddressPoint) -> tuple[Trail, Foot] | None:
    """Return the trail whose line is nearest, when it is within reach of the point's position."""
    reach_m = REACH_M + point.uncertainty_m
    place = shapely.Point(point.position.x, point.position.y)
    area = _area(*box(place, reach_m))
    feet = [
        (trail, metre_on(shapely.LineString(trail.line.coords), place))
        for trail in Trail.objects.filter(is_active=True, line__intersects=area)
    ]
    near = [(trail, foot) for trail, foot in feet if abs(foot.offset_m) <= reach_m]
    return min(near, key=lambda one: abs(one[1].offset_m), default=None)


def _around(trail: Trail) -> Polygon:
    """Return a box that holds every point a trail may reach, with the usual uncertainties."""
    west, south, east, north = trail.line.extent
    first, last = box(shapely.Point(west, south), REACH_M * 4), box(shapely.Point(east, north), REACH_M * 4)
    return _area(first[0], first[1], last[2], last[3])


def _area(west: float, south: float, east: float, north: float) -> Polygon:
    area = Polygon.from_bbox((west, south, east, north))
    area.srid = 4326
    return area


def _side(foot: Foot) -> Side:
    if abs(foot.offset_m) <= ON_PATH_M:
        return Side.ON
    return Side.LEFT if foot.offset_m > 0 else Side.RIGHT
