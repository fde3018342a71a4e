"""What an import did or would do: one line per row for a spreadsheet, and a summary for the terminal."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.contrib.gis.geos import GEOSGeometry

from .planning import Action, Plan, PlannedRow

HEADER = ("row", "action", "key", "name", "reason", "changes", "notes")
SHOWN = 10  # rows with problems in the summary; the report has them all
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(plan: Plan, path: Path) -> None:
    """Write the report as CSV that Excel opens in Korean, one line per row of the file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        out.writerows([_harmless(cell) for cell in _line(row)] for row in plan.rows)


def summary(plan: Plan) -> Iterator[str]:
    """Yield the lines of the summary: how the file was understood, what is in it, what is wrong."""
    source = plan.source
    yield f"{source.name}: {source.format}, {len(source.rows):,} rows" + (
        f", {source.layer}" if source.layer else ""
    )
    yield f"  text        {source.encoding} ({source.encoding_how})"
    yield f"  coordinates {source.crs or 'none'} ({source.crs_how})"
    yield f"  source      {plan.source_name}"
    if plan.unused:
        yield f"  not used    {', '.join(plan.unused[:12])}{' …' if len(plan.unused) > 12 else ''}"
    for warning in plan.warnings:
        yield f"  ! {warning}"
    counts = plan.counts
    yield "  " + ", ".join(f"{counts[action]:,} {action}" for action in Action)
    problems = [row for row in plan.rows if row.action is Action.PROBLEM]
    for row in problems[:SHOWN]:
        yield f"  row {row.number}: {row.reason}"
    if len(problems) > SHOWN:
        yield f"  … and {len(problems) - SHOWN:,} more rows with problems (--report lists all)"


def _line(row: PlannedRow) -> tuple[str, ...]:
    told = "; ".join(f"{name}: {_text(old)} → {_text(new)}" for name, (old, new) in row.changes.items())
    return (str(row.number), row.action, row.key, row.name, row.reason, told, "; ".join(row.notes))


def _text(value: object) -> str:
    if isinstance(value, GEOSGeometry):
        return f"{value.geom_type} {', '.join(f'{number:.7f}' for number in value.centroid.coords)}"
    return "" if value is None else str(value)


def _harmless(cell: str) -> str:
    """A spreadsheet runs what starts like a formula, and the text is a stranger's."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
