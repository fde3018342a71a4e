"""What lies under the squares: trails and borders, as paths of an SVG drawing in kilometres."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry, Polygon

from addresses.models import Jurisdiction
from trails.models import Trail

from .drawing import Drawing

PLANE: Final = 5179  # EPSG, the plane of the National Point Number grid; metres
MOST_TRAILS: Final = 500
ALLOWED_M: Final = 25.0  # what nobody sees at this scale


def trails(drawing: Drawing) -> str:
    """Return the trails in a drawing of squares, as the ``d`` of one path; empty where there are none."""
    box = _box(drawing)
    found = Trail.objects.filter(is_active=True, line__intersects=_in_degrees(box)).order_by("pk")
    return _path((_on_plane(trail.line) for trail in found[:MOST_TRAILS]), box, drawing)


def borders(drawing: Drawing, jurisdiction_ids: Collection[int]) -> str:
    """Return the borders of some jurisdictions in a drawing of squares, as the ``d`` of one path."""
    box = _box(drawing)
    near = Jurisdiction.objects.filter(pk__in=jurisdiction_ids, area__intersects=_in_degrees(box))
    return _path((_on_plane(area).boundary for area in near.values_list("area", flat=True)), box, drawing)


def _box(drawing: Drawing) -> Polygon:
    west, north = drawing.west_km * 1000, drawing.north_km * 1000
    box = Polygon.from_bbox((west, north - drawing.height * 1000, west + drawing.width * 1000, north))
    box.srid = PLANE
    return box


def _in_degrees(box: Polygon) -> GEOSGeometry:
    found = box.transform(4326, clone=True)
    # Straight lines of one plane are curves of the other: a little more than the box, cut exactly afterwards.
    return GEOSGeometry(found.buffer(0.01).envelope.wkb, srid=4326)


def _on_plane(geometry: Any) -> Any:
    return geometry.transform(PLANE, clone=True)


def _path(lines: Iterable[Any], box: Polygon, drawing: Drawing) -> str:
    found = []
    for line in lines:
        inside = line.intersection(box).simplify(ALLOWED_M)
        for part in inside if inside.geom_type.startswith(("Multi", "Geometry")) else [inside]:
            if part.geom_type == "LineString" and len(part) > 1:
                found.append("M" + "L".join(_point(drawing, *xy) for xy in part.coords))
    return "".join(found)


def _point(drawing: Drawing, east_m: float, north_m: float, *_: float) -> str:
    return f"{east_m / 1000 - drawing.west_km:.2f} {drawing.north_km - north_m / 1000:.2f}"
