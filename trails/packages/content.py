"""What is in an area's package: what everybody may know of its places, and no note that is for responders."""

import math
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from django.db.models import F, FloatField, Func, Q, QuerySet
from shapely import LineString

from addresses import boxes
from addresses.distances import ELLIPSOID
from addresses.errors import AddressError
from addresses.grids import npn
from addresses.grids.place import Point
from addresses.models import AddressPoint, FacilityType, PointState, Tag, TagState
from trails.models import AccessPoint, Closure, Trail

from . import centres
from .areas import Area
from .encoding import DEGREE, Content, Row
from .names import names
from .order import along_curve

# Of a line's places, those are left out that lie this near to the line through the others.
SIMPLIFIED_M = 2.0
_METRES_PER_DEGREE = 111_320.0


def content(area: Area, now: datetime) -> Content:
    """Return the tables of an area's package, always in the same order for the same content."""
    points, answering = _points(area)
    lines = _trails(area)
    trails = [_trail(row) for row, _ in lines]
    tables: Content = {
        "types": _types({row[4] for row in points}),
        "points": points,
        "trails": sorted(trails),
        "access": _access(area),
        "closures": _closures([row.pk for row, _ in lines], now),
        "centres": answering,
    }
    edges = tuple(round(edge * DEGREE) for edge in area.own)
    return {"area": [(area.slug, *names(area, lines, points), *edges)], **tables}


def _points(area: Area) -> tuple[list[Row], list[Row]]:
    """Return the points along the curve, and the centres that they name by row."""
    rows = boxes.inside(AddressPoint.objects.filter(state=PointState.ACTIVE), "position", area.reach)
    codes = _codes(rows)
    columns = ("pk", "x", "y", "name_ko", "name_en", "facility_type_id", "uncertainty_m", "npn")
    read = list(_placed(rows).order_by().values_list(*columns))
    inside = _within(area, read)
    numbers, answering = centres.of([(row[1] / DEGREE, row[2] / DEGREE) for row in inside])
    found = [
        (
            x,
            y,
            name_ko,
            name_en,
            kind,
            math.ceil(round(radius_m * 10, 6)),
            tuple(codes.get(pk, ())),
            _exception(x, y, number),
            centre_1,
        )
        for (pk, x, y, name_ko, name_en, kind, radius_m, number), centre_1 in zip(
            inside, numbers, strict=True
        )
    ]
    return along_curve(found), answering


def _placed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add the position as plain numbers: making a geometry of each is most of the work."""
    placed: QuerySet[Any] = rows.annotate(
        x=Func(F("position"), function="ST_X", output_field=FloatField()),
        y=Func(F("position"), function="ST_Y", output_field=FloatField()),
    )
    return placed


def _within(area: Area, rows: list[Row]) -> list[Row]:
    """Return the rows (key, longitude, latitude, …) inside the polygon, in millionths of a degree."""
    if not rows:
        return []
    places = np.array([row[1:3] for row in rows])
    inside = np.ones(len(rows), bool)
    if area.shape is not None:
        inside = shapely.intersects_xy(area.shape, places[:, 0], places[:, 1])
    whole = np.rint(places * DEGREE).astype(int).tolist()
    return [
        (row[0], *place, *row[3:]) for row, place, is_in in zip(rows, whole, inside, strict=True) if is_in
    ]


def _codes(points: QuerySet[AddressPoint]) -> dict[int, list[int]]:
    """Return the installed tags' codes by point, without their check digits."""
    codes: dict[int, list[int]] = {}
    installed = Tag.objects.filter(state=TagState.INSTALLED, point__in=points.order_by()).order_by("code")
    for key, code in installed.values_list("point_id", "code"):
        codes.setdefault(key, []).append(int(code[:7]))
    return codes


def _exception(x: int, y: int, number: str) -> str:
    """Return a recorded National Point Number when the phone would work out another one."""
    if not number:
        return ""
    try:
        derived = npn.write(Point(x / DEGREE, y / DEGREE)).replace(" ", "")
    except AddressError:
        derived = ""
    return "" if derived == number else number


def _types(slugs: set[str]) -> list[Row]:
    rows = FacilityType.objects.filter(pk__in=slugs).order_by("pk")
    return [(row.slug, row.name_ko, row.name_en, int(row.is_refuge)) for row in rows]


def _trails(area: Area) -> list[tuple[Trail, LineString]]:
    rows = boxes.inside(Trail.objects.filter(is_active=True), "line", area.reach).order_by("pk")
    lines = [(row, LineString(row.line.coords)) for row in rows]
    return [(row, line) for row, line in lines if area.shape is None or shapely.intersects(area.shape, line)]


def _trail(row: Trail) -> Row:
    line = tuple(simplified(row.line.coords))
    return (row.pk, row.name_ko, row.name_en, row.kind, round(row.length_m * 10), line)


def simplified(coordinates: Any) -> list[tuple[int, int, int]]:
    """Return (longitude, latitude, metre) of a line's places, degrees in millionths, without those that matter little.

    The metre counts along the whole line, so that it stays the one that plates and dispatchers say.
    """
    places = np.array([place[:2] for place in coordinates])
    steps_m = ELLIPSOID.line_lengths(places[:, 0], places[:, 1])
    metres = np.concatenate(([0.0], np.cumsum(steps_m)))
    east_m = _METRES_PER_DEGREE * math.cos(math.radians(float(places[0, 1])))
    plane = np.column_stack(
        (places[:, 0] * east_m, places[:, 1] * _METRES_PER_DEGREE, np.arange(len(places)))
    )
    kept = shapely.simplify(LineString(plane), SIMPLIFIED_M, preserve_topology=False)
    return [
        (*(round(degree * DEGREE) for degree in places[number]), round(metres[number]))
        for number in (round(place[2]) for place in kept.coords)
    ]


def _access(area: Area) -> list[Row]:
    rows = boxes.inside(AccessPoint.objects.all(), "position", area.ways_in)
    found = [
        (
            round(row.position.x * DEGREE), round(row.position.y * DEGREE), row.name_ko, row.name_en, row.kind,
            math.ceil(round(row.uncertainty_m * 10, 6)), row.trail_id or 0, _metre_1(row.metre),
            row.vehicle_note_ko, row.vehicle_note_en,
        )
        for row in rows
    ]  # fmt: skip
    return along_curve(found)


def _closures(trails: list[int], now: datetime) -> list[Row]:
    """Return the closures that stand or are announced; the phone looks at the clock itself."""
    lasting = Closure.objects.filter(Q(until__isnull=True) | Q(until__gt=now), is_exercise=False)
    rows = lasting.filter(trail__in=trails, is_public=True)
    return sorted(
        (
            row.trail_id, _metre_1(row.from_metre), _metre_1(row.to_metre), row.reason_ko, row.reason_en,
            int(row.since.timestamp()), int(row.until.timestamp()) if row.until else 0,
        )
        for row in rows
    )  # fmt: skip


def _metre_1(metre: float | None) -> int:
    return 0 if metre is None else round(max(metre, 0.0)) + 1
