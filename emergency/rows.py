"""Write many rows of one model with one prepared statement, on either database.

The ORM's bulk statements spend two thirds of a report's processor time on asking every field of every
row how it wants to be written, and on one text that grows with the batch. Here each column is asked
once; SQLite's and psycopg's ``executemany`` prepare the statement and reuse it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
import psycopg
from django.db import connection, models

Convert = Callable[[Any], Any]
Read = Callable[[Any], tuple[Any, ...]]


class _Columns(NamedTuple):
    """How to read a row's columns at once, and how to write those that are not written as they are."""

    read: Read
    converters: tuple[tuple[int, Convert], ...]

    def values(self, row: models.Model) -> list[Any]:
        values = list(self.read(row))
        for place, convert in self.converters:
            values[place] = convert(values[place])
        return values


def insert(rows: Iterable[models.Model], *, ignore_conflicts: bool = False) -> None:
    """Insert unsaved rows of one model in the caller's transaction.

    Automatic keys are left to the database and not read back. With ``ignore_conflicts`` a row that
    is there already stays as it is. Raises what the database raises.
    """
    waiting = list(rows)
    if waiting:
        statement, columns = _insertion(type(waiting[0]), connection.vendor, ignore_conflicts)
        _write(statement, columns, waiting)


def update(rows: Iterable[models.Model], names: Sequence[str]) -> None:
    """Write the named columns of stored rows of one model. Raises what the database raises."""
    waiting = list(rows)
    if waiting:
        statement, columns = _change(type(waiting[0]), connection.vendor, tuple(names))
        _write(statement, columns, waiting)


def _write(statement: str, columns: _Columns, rows: Sequence[models.Model]) -> None:
    values = [columns.values(row) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(statement, values)
        else:
            with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as prepared:
                prepared.executemany(statement, values)


@cache
def _insertion(model: type[models.Model], vendor: str, ignore_conflicts: bool) -> tuple[str, _Columns]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    slots = ", ".join(["%s"] * len(fields))
    conflict = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    statement = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({slots}){conflict}'  # noqa: S608
    return statement, _columns(fields, vendor)


@cache
def _change(model: type[models.Model], vendor: str, names: tuple[str, ...]) -> tuple[str, _Columns]:
    fields = [field for field in model._meta.concrete_fields if field.name in names]
    key = next(field for field in model._meta.concrete_fields if field.primary_key)
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    statement = f'UPDATE "{model._meta.db_table}" SET {changes} WHERE "{key.column}" = %s'  # noqa: S608
    return statement, _columns([*fields, key], vendor)


def _columns(fields: Sequence[Any], vendor: str) -> _Columns:
    converters = ((place, _converter(field, vendor)) for place, field in enumerate(fields))
    return _Columns(
        attrgetter(*(field.attname for field in fields)),
        tuple((place, convert) for place, convert in converters if convert is not None),
    )


def _converter(field: Any, vendor: str) -> Convert | None:
    """Return how one column's values are written, None for as they are; a key as what it points to."""
    while field.remote_field is not None:
        field = field.target_field
    if isinstance(field, models.JSONField):
        return _json
    if vendor == "sqlite":
        if isinstance(field, models.UUIDField):
            return _hex
        if isinstance(field, models.DateTimeField):
            return _in_utc
    # A choice is a str to Python, but not to every driver.
    return _text if field.choices and isinstance(field, models.CharField) else None


def _text(value: Any) -> Any:
    return str(value) if value is not None else None


def _hex(value: Any) -> Any:
    return value.hex if value is not None else None


def _in_utc(value: Any) -> Any:
    """Return a time as Django keeps it in SQLite: in UTC, without saying so."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if value is not None else None


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
