"""Keep SpatiaLite's R-trees alive: nearest points and boxes are found through them.

GeoDjango rebuilds a table when a constraint is added to it, and the new table's R-tree is left
empty and without its triggers: every search through it would find nothing, silently.

Besides the R-tree of positions that SpatiaLite keeps, address points have one with the facility
type as a third dimension. Without it, the nearest five of 1,000 in a million are found only by
reading 5,000 others. PostgreSQL has a GiST index on both columns for the same purpose.
"""

from typing import Any

from django.apps import AppConfig
from django.contrib.gis.db.models import GeometryField
from django.db import connections, transaction

KIND_TREE = "addresses_kind_tree"
KIND_NUMBERS = "addresses_kind_number"

_POINTS = "addresses_addresspoint"
_NUMBER = f"""
    INSERT INTO {KIND_NUMBERS} (slug) SELECT NEW.facility_type_id
        WHERE NOT EXISTS (SELECT 1 FROM {KIND_NUMBERS} WHERE slug = NEW.facility_type_id);"""
# A kind is half a unit thick: the tree weighs boxes by volume, and flat ones would all weigh nothing.
_INTO_TREE = f"""INSERT INTO {KIND_TREE} (id, west, east, south, north, low, high)
    SELECT p.id, ST_X(p.position), ST_X(p.position), ST_Y(p.position), ST_Y(p.position), k.number, k.number + 0.5
    FROM {_POINTS} p JOIN {KIND_NUMBERS} k ON k.slug = p.facility_type_id WHERE p.state = 'active'"""
_KIND_TREE_SQL = (
    *(f"DROP TRIGGER IF EXISTS {KIND_TREE}_{event}" for event in ("insert", "update", "delete")),
    f"DROP TABLE IF EXISTS {KIND_TREE}",
    f"CREATE TABLE IF NOT EXISTS {KIND_NUMBERS} (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE)",
    f"CREATE VIRTUAL TABLE {KIND_TREE} USING rtree(id, west, east, south, north, low, high)",
    f"INSERT OR IGNORE INTO {KIND_NUMBERS} (slug) SELECT DISTINCT facility_type_id FROM {_POINTS}",
    _INTO_TREE,
    f"""CREATE TRIGGER {KIND_TREE}_insert AFTER INSERT ON {_POINTS} BEGIN {_NUMBER}
    {_INTO_TREE} AND p.id = NEW.id; END""",
    f"""CREATE TRIGGER {KIND_TREE}_update AFTER UPDATE OF id, position, facility_type_id, state ON {_POINTS}
    BEGIN DELETE FROM {KIND_TREE} WHERE id = OLD.id; {_NUMBER} {_INTO_TREE} AND p.id = NEW.id; END""",
    f"""CREATE TRIGGER {KIND_TREE}_delete AFTER DELETE ON {_POINTS}
    BEGIN DELETE FROM {KIND_TREE} WHERE id = OLD.id; END""",
)


def ensure(sender: AppConfig, using: str = "default", **_: Any) -> list[str]:
    """Build the R-trees that an app's tables lack; return their names. Runs after every migrate.

    PostgreSQL keeps its own indexes through such changes, so there is nothing to do.
    """
    if connections[using].vendor != "sqlite":
        return []
    built = []
    for model in sender.get_models():
        table = model._meta.db_table
        for field in model._meta.local_fields:
            indexed = isinstance(field, GeometryField) and field.spatial_index
            if indexed and _is_missing(using, table, field.column):
                _build(using, table, field.column)
                built.append(f"idx_{table}_{field.column}")
        if table == _POINTS and _lacks_kind_tree(using):
            _build_kind_tree(using)
            built.append(KIND_TREE)
    return built


def _is_missing(using: str, table: str, column: str) -> bool:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT spatial_index_enabled FROM geometry_columns"
            " WHERE f_table_name = lower(%s) AND f_geometry_column = lower(%s)",
            [table, column],
        )
        row = cursor.fetchone()
    return row is not None and row[0] != 1


def _build(using: str, table: str, column: str) -> None:
    quoted = connections[using].ops.quote_name(f"idx_{table}_{column}")
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {quoted}")
        cursor.execute("SELECT CreateSpatialIndex(%s, %s)", [table, column])


def _lacks_kind_tree(using: str) -> bool:
    """Say whether the triggers are gone; they go with the table when it is rebuilt."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE (type = 'trigger' AND tbl_name = %s AND name GLOB %s)"
            " OR (type = 'table' AND name IN (%s, %s))",
            [_POINTS, f"{KIND_TREE}_*", KIND_TREE, KIND_NUMBERS],
        )
        return bool(cursor.fetchone()[0] < 5)


def _build_kind_tree(using: str) -> None:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for sql in _KIND_TREE_SQL:
            cursor.execute(sql)
