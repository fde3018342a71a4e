"""The network follows the register; who asks meanwhile gets an answer and is told how old it is."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import LineString, Point
from django.utils import timezone

from addresses import changes
from tests.cast import Town
from trails.models import AccessPoint, Closure, Trail, TrailNetwork
from trails.operations import length_m
from trails.tasks import sweep_network
from trails.ways import asking, building, encoding

from .valley import at, car_park, network, trail

NOW = timezone.now


def drawn(name: str, *places: tuple[float, float], **more: Any) -> Trail:
    coordinates = [at(*place) for place in places]
    length = length_m(shapely.LineString(coordinates))
    row = Trail(name_ko=name, line=LineString(coordinates, srid=4326), length_m=length, **more)
    return changes.create(row, actor=None, origin="form")


def parked(name: str, east_m: float, north_m: float, **more: Any) -> AccessPoint:
    row = AccessPoint(name_ko=name, kind="car_park", position=Point(*at(east_m, north_m), srid=4326), **more)
    return changes.create(row, actor=None, origin="form")


def closed(row: Trail, **more: Any) -> Closure:
    values = {"reason_ko": "낙석", "since": NOW() - timedelta(days=1), "is_public": False} | more
    return changes.create(Closure(trail=row, **values), actor=None, origin="form")


def told(east_m: float, north_m: float, now: datetime | None = None) -> asking.Told:
    found = asking.ways_to(*at(east_m, north_m), 10.0, now or NOW())
    assert found is not None
    return found


@pytest.fixture
def ridge(db: None) -> Trail:
    parked("주차장", 0, 0)
    return drawn("능선길", (0, 0), (1000, 0), (2000, 0), elevations_m=[100, 200, 300])


@pytest.fixture
def _it_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "SMALL_TRAILS", 0)


def test_a_small_network_is_made_by_whoever_asks_first(ridge: Trail):
    answer = told(1500, 0)
    assert answer.is_current
    assert [answer.accesses[way.entrance].name_ko for way in answer.answer.ways] == ["주차장"]
    assert answer.trails[ridge.pk].name_ko == "능선길"
    assert TrailNetwork.objects.get().sections == 1


def test_the_towns_own_trails_lead_to_the_summit(town: Town):
    summit = town.point("nogosan-summit").position
    found = asking.ways_to(summit.x, summit.y, 10.0, NOW())
    assert found is not None
    best = found.answer.ways[0]
    assert found.accesses[best.entrance].source_key == "nogosan-forest-road"
    assert best.has_heights
    assert best.climb_m > 100
    assert best.up_s > best.down_s


@pytest.mark.usefixtures("_it_is_large")
def test_a_large_network_is_made_by_the_sweep_and_by_nobody_who_asks(ridge: Trail):
    assert asking.ways_to(*at(1500, 0), 10.0, NOW()) is None
    assert not TrailNetwork.objects.exists()
    assert sweep_network()
    assert told(1500, 0).is_current
    assert not sweep_network()


@pytest.mark.usefixtures("_it_is_large")
def test_a_large_network_that_has_changed_answers_as_it_was_and_says_so(ridge: Trail):
    building.sweep()
    shorter = drawn("지름길", (500, 0), (1500, 10))
    before = told(1500, 0)
    assert not before.is_current
    assert shorter.pk not in before.trails
    building.sweep()
    assert told(1500, 0).is_current


def test_whoever_makes_it_keeps_others_from_making_it_too(ridge: Trail):
    TrailNetwork.objects.create(pk=1, claimed_at=NOW())
    assert not building.sweep()
    TrailNetwork.objects.update(claimed_at=NOW() - timedelta(hours=1))
    assert building.sweep()
    assert TrailNetwork.objects.get().claimed_at is None


@pytest.mark.usefixtures("_it_is_large")
def test_what_came_past_the_history_is_found_within_a_day(ridge: Trail):
    building.sweep()
    AccessPoint.objects.update(name_ko="다른 이름")
    assert not building.sweep()
    TrailNetwork.objects.update(built_at=NOW() - timedelta(days=2))
    assert building.sweep()


def test_a_trail_out_of_use_leads_nowhere(ridge: Trail):
    assert told(1500, 0).answer.ways[0].legs
    changes.update(ridge, {"is_active": False}, actor=None, origin="form")
    assert told(1500, 0).answer.on_trail is None


def test_a_car_park_that_was_moved_is_where_it_is_now(ridge: Trail):
    assert round(told(1500, 0).answer.ways[0].length_m) == 1500
    where = Point(*at(1000, 0), srid=4326)
    changes.update(AccessPoint.objects.get(), {"position": where}, actor=None, origin="form")
    assert round(told(1500, 0).answer.ways[0].length_m) == 500


@pytest.mark.usefixtures("_it_is_large")
def test_a_car_park_that_was_deleted_is_not_told_from_an_old_network(ridge: Trail):
    building.sweep()
    changes.delete(AccessPoint.objects.get(), actor=None, origin="form")
    assert told(1500, 0).answer.ways == ()


def test_what_is_closed_now_is_passed_only_where_nothing_else_leads(ridge: Trail):
    stretch = closed(ridge, from_metre=400.0, to_metre=500.0)
    answer = told(1500, 0)
    assert answer.answer.ways == ()
    (way,) = answer.answer.through
    assert answer.closed_on(way) == [stretch]
    assert told(300, 0).answer.ways


def test_a_whole_trail_may_be_closed(ridge: Trail):
    closed(ridge)
    assert told(300, 0).answer.ways == ()
    assert told(300, 0).answer.through


@pytest.mark.parametrize(
    "when",
    [
        {"since": timezone.now() + timedelta(hours=1)},
        {"since": timezone.now() - timedelta(days=9), "until": timezone.now() - timedelta(days=1)},
    ],
)
def test_what_is_not_closed_now_is_open(ridge: Trail, when: dict[str, datetime]):
    closed(ridge, **when)
    assert told(1500, 0).answer.ways
    assert told(1500, 0).answer.through == ()


@pytest.mark.usefixtures("_it_is_large")
def test_a_closure_counts_at_once_though_the_network_is_older(ridge: Trail):
    building.sweep()
    closed(ridge, from_metre=400.0, to_metre=500.0)
    answer = told(1500, 0)
    assert not answer.is_current
    assert answer.answer.ways == ()
    assert answer.answer.through


def test_a_network_that_cannot_be_read_is_made_again(ridge: Trail):
    building.build()
    TrailNetwork.objects.update(content=b"PK\x03\x04 no network", built_at=NOW())
    building.forget()
    assert building.current() is None
    assert building.sweep()
    assert told(1500, 0).answer.ways


def test_a_network_comes_back_from_its_bytes_as_it_was():
    made = network([trail(1, (0, 0), (900, 0)), trail(2, (400, -90), (400, 90))], [car_park(7, 10, 10)])
    back = encoding.decode(encoding.encode(made))
    for name in (
        "line",
        "from_metre",
        "to_metre",
        "from_node",
        "to_node",
        "entrance_node",
        "forth_s",
        "boxes",
    ):
        assert np.array_equal(getattr(back, name), getattr(made, name)), name
    assert np.array_equal(back.lines.longitude, made.lines.longitude)


@pytest.mark.parametrize("data", [b"", b"PK", b"nothing at all", b"PK\x05\x06" + b"\0" * 18])
def test_it_refuses_bytes_that_are_no_network(data: bytes):
    with pytest.raises(encoding.UnreadableNetwork):
        encoding.decode(data)
