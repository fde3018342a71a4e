"""Nearest points are exact on both databases, whatever was inserted, moved or abolished before."""

import random

import pytest
from django.apps import apps
from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db import connection, models

from addresses import nearest, spatial_index
from addresses.distances import ELLIPSOID
from addresses.models import AddressPoint, FacilityType, PointState, SurveyMethod

pytestmark = pytest.mark.django_db

HERE = (126.83, 37.65)


def kind(slug: str) -> FacilityType:
    return FacilityType.objects.create(slug=slug, name_ko=slug, name_en=slug)


def point(facility: FacilityType, longitude: float, latitude: float, **more) -> AddressPoint:
    return AddressPoint(
        name_ko="점",
        facility_type=facility,
        position=Point(longitude, latitude, srid=4326),
        uncertainty_m=5,
        survey_method=SurveyMethod.GNSS,
        **more,
    )


@pytest.fixture
def common() -> FacilityType:
    return kind("common")


@pytest.fixture
def rare() -> FacilityType:
    return kind("rare")


@pytest.fixture
def crowd(common, rare) -> list[AddressPoint]:
    """Three towns and a lonely one, one place in forty of the rare kind."""
    source = random.Random(20261122)
    centres = [(126.83, 37.65, 0.02), (126.95, 37.68, 0.005), (127.4, 37.2, 0.05), (129.2, 35.1, 0.3)]
    made = []
    for number in range(1_500):
        longitude, latitude, spread = centres[number % 4]
        made.append(
            point(
                rare if number % 40 == 0 else common,
                source.gauss(longitude, spread),
                source.gauss(latitude, spread),
                state=PointState.ABOLISHED if number % 7 == 0 else PointState.ACTIVE,
            )
        )
    return AddressPoint.objects.bulk_create(made)


def by_measuring_all(longitude: float, latitude: float, limit: int, kinds=None) -> list[int]:
    rows = AddressPoint.objects.filter(state=PointState.ACTIVE)
    if kinds is not None:
        rows = rows.filter(facility_type__in=kinds)
    far = {row.pk: ELLIPSOID.inv(longitude, latitude, row.position.x, row.position.y)[2] for row in rows}
    return sorted(far, key=far.__getitem__)[:limit]


@pytest.mark.parametrize(
    "here",
    [HERE, (126.95, 37.68), (127.0, 37.4), (128.0, 36.0), (126.7, 38.4), (131.9, 37.2), (-70.0, -33.0)],
)
@pytest.mark.parametrize("kinds", [None, ["rare"], ["rare", "common"]])
def test_it_finds_what_measuring_every_point_finds(crowd, here, kinds):
    found = nearest.points(*here, limit=7, facility_types=kinds)
    assert [near.point.pk for near in found] == by_measuring_all(*here, 7, kinds)


def test_it_tells_how_far_and_in_which_direction(common):
    point(common, 126.83, 37.66).save()
    (near,) = nearest.points(*HERE)
    assert near.distance_m == pytest.approx(1109.9, abs=0.5)
    assert near.bearing_deg == pytest.approx(0, abs=0.1)
    assert near.point.facility_type == common


def test_an_empty_register_has_nothing_near(common):
    assert nearest.points(*HERE) == []
    assert nearest.points(*HERE, facility_types=["common"]) == []


def test_it_gives_fewer_when_there_are_fewer(common, rare):
    AddressPoint.objects.bulk_create([point(common, 126.83, 37.65), point(rare, 129.2, 35.1)])
    assert len(nearest.points(*HERE, limit=5)) == 2
    assert len(nearest.points(*HERE, limit=5, facility_types=["rare"])) == 1
    assert nearest.points(*HERE, facility_types=["of no such kind"]) == []
    assert nearest.points(*HERE, facility_types=[]) == []
    assert nearest.points(*HERE, limit=0) == []


def test_it_goes_no_further_than_it_is_told(crowd):
    near_by = nearest.points(*HERE, limit=200, within_m=500)
    assert near_by
    assert all(near.distance_m <= 500 for near in near_by)
    assert len(near_by) == len([near for near in nearest.points(*HERE, limit=300) if near.distance_m <= 500])


def test_a_thousand_plates_on_one_pole_do_not_hide_each_other(common, rare):
    AddressPoint.objects.bulk_create([point(common, *HERE) for _ in range(1_000)])
    point(rare, 126.8301, 37.65).save()
    assert len(nearest.points(*HERE, limit=30)) == 30
    assert nearest.points(*HERE, limit=1, facility_types=["rare"])[0].distance_m == pytest.approx(
        8.8, abs=0.1
    )


def test_it_follows_a_point_that_is_moved_retyped_abolished_or_deleted(common, rare):
    pole = point(common, *HERE)
    pole.save()
    pole.position = Point(127.5, 36.5, srid=4326)
    pole.save()
    assert nearest.points(*HERE, within_m=1_000, facility_types=["common"]) == []
    assert len(nearest.points(127.5, 36.5, within_m=10, facility_types=["common"])) == 1
    pole.facility_type = rare
    pole.save(update_fields=["facility_type"])
    assert nearest.points(127.5, 36.5, facility_types=["common"]) == []
    assert len(nearest.points(127.5, 36.5, facility_types=["rare"])) == 1
    pole.state = PointState.ABOLISHED
    pole.save(update_fields=["state"])
    assert nearest.points(127.5, 36.5) == nearest.points(127.5, 36.5, facility_types=["rare"]) == []
    pole.state = PointState.ACTIVE
    pole.save()
    pole.delete()
    assert nearest.points(127.5, 36.5) == nearest.points(127.5, 36.5, facility_types=["rare"]) == []


@pytest.mark.parametrize("nowhere", [(181, 37), (126, 91), (float("nan"), 37), (126, float("inf"))])
def test_it_refuses_what_is_no_position(nowhere):
    with pytest.raises(ValueError, match="is not a longitude and a latitude"):
        nearest.points(*nowhere)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_from_sight_when_a_table_is_rebuilt(common):
    """A constraint added by a later migration makes GeoDjango rebuild the table on SpatiaLite."""
    point(common, *HERE).save()
    constraint = models.CheckConstraint(condition=models.Q(version__gt=0), name="a_later_migration")
    with connection.schema_editor() as editor:
        editor.add_constraint(AddressPoint, constraint)
    try:
        built = spatial_index.ensure(apps.get_app_config("addresses"))
        assert bool(built) == (connection.vendor == "sqlite")
        assert spatial_index.ensure(apps.get_app_config("addresses")) == []
        point(common, 126.8301, 37.65).save()
        assert len(nearest.points(*HERE)) == 2
        assert len(nearest.points(*HERE, facility_types=["common"])) == 2
    finally:
        with connection.schema_editor() as editor:
            editor.remove_constraint(AddressPoint, constraint)
        spatial_index.ensure(apps.get_app_config("addresses"))


def test_every_position_is_indexed(db):
    for config in apps.get_app_configs():
        assert spatial_index.ensure(config) == []
    assert isinstance(AddressPoint._meta.get_field("position"), PointField)
