"""Fill a database with address points and tags: python -m bench.points COUNT [tags].

The points lie in clusters, as towns do, the same ones for the same count on either database. Indexes
are built after the rows, which is far quicker than keeping them up to date.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import django
import numpy as np

RARE = "bench-rare"
COMMON = "bench-common"
ONE_RARE_IN = 1000
FIRST_ID = 1_000_000
TOWNS = 250
# Towns over the Korean peninsula's south: degrees west, south, east, north.
EXTENT = (126.4, 34.6, 129.3, 38.2)


def places(count: int, seed: int = 1) -> Any:
    """Return ``count`` positions (longitude, latitude) in degrees, in towns of different sizes."""
    chance = np.random.default_rng(seed)
    west, south, east, north = EXTENT
    centres = chance.uniform((west, south), (east, north), (TOWNS, 2))
    weights = chance.pareto(1.2, TOWNS) + 0.1
    town = chance.choice(TOWNS, count, p=weights / weights.sum())
    spread = chance.uniform(0.01, 0.06, TOWNS)[town]
    return centres[town] + chance.normal(0, 1, (count, 2)) * spread[:, None]


def fill(count: int, with_tags: bool) -> dict[str, Any]:
    """Insert the points, and a tag for each where wanted; return what was made."""
    from django.db import connection, transaction

    from addresses.models import FacilityType

    for slug in (COMMON, RARE):
        FacilityType.objects.get_or_create(slug=slug, defaults={"name_ko": slug, "name_en": slug})
    rows = _rows(count)
    if connection.vendor == "sqlite":
        _into_sqlite(rows)
    else:
        _into_postgres(rows)
    codes = list(_codes(count)) if with_tags else []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO addresses_tag (code, point_id, medium, state, issued_at, version)"
            " VALUES (%s, %s, 'qr', 'installed', '2026-01-01 00:00:00+00:00', 1) ON CONFLICT DO NOTHING",
            list(zip(codes, range(FIRST_ID, FIRST_ID + count), strict=False)),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"points": count, "tags": len(codes)}


_COLUMNS = {
    "sido": "경기도", "sigungu": "고양시", "district": "덕양구", "road_name": "", "building_number": "",
    "object_place": "", "npn": "", "npn_state": "", "public_note_ko": "", "public_note_en": "",
    "responder_note": "", "photo": "", "state": "active", "source": "", "source_key": "", "version": 1,
    "updated_at": "2026-01-01 00:00:00+00:00", "survey_method": "gnss", "uncertainty_m": 5.0,
}  # fmt: skip
_NAMED = ("id", "name_ko", "name_en", "facility_type_id", "position")
_ALL = ", ".join((*_NAMED, *_COLUMNS))


def _rows(count: int) -> Iterator[tuple[int, str, str, str, float, float]]:
    for number, (longitude, latitude) in enumerate(places(count).tolist()):
        kind = RARE if number % ONE_RARE_IN == 0 else COMMON
        yield FIRST_ID + number, f"지점 {number}", f"Point {number}", kind, longitude, latitude


def _into_sqlite(rows: Iterator[tuple[Any, ...]]) -> None:
    """Take the triggers away, insert, and let the product build its trees again."""
    from django.apps import apps
    from django.db import connection, transaction

    from addresses import spatial_index

    table = "addresses_addresspoint"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        triggers = [name for (name,) in cursor.fetchall() if not name.startswith("gg")]
        cursor.execute("SELECT DisableSpatialIndex(%s, 'position')", [table])
        for name in triggers:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
    slots = ", ".join("%s" for _ in _COLUMNS)
    statement = f"INSERT INTO {table} ({_ALL}) VALUES (%s, %s, %s, %s, MakePoint(%s, %s, 4326), {slots})"
    with transaction.atomic(), connection.cursor() as cursor:
        fixed = tuple(_COLUMNS.values())
        cursor.executemany(statement, ((*row, *fixed) for row in rows))
    spatial_index.ensure(apps.get_app_config("addresses"))


def _into_postgres(rows: Iterator[tuple[Any, ...]]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE come (id bigint, name_ko text, name_en text, kind text, x float8, y float8)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY come FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        slots = ", ".join("%s" for _ in _COLUMNS)
        cursor.execute(
            f"INSERT INTO addresses_addresspoint ({_ALL}) SELECT id, name_ko, name_en, kind,"
            f" ST_SetSRID(ST_MakePoint(x, y), 4326), {slots} FROM come",
            list(_COLUMNS.values()),
        )


def _codes(count: int) -> Iterator[str]:
    """Return valid codes that differ: seven digits in steps, and their check digit."""
    from stdnum import damm

    for number in range(count):
        digits = f"{(number * 97 + 1_000_003) % 10_000_000:07d}"
        yield digits + damm.calc_check_digit(digits)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill(int(sys.argv[1]), "tags" in sys.argv[2:])))
