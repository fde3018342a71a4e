"""Plain tables: CSV and its relatives (; tab |), with Korean or English headers, or the ministry's none."""

import csv
import re
from collections import Counter
from io import StringIO
from pathlib import Path

from . import positions
from .source import Contents, Limits, Row, UnreadableFile
from .text import Encoding, choose, clean

DELIMITERS = ",;\t|"
BARE_NPN_HEADER = ["지점번호", "x", "y"]  # SPPN_*.TXT of the ministry: prefix|x|y, no header line
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def read(path: Path, *, encoding: str | None, limits: Limits) -> Contents:
    """Return one row per line of the table, numbered as a spreadsheet shows it. Every value stays text,
    so leading zeros live.

    Raises UnreadableFile when it is no table.
    """
    lines, settled, spoilt = _lines(path.read_bytes(), encoding)
    delimiter = _delimiter(lines)
    records = _records(lines, delimiter, limits)
    header, first = _header(records, delimiter)
    columns = positions.find(header)
    contents = Contents("CSV", [], encoding=settled.codec, encoding_how=settled.how)
    contents.warnings += settled.warnings
    if columns.degrees:
        contents.crs = "EPSG:4326"
        contents.crs_how = "guessed from the columns' names: latitude and longitude in degrees"
    if not columns.known:
        contents.warnings.append("No column is known to hold a position (위도/경도, x/y, 지점번호).")
    written_m = positions.written_m(records[first:], columns)
    for number, values in enumerate(records[first:], first + 1):
        if any(values):
            row = _row(number, values, header, columns, spoilt)
            row.uncertainty_m = written_m if row.geometry is not None else None
            contents.rows.append(row)
    return contents


def _lines(data: bytes, chosen: str | None) -> tuple[list[str], Encoding, bool]:
    if not data.strip():
        raise UnreadableFile("The file is empty. Export it again.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        settled, body = Encoding("utf-16", "said by its first bytes"), data
    else:
        if b"\0" in data:
            raise UnreadableFile("This is not a text file. Save the table as CSV.")
        bom = data.startswith(b"\xef\xbb\xbf")
        body = data.removeprefix(b"\xef\xbb\xbf")
        settled = choose(set(body.splitlines()), chosen=chosen, said="utf-8" if bom else None)
    text = body.decode(settled.codec, "replace").removeprefix("\ufeff")
    return text.splitlines(keepends=True), settled, "\ufffd" in text


def _delimiter(lines: list[str]) -> str:
    """The right one cuts the first lines into the same number of columns, and more than the others."""
    head = "".join(lines[:30])

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        try:
            counts = Counter(
                len(record) for record in csv.reader(StringIO(head), delimiter=delimiter) if record
            )
        except csv.Error:
            return (False, 0.0, 0)
        width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
        header = next(csv.reader(StringIO(head), delimiter=delimiter), [])
        return (width > 1 and positions.find(header).known, times / sum(counts.values()) * (width > 1), width)

    return max(DELIMITERS, key=fitness)


def _records(lines: list[str], delimiter: str, limits: Limits) -> list[list[str]]:
    records: list[list[str]] = []
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for record in reader:
            if len(record) > limits.columns:
                raise UnreadableFile(f"Line {reader.line_num} has {len(record):,} columns. This is no table.")
            records.append([clean(value) for value in record])
            if len(records) > limits.rows + 1:
                raise UnreadableFile(
                    f"The file has more than {limits.rows:,} rows. Split it and import the parts."
                )
    except csv.Error as error:
        raise UnreadableFile(
            f"Line {reader.line_num} is damaged ({error}). Save the table again as CSV."
        ) from error
    return records


def _header(records: list[list[str]], delimiter: str) -> tuple[list[str], int]:
    """Return the column names and the index of the first record."""
    first = records[0]
    if delimiter == "|" and len(first) == 3 and all(_NUMBER.fullmatch(value) for value in first[1:]):
        return BARE_NPN_HEADER, 0
    if len(first) < 2 and not positions.find(first).known:
        raise UnreadableFile(
            "This is no table: its first line has one column. Save it as CSV with a header line."
        )
    if sum(bool(_NUMBER.fullmatch(value)) for value in first) > len(first) / 2:
        raise UnreadableFile(
            "The first line holds numbers, not names. Put a line with column names above it."
        )
    names: list[str] = []
    for index, name in enumerate(first, 1):
        name = name or f"column {index}"
        names.append(name if name not in names else f"{name} ({index})")
    return names, 1


def _row(
    number: int, values: list[str], header: list[str], columns: positions.PositionColumns, spoilt: bool
) -> Row:
    row = Row(number, {})
    if len(values) > len(header) and any(values[len(header) :]):
        row.problem = (
            f"it has {len(values)} values for {len(header)} columns: is a text with a comma not in quotes?"
        )
    values = values[: len(header)] + [""] * (len(header) - len(values))
    row.attributes.update(zip(header, values, strict=True))
    if spoilt and any("\ufffd" in value for value in values):
        row.problem = "a text has bytes that fit no letter: correct it in the file"
    if row.problem is None:
        positions.locate(row, values, columns)
    return row
