"""What a phone is offered, and what is in a package: all that everybody may know, and nothing else."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
import shapely
from django.core.cache import cache
from django.utils import timezone

from addresses import changes, jurisdictions, tags
from addresses.models import AddressPoint, Jurisdiction, PointState, Tag, TagState
from tests.cast import Person, Town
from trails.models import AccessPoint, Package, Trail
from trails.packages import areas, building
from trails.packages.content import simplified
from trails.packages.encoding import DEGREE, decode
from trails.packages.names import names

from .packing import NOGOSAN, closed, column, held, offers

AT_THE_EDGE = "n376e1268"  # of two centres


@pytest.fixture(autouse=True)
def _nobody_has_asked_before() -> None:
    cache.clear()


def test_a_hiker_is_offered_the_surroundings_by_name_with_their_size(packed: Town, hiker: Person):
    first = offers(hiker)[0]
    assert first["area"] == NOGOSAN
    # Two mountains with nearly as many plates; the stream between them has a few and the longest way of all.
    both = [packed.trail(key) for key in ("bukhansan", "nogosan")]
    assert first["name_ko"] == " · ".join(trail.name_ko for trail in both)
    assert first["name_en"] == " · ".join(trail.name_en for trail in both)
    assert first["points"] == len(held()["points"]) > 20
    assert first["size_bytes"] == len(hiker.get(first["href"]).content)


def test_a_hiker_is_offered_the_whole_city_too(packed: Town, hiker: Person):
    city = offers(hiker)[-1]
    assert city["area"] == "city-deokyang"
    assert city["name_ko"] == packed.deokyang.name_ko
    inside = [
        point
        for point in AddressPoint.objects.filter(state=PointState.ACTIVE)
        if packed.deokyang.area is not None and packed.deokyang.area.intersects(point.position)
    ]
    assert city["points"] == len(inside)


def test_at_an_edge_the_next_cell_is_offered_as_well(packed: Town, hiker: Person):
    listed = [offer["area"] for offer in offers(hiker, "126.8999,37.65")]
    assert listed[0] == "n376e1268"
    assert NOGOSAN in listed


def test_where_nothing_is_known_nothing_is_offered(packed: Town, hiker: Person):
    assert offers(hiker, "129.1,35.1") == []


@pytest.mark.parametrize("near", ["", "north", "1,2,3", "nan,37", "200,37", "126.9", "inf,inf", "126.9;37.6"])
def test_a_place_that_is_none_is_named(packed: Town, hiker: Person, near: str):
    answer = hiker.get("/api/v1/packages", {"near": near})
    assert answer.status_code == 400
    assert "near" in answer.json()["errors"]


@pytest.mark.parametrize(
    "path",
    [
        f"{NOGOSAN}/0",
        f"{NOGOSAN}/{'0' * 32}",
        f"{NOGOSAN}/{'G' * 32}",
        f"n999e9999/{'0' * 32}",
        f"%00/{'0' * 32}",
        f"{'x' * 3000}/{'0' * 32}",
        f"';drop table/{'0' * 32}",
    ],
)
def test_a_package_that_is_none_is_not_found_and_the_phone_is_told_where_to_ask(
    packed: Town, hiker: Person, path: str
):
    answer = hiker.get(f"/api/v1/packages/{path}")
    assert answer.status_code == 404
    if "%00" not in path:
        assert "near=" in answer.json()["detail"]


def test_it_holds_each_active_place_with_its_plate(packed: Town):
    summit = packed.point("nogosan-summit")
    row = next(row for row in held()["points"] if row[2] == summit.name_ko)
    x, y, _, name_en, kind, radius_dm, codes, npn, _ = row
    assert (x, y) == (round(summit.position.x * DEGREE), round(summit.position.y * DEGREE))
    assert (name_en, kind, radius_dm) == (summit.name_en, summit.facility_type_id, summit.uncertainty_m * 10)
    assert codes == (int(packed.tag("nogosan-summit").code[:7]),)
    assert npn == ""
    assert kind in column(held(), "types", "slug")


def test_a_number_that_differs_from_the_place_is_kept(town: Town):
    AddressPoint.objects.filter(pk=town.point("nogosan-summit").pk).update(npn="다사50915486")
    building.sweep()
    assert "다사50915486" in column(held(), "points", "npn")


def test_each_place_names_the_centre_that_answers_for_it_with_its_numbers(town: Town):
    changes.update(town.ilsan, {"fire_number": "031 909 9119"}, actor=None, origin="form")
    jurisdictions.forget()
    building.sweep()
    held_by = dict(
        zip(
            column(held(AT_THE_EDGE), "points", "name_ko"),
            column(held(AT_THE_EDGE), "points", "centre_1"),
            strict=True,
        )
    )
    rows = [held(AT_THE_EDGE)["centres"][number - 1] for number in sorted(set(held_by.values()))]
    for point in AddressPoint.objects.filter(name_ko__in=held_by, state=PointState.ACTIVE):
        centre = jurisdictions.containing(point.position.x, point.position.y)
        assert rows[held_by[point.name_ko] - 1][0] == centre.centre_name_ko
    assert {row[2:] for row in rows} == {
        ("119", "112", town.deokyang.sharing_mode),
        ("0319099119", "112", town.ilsan.sharing_mode),
    }


def test_what_no_polygon_holds_is_answered_for_by_the_default_centre(town: Town):
    Jurisdiction.objects.update(area=None)
    jurisdictions.forget()
    building.sweep()
    default = Jurisdiction.objects.get(is_default=True)
    assert [row[0] for row in held()["centres"]] == [default.centre_name_ko]
    assert set(column(held(), "points", "centre_1")) == {1}


def test_without_a_default_centre_a_place_names_none(town: Town):
    Jurisdiction.objects.update(area=None, is_default=False)
    jurisdictions.forget()
    building.sweep()
    assert (held()["centres"], set(column(held(), "points", "centre_1"))) == ([], {0})


def test_nothing_for_responders_is_in_one(town: Town):
    for model in (AddressPoint, AccessPoint):
        model.objects.update(responder_note="열쇠는 7431번 보관함")
    building.sweep()
    for package in Package.objects.all():
        assert package.content is not None
        data = gzip.decompress(package.content)
        assert decode(data)["points"]
        assert not any(word.encode() in data for word in ("열쇠", "7431", "보관함"))


def test_what_is_out_of_use_is_in_none(town: Town):
    summit, trail, tag = town.point("nogosan-summit"), town.trail("nogosan"), town.tag("nogosan-3")
    AddressPoint.objects.filter(pk=summit.pk).update(state=PointState.ABOLISHED)
    Trail.objects.filter(pk=trail.pk).update(is_active=False)
    tags.withdraw(tag, actor=None, origin="system")
    building.sweep()
    assert summit.name_ko not in column(held(), "points", "name_ko")
    assert trail.pk not in column(held(), "trails", "key")
    assert int(tag.code[:7]) not in [code for codes in column(held(), "points", "codes") for code in codes]


def test_a_way_in_for_vehicles_says_what_passes_and_where_on_the_trail(packed: Town):
    gate = AccessPoint.objects.get(source_key="nogosan-forest-road")
    row = next(row for row in held()["access"] if row[2] == gate.name_ko)
    assert row[4:8] == (
        gate.kind,
        gate.uncertainty_m * 10,
        gate.trail_id,
        0 if gate.metre is None else round(gate.metre) + 1,
    )
    assert row[8:] == (gate.vehicle_note_ko, gate.vehicle_note_en)


def test_a_trail_keeps_its_ends_its_length_and_its_metres(packed: Town):
    trail = packed.trail("nogosan")
    row = next(row for row in held()["trails"] if row[0] == trail.pk)
    line = row[5]
    first, last = trail.line.coords[0], trail.line.coords[-1]
    assert line[0] == (round(first[0] * DEGREE), round(first[1] * DEGREE), 0)
    assert line[-1] == (round(last[0] * DEGREE), round(last[1] * DEGREE), round(trail.length_m))
    assert row[4] == round(trail.length_m * 10)


def test_a_straight_line_keeps_two_places_and_a_bend_keeps_its_metre():
    line = [(126.9 + step * 1e-4, 37.6) for step in range(11)] + [
        (126.901, 37.6 + step * 1e-4) for step in range(1, 11)
    ]
    found = simplified(line)
    assert [place[:2] for place in found] == [
        (126_900_000, 37_600_000),
        (126_901_000, 37_600_000),
        (126_901_000, 37_601_000),
    ]
    assert [place[2] for place in found] == [0, pytest.approx(88, abs=1), pytest.approx(199, abs=1)]


def test_a_loop_walked_twice_keeps_its_metres():
    loop = [(126.9, 37.6), (126.901, 37.6), (126.901, 37.601), (126.9, 37.6)] * 2
    metres = [place[2] for place in simplified(loop)]
    assert metres == sorted(metres)
    assert len(metres) >= 7


def test_a_closure_is_told_when_it_stands_is_public_and_not_over(town: Town):
    now, trail = timezone.now(), town.trail("nogosan")
    closed(trail, from_metre=1_000, to_metre=1_500)
    closed(trail, is_public=False, reason_ko="군 훈련")
    closed(trail, since=now - timedelta(days=2), until=now - timedelta(days=1), reason_ko="지난 일")
    closed(trail, since=now + timedelta(days=1), until=now + timedelta(days=2), reason_ko="산불 조심")
    building.sweep()
    stretch, whole = sorted(held()["closures"], key=lambda row: -row[1])
    assert stretch[:5] == (trail.pk, 1_001, 1_501, "낙석", "Rockfall")
    assert (stretch[6], whole[1:4]) == (0, (0, 0, "산불 조심"))


@pytest.mark.parametrize(
    ("place", "slug"),
    [
        ((126.94, 37.68), NOGOSAN),
        ((126.9, 37.6), NOGOSAN),
        ((-70.65, -33.45), "s335w0707"),
        ((0.05, -0.05), "s001e0000"),
    ],
)
def test_each_place_has_one_cell(db: None, place: tuple[float, float], slug: str):
    assert areas.slug_at(*place) == slug
    area = areas.area(slug)
    assert area is not None
    assert area.own.west <= place[0] <= area.own.east
    assert area.own.south <= place[1] <= area.own.north


@pytest.mark.parametrize(
    "slug", ["", "n3760e1269", "n999e1269", "s000e0000", "n376e9999", "city-nowhere", "n376e126", "N376E1269"]
)
def test_what_names_no_area_is_none(town: Town, slug: str):
    assert areas.area(slug) is None


def test_an_area_without_plates_is_named_after_its_longest_trail(town: Town):
    Tag.objects.filter(state=TagState.INSTALLED).update(state=TagState.WITHDRAWN)
    building.sweep()
    own = shapely.box(*_own(NOGOSAN))
    inside = {
        trail.name_ko: shapely.intersection(shapely.LineString(trail.line.coords), own).length
        for trail in Trail.objects.filter(is_active=True)
    }
    assert column(held(), "area", "name_ko") == [max(inside, key=lambda name: inside[name])]


def test_an_area_without_trails_is_named_after_the_city_that_holds_it(town: Town):
    Trail.objects.update(is_active=False)
    building.sweep()
    assert column(held(), "area", "name_ko") == [town.deokyang.name_ko]


def test_a_plate_far_from_every_trail_names_none():
    near, far = shapely.LineString([(126.91, 37.6), (126.92, 37.6)]), (126.915, 37.6012)
    row = (
        Trail(pk=1, name_ko="긴 길", name_en="Long trail"),
        Trail(pk=2, name_ko="짧은 길", name_en="Short trail"),
    )
    short = shapely.LineString([(126.93, 37.61), (126.931, 37.61)])
    area = areas.area(NOGOSAN)
    assert area is not None
    points = [_plate(*far), _plate(126.9305, 37.6105)]
    assert names(area, [(row[0], near), (row[1], short)], points)[0] == "짧은 길"
    assert names(area, [(row[0], near), (row[1], short)], points[:1])[0] == "긴 길"


def _plate(longitude: float, latitude: float) -> tuple[Any, ...]:
    return round(longitude * DEGREE), round(latitude * DEGREE), "지점", "", "bench", 50, (1234567,), "", 1


def _own(slug: str) -> Any:
    found = areas.area(slug)
    assert found is not None
    return found.own
