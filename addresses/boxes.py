"""What lies in a box of the map, found through the spatial index on both databases."""

from typing import NamedTuple, TypeVar

from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

Found = TypeVar("Found", bound=Model)


class Box(NamedTuple):
    """A box in degrees of EPSG:4326."""

    west: float
    south: float
    east: float
    north: float


def inside(rows: QuerySet[Found], column: str, box: Box) -> QuerySet[Found]:
    """Return the rows whose geometry meets the box.

    ``intersects`` and not ``bboverlaps``, which on SpatiaLite misses what lies wholly inside. There the
    R-tree has to be named, because GeoDjango never uses it by itself.
    """
    area = Polygon.from_bbox(box)
    area.srid = 4326
    if connection.vendor == "sqlite":
        tree = connection.ops.quote_name(f"idx_{rows.model._meta.db_table}_{column}")
        near = f"SELECT pkid FROM {tree} WHERE xmax >= %s AND xmin <= %s AND ymax >= %s AND ymin <= %s"
        rows = rows.filter(pk__in=RawSQL(near, (box.west, box.east, box.south, box.north)))
    return rows.filter(**{f"{column}__intersects": area})
