"""A plan becomes true, in transactions short enough that a call for help never waits for an import."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from addresses import changes

from .planning import Action, Plan, PlannedRow

ROWS_AT_ONCE = 100
# SQLite has one writer, and who waits for it looks again every 100 ms at the longest: leave that gap,
# or an unlucky phone misses every one. PostgreSQL's writers do not wait for each other.
PAUSE_S = 0.11


@dataclass(slots=True)
class Applied:
    """How many rows were written, and which were overtaken by somebody else meanwhile."""

    created: int = 0
    updated: int = 0
    overtaken: int = 0


def apply(plan: Plan, *, actor: Any = None) -> Applied:
    """Write the new and changed rows of a plan and their history; rows with problems are left out.

    A row that somebody else changed since the plan was made is left as it is and marked as a problem.
    """
    done = Applied()
    origin = f"import {plan.source.name}"[:80]
    for part in _parts([row for row in plan.rows if row.action is Action.NEW]):
        _create(part, actor, origin, done)
        _give_way()
    for part in _parts([row for row in plan.rows if row.action is Action.CHANGED]):
        with transaction.atomic():
            for row in part:
                _update(row, actor, origin, done)
        _give_way()
    return done


def _give_way() -> None:
    if connection.vendor == "sqlite":
        time.sleep(PAUSE_S)


def _create(part: Sequence[PlannedRow], actor: Any, origin: str, done: Applied) -> None:
    try:
        changes.create_all([row.obj for row in part if row.obj is not None], actor=actor, origin=origin)
    except IntegrityError:
        for row in part:
            _overtaken(row, done, "somebody else added it meanwhile")
    else:
        done.created += len(part)


def _update(row: PlannedRow, actor: Any, origin: str, done: Applied) -> None:
    if row.obj is None:
        raise ValueError("A changed row without its object was planned by no one.")
    fields = {_attribute(row.obj, name): new for name, (_, new) in row.changes.items()}
    try:
        changes.update(row.obj, fields, actor=actor, origin=origin, version=row.version)
    except (changes.Stale, ObjectDoesNotExist):
        _overtaken(row, done, "somebody else changed it meanwhile")
    else:
        done.updated += 1


def _attribute(obj: Model, name: str) -> str:
    """A plan holds the key of what a field points to, not the thing itself."""
    return str(obj._meta.get_field(name).attname)  # type: ignore[union-attr]


def _overtaken(row: PlannedRow, done: Applied, why: str) -> None:
    row.action, row.reason = Action.PROBLEM, f"{why}: run the import again"
    done.overtaken += 1


def _parts(rows: list[PlannedRow]) -> Iterator[list[PlannedRow]]:
    remaining = iter(rows)
    while part := list(islice(remaining, ROWS_AT_ONCE)):
        yield part
