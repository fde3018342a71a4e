"""An editor imports registers: each row is planned, explained, written once, and kept in history."""

from pathlib import Path

import pytest

from addresses import changes, formats, imports
from addresses.formats import UnreadableFile
from addresses.imports import Action, Options
from addresses.models import AddressPoint, Change

from ..formats import making
from .registers import STOPS, actions, bring_in, read


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
