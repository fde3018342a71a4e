"""Packages for phones: what they hold, when they are made again, and how a phone gets them over a bad line."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.cache import cache
from django.utils import timezone

from addresses import changes, tags
from addresses.models import AddressPoint, PointState
from tests.cast import Person, Town
from trails.models import AccessPoint, Closure, Package, PackageArea, PackageNotice, Trail
from trails.packages import areas, building, changed, difference
from trails.packages.content import simplified
from trails.packages.encoding import DEGREE, TABLES, Content, decode
from trails.tasks import sweep_packages

NOGOSAN = "n376e1269"
AT_THE_SUMMIT = "126.94491,37.68247"


@pytest.fixture(autouse=True)
def _nobody_has_asked_before() -> None:
    cache.clear()


@pytest.fixture
def packed(town: Town) -> Town:
    """The town with its packages made."""
    assert building.sweep() > 0
    return town


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


# What is offered


def test_a_hiker_is_offered_the_surroundings_by_name_with_their_size(packed: Town, hiker: Person):
    first = offers(hiker)[0]
    assert first["area"] == NOGOSAN
    assert all((first["name_ko"], first["name_en"]))
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


# What is in one


def test_it_holds_each_active_place_with_its_plate(packed: Town):
    summit = packed.point("nogosan-summit")
    row = next(row for row in held()["points"] if row[2] == summit.name_ko)
    x, y, _, name_en, kind, radius_dm, codes, npn = row
    assert (x, y) == (round(summit.position.x * DEGREE), round(summit.position.y * DEGREE))
    assert (name_en, kind, radius_dm) == (summit.name_en, summit.facility_type_id, summit.uncertainty_m * 10)
    assert codes == (int(packed.tag("nogosan-summit").code[:7]),)
    assert npn == ""
    assert kind in column(held(), "types", "slug")


def test_a_number_that_differs_from_the_place_is_kept(town: Town):
    AddressPoint.objects.filter(pk=town.point("nogosan-summit").pk).update(npn="다사50915486")
    building.sweep()
    assert "다사50915486" in column(held(), "points", "npn")


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


def closed(trail: Trail, **fields: Any) -> Closure:
    now = timezone.now()
    told = {"since": now, "reason_ko": "낙석", "reason_en": "Rockfall", **fields}
    return changes.create(Closure(trail=trail, **told), actor=None, origin="system")


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


# When it is made again


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


# How a phone gets it


def test_a_version_never_changes_and_may_be_kept_for_ever(packed: Town, hiker: Person):
    answer = hiker.get(offers(hiker)[0]["href"])
    assert answer["Content-Type"] == "application/gzip"
    assert "immutable" in answer["Cache-Control"]
    again = hiker.get(offers(hiker)[0]["href"], headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_download_that_broke_off_is_taken_up_where_it_was(packed: Town, hiker: Person):
    href = offers(hiker)[0]["href"]
    whole = hiker.get(href)
    rest = hiker.get(
        href, headers={"Range": "bytes=700-", "If-Range": whole["ETag"], "Accept-Encoding": "gzip, br"}
    )
    assert rest.status_code == 206
    assert rest["Content-Range"] == f"bytes 700-{len(whole.content) - 1}/{len(whole.content)}"
    assert "Content-Encoding" not in rest
    assert whole.content[:700] + rest.content == whole.content


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=5-9", slice(5, 10)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=3-999999", slice(3, None)),
    ],
)
def test_any_piece_can_be_asked_for(packed: Town, hiker: Person, asked: str, part: slice):
    href = offers(hiker)[0]["href"]
    answer = hiker.get(href, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, hiker.get(href).content[part])


@pytest.mark.parametrize(
    "asked", ["bytes=", "bytes=-", "lines=1-2", "bytes=1-2,5-6", "bytes=a-b", "bytes=" + "9" * 40 + "-"]
)
def test_a_range_that_is_none_gets_the_whole(packed: Town, hiker: Person, asked: str):
    href = offers(hiker)[0]["href"]
    answer = hiker.get(href, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, hiker.get(href).content)


def test_a_piece_of_another_version_is_not_put_together(packed: Town, hiker: Person):
    answer = hiker.get(offers(hiker)[0]["href"], headers={"Range": "bytes=700-", "If-Range": '"other"'})
    assert answer.status_code == 200


def test_a_piece_behind_the_end_is_refused_with_the_length(packed: Town, hiker: Person):
    offer = offers(hiker)[0]
    for asked in (f"bytes={offer['size_bytes']}-", "bytes=9-5", "bytes=-0"):
        answer = hiker.get(offer["href"], headers={"Range": asked})
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{offer['size_bytes']}")


def renamed(town: Town, names: list[str]) -> None:
    for name in names:
        five_minutes_pass()
        changes.update(town.point("nogosan-summit"), {"name_ko": name}, actor=None, origin="form")
        building.sweep()


def test_a_phone_with_an_older_version_loads_what_has_changed(packed: Town, hiker: Person):
    old = offers(hiker)[0]
    before = gzip.decompress(hiker.get(old["href"]).content)
    renamed(packed, ["하나", "둘", "셋"])
    new = offers(hiker)[0]
    answer = hiker.get(new["href"], {"from": old["version"]})
    assert len(answer.content) < new["size_bytes"] / 2
    assert difference.apply(before, answer.content) == gzip.decompress(hiker.get(new["href"]).content)


def test_a_phone_that_is_up_to_date_loads_nothing(packed: Town, hiker: Person):
    offer = offers(hiker)[0]
    answer = hiker.get(offer["href"], {"from": offer["version"]})
    assert answer.content == difference.chain([])


def test_a_change_that_was_taken_back_leads_back(packed: Town, hiker: Person):
    first = offers(hiker)[0]
    before = gzip.decompress(hiker.get(first["href"]).content)
    name = packed.point("nogosan-summit").name_ko
    renamed(packed, ["하나"])
    second = offers(hiker)[0]
    changed = gzip.decompress(hiker.get(second["href"]).content)
    renamed(packed, [name])
    third = offers(hiker)[0]
    assert third["version"] == first["version"]
    back = hiker.get(third["href"], {"from": second["version"]}).content
    assert difference.apply(changed, back) == before


@pytest.mark.parametrize("older", ["0" * 32, "f" * 32])
def test_a_version_that_nobody_knows_any_more_gets_the_whole(packed: Town, hiker: Person, older: str):
    offer = offers(hiker)[0]
    answer = hiker.get(offer["href"], {"from": older})
    assert answer["Content-Type"] == "application/gzip"
    assert answer.content == hiker.get(offer["href"]).content


@pytest.mark.parametrize("older", ["", "x", "0" * 31, "../../etc/passwd", "0" * 33])
def test_an_older_version_that_is_none_is_refused(packed: Town, hiker: Person, older: str):
    assert hiker.get(offers(hiker)[0]["href"], {"from": older}).status_code == 400


def test_old_versions_are_given_up_in_their_time_and_the_newest_never(packed: Town, hiker: Person):
    old = offers(hiker)[0]
    Package.objects.update(built_at=timezone.now() - timedelta(days=40))
    renamed(packed, ["하나"])
    assert hiker.get(old["href"]).status_code == 200
    renamed(packed, ["둘"])
    assert hiker.get(old["href"]).status_code == 404
    assert Package.objects.filter(area_id=NOGOSAN).count() == 2
    assert hiker.get(offers(hiker)[0]["href"]).status_code == 200


# Cells


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
