"""Fill a database with a city of named points, each with a tag, and make its package: python -m bench.city COUNT FILE.

Names are what costs most in a package, so they are made as registers have them: a road, a number, what it is; some
streets are long and full, most are short. English names are there for all. The same ones for the same count.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

WEST, SOUTH, EAST, NORTH = 126.68, 37.58, 126.98, 37.74  # 26 by 18 km, as Goyang
ROADS = 1_400
SYLLABLES = (
    "강 gang,성 seong,호 ho,수 su,중 jung,앙 ang,일 il,산 san,고 go,양 yang,백 baek,석 seok,대 dae,화 hwa,정 jeong,"
    "행 haeng,신 sin,원 won,당 dang,덕 deok,은 eun,식 sik,사 sa,풍 pung,동 dong,장 jang,항 hang,주 ju,엽 yeop,탄 tan,"
    "현 hyeon,가 ga,좌 jwa,송 song,포 po,구 gu,내 nae,유 yu,지 ji,축 chuk"
)
ENDINGS = (("로", "-ro"), ("길", "-gil"), ("대로", "-daero"))
KINDS = 12


def fill(count: int) -> dict[str, Any]:
    """Insert the points and their tags, build the city's package, and return its size and the seconds it took."""
    from django.contrib.gis.geos import MultiPolygon, Point, Polygon
    from django.db import connection
    from django.utils import timezone

    from addresses.models import AddressPoint, FacilityType, Jurisdiction, Tag
    from trails.packages import areas, building

    kinds = list(FacilityType.objects.order_by("pk")[:KINDS])
    points = AddressPoint.objects.bulk_create(
        (
            AddressPoint(
                name_ko=f"{ko} {number} {kind.name_ko}", name_en=f"{kind.name_en}, {number} {en}", facility_type=kind,
                position=Point(x, y, srid=4326), uncertainty_m=radius_m, survey_method="gnss",
            )
            for ko, en, number, kind, x, y, radius_m in _places(count, kinds)
        ),
        batch_size=1_000,
    )  # fmt: skip
    now = timezone.now()
    Tag.objects.bulk_create(
        (
            Tag(code=code, point=point, state="installed", issued_at=now)
            for point, code in zip(points, _codes(count), strict=True)
        ),
        batch_size=1_000,
        ignore_conflicts=True,
    )
    shape = MultiPolygon(Polygon.from_bbox((WEST - 0.1, SOUTH - 0.1, EAST + 0.1, NORTH + 0.1)), srid=4326)
    names = {"name_ko": "도시", "name_en": "City", "centre_name_ko": "상황실", "centre_name_en": "Centre"}
    city = Jurisdiction.objects.create(slug="bench", area=shape, **names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute
    began = time.perf_counter()
    package = building.build(areas.slug_of(city), now)
    built_s = time.perf_counter() - began
    assert package is not None
    AddressPoint.objects.filter(pk=points[0].pk).update(name_ko="새 이름")
    began = time.perf_counter()
    later = building.build(areas.slug_of(city), now)
    assert later is not None
    Path(sys.argv[2]).write_bytes(bytes(later.content or b""))
    return {
        "points": later.area.points,
        "bytes": package.size_bytes,
        "built_s": built_s,
        "rebuilt_s": time.perf_counter() - began,
        "step_bytes": later.step_bytes,
    }


def _places(count: int, kinds: list[Any]) -> Iterator[tuple[str, str, int, Any, float, float, float]]:
    chance = random.Random(1)
    roads = [_road(chance) for _ in range(ROADS)]
    for _ in range(count):
        # Half of all points stand at the roads that everybody knows.
        few = min(ROADS - 1, int(chance.paretovariate(1.0) * 60))
        ko, en, west, south, slope = roads[few if chance.random() < 0.5 else chance.randrange(ROADS)]
        number = chance.randrange(1, 600)
        along = number * 9e-5
        x = west + along * (1 - slope) + chance.gauss(0, 5e-5)
        y = south + along * slope + chance.gauss(0, 5e-5)
        yield ko, en, number, chance.choice(kinds), x, y, chance.choice((0.5, 2.0, 5.0, 30.0))


def _road(chance: random.Random) -> tuple[str, str, float, float, float]:
    (first, second), ending = chance.sample(SYLLABLES.split(","), 2), chance.choice(ENDINGS)
    ko, en = zip(*(one.split() for one in (first, second)), strict=True)
    number = chance.choice((0, 0, chance.randrange(1, 900)))
    branch = (f"{number}번길", f" {number}beon-gil") if number else ("", "")
    west, south = chance.uniform(WEST, EAST - 0.03), chance.uniform(SOUTH, NORTH - 0.03)
    name_ko = "".join(ko) + ending[0] + branch[0]
    return name_ko, "".join(en).capitalize() + ending[1] + branch[1], west, south, chance.random()


def _codes(count: int) -> Iterator[str]:
    from stdnum import damm

    for body in random.Random(2).sample(range(10_000_000), count):
        yield f"{body:07d}{damm.calc_check_digit(f'{body:07d}')}"


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill(int(sys.argv[1]))))
