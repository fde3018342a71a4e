"""What people call an area: the city, else the trails where most of its plates hang, else what holds its middle."""

import math
from collections import Counter
from collections.abc import Sequence

import shapely
from shapely import LineString

from addresses import jurisdictions
from trails.models import Trail

from .areas import Area
from .encoding import DEGREE, Row

# A plate further from every line stands for something else than a trail.
NEAR_TRAIL_M = 100.0
# Two mountains in one cell: whoever stands on the second must find it in the name, too.
AS_WELL_FROM = 0.5  # of the first trail's plates
BETWEEN = " · "
MOST_CHARACTERS = 120
_METRES_PER_DEGREE = 111_320.0


def names(area: Area, lines: Sequence[tuple[Trail, LineString]], points: Sequence[Row]) -> tuple[str, str]:
    """Return the Korean and the English name of an area with these trails and ``points`` of its package.

    Plates count for the nearest trail within 100 m. Their anchors would say the same, but those are derived a
    little later than a place is changed, and no package is made again for them. Among trails with as many plates
    the one comes first that is longest in the area. A second trail is named with it when it has half as many.
    """
    if area.shape is not None:
        return area.names
    own = shapely.box(*area.own)
    inside = [(row, float(shapely.intersection(line, own).length)) for row, line in lines]
    plates = _plates_along([line for _, line in lines], _of_plates(area, points))
    ranked = [
        (plates[number], length, -row.pk, row) for number, (row, length) in enumerate(inside) if length > 0
    ]
    if ranked:
        return _of_trails(sorted(ranked, reverse=True)[:2])
    middle = own.centroid
    held = jurisdictions.holding(middle.x, middle.y)
    if held is not None:
        return held.name_ko, held.name_en
    nearest = min(
        points,
        key=lambda row: math.hypot(row[0] / DEGREE - middle.x, row[1] / DEGREE - middle.y),
        default=None,
    )
    return (nearest[2], nearest[3]) if nearest else ("", "")


def _of_trails(ranked: Sequence[tuple[int, float, int, Trail]]) -> tuple[str, str]:
    """Return the name of the first (plates, …, trail), or of both where the second has many plates, too."""
    first, second = ranked[0], ranked[-1]
    name_ko, name_en = first[3].name_ko, first[3].name_en
    if first is second or not first[0] or second[0] < first[0] * AS_WELL_FROM:
        return name_ko, name_en
    both_ko = BETWEEN.join((name_ko, second[3].name_ko))
    both_en = BETWEEN.join((name_en, second[3].name_en)) if name_en and second[3].name_en else name_en
    if max(len(both_ko), len(both_en)) > MOST_CHARACTERS:
        return name_ko, name_en
    return both_ko, both_en


def _of_plates(area: Area, points: Sequence[Row]) -> list[tuple[float, float]]:
    """Return where in the area itself a plate hangs: degrees."""
    west, south, east, north = area.own
    places = [(row[0] / DEGREE, row[1] / DEGREE) for row in points if row[6]]
    return [(x, y) for x, y in places if west <= x < east and south <= y < north]


def _plates_along(lines: Sequence[LineString], places: Sequence[tuple[float, float]]) -> Counter[int]:
    """Return how many places lie nearest to each line, by its number in the list."""
    if not lines or not places:
        return Counter()
    scale = (_METRES_PER_DEGREE * math.cos(math.radians(places[0][1])), _METRES_PER_DEGREE)
    tree = shapely.STRtree([shapely.transform(line, lambda degrees: degrees * scale) for line in lines])
    spots = shapely.points([(x * scale[0], y * scale[1]) for x, y in places])
    _, nearest = tree.query_nearest(spots, max_distance=NEAR_TRAIL_M, all_matches=False)
    return Counter(nearest.tolist())
