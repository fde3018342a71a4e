"""A small register as an editor gets it, and what is done with one."""

from pathlib import Path

from addresses import formats, imports
from addresses.imports import Options

STOPS = (
    "정류장번호,정류장명,위도,경도,도시명\n"
    '0012,"정발산역, 아람누리",37.6597123,126.7733456,고양시\n'
    "0013,고양시청,37.6584001,126.8320001,고양시\n"
)


def read(folder: Path, text: str, name: str = "table.csv") -> formats.Source:
    """Return this text as it is read from a file of this name."""
    path = folder / name
    path.write_text(text)
    return formats.read(path)


def bring_in(source: formats.Source, options: Options | None = None) -> imports.Plan:
    """Plan and apply: what the command does without --dry-run."""
    plan = imports.plan(source, options)
    imports.apply(plan)
    return plan


def actions(plan: imports.Plan) -> list[str]:
    """Return what would happen to each row, in order."""
    return [str(row.action) for row in plan.rows]
