"""Write many rows at once with prepared statements, on either database.

The ORM's bulk statements spend two thirds of a report's processor time on asking every field of every
row how it wants to be written, and on one text that grows with the batch. Here each column is asked
once. SQLite's ``executemany`` prepares the statement and reuses it. PostgreSQL is a process of its own,
so what costs there is each message and each wait for it: it gets the rows of all tables in one
statement, a JSON text for each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import orjson
from django.db import connection, models
from django.db.models.base import ModelState

from .asked import prepared

Model = type[models.Model]
Convert = Callable[[Any], Any]
Read = Callable[[Any], tuple[Any, ...]]


class _Columns(NamedTuple):
    """How to read a row's columns at once, and how to write those that are not written as they are."""

    names: tuple[str, ...]
    read: Read
    converters: tuple[tuple[int, Convert], ...]

    def values(self, row: object) -> list[Any]:
        values = list(self.read(row))
        for place, convert in self.converters:
            values[place] = convert(values[place])
        return values


M = TypeVar("M", bound=models.Model)
Rows = Mapping[Model, Sequence[object]]


def unsaved(model: type[M], **values: Any) -> M:
    """Return what the model's constructor returns for these values, at a fifth of its cost.

    The constructor asks each field for its default and for how to be set; here that was asked once.
    """
    made = model.__new__(model)
    plain, called, related = _defaults(model)
    made._state = ModelState()
    made.__dict__.update(plain)
    for field in related:
        if field.name in values:
            other = values.pop(field.name)
            values[field.attname] = other.pk
            field.set_cached_value(made, other)
    for name, default in called:
        if name not in values:
            values[name] = default()
    made.__dict__.update(values)
    return made


@cache
def _defaults(model: Model) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]], list[Any]]:
    """Return the defaults of a model's columns, those that are made anew each time, and its relations."""
    fields = model._meta.concrete_fields
    anew = [field for field in fields if field.has_default() and callable(field.default)]
    called = [(field.attname, field.default) for field in anew]
    plain = {field.attname: field.get_default() for field in fields if field not in anew}
    return plain, called, [field for field in fields if field.is_relation]


class Last(NamedTuple):
    """How PostgreSQL is to insert the last model's rows, where it should do more than insert them.

    ``parts`` are named queries of the statement's WITH; the first of them reads ``{rows}``.
    """

    parts: str
    statement: str


def insert(rows: Rows, last: Last | None = None) -> None:
    """Insert rows of one or several models, in this order; in PostgreSQL by one statement.

    A row is anything that has an attribute for each column, unsaved objects of the model among them:
    where nothing else needs the model, a plain object costs a tenth of it. Automatic keys are left to
    the database and not read back. Raises what the database raises.
    """
    waiting = {model: some for model, some in rows.items() if some}
    if not waiting:
        return
    columns = {model: _insertable(model, connection.vendor) for model in waiting}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for model, some in waiting.items():
                cursor.executemany(
                    _insertion(model, columns[model]), [columns[model].values(row) for row in some]
                )
        return
    told = [_as_json(columns[model], some) for model, some in waiting.items()]
    with prepared() as server:
        server.execute(_insertions(tuple(waiting), last), told)


def update(model: Model, rows: Iterable[object], names: Sequence[str]) -> None:
    """Write the named columns of stored rows of one model. Raises what the database raises."""
    waiting = list(rows)
    if not waiting:
        return
    statement, columns = _change(model, connection.vendor, tuple(names))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(statement, [columns.values(row) for row in waiting])
        return
    with prepared() as server:
        server.execute(statement, [_as_json(columns, waiting)])


def _as_json(columns: _Columns, rows: Iterable[object]) -> str:
    """Return rows as a JSON array of objects, which PostgreSQL reads as rows of the table."""
    told = [dict(zip(columns.names, columns.values(row), strict=True)) for row in rows]
    return orjson.dumps(told).decode()


@cache
def _insertable(model: Model, vendor: str) -> _Columns:
    """Return the columns that whoever inserts gives: all but a key that the database counts."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    return _columns(fields, vendor)


@cache
def _insertion(model: Model, columns: _Columns) -> str:
    names, slots = (
        ", ".join(some) for some in ((f'"{n}"' for n in columns.names), ["%s"] * len(columns.names))
    )
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({slots})'  # noqa: S608


@cache
def _insertions(written: tuple[Model, ...], last: Last | None) -> str:
    """Return one statement for PostgreSQL that inserts into each table; keys are checked at its end."""
    plain = [_from_json(model) for model in written]
    parts = [f"part_{number} AS ({statement})" for number, statement in enumerate(plain[:-1])]
    if last is None:
        statement = plain[-1]
    else:
        parts.append(last.parts.format(rows=_recordset(written[-1])))
        statement = last.statement
    return f"WITH {', '.join(parts)} {statement}" if parts else statement


def _from_json(model: Model) -> str:
    names = columns_of(model)
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{model._meta.db_table}" ({listed}) SELECT {listed} FROM {_recordset(model)}'  # noqa: S608


def _recordset(model: Model) -> str:
    return f'json_populate_recordset(NULL::"{model._meta.db_table}", %s)'


def columns_of(model: Model) -> tuple[str, ...]:
    """Return the names of the columns that whoever inserts gives."""
    return _insertable(model, connection.vendor).names


@cache
def _change(model: Model, vendor: str, names: tuple[str, ...]) -> tuple[str, _Columns]:
    fields = [field for field in model._meta.concrete_fields if field.name in names]
    key = next(field for field in model._meta.concrete_fields if field.primary_key)
    table, columns = model._meta.db_table, _columns([*fields, key], vendor)
    if vendor == "sqlite":
        changes = ", ".join(f'"{field.column}" = %s' for field in fields)
        statement = f'UPDATE "{table}" SET {changes} WHERE "{key.column}" = %s'  # noqa: S608
    else:
        changes = ", ".join(f'"{field.column}" = told."{field.column}"' for field in fields)
        statement = (
            f'UPDATE "{table}" SET {changes} FROM {_recordset(model)} told'  # noqa: S608
            f' WHERE "{table}"."{key.column}" = told."{key.column}"'
        )
    return statement, columns


def _columns(fields: Sequence[Any], vendor: str) -> _Columns:
    converters = ((place, _converter(field, vendor)) for place, field in enumerate(fields))
    return _Columns(
        tuple(field.column for field in fields),
        attrgetter(*(field.attname for field in fields)),
        tuple((place, convert) for place, convert in converters if convert is not None),
    )


def _converter(field: Any, vendor: str) -> Convert | None:
    """Return how one column's values are written, None for as they are; a key as what it points to."""
    while field.remote_field is not None:
        field = field.target_field
    if isinstance(field, models.BinaryField):
        return None if vendor == "sqlite" else _bytes_in_json
    # A choice is a str to Python, but not to every writer.
    if field.choices and isinstance(field, models.CharField):
        return _text
    if vendor == "sqlite":
        return next((how for kind, how in _FOR_SQLITE.items() if isinstance(field, kind)), None)
    return None


def _text(value: Any) -> Any:
    return str(value) if value is not None else None


def _bytes_in_json(value: Any) -> Any:
    r"""Return bytes as PostgreSQL reads them from a text: \x and two digits for each."""
    return "\\x" + bytes(value).hex() if value is not None else None


def _hex(value: Any) -> Any:
    return value.hex if value is not None else None


def _in_utc(value: Any) -> Any:
    """Return a time as Django keeps it in SQLite: in UTC, without saying so."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if value is not None else None


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_FOR_SQLITE: dict[type[Any], Convert] = {
    models.JSONField: _json,
    models.UUIDField: _hex,
    models.DateTimeField: _in_utc,
}
