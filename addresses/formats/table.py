"""From a layer of columns to rows, shared by the formats that GDAL reads."""

import math
from typing import Any

import numpy as np

from .gdal import Table
from .source import Limits, Row, UnreadableFile, Value
from .text import Encoding, clean


def rows(
    table: Table, *, limits: Limits, encoding: Encoding | None = None, layer: str = "", first: int = 1
) -> list[Row]:
    """Return one row per record, numbered from ``first``.

    With an encoding the texts are taken as raw bytes spelled in ISO-8859-1 and decoded here, value
    by value, so one spoilt value costs one row and not the file.
    """
    if len(table.fields) > limits.columns:
        raise UnreadableFile(
            f"The file has {len(table.fields):,} columns; at most {limits.columns} are read."
        )
    names = [_name(field, encoding) for field in table.fields]
    result = []
    for index in range(len(table)):
        row = Row(first + index, {}, geometry=table.geometries[index], layer=layer)
        for name, column in zip(names, table.columns, strict=True):
            row.attributes[name] = _value(column[index], name, row, encoding)
        if row.geometry is not None and row.geometry.is_empty:
            row.geometry = None
        result.append(row)
    return result


def _name(field: str, encoding: Encoding | None) -> str:
    return encoding.decode(field.encode("latin-1"))[0] if encoding else clean(field)


def _value(value: Any, name: str, row: Row, encoding: Encoding | None) -> Value:
    if isinstance(value, str):
        return _text(value, name, row, encoding)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value if value is None or isinstance(value, (bool, int)) else clean(str(value))


def _text(value: str, name: str, row: Row, encoding: Encoding | None) -> str:
    if encoding is None:
        text, flaw = clean(value), ""
    else:
        text, flaw = encoding.decode(value.encode("latin-1"))
    if flaw.startswith("is cut"):
        row.notes.append(f'{name} "{text}" {flaw}')
    elif flaw or "\ufffd" in text:
        row.problem = f'{name} "{text}" {flaw or "was damaged before it came here"}: correct it in the file'
    return text
