"""Ask the intake's few questions in a fixed text that the database prepares once, on either database.

The ORM builds each query anew, which costs more than the query itself; a batch asks these every time.
Statements are PostgreSQL's. Two things differ in SQLite and are seen to here: ``= ANY(%s)``, which
takes a list, and UUIDs and times, of which SQLite knows neither. Rows come as the driver gives them.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.db import connection

Row = tuple[Any, ...]


def ask(statement: str, *values: Any) -> list[Row]:
    """Return the rows that one question brings. Raises what the database raises."""
    return each(statement, [values])[0]


def each(statement: str, values: Sequence[Sequence[Any]]) -> list[list[Row]]:
    """Return the rows for each of the values; PostgreSQL is asked all of them in one journey."""
    if not values:
        return []
    with connection.cursor() as cursor:  # connects, where nothing has yet
        if connection.vendor == "sqlite":
            text = _for_sqlite(statement)
            return [cursor.execute(text, [_written(value) for value in some]).fetchall() for some in values]
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as prepared:
            prepared.executemany(statement, values, returning=True)
            found = [prepared.fetchall()]
            while prepared.nextset():
                found.append(prepared.fetchall())
            return found


@cache
def _for_sqlite(statement: str) -> str:
    return statement.replace("= ANY(%s)", "IN (SELECT value FROM json_each(%s))")


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return orjson.dumps([_written(one) for one in value]).decode()
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
