"""An editor imports registers: each row is planned, explained, written once, and kept in history."""

from pathlib import Path

import pytest

from addresses import changes, formats, imports
from addresses.formats import UnreadableFile
from addresses.imports import Action, Options
from addresses.models import AddressPoint, Change, FacilityType

from ..formats import making

STOPS = (
    "정류장번호,정류장명,위도,경도,도시명\n"
    '0012,"정발산역, 아람누리",37.6597123,126.7733456,고양시\n'
    "0013,고양시청,37.6584001,126.8320001,고양시\n"
)


def read(folder: Path, text: str, name: str = "table.csv") -> formats.Source:
    path = folder / name
    path.write_text(text)
    return formats.read(path)


def bring_in(source: formats.Source, options: Options | None = None) -> imports.Plan:
    plan = imports.plan(source, options)
    imports.apply(plan)
    return plan


def actions(plan: imports.Plan) -> list[str]:
    return [str(row.action) for row in plan.rows]


def test_a_plan_touches_nothing(tmp_path: Path) -> None:
    plan = imports.plan(read(tmp_path, STOPS))

    assert actions(plan) == ["new", "new"]
    assert AddressPoint.objects.count() == 0


def test_bus_stops_come_in_with_no_options(tmp_path: Path) -> None:
    plan = bring_in(read(tmp_path, STOPS))

    point = AddressPoint.objects.get(source="전국버스정류장", source_key="0012")
    assert point.name_ko == "정발산역, 아람누리"
    assert point.facility_type.name_ko == "버스정류장"
    assert point.position.coords == (126.7733456, 37.6597123)
    assert point.uncertainty_m == 10.0
    assert plan.unused == ("도시명",)


def test_every_new_point_has_its_line_of_history(tmp_path: Path, django_user_model) -> None:
    editor = django_user_model.objects.create_user("editor")
    imports.apply(imports.plan(read(tmp_path, STOPS, "stops.csv")), actor=editor)

    point = AddressPoint.objects.get(source_key="0013")
    told = Change.objects.get(object_type="addresses.addresspoint", object_id=str(point.pk))
    assert (told.action, told.origin, told.actor) == ("created", "import stops.csv", editor)
    assert told.new["name_ko"] == "고양시청"


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    bring_in(read(tmp_path, STOPS))
    before = Change.objects.count()

    again = bring_in(read(tmp_path, STOPS))

    assert actions(again) == ["same", "same"]
    assert Change.objects.count() == before
    assert AddressPoint.objects.count() == 2


def test_a_changed_row_tells_old_and_new_and_is_written_once(tmp_path: Path) -> None:
    bring_in(read(tmp_path, STOPS))

    plan = bring_in(read(tmp_path, STOPS.replace("고양시청", "고양특례시청")))

    assert actions(plan) == ["same", "changed"]
    assert plan.rows[1].changes == {"name_ko": ("고양시청", "고양특례시청")}
    point = AddressPoint.objects.get(source_key="0013")
    assert (point.name_ko, point.version) == ("고양특례시청", 2)
    told = Change.objects.filter(object_id=str(point.pk)).last()
    assert (told.old, told.new) == ({"name_ko": "고양시청"}, {"name_ko": "고양특례시청"})


def test_a_far_move_asks_for_a_look(tmp_path: Path) -> None:
    bring_in(read(tmp_path, STOPS))

    plan = imports.plan(read(tmp_path, STOPS.replace("37.6584001", "37.6674001")))

    assert plan.rows[1].notes == ["it moves 999 m: is it the same place?"]
    assert set(plan.rows[1].changes) == {"position"}


def test_what_people_wrote_stays_where_the_file_is_silent(tmp_path: Path) -> None:
    bring_in(read(tmp_path, STOPS))
    point = AddressPoint.objects.get(source_key="0013")
    changes.update(point, {"responder_note": "옆문", "uncertainty_m": 1.5}, actor=None, origin="form")

    assert actions(bring_in(read(tmp_path, STOPS))) == ["same", "same"]
    point.refresh_from_db()
    assert (point.responder_note, point.uncertainty_m) == ("옆문", 1.5)


def test_a_point_changed_after_the_plan_is_left_alone(tmp_path: Path) -> None:
    bring_in(read(tmp_path, STOPS))
    plan = imports.plan(read(tmp_path, STOPS.replace("고양시청", "시청")))
    changes.update(
        AddressPoint.objects.get(source_key="0013"), {"name_ko": "고양시의회"}, actor=None, origin="form"
    )

    applied = imports.apply(plan)

    assert AddressPoint.objects.get(source_key="0013").name_ko == "고양시의회"
    assert (applied.updated, applied.overtaken) == (0, 1)
    assert plan.rows[1].reason == "somebody else changed it meanwhile: run the import again"


def test_a_point_added_after_the_plan_is_not_added_twice(tmp_path: Path) -> None:
    first, second = (imports.plan(read(tmp_path, STOPS)) for _ in range(2))
    imports.apply(first)

    applied = imports.apply(second)

    assert (applied.created, applied.overtaken) == (0, 2)
    assert AddressPoint.objects.count() == 2


def test_a_bad_row_is_explained_and_the_rest_comes_in(tmp_path: Path) -> None:
    text = (
        STOPS + "0014,먼 곳,32.2000000,126.9000000,고양시\n0015,빈 곳,,,고양시\n0012,또,37.66,126.77,고양시\n"
    )

    plan = bring_in(read(tmp_path, text))

    assert actions(plan) == ["new", "new", "problem", "problem", "problem"]
    assert "outside Korea" in plan.rows[2].reason
    assert plan.rows[3].reason == "it has no position"
    assert plan.rows[4].reason == "its key 0012 is that of row 2 already"
    assert AddressPoint.objects.count() == 2


def test_what_the_register_cannot_hold_is_a_problem_of_its_row(tmp_path: Path) -> None:
    plan = bring_in(read(tmp_path, STOPS + f"0016,{'긴' * 200},37.66,126.77,고양시\n"))

    assert plan.rows[2].action is Action.PROBLEM
    assert plan.rows[2].reason.startswith("name_ko: ")


def test_defibrillators_come_in_and_the_weak_key_is_said(tmp_path: Path) -> None:
    plan = bring_in(
        read(
            tmp_path,
            "rnum,sido,gugun,org,buildAddress,buildPlace,manager,managerTel,wgs84Lat,wgs84Lon\n"
            "1,경기도,고양시,고양시청,경기도 고양시 덕양구 고양시청로 10,본관 1층,(시험),000,37.6584001,126.8320001\n",
        )
    )

    point = AddressPoint.objects.get(source="AED", source_key="1")
    assert point.facility_type.name_ko == "자동심장충격기"
    assert (point.sigungu, point.district, point.road_name, point.building_number) == (
        "고양시",
        "덕양구",
        "고양시청로",
        "10",
    )
    assert point.public_note_ko == "본관 1층"
    assert "manager" in plan.unused
    assert any("rnum counts the rows" in warning for warning in plan.warnings)


def test_the_object_address_ledger_comes_in_with_its_parts(tmp_path: Path) -> None:
    bring_in(
        read(
            tmp_path,
            "사물관리번호,시설물유형,시군구,도로명,기초번호본번,기초번호부번,사물주소,설치장소,위도,경도\n"
            "OBJ1,어린이공원,일산서구,킨텍스로,217,3,"
            "경기도 고양시 일산서구 킨텍스로 217-3 어린이공원,출입구,37.669,126.746\n"
            "OBJ2,민방위대피시설,경기도 고양시 덕양구,강성로,256,,,지하,37.6705,126.776\n",
        )
    )

    park, shelter = AddressPoint.objects.order_by("source_key")
    assert park.object_address == "경기도 고양시 일산서구 킨텍스로 217-3 어린이공원"
    assert park.name_ko == "킨텍스로 217-3 어린이공원"
    assert shelter.object_address == "경기도 고양시 덕양구 강성로 256 민방위대피시설"
    assert shelter.source == "주소정보 사물주소"


def test_the_address_registers_shapefile_comes_in_by_kind_code(tmp_path: Path) -> None:
    columns = {
        "OBJ_MNG_NO": ["OBJ024128500000001", "OBJ024128500000001", "OBJ024128500000002"],
        "PNT_SP_NO": [1, 2, 1],
        "OBJ_KND_CD": ["OBJ02"] * 3,
        "MAIN_ENTSE": ["RM", "RS", "RM"],
    }
    path = tmp_path / "TI_SPOT_EQOUT_POINT.41280.shp"
    making.write(path, making.moved(making.PLACES, "EPSG:5179"), columns)

    bring_in(formats.read(path))

    keys = list(AddressPoint.objects.order_by("source_key").values_list("source_key", flat=True))
    assert keys == ["OBJ024128500000001", "OBJ024128500000001/2", "OBJ024128500000002"]
    assert {p.facility_type.name_ko for p in AddressPoint.objects.all()} == {"지진옥외대피장소"}


def test_an_area_gives_a_point_inside_and_never_moves_a_known_one(tmp_path: Path) -> None:
    ring = making.SUMMIT.buffer(0.001).difference(making.SUMMIT.buffer(0.0005))
    columns = {"OBJ_MNG_NO": ["OBJ024128500000001"], "OBJ_KND_CD": ["OBJ02"]}
    area = making.write(tmp_path / "area.shp", [ring], columns, crs="EPSG:4326")
    point = making.write(tmp_path / "point.shp", [making.SUMMIT], columns, crs="EPSG:4326")

    bring_in(formats.read(point))
    plan = bring_in(formats.read(area))

    assert actions(plan) == ["same"]
    assert AddressPoint.objects.get().position.coords == (126.94491, 37.682468)
    AddressPoint.objects.all().delete()
    plan = bring_in(formats.read(area))
    assert "an area: a point inside it was taken" in plan.rows[0].notes[0]
    assert ring.contains(making.shapely.Point(AddressPoint.objects.get().position.coords))


def test_marker_plates_come_in_by_their_number_alone(tmp_path: Path) -> None:
    plan = bring_in(
        read(
            tmp_path,
            "지점번호,사물유형,시설명,시군구\n다사 5105 6491,정자,노고산 정상,경기도 고양시 덕양구\n"
            "다사-5090-6455,위치안내(표시)판,이정표,경기도 고양시 덕양구\n"
            "다사 5105,기타,격자,경기도\n타사 5105 6491,기타,x,경기도\n",
        )
    )

    assert actions(plan) == ["new", "new", "problem", "problem"]
    point = AddressPoint.objects.get(name_ko="노고산 정상")
    assert (point.npn, point.uncertainty_m) == ("다사51056491", 7.1)
    assert point.facility_type.name_ko == "국가지점번호판"
    assert '"정자" is no known type; taken as 국가지점번호판' in plan.rows[0].notes
    assert "names a square of 1,000 m" in plan.rows[2].reason


@pytest.mark.parametrize(
    ("metres_east", "action", "note"),
    [
        (0, "new", ""),
        (6, "new", "within the legal 2 m"),
        (12, "new", "look at it on site"),
        (40, "problem", ""),
    ],
)
def test_a_number_that_disagrees_with_its_coordinates_is_weighed(
    tmp_path: Path, metres_east: float, action: str, note: str
) -> None:
    x, y = 951_055.0, 1_964_915.0  # the middle of 다사 5105 6491
    plan = imports.plan(read(tmp_path, f"지점번호,시설명,x,y\n다사 5105 6491,정상,{x + metres_east},{y}\n"))

    assert actions(plan) == [action]
    assert note in " ".join(plan.rows[0].notes)
    if action == "problem":
        assert (
            plan.rows[0].reason == "다사 5105 6491 is 35 m away from its coordinates: one of the two is wrong"
        )


def test_waypoints_named_by_their_number_are_markers_and_lines_are_left_to_trails(tmp_path: Path) -> None:
    path = tmp_path / "walk.gpx"
    path.write_text(
        '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="37.682468" lon="126.944910"><ele>495.5</ele><name>다사 5105 6491</name></wpt>'
        '<trk><name>길</name><trkseg><trkpt lat="37.6" lon="126.9"/>'
        '<trkpt lat="37.7" lon="126.9"/></trkseg></trk></gpx>'
    )

    plan = bring_in(formats.read(path))

    point = AddressPoint.objects.get()
    assert (point.npn, point.elevation_m, point.facility_type.name_ko) == (
        "다사51056491",
        495.5,
        "국가지점번호판",
    )
    assert actions(plan) == ["new", "skipped"]
    assert plan.rows[1].reason == "it is a line: import_trails reads lines"


def test_rows_without_a_known_type_need_one_and_take_it(tmp_path: Path) -> None:
    source = read(tmp_path, "명칭,유형,위도,경도\n가,우물,37.65,126.83\n나,버스정류장,37.66,126.84\n")

    reason = 'its type "우물" is not known: correct it, add the type, or say --type and --unknown-as-type'
    assert imports.plan(source).rows[0].reason == reason
    assert imports.plan(source, Options(facility_type="어린이공원")).rows[0].reason == reason
    plan = imports.plan(source, Options(facility_type="어린이공원", unknown_too=True))
    assert "1 with a type that is not known, taken as 어린이공원: as --unknown-as-type says" in plan.warnings
    assert [row.obj.facility_type.name_ko for row in plan.rows] == ["어린이공원", "버스정류장"]
    with pytest.raises(UnreadableFile, match="no facility type '분수'"):
        imports.plan(source, Options(facility_type="분수"))


def test_rows_that_name_no_type_take_the_one_that_the_person_says_and_are_counted(tmp_path: Path) -> None:
    source = read(tmp_path, "명칭,유형,위도,경도\n가,,37.65,126.83\n나,버스정류장,37.66,126.84\n다,,,\n")

    assert imports.plan(source).rows[0].reason == "it names no facility type: say --type"
    plan = imports.plan(source, Options(facility_type="어린이공원"))
    assert actions(plan) == ["new", "new", "problem"]
    assert "1 without a type, taken as 어린이공원: as --type says" in plan.warnings


def test_to_take_unknown_types_as_one_needs_that_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="needs --type"):
        imports.plan(read(tmp_path, STOPS), Options(unknown_too=True))


def test_a_type_that_was_put_out_of_use_is_not_taken(tmp_path: Path) -> None:
    FacilityType.objects.filter(name_ko="버스정류장").update(is_active=False)

    assert actions(imports.plan(read(tmp_path, STOPS))) == ["problem", "problem"]


def test_without_a_key_the_same_place_is_recognised(tmp_path: Path) -> None:
    text = "명칭,시설물유형,위도,경도,비고\n가,버스정류장,37.65123,126.83123,첫째\n"
    bring_in(read(tmp_path, text))

    plan = bring_in(read(tmp_path, text.replace("첫째", "둘째")))

    assert actions(plan) == ["changed"]
    assert AddressPoint.objects.get().public_note_ko == "둘째"


def test_a_key_column_can_be_named(tmp_path: Path) -> None:
    text = "번호,명칭,시설물유형,위도,경도\n007,가,버스정류장,37.65123,126.83123\n"

    bring_in(read(tmp_path, text), Options(key="번호", source_name="우리 대장"))

    assert AddressPoint.objects.get(source="우리 대장").source_key == "007"
    with pytest.raises(UnreadableFile, match='no column "코드"'):
        imports.plan(read(tmp_path, text), Options(key="코드"))


def test_dates_and_heights_are_read_and_nonsense_is_said(tmp_path: Path) -> None:
    head = "명칭,시설물유형,위도,경도,표고,측량일,정확도,확인상태\n"
    plan = bring_in(
        read(
            tmp_path,
            head
            + "가,버스정류장,37.65,126.83,12.5,2025-06-01,0.05,설치\n나,버스정류장,37.66,126.84,높음,,,\n"
            "다,버스정류장,37.66,126.84,,2025-99-01,,\n라,버스정류장,37.66,126.85,,,-3,\n",
        )
    )

    point = AddressPoint.objects.get()
    assert (point.elevation_m, point.surveyed_on.isoformat(), point.uncertainty_m) == (
        12.5,
        "2025-06-01",
        0.05,
    )
    assert point.npn_state == "installed"
    assert actions(plan) == ["new", "problem", "problem", "problem"]
    assert plan.rows[1].reason == 'elevation_m: "높음" cannot be read'


def test_many_rows_are_written_in_short_transactions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("addresses.imports.applying.ROWS_AT_ONCE", 3)
    sizes = []
    real = changes.create_all
    monkeypatch.setattr(changes, "create_all", lambda objs, **kw: sizes.append(len(objs)) or real(objs, **kw))
    rows = "".join(f"{n:04d},정류장 {n},37.65{n:03d},126.83{n:03d},고양시\n" for n in range(8))

    bring_in(read(tmp_path, STOPS.split("\n")[0] + "\n" + rows))

    assert sizes == [3, 3, 2]
    assert AddressPoint.objects.count() == 8
