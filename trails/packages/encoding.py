"""A package as bytes: tables of columns, each column a run of small numbers. Pure.

Layout, every number a varint (``varints``), every section its length and then its bytes:

    "YGP" and the format's number (one byte)
    section: all texts, in UTF-8, U+0000 between
    for each table of TABLES, a section: number of rows, then a section for each column

A column of ``text`` says 0 for the next text that no column named before, else how many texts back it stands.
``delta`` columns hold differences from row to row, folded to be positive. A column of ``codes`` says for each row how
many there are, and then holds three bytes for each: a tag's code without its check digit. A column of ``line`` says for
each row how many places it has, and then, in three sections, their longitudes, latitudes and metres as differences that
run on from row to row. What comes after the last table or column is for later readers; a change that older readers
cannot pass over raises the format's number. Positions are in millionths of a degree (EPSG:4326), 0.1 m.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from . import varints
from .varints import UnreadablePackage

MAGIC = b"YGP"
FORMAT = 2  # 1 was without centres
DEGREE = 1_000_000
VERSION_DIGITS = 32

Row: TypeAlias = tuple[Any, ...]
Content: TypeAlias = dict[str, list[Row]]
Columns: TypeAlias = tuple[tuple[str, str], ...]

TABLES: dict[str, Columns] = {
    "area": (
        ("slug", "text"), ("name_ko", "text"), ("name_en", "text"),
        ("west", "delta"), ("south", "delta"), ("east", "delta"), ("north", "delta"),
    ),
    "types": (("slug", "text"), ("name_ko", "text"), ("name_en", "text"), ("is_refuge", "uint")),
    # uncertainty in decimetres; npn only where the recorded number is not that of the position; centre_1: the row
    # of the centre that answers for it and 1, 0: not known
    "points": (
        ("x", "delta"), ("y", "delta"), ("name_ko", "text"), ("name_en", "text"), ("type", "text"),
        ("uncertainty_dm", "uint"), ("codes", "codes"), ("npn", "text"),
        ("centre_1", "uint"),
    ),
    "trails": (
        ("key", "delta"), ("name_ko", "text"), ("name_en", "text"), ("kind", "text"), ("length_dm", "uint"),
        ("line", "line"),
    ),
    # trail 0: on none; metre_1: metre and 1, 0: not known
    "access": (
        ("x", "delta"), ("y", "delta"), ("name_ko", "text"), ("name_en", "text"), ("kind", "text"),
        ("uncertainty_dm", "uint"), ("trail", "uint"), ("metre_1", "uint"), ("note_ko", "text"), ("note_en", "text"),
    ),
    # from_1 and to_1 as metre_1; since and until in seconds of Unix time, until 0: open end
    "closures": (
        ("trail", "uint"), ("from_1", "uint"), ("to_1", "uint"), ("reason_ko", "text"), ("reason_en", "text"),
        ("since", "uint"), ("until", "uint"),
    ),
    # fire and police as they are dialled; mode: how far a position may travel (addresses.models.SharingMode)
    "centres": (
        ("name_ko", "text"), ("name_en", "text"), ("fire", "text"), ("police", "text"), ("mode", "text"),
    ),
}  # fmt: skip


def encode(content: Content) -> bytes:
    """Return the content as bytes: the same content is always the same bytes."""
    texts = _Texts()
    tables = [_table(content.get(name, []), columns, texts) for name, columns in TABLES.items()]
    every = "\0".join(texts.known).encode()
    return b"".join((MAGIC, bytes([FORMAT]), section(every), *map(section, tables)))


def decode(data: bytes) -> Content:
    """Return what ``encode`` was given. Raises UnreadablePackage for anything else."""
    if data[:3] != MAGIC or data[3:4] != bytes([FORMAT]):
        raise UnreadablePackage("This is no package of a known format.")
    sections = parts(data[4:])
    try:
        texts = iter_texts(next(sections))
        return {name: _rows(next(sections), columns, texts) for name, columns in TABLES.items()}
    except (StopIteration, RuntimeError, IndexError, UnicodeDecodeError) as error:
        raise UnreadablePackage("The package is not whole.") from error


def version(data: bytes) -> str:
    """Return the name of a package: the first half of the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()[:VERSION_DIGITS]


def section(data: bytes) -> bytes:
    """Return the bytes behind their length."""
    return varints.write([len(data)]) + data


def parts(data: bytes) -> Iterator[bytes]:
    """Yield the sections one after the other. Raises UnreadablePackage when one is cut off."""
    at = 0
    while at < len(data):
        size, at = _number(data, at)
        if at + size > len(data):
            raise UnreadablePackage("A section is cut off.")
        yield data[at : at + size]
        at += size


class _Texts:
    """All texts, each once, in the order of their first use."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def number(self, text: str) -> int:
        plain = text.replace("\0", "")
        index = self.known.setdefault(plain, size := len(self.known))
        return size - index


def iter_texts(data: bytes) -> Callable[[varints.Numbers], list[str]]:
    """Return what turns a text column's numbers into texts; it must be given the columns in their order."""
    known = data.decode().split("\0")
    used = 0

    def read(numbers: varints.Numbers) -> list[str]:
        nonlocal used
        found = []
        for back in numbers.tolist():
            if back > used:
                raise UnreadablePackage("A text stands before the first one.")
            found.append(known[used - back])
            used += back == 0
        return found

    return read


def _table(rows: Sequence[Row], columns: Columns, texts: _Texts) -> bytes:
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    written = (_column(kind, values, texts) for (_, kind), values in zip(columns, by_column, strict=True))
    return varints.write([len(rows)]) + b"".join(map(section, written))


def _column(kind: str, values: Sequence[Any], texts: _Texts) -> bytes:
    if kind == "text":
        return varints.write([texts.number(text) for text in values])
    if kind == "delta":
        return varints.differences(values)
    if kind == "uint":
        return varints.write(values)
    flat = [one for value in values for one in value]
    counts = varints.write([len(value) for value in values])
    if kind == "codes":
        return counts + b"".join(code.to_bytes(3, "little") for code in flat)
    across = list(zip(*flat, strict=True)) if flat else [(), (), ()]
    return section(counts) + b"".join(section(varints.differences(one)) for one in across)


def _rows(data: bytes, columns: Columns, texts: Callable[[varints.Numbers], list[str]]) -> list[Row]:
    count, at = _number(data, 0)
    sections = parts(data[at:])
    read = [_values(kind, next(sections), count, texts) for _, kind in columns]
    if any(len(values) != count for values in read):
        raise UnreadablePackage("A column is shorter than its table.")
    return list(zip(*read, strict=True))


def _values(kind: str, data: bytes, count: int, texts: Callable[[varints.Numbers], list[str]]) -> list[Any]:
    if kind == "text":
        return texts(varints.read(data))
    if kind == "delta":
        return varints.from_differences(data).tolist()  # type: ignore[no-any-return]
    if kind == "uint":
        return varints.read(data).tolist()  # type: ignore[no-any-return]
    if kind == "codes":
        return _codes(data, count)
    sizes, *across = parts(data)
    places = list(zip(*(varints.from_differences(one).tolist() for one in across[:3]), strict=True))
    return _split(places, varints.read(sizes).tolist())


def _codes(data: bytes, count: int) -> list[Any]:
    octets = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(octets < 128)
    if count > len(ends):
        raise UnreadablePackage("A column is shorter than its table.")
    at = int(ends[count - 1]) + 1 if count else 0
    flat = [int.from_bytes(data[i : i + 3], "little") for i in range(at, len(data), 3)]
    return _split(flat, varints.read(data[:at]).tolist())


def _split(flat: list[Any], sizes: list[int]) -> list[Any]:
    if sum(sizes) != len(flat):
        raise UnreadablePackage("A column does not end where it should.")
    found, at = [], 0
    for size in sizes:
        found.append(tuple(flat[at : at + size]))
        at += size
    return found


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return one number and where the next thing begins."""
    for end in range(at, min(at + varints.LONGEST, len(data))):
        if data[end] < 128:
            return int(varints.read(data[at : end + 1])[0]), end + 1
    raise UnreadablePackage("A number is cut off.")
