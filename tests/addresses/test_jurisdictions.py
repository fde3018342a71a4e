"""Each place belongs to one centre: the smallest polygon that holds it, else the default."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from addresses import changes, jurisdictions
from addresses.models import Jurisdiction

pytestmark = pytest.mark.django_db


def jurisdiction(slug: str, box: tuple[float, float, float, float] | None, **more) -> Jurisdiction:
    area = MultiPolygon(Polygon.from_bbox(box), srid=4326) if box else None
    names = dict.fromkeys(("slug", "name_ko", "name_en", "centre_name_ko", "centre_name_en"), slug)
    return changes.create(Jurisdiction(area=area, **names, **more), actor=None, origin="system")


@pytest.fixture
def county() -> Jurisdiction:
    return jurisdiction("county", (126.0, 37.0, 128.0, 38.0), is_default=True)


@pytest.fixture
def city() -> Jurisdiction:
    return jurisdiction("city", (126.5, 37.5, 127.0, 37.8))


def test_it_prefers_the_smallest_of_several_polygons(county, city):
    assert jurisdictions.containing(126.9, 37.6) == city
    assert jurisdictions.containing(127.5, 37.6) == county


def test_a_place_on_the_border_belongs_to_it(county, city):
    assert jurisdictions.containing(126.5, 37.6) == city


def test_a_place_outside_every_polygon_belongs_to_the_default_centre(county, city):
    assert jurisdictions.containing(129.2, 35.1) == county
    assert jurisdictions.default() == county


def test_it_says_what_to_do_when_no_centre_is_the_default(city):
    with pytest.raises(jurisdictions.NoDefaultJurisdiction, match="Mark one as default"):
        jurisdictions.containing(129.2, 35.1)


def test_a_centre_without_a_polygon_answers_only_as_the_default(city):
    jurisdiction("elsewhere", None, is_default=True)
    assert jurisdictions.containing(126.9, 37.6) == city
    assert jurisdictions.containing(120, 30).slug == "elsewhere"


def test_it_follows_an_area_that_is_redrawn(county, city):
    assert jurisdictions.containing(126.9, 37.6) == city
    east = MultiPolygon(Polygon.from_bbox((127.2, 37.5, 127.4, 37.8)), srid=4326)
    changes.update(city, {"area": east}, actor=None, origin="form")
    assert jurisdictions.containing(126.9, 37.6) == county
    assert jurisdictions.containing(127.3, 37.6) == city


def test_it_follows_a_changed_setting_and_a_deleted_row(county, city):
    jurisdictions.containing(126.9, 37.6)
    changes.update(city, {"fire_number": "120"}, actor=None, origin="form")
    assert jurisdictions.containing(126.9, 37.6).fire_number == "120"
    changes.delete(city, actor=None, origin="form")
    assert jurisdictions.containing(126.9, 37.6) == county


def test_it_does_not_look_at_the_table_for_every_question(
    county, city, monkeypatch, django_assert_num_queries
):
    jurisdictions.containing(126.9, 37.6)
    monkeypatch.setattr(jurisdictions, "CHECK_EVERY_S", 60.0)
    with django_assert_num_queries(0):
        assert jurisdictions.containing(126.9, 37.6) == city


def test_threads_share_what_is_remembered(county, city, monkeypatch):
    jurisdictions.containing(126.9, 37.6)
    monkeypatch.setattr(jurisdictions, "CHECK_EVERY_S", 60.0)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: jurisdictions.containing(126.9, 37.6).slug, range(200)))
    assert set(answers) == {"city"}
