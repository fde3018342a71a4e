"""Which areas the history says have changed: a package is made again for those alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import shapely
from django.db.models import F, FloatField, Func, QuerySet
from django.db.models.functions import Floor

from addresses.boxes import Box
from addresses.models import AddressPoint, Change, FacilityType, Jurisdiction, PointState, Tag
from trails.models import AccessPoint, Closure, PackageArea, PackageNotice, Trail

from . import areas

# A change may be committed this long after the time it bears, so the last minutes are read again.
LATE = timedelta(minutes=2)
# More changes at once than this: every area is looked at.
MANY = 2_000


def notice(now: datetime) -> None:
    """Read the history since the last time and mark the areas in which something has changed."""
    known = PackageNotice.objects.first()
    if known is None:
        mark(everywhere(), now)
        PackageNotice.objects.create(read_until=now)
        return
    kinds = {
        model._meta.label_lower: model
        for model in (AddressPoint, Tag, Trail, AccessPoint, Closure, FacilityType, Jurisdiction)
    }
    rows = Change.objects.filter(at__gt=known.read_until - LATE, object_type__in=kinds).order_by()
    changes = list(rows.values_list("object_type", "object_id", "old", "new")[: MANY + 1])
    everything = len(changes) > MANY or any(
        kinds[kind] in (FacilityType, Jurisdiction) for kind, *_ in changes
    )
    if everything:
        mark(everywhere(), now)
    else:
        places = [box for kind, key, old, new in changes for box in _boxes(kinds[kind], key, (old, new))]
        mark({slug for box in places for slug in touching(box)}, now)
    PackageNotice.objects.filter(pk=known.pk).update(read_until=now)


def mark(slugs: Iterable[str], now: datetime) -> None:
    """Remember that these areas are to be looked at."""
    wanted = sorted(set(slugs))
    PackageArea.objects.bulk_create(
        [PackageArea(slug=slug) for slug in wanted], ignore_conflicts=True, batch_size=500
    )
    for at in range(0, len(wanted), 500):
        PackageArea.objects.filter(pk__in=wanted[at : at + 500]).update(changed_at=now)


def everywhere() -> set[str]:
    """Return every area that has something in it, and those that have a package."""
    cells = {
        areas.slug_of_cell(int(column), int(row))
        for rows in (AddressPoint.objects.filter(state=PointState.ACTIVE), AccessPoint.objects.all())
        for column, row in _cells(rows)
    }
    for line in Trail.objects.filter(is_active=True).values_list("line", flat=True):
        cells.update(areas.cells(Box(*line.extent)))
    cities = {areas.slug_of(one) for one in Jurisdiction.objects.filter(area__isnull=False)}
    return cells | cities | set(PackageArea.objects.values_list("pk", flat=True))


def touching(box: Box) -> Iterator[str]:
    """Yield the areas whose package may hold something in a box."""
    yield from areas.cells(areas.wider(box, areas.OVER_EDGE + areas.WAY_IN))
    place = shapely.box(*areas.wider(box, areas.WAY_IN))
    for jurisdiction in Jurisdiction.objects.filter(area__isnull=False):
        if jurisdiction.area is not None and shapely.intersects(
            shapely.box(*jurisdiction.area.extent), place
        ):
            yield areas.slug_of(jurisdiction)


def _cells(rows: QuerySet[Any]) -> Iterable[tuple[float, float]]:
    def cell(function: str) -> Floor:
        degrees = Func(F("position"), function=function, output_field=FloatField())
        return Floor(degrees * areas.CELLS_PER_DEGREE)

    return rows.order_by().values_list(cell("ST_X"), cell("ST_Y")).distinct()


def _boxes(model: Any, key: str, sides: tuple[dict[str, Any], ...]) -> Iterator[Box]:
    """Yield where an object is, and where it was, by what the history and its table say."""
    owner = {Tag: "point", Closure: "trail"}.get(model)
    shape = {AddressPoint: "position", AccessPoint: "position", Trail: "line"}.get(model)
    if shape:
        now = model.objects.filter(pk=key).values_list(shape, flat=True).first()
        told = [shapely.from_wkt(side[shape]) for side in sides if side.get(shape)]
        for geometry in (*told, *([shapely.from_wkb(bytes(now.wkb))] if now else [])):
            yield Box(*geometry.bounds)
    if owner:
        owners = {side[owner] for side in sides if side.get(owner)}
        owners |= set(
            model.objects.filter(pk=key, **{f"{owner}__isnull": False}).values_list(owner, flat=True)
        )
        parent = AddressPoint if model is Tag else Trail
        for one in owners:
            yield from _boxes(parent, str(one), ())
