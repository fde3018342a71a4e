"""How a centre answered: times of each step, kinds, hours, places, and the squares that calls came from.

No step here is about one person: what is told of a place is a plate's name, or a square of the National Point
Number grid of one kilometre from which at least ``LEAST`` incidents came. Times are seconds since the report.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any, Final
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from addresses import nearest
from addresses.errors import OutsideGrid
from addresses.grids import npn
from addresses.grids.place import Point
from emergency.models import Assignment, Incident, Report

# Fewer incidents than this in a square are not shown: they would be about somebody.
LEAST: Final = 3
# Further than this from any address point a caller has nothing to read out or to scan.
NONE_NEAR_M: Final = 300.0
MOST_PLACES: Final = 20
SQUARE_DIGITS: Final = 4  # of the grid: 1 km
STEPS: Final = ("opened", "acknowledged", "dispatched", "assigned", "arrived")


@dataclass(frozen=True, slots=True)
class Times:
    """How long one step took, of those incidents that came so far: seconds, the middle one and one in ten."""

    count: int
    median_s: float | None
    ninth_tenth_s: float | None

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """Return the figures of some durations, none when there are none. Pure."""
        if not seconds:
            return cls(0, None, None)
        ranked = sorted(seconds)
        # The nearest rank (ISO 3534-1): a time that really happened, never one between two.
        return cls(len(ranked), median(ranked), ranked[-(-9 * len(ranked) // 10) - 1])


@dataclass(frozen=True, slots=True)
class Row:
    """One incident with its times, without a person and without a position."""

    id: UUID
    kind: str
    state: str
    disposition: str
    place_ko: str
    place_en: str
    received_at: datetime
    steps: dict[str, float]


@dataclass(frozen=True, slots=True)
class Square:
    """A square of one kilometre, named by its National Point Number, and how many incidents came from it."""

    name: str
    east_km: int
    north_km: int
    count: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A square in which calls came from where no plate is near: how many, and how far the next one is (metres)."""

    square: Square
    nearest_ko: str
    nearest_en: str
    distance_m: float | None


@dataclass(slots=True)
class Figures:
    """What a centre's incidents of some days say together."""

    rows: list[Row]
    times: dict[str, Times] = field(default_factory=dict)
    kinds: list[tuple[str, int, Times]] = field(default_factory=list)
    dispositions: list[tuple[str, int]] = field(default_factory=list)
    places: list[tuple[str, str, int, Times]] = field(default_factory=list)
    hours: list[int] = field(default_factory=lambda: [0] * 24)
    squares: list[Square] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    # Incidents whose square has too few to be shown, and those without a position (never known, or erased).
    in_few: int = 0
    nowhere: int = 0


def of(jurisdiction_ids: Collection[int], since: datetime, until: datetime, *, exercises: bool) -> Figures:
    """Return the figures of the incidents that came in from ``since`` and before ``until``.

    What was merged into another incident counts with that one.
    """
    rows = _rows(jurisdiction_ids, since, until, exercises)
    found = Figures(rows=rows)
    found.times = {step: Times.of([row.steps[step] for row in rows if step in row.steps]) for step in STEPS}
    found.kinds = [(kind, len(some), _opening(some)) for kind, some in _by(rows, "kind")]
    found.dispositions = Counter(row.disposition for row in rows if row.disposition).most_common()
    named = [row for row in rows if row.place_ko]
    for ko, some in _by(named, "place_ko")[:MOST_PLACES]:
        found.places.append((ko, some[0].place_en or ko, len(some), _opening(some)))
    for row in rows:
        found.hours[timezone.localtime(row.received_at).hour] += 1
    _place(found)
    return found


def _opening(rows: Iterable[Row]) -> Times:
    return Times.of([row.steps["opened"] for row in rows if "opened" in row.steps])


def _by(rows: Iterable[Row], what: str) -> list[tuple[str, list[Row]]]:
    """Return the rows in groups, the largest first."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, what)].append(row)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def _rows(ids: Collection[int], since: datetime, until: datetime, exercises: bool) -> list[Row]:
    wanted = Incident.objects.filter(
        jurisdiction__in=ids,
        received_at__gte=since,
        received_at__lt=until,
        is_exercise=exercises,
        merged_into=None,
    )
    sent = Assignment.objects.filter(incident__in=wanted).values("incident")
    units = {
        incident: (assigned, arrived)
        for incident, assigned, arrived in sent.annotate(
            first=Min("assigned_at"), there=Min("on_scene_at")
        ).values_list("incident", "first", "there")
    }
    columns = (
        "pk", "kind", "state", "disposition", "place_ko", "place_en",
        "tag_code", "received_at", "opened_at", "acknowledged_at", "dispatched_at",
    )  # fmt: skip
    rows = []
    for pk, kind, state, disposition, ko, en, tag, received, *steps in wanted.order_by(
        "received_at", "pk"
    ).values_list(*columns):
        reached = dict(zip(STEPS, [*steps, *units.get(pk, (None, None))], strict=True))
        taken = {step: (at - received).total_seconds() for step, at in reached.items() if at is not None}
        # What was typed without a plate is where somebody was.
        ko, en = (ko, en) if tag else ("", "")
        rows.append(Row(pk, kind, state, disposition, ko, en, received, taken))
    return rows


def _place(found: Figures) -> None:
    """Count the squares that the incidents came from, and those where no plate is near."""
    positions = _positions([row.id for row in found.rows])
    counted: Counter[str] = Counter()
    far: defaultdict[str, list[Point]] = defaultdict(list)
    for point, has_plate in positions:
        try:
            name = npn.write(point, SQUARE_DIGITS)
        except OutsideGrid:
            found.nowhere += 1
            continue
        counted[name] += 1
        if not has_plate and not nearest.points(
            point.longitude, point.latitude, limit=1, within_m=NONE_NEAR_M
        ):
            far[name].append(point)
    found.nowhere += len(found.rows) - len(positions)
    for name, count in counted.most_common():
        if count >= LEAST:
            found.squares.append(_square(name, count))
        else:
            found.in_few += count
    ranked = sorted(far.items(), key=lambda one: (-len(one[1]), one[0]))
    found.wanted = [_wanted(name, some) for name, some in ranked if len(some) >= LEAST][:MOST_PLACES]


def _positions(incident_ids: Sequence[UUID]) -> list[tuple[Point, bool]]:
    """Return where each incident's first report with a position came from, and whether from a plate."""
    known: dict[UUID, tuple[Point, bool]] = {}
    for start in range(0, len(incident_ids), 500):  # SQLite takes so many values at once, and more
        reports = Report.objects.filter(incident__in=incident_ids[start : start + 500])
        found = reports.filter(best_longitude__isnull=False).order_by("received_at", "pk")
        for incident, longitude, latitude, code in found.values_list(
            "incident", "best_longitude", "best_latitude", "tag_code"
        ):
            if longitude is not None and latitude is not None:
                known.setdefault(incident, (Point(longitude, latitude), bool(code)))
    return list(known.values())


def _square(name: str, count: int) -> Square:
    cell = npn.cell(name)
    return Square(name, int(cell.east_m // 1000), int(cell.north_m // 1000), count)


def _wanted(name: str, points: Sequence[Point]) -> Wanted:
    """Return a square with the plate that is nearest to its calls' middle."""
    longitude = sum(point.longitude for point in points) / len(points)
    latitude = sum(point.latitude for point in points) / len(points)
    near: Any = next(iter(nearest.points(longitude, latitude, limit=1)), None)
    square = _square(name, len(points))
    if near is None:
        return Wanted(square, "", "", None)
    return Wanted(square, near.point.name_ko, near.point.name_en or near.point.name_ko, near.distance_m)
