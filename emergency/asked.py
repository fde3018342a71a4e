"""Ask the few questions of intake and page in a fixed text that the database prepares once, on either database.

The ORM builds each query anew, which costs more than the query itself; a batch or a page asks these every time.
Statements are PostgreSQL's. Two things differ in SQLite and are seen to here: ``= ANY(%s)``, which
takes a list, and UUIDs and times, of which SQLite knows neither. Rows come as the driver gives them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.db import connection

Row = tuple[Any, ...]
Question = tuple[str, Sequence[Any]]  # a statement and its values


def ask(statement: str, *values: Any) -> list[Row]:
    """Return the rows that one question brings. Raises what the database raises."""
    return each(statement, [values])[0]


def each(statement: str, values: Sequence[Sequence[Any]]) -> list[list[Row]]:
    """Return the rows for each of the values; PostgreSQL is asked all of them in one journey."""
    if not values:
        return []
    if connection.vendor == "sqlite":
        text = _for_sqlite(statement)
        with connection.cursor() as cursor:
            return [cursor.execute(text, [_written(value) for value in some]).fetchall() for some in values]
    with prepared() as server:
        if len(values) == 1:  # no pipeline for one: it would wait twice
            return [server.execute(statement, values[0]).fetchall()]
        server.executemany(statement, values, returning=True)
        found = [server.fetchall()]
        while server.nextset():
            found.append(server.fetchall())
        return found


def together(*questions: Question) -> list[list[Row]]:
    """Return the rows for each of some questions, which PostgreSQL is asked as one.

    It answers them as JSON: ask for texts and numbers, under different names. Raises what the database
    raises.
    """
    if connection.vendor == "sqlite":
        return [ask(statement, *values) for statement, values in questions]
    text = _as_one(tuple(statement for statement, _ in questions))
    (answers,) = ask(text, *(value for _, values in questions for value in values))
    return [[tuple(row.values()) for row in orjson.loads(answer or b"[]")] for answer in answers]


@cache
def _as_one(statements: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(f'(SELECT json_agg(q) FROM ({one}) q)::text' for one in statements)}"  # noqa: S608


@contextmanager
def prepared() -> Iterator[psycopg.Cursor[Row]]:
    """Lend a cursor of PostgreSQL's own, which prepares what it is asked often. Raises Django's errors."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


@cache
def _for_sqlite(statement: str) -> str:
    return statement.replace("= ANY(%s)", "IN (SELECT value FROM json_each(%s))")


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return orjson.dumps([_written(one) for one in value]).decode()
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
