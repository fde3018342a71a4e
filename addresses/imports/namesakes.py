"""New points that may be there already: one of the same name stands close by, under another key."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from addresses.distances import Row, measure
from addresses.models import AddressPoint, PointState

from .planning import Action, PlannedRow

NEAR_M = 250.0
# Names have no index: a question walks through the table once, however many names it asks for.
# SQLite takes 32,766 values.
NAMES_AT_ONCE = 20_000
CELL_DEGREES = 0.004  # on every parallel of Korea more than NEAR_M

_Cell = tuple[str, int, int]


def note(rows: Sequence[PlannedRow]) -> int:
    """Note on each new point the nearest active point of its name within ``NEAR_M``; return how many have one.

    What the same file holds as a row of its own does not count: it tells the two apart, such as the stops on
    both sides of a road.
    """
    told_apart = {row.obj.pk for row in rows if row.obj is not None and row.obj.pk is not None}
    new: dict[str, list[tuple[PlannedRow, AddressPoint]]] = defaultdict(list)
    for row in rows:
        if row.action is Action.NEW and isinstance(row.obj, AddressPoint):
            new[row.obj.name_ko].append((row, row.obj))
    names, noted = list(new), 0
    for start in range(0, len(names), NAMES_AT_ONCE):
        part = names[start : start + NAMES_AT_ONCE]
        known = _known(part, told_apart)
        noted += sum(_note(row, point, known) for name in part for row, point in new[name])
    return noted


def _known(names: list[str], told_apart: set[int]) -> dict[_Cell, list[Row]]:
    """Return the active points of these names, by name and cell; the key of each says whose it is."""
    known: dict[_Cell, list[Row]] = defaultdict(list)
    points = AddressPoint.objects.filter(name_ko__in=names, state=PointState.ACTIVE).order_by()
    asked = points.values_list("pk", "name_ko", "position", "source", "source_key")
    for pk, name, position, source, source_key in asked.iterator():
        if pk not in told_apart:
            whose = f"{source} {source_key}".strip()
            known[_cell(name, position.x, position.y)].append((whose, position.x, position.y))
    return known


def _note(row: PlannedRow, point: AddressPoint, known: dict[_Cell, list[Row]]) -> bool:
    longitude, latitude = point.position.coords
    near = [
        each for cell in _around(_cell(point.name_ko, longitude, latitude)) for each in known.get(cell, ())
    ]
    for whose, metres, _ in measure(near, longitude, latitude, limit=1):
        if metres <= NEAR_M:
            of = f" ({whose})" if whose else ""
            row.notes.append(
                f'"{point.name_ko}"{of} stands {metres:,.0f} m away already: is it the same place?'
            )
            return True
    return False


def _cell(name: str, longitude: float, latitude: float) -> _Cell:
    return name, math.floor(longitude / CELL_DEGREES), math.floor(latitude / CELL_DEGREES)


def _around(cell: _Cell) -> Iterator[_Cell]:
    name, east, north = cell
    for x in (east - 1, east, east + 1):
        for y in (north - 1, north, north + 1):
            yield name, x, y
