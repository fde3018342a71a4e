"""Make the packages whose areas have changed: background work, each area at most every few minutes."""

import gzip
import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import shapely
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from addresses.boxes import Box
from trails.models import Package, PackageArea

from . import areas, changed, difference
from .content import content
from .encoding import DEGREE, Content, encode, version
from .varints import UnreadablePackage

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)
# What came past the history (a restored table, a bulk load) is found within this time.
LOOK_AGAIN_AFTER = timedelta(days=1)
KEPT_WHOLE = timedelta(hours=6)  # an older version stays for phones that are loading it
MOST_KEPT_WHOLE = 24
KEPT = timedelta(days=30)  # a phone with an older version loads the whole package
AT_MOST_S = 20.0


def sweep(at_most_s: float = AT_MOST_S) -> int:
    """Make what is due for at most so many seconds, the rest next time; return how many versions are new.

    One area that cannot be built keeps no other from being built.
    """
    now, began, made = timezone.now(), time.monotonic(), 0
    changed.notice(now)
    for area in due(now):
        # Whoever sets the time does the work: two sweepers do not build the same.
        if not PackageArea.objects.filter(pk=area.pk, looked_at=area.looked_at).update(looked_at=now):
            continue
        try:
            made += build(area.pk, now) is not None
            PackageArea.objects.filter(pk=area.pk, changed_at=area.changed_at).update(changed_at=None)
        except DatabaseError:
            raise
        except Exception:
            log.exception("The package %s could not be made; the one before stays.", area.pk)
        if time.monotonic() - began > at_most_s:
            break
    return made


def due(now: datetime) -> Iterator[PackageArea]:
    """Return the areas to look at, the longest waiting first."""
    rested = Q(looked_at__isnull=True) | Q(looked_at__lte=now - EVERY, changed_at__isnull=False)
    forgotten = Q(looked_at__lte=now - LOOK_AGAIN_AFTER)
    order = F("looked_at").asc(nulls_first=True)
    return iter(PackageArea.objects.filter(rested | forgotten).order_by(order, "pk"))


def build(slug: str, now: datetime) -> Package | None:
    """Look at an area's content and keep it as a new version; None when it has not changed, or there is none."""
    area = areas.area(slug)
    found = None if area is None else content(area, now)
    if area is None or found is None or not _has_something(found, area.own):
        PackageArea.objects.filter(pk=slug).delete()
        return None
    data = encode(found)
    name = version(data)
    row = found["area"][0]
    counts = {
        "points": len(found["points"]),
        "trails": len(found["trails"]),
        "access_points": len(found["access"]),
    }
    PackageArea.objects.update_or_create(
        slug=slug,
        defaults={"name_ko": row[1], "name_en": row[2], **counts},
        create_defaults={"name_ko": row[1], "name_en": row[2], **counts, "looked_at": now},
    )
    newest = Package.objects.filter(area_id=slug).order_by("-id").first()
    if newest is not None and newest.version == name:
        return None
    step = _step(newest, data)
    packed = gzip.compress(data, 9, mtime=0)
    with transaction.atomic():
        package = Package.objects.create(
            area_id=slug, version=name, content=packed, size_bytes=len(packed), step=step,
            step_bytes=len(step or b""), built_at=now,
        )  # fmt: skip
        _give_up_old(slug, now)
    return package


def chain(area: str, from_version: str, to: Package) -> bytes | None:
    """Return what leads from an older version to one, or None when that is not known or hardly shorter."""
    rows = Package.objects.filter(area_id=area, pk__lte=to.pk)
    start = rows.filter(version=from_version).order_by("-id").values_list("pk", flat=True).first()
    if start is None:
        return None
    sizes = list(rows.filter(pk__gt=start).order_by("id").values_list("step_bytes", flat=True))
    if not all(sizes) or sum(sizes) > to.size_bytes / 2:
        return None
    steps = rows.filter(pk__gt=start).order_by("id").values_list("step", flat=True)
    return difference.chain([bytes(step) for step in steps if step is not None])


def _step(newest: Package | None, data: bytes) -> bytes | None:
    if newest is None or newest.content is None:
        return None
    before = gzip.decompress(newest.content)
    try:
        step = difference.step(before, data)
        return step if difference.apply(before, difference.chain([step])) == data else None
    except UnreadablePackage:  # of an older format: phones load the whole
        return None


def _give_up_old(slug: str, now: datetime) -> None:
    rows = Package.objects.filter(area_id=slug).order_by("-id")
    newest_two = list(rows.values_list("pk", flat=True)[:2])
    recent = list(rows.filter(built_at__gt=now - KEPT_WHOLE).values_list("pk", flat=True)[:MOST_KEPT_WHOLE])
    Package.objects.filter(area_id=slug).exclude(pk__in=[*newest_two, *recent]).update(content=None)
    Package.objects.filter(area_id=slug, built_at__lt=now - KEPT).exclude(pk__in=newest_two).delete()


def _has_something(found: Content, own: Box) -> bool:
    """Say whether anything lies in the area itself and not only beyond its edges."""
    west, south, east, north = (edge * DEGREE for edge in own)
    if any(
        west <= row[0] <= east and south <= row[1] <= north
        for name in ("points", "access")
        for row in found[name]
    ):
        return True
    box = shapely.box(west, south, east, north)
    lines = (shapely.LineString([place[:2] for place in row[5]]) for row in found["trails"])
    return any(shapely.intersects(box, line) for line in lines)
