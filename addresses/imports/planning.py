"""What an import would do, row by row, before anything is done. For points and trails alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model

from addresses.distances import ELLIPSOID
from addresses.formats import Source

SAME_PLACE_DEGREES = 1e-9  # 0.1 mm: less than the last decimal that anyone writes
LOOKED_UP_AT_ONCE = 500
FAR_M = 100.0  # a move that a person should look at
# What goes with a geometry: it changes only when that does.
WITH_POSITION = ("uncertainty_m", "survey_method")


class Action(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"
    PROBLEM = "problem"


@dataclass(slots=True)
class Draft:
    """One row as it should stand in the register.

    ``only_new`` names the fields that an object already there keeps as they are. ``type_from`` says why its type
    is not its own word: "none" when it names no type, "unknown" when it names one that is not known.
    """

    number: int
    key: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    only_new: frozenset[str] = frozenset()
    type_from: str = ""
    skip: str = ""
    problem: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(self.fields.get("name_ko", ""))


@dataclass(slots=True)
class PlannedRow:
    """What would happen to one row: ``changes`` is field → (old, new), ``reason`` why nothing can."""

    number: int
    action: Action
    key: str = ""
    name: str = ""
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    obj: Model | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of it: the file as it was read, and one planned row for each of its rows."""

    source: Source
    source_name: str
    rows: list[PlannedRow]
    warnings: list[str]
    unused: tuple[str, ...]

    @property
    def counts(self) -> Counter[Action]:
        return Counter(row.action for row in self.rows)


def compare(model: type[Model], source_name: str, drafts: Sequence[Draft]) -> list[PlannedRow]:
    """Return what each draft would do to the register, found there by (source, source key)."""
    first_with: dict[str, int] = {}
    planned = []
    for start in range(0, len(drafts), LOOKED_UP_AT_ONCE):
        part = drafts[start : start + LOOKED_UP_AT_ONCE]
        known = _known(model, source_name, part)
        for draft in part:
            row = _planned(model, source_name, draft, known, first_with)
            planned.append(row)
    return planned


def _known(model: type[Model], source_name: str, drafts: Sequence[Draft]) -> dict[str, Model]:
    keys = [draft.key for draft in drafts if draft.key]
    found = model._default_manager.filter(source=source_name, source_key__in=keys)
    return {obj.source_key: obj for obj in found}  # type: ignore[attr-defined]


def _planned(
    model: type[Model], source_name: str, draft: Draft, known: dict[str, Model], first_with: dict[str, int]
) -> PlannedRow:
    row = PlannedRow(draft.number, Action.SAME, draft.key, draft.label, notes=draft.notes)
    if draft.problem or draft.skip:
        row.action = Action.PROBLEM if draft.problem else Action.SKIPPED
        row.reason = draft.problem or draft.skip
        return row
    earlier = first_with.setdefault(draft.key, draft.number)
    if earlier != draft.number:
        row.action, row.reason = Action.PROBLEM, f"its key {draft.key} is that of row {earlier} already"
        return row
    existing = known.get(draft.key)
    if existing is None:
        _plan_new(model, source_name, draft, row)
    else:
        _plan_change(existing, draft, row)
    return row


def _plan_new(model: type[Model], source_name: str, draft: Draft, row: PlannedRow) -> None:
    row.obj = model(source=source_name, source_key=draft.key, **draft.fields)
    row.reason = _unfit(row.obj)
    row.action = Action.PROBLEM if row.reason else Action.NEW


def _plan_change(existing: Model, draft: Draft, row: PlannedRow) -> None:
    wanted = {name: value for name, value in draft.fields.items() if name not in draft.only_new}
    moved = any(
        isinstance(v, GEOSGeometry) and not _alike(getattr(existing, n), v) for n, v in wanted.items()
    )
    for name, value in wanted.items():
        old, value = _plain(existing, name), getattr(value, "pk", value)
        if not _alike(old, value) and (moved or name not in WITH_POSITION):
            row.changes[name] = (old, value)
    row.obj, row.version = existing, getattr(existing, "version", None)
    if "position" in row.changes and (moved_m := _distance_m(*row.changes["position"])) > FAR_M:
        row.notes.append(f"it moves {moved_m:,.0f} m: is it the same place?")
    if row.changes:
        row.reason = _unfit(existing, {name: new for name, (_, new) in row.changes.items()})
        row.action = Action.PROBLEM if row.reason else Action.CHANGED


def _plain(obj: Model, name: str) -> Any:
    """Return the field's value without fetching what it points to."""
    return getattr(obj, obj._meta.get_field(name).attname)  # type: ignore[union-attr]


def _distance_m(old: Any, new: Any) -> float:
    return float(ELLIPSOID.inv(old.x, old.y, new.x, new.y)[2])


def _alike(old: Any, new: Any) -> bool:
    if isinstance(old, GEOSGeometry) and isinstance(new, GEOSGeometry):
        return old.equals_exact(new, SAME_PLACE_DEGREES)
    return bool(old == new)


def _unfit(obj: Model, changed: dict[str, Any] | None = None) -> str:
    """Return why the register's own rules refuse these values, or ""."""
    reasons = []
    for model_field in obj._meta.concrete_fields:
        name = model_field.name
        if isinstance(model_field, ForeignKey) or (changed is not None and name not in changed):
            continue
        value = getattr(obj, name) if changed is None else changed[name]
        if model_field.blank and value in model_field.empty_values:
            continue
        try:
            model_field.clean(value, obj)
        except ValidationError as error:
            reasons.append(f"{name}: {' '.join(error.messages)}")
    return "; ".join(reasons)
