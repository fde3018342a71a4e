"""Which facility type a row gets: its own word, somebody's word for it, or none and a reason."""

from pathlib import Path

import pytest

from addresses import imports
from addresses.formats import UnreadableFile
from addresses.imports import Options
from addresses.models import FacilityType

from .registers import STOPS, actions, read


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
