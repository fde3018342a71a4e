"""When packages are made again: for what has changed, where it has, and not too often."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.cache import cache
from django.utils import timezone

from addresses import changes, tags
from addresses.models import AddressPoint
from tests.cast import Person, Town
from trails.models import Package, PackageArea
from trails.packages import areas, building
from trails.packages.encoding import Content
from trails.tasks import sweep_packages

from .packing import NOGOSAN, closed, column, five_minutes_pass, held, offers


@pytest.fixture(autouse=True)
def _nobody_has_asked_before() -> None:
    cache.clear()


def test_nothing_new_makes_no_new_version(packed: Town):
    five_minutes_pass()
    assert building.sweep() == 0
    assert sweep_packages() == 0


def test_a_change_makes_its_own_surroundings_new_and_no_others(packed: Town):
    five_minutes_pass()
    changes.update(packed.point("nogosan-summit"), {"name_ko": "노고산 꼭대기"}, actor=None, origin="form")
    assert building.sweep() == 2
    assert "노고산 꼭대기" in column(held(), "points", "name_ko")
    changed = [area for area in PackageArea.objects.all() if area.packages.count() == 2]
    assert {area.pk for area in changed} == {NOGOSAN, "city-deokyang"}


def test_a_second_change_soon_after_waits_for_its_turn(packed: Town):
    changes.update(packed.point("nogosan-summit"), {"name_ko": "노고산 꼭대기"}, actor=None, origin="form")
    assert building.sweep() == 0
    five_minutes_pass()
    assert building.sweep() == 2


def test_a_place_that_moves_away_leaves_the_old_surroundings(packed: Town):
    five_minutes_pass()
    summit = packed.point("nogosan-summit")
    changes.update(summit, {"position": Point(126.82, 37.62, srid=4326)}, actor=None, origin="form")
    building.sweep()
    assert summit.name_ko not in column(held(), "points", "name_ko")
    assert summit.name_ko in column(held("n376e1268"), "points", "name_ko")


def test_a_plate_that_is_hung_up_becomes_known(packed: Town):
    five_minutes_pass()
    point = packed.point("nogosan-summit")
    tag = tags.issue(point, medium="qr", actor=None, origin="form")
    tags.install(tag, actor=None, origin="form")
    building.sweep()
    row = next(row for row in held()["points"] if row[2] == point.name_ko)
    assert int(tag.code[:7]) in row[6]


def test_a_closed_trail_becomes_known(packed: Town):
    five_minutes_pass()
    closed(packed.trail("nogosan"))
    building.sweep()
    assert column(held(), "closures", "reason_ko") == ["낙석"]


def test_a_first_place_far_away_makes_a_package_of_its_own(packed: Town, hiker: Person):
    summit = packed.point("nogosan-summit")
    new = AddressPoint(
        name_ko="먼 곳", facility_type=summit.facility_type, position=Point(128.05, 36.05, srid=4326),
        uncertainty_m=5, survey_method="gnss",
    )  # fmt: skip
    changes.create(new, actor=None, origin="form")
    building.sweep()
    (offer,) = offers(hiker, "128.06,36.06")
    assert (offer["area"], offer["name_ko"], offer["points"]) == ("n360e1280", "먼 곳", 1)


def test_when_the_last_place_goes_the_package_goes(packed: Town, hiker: Person):
    test_a_first_place_far_away_makes_a_package_of_its_own(packed, hiker)
    five_minutes_pass()
    changes.update(
        AddressPoint.objects.get(name_ko="먼 곳"), {"state": "abolished"}, actor=None, origin="form"
    )
    building.sweep()
    assert offers(hiker, "128.06,36.06") == []


def test_what_came_past_the_history_is_found_within_a_day(packed: Town):
    AddressPoint.objects.filter(pk=packed.point("nogosan-summit").pk).update(name_ko="노고산 꼭대기")
    five_minutes_pass()
    assert building.sweep() == 0
    PackageArea.objects.update(looked_at=timezone.now() - building.LOOK_AGAIN_AFTER)
    assert building.sweep() == 2


def test_a_redrawn_city_is_looked_at_again(packed: Town):
    five_minutes_pass()
    changes.update(packed.deokyang, {"name_ko": "덕양"}, actor=None, origin="form")
    building.sweep()
    assert held("city-deokyang")["area"][0][1] == "덕양"


def test_an_import_of_thousands_makes_everything_new(packed: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("trails.packages.changed.MANY", 2)
    five_minutes_pass()
    for key in ("nogosan-summit", "heungguksa-parking", "nogosan-viewpoint-3"):
        changes.update(packed.point(key), {"name_en": "New"}, actor=None, origin="import x.csv")
    assert building.sweep() == 2
    assert column(held(), "points", "name_en").count("New") == 3


def test_one_area_that_cannot_be_made_stops_no_other(town: Town, monkeypatch: pytest.MonkeyPatch):
    made = building.content

    def broken(area: areas.Area, now: Any) -> Content:
        if area.slug == NOGOSAN:
            raise ValueError("a line that is none")
        return made(area, now)

    monkeypatch.setattr(building, "content", broken)
    assert building.sweep() > 3
    assert not Package.objects.filter(area_id=NOGOSAN).exists()
    monkeypatch.setattr(building, "content", made)
    five_minutes_pass()
    assert building.sweep() == 1


def test_two_sweepers_do_not_make_the_same_area(packed: Town, monkeypatch: pytest.MonkeyPatch):
    five_minutes_pass()
    changes.update(packed.point("nogosan-summit"), {"name_ko": "노고산 꼭대기"}, actor=None, origin="form")
    listed = list(building.due(timezone.now()))
    assert building.sweep() == 2
    monkeypatch.setattr(building, "due", lambda _: iter(listed))
    monkeypatch.setattr(building, "build", lambda *_: pytest.fail("another sweeper has it"))
    assert building.sweep() == 0
