"""What the tests of packages share: the town's packages, what is in them, and time that passes."""

import gzip
from typing import Any

from django.utils import timezone

from addresses import changes
from tests.cast import Person, Town
from trails.models import Closure, Package, PackageArea, PackageNotice, Trail
from trails.packages import building, changed
from trails.packages.encoding import TABLES, Content, decode

NOGOSAN = "n376e1269"
AT_THE_SUMMIT = "126.94491,37.68247"


def held(slug: str = NOGOSAN) -> Content:
    package = Package.objects.filter(area_id=slug).latest("id")
    assert package.content is not None
    return decode(gzip.decompress(package.content))


def column(rows: Content, table: str, name: str) -> list[Any]:
    index = [column for column, _ in TABLES[table]].index(name)
    return [row[index] for row in rows[table]]


def five_minutes_pass() -> None:
    """The sweeper has read the history up to now, and every area may be looked at again."""
    PackageArea.objects.update(looked_at=timezone.now() - building.EVERY)
    PackageNotice.objects.update(read_until=timezone.now() + changed.LATE)


def offers(hiker: Person, near: str = AT_THE_SUMMIT) -> list[dict[str, Any]]:
    answer = hiker.get("/api/v1/packages", {"near": near})
    assert answer.status_code == 200
    listed: list[dict[str, Any]] = answer.json()["packages"]
    return listed


def closed(trail: Trail, **fields: Any) -> Closure:
    now = timezone.now()
    told = {"since": now, "reason_ko": "낙석", "reason_en": "Rockfall", **fields}
    return changes.create(Closure(trail=trail, **told), actor=None, origin="system")


def renamed(town: Town, names: list[str]) -> None:
    for name in names:
        five_minutes_pass()
        changes.update(town.point("nogosan-summit"), {"name_ko": name}, actor=None, origin="form")
        building.sweep()
