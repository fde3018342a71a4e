"""An anchor is derived from a point and a trail; it moves neither, and a review outlives new derivations."""

import pytest
from django.contrib.gis.geos import LineString, Point
from django.utils import timezone

from addresses import changes
from addresses.models import AddressPoint, PointState
from tests.cast import Town
from trails import access_points, anchors
from trails.models import AccessPoint, Anchor, Side, Trail
from trails.operations import length_m


@pytest.fixture
def pole(town: Town) -> AddressPoint:
    """A marker beside the town's trail up Nogosan."""
    return town.point("nogosan-3")


def move(point: AddressPoint, longitude: float, latitude: float, **more) -> AddressPoint:
    fields = {"position": Point(longitude, latitude, srid=4326), **more}
    return changes.update(point, fields, actor=None, origin="form")


def review(anchor: Anchor) -> None:
    Anchor.objects.filter(pk=anchor.pk).update(reviewed_at=timezone.now(), reviewed_by="editor")


def test_it_says_trail_metre_side_and_from_what_it_was_derived(pole: AddressPoint, town: Town):
    anchor = anchors.derive(pole)
    assert anchor is not None
    assert (anchor.trail, anchor.side) == (town.trail("nogosan"), Side.ON)
    assert anchor.metre == pytest.approx(750, abs=0.5)
    assert (anchor.point_version, anchor.trail_version) == (pole.version, anchor.trail.version)
    assert anchors.of(pole) == anchor


def test_a_point_beside_the_path_stands_left_or_right(pole: AddressPoint):
    at = pole.position
    sides = {}
    for name, east in (("west", -0.0003), ("east", 0.0003)):
        move(pole, at.x + east, at.y)
        anchor = anchors.derive(pole)
        assert anchor is not None
        sides[name] = anchor.side
        assert 10 < anchor.offset_m < 30
    # The trail climbs northwards there.
    assert sides == {"west": Side.LEFT, "east": Side.RIGHT}


def test_a_point_out_of_reach_stands_on_no_trail(pole: AddressPoint):
    assert anchors.derive(pole) is not None
    move(pole, 126.99, 37.60)
    assert anchors.derive(pole) is None
    assert anchors.of(pole) is None


def test_an_uncertain_point_reaches_further(pole: AddressPoint):
    at = pole.position
    move(pole, at.x + 0.0011, at.y, uncertainty_m=3)
    assert anchors.derive(pole) is None
    move(pole, at.x + 0.0011, at.y, uncertainty_m=60)
    assert anchors.derive(pole) is not None


def test_deriving_moves_neither_point_nor_trail(pole: AddressPoint, town: Town):
    before = (pole.position.wkt, pole.version, town.trail("nogosan").line.wkt, town.trail("nogosan").version)
    move(pole, pole.position.x + 0.0002, pole.position.y)
    anchors.derive(pole)
    now = town.point("nogosan-3")
    assert now.position.x == pytest.approx(pole.position.x)
    assert (town.trail("nogosan").line.wkt, town.trail("nogosan").version) == before[2:]


def test_saving_a_point_leaves_its_anchor_for_the_next_derivation(pole: AddressPoint):
    derived = anchors.of(pole)
    assert derived is not None
    move(pole, pole.position.x + 0.0002, pole.position.y)
    held = anchors.of(pole)
    assert held is not None
    assert held.derived_at == derived.derived_at
    assert held in list(anchors.outdated())


def test_a_reviewed_anchor_stays_until_its_point_or_trail_changes(pole: AddressPoint, town: Town):
    held = anchors.of(pole)
    assert held is not None
    Anchor.objects.filter(pk=held.pk).update(metre=747.0)
    review(held)
    anchors.derive_all()
    kept = anchors.of(pole)
    assert kept is not None
    assert (kept.metre, kept.reviewed_by) == (747.0, "editor")
    changes.update(town.trail("nogosan"), {"note_en": "walked"}, actor=None, origin="form")
    anchors.derive_all(town.trail("nogosan"))
    anew = anchors.of(pole)
    assert anew is not None
    assert (anew.metre == pytest.approx(750, abs=0.5), anew.reviewed_at, anew.reviewed_by) == (True, None, "")


def test_the_nearer_of_two_trails_is_the_points(pole: AddressPoint):
    at = pole.position
    line = LineString((at.x - 0.0001, at.y - 0.001), (at.x - 0.0001, at.y + 0.001), srid=4326)
    other = Trail.objects.create(name_ko="샛길", line=line, length_m=222)
    move(pole, at.x - 0.0001, at.y)
    anchor = anchors.derive(pole)
    assert anchor is not None
    assert anchor.trail == other
    Trail.objects.filter(pk=other.pk).update(is_active=False)
    again = anchors.derive(pole)
    assert again is not None
    assert again.trail != other


def test_all_are_derived_and_the_same_again(town: Town):
    first = anchors.derive_all()
    metres = dict(Anchor.objects.values_list("point", "metre"))
    assert anchors.derive_all() == first == len(metres)
    assert dict(Anchor.objects.values_list("point", "metre")) == metres


def test_an_abolished_point_is_not_derived_anew(pole: AddressPoint):
    Anchor.objects.filter(point=pole).delete()
    AddressPoint.objects.filter(pk=pole.pk).update(state=PointState.ABOLISHED)
    anchors.derive_all()
    assert anchors.of(pole) is None


def test_a_trails_length_is_that_of_its_line(town: Town):
    import shapely

    for trail in Trail.objects.all():
        assert trail.length_m == pytest.approx(length_m(shapely.LineString(trail.line.coords)), abs=0.01)


def test_the_nearest_way_in_for_a_vehicle_comes_first(town: Town):
    gate = AccessPoint.objects.get(source_key="nogosan-forest-road")
    found = access_points.nearest(gate.position.x, gate.position.y + 0.0005, limit=3)
    assert found[0].point == gate
    assert found[0].distance_m == pytest.approx(55.5, abs=0.5)
    assert [near.distance_m for near in found] == sorted(near.distance_m for near in found)
    assert access_points.nearest(129.2, 35.1, within_m=1_000) == []


@pytest.mark.django_db
def test_a_moved_point_gets_its_anchor_anew_with_the_next_sweep(town):
    began = timezone.now()
    point = town.point("nogosan-3")
    before = anchors.of(point)
    assert before is not None
    further = town.point("nogosan-5").position
    changes.update(point, {"position": further}, actor=None, origin="form")
    anchors.sweep(began)
    after = anchors.of(point)
    assert after is not None
    assert after.metre > before.metre + 100
    assert after.point_version == point.version
