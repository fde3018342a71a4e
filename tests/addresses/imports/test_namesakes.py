"""An editor is told when a new point may be one that is there already, under another key."""

from pathlib import Path

import pytest

from addresses import changes, imports
from addresses.imports import Options
from addresses.models import AddressPoint, PointState

from .registers import actions, bring_in, read

HEAD = "관리번호,명칭,시설물유형,위도,경도\n"
LONGITUDE, LATITUDE = 126.83200, 37.65840
PARK = f"7,어린이놀이터,어린이공원,{LATITUDE},{LONGITUDE}\n"
METRE_NORTH, METRE_EAST = 1 / 110_996, 1 / 88_218  # degrees, at this latitude
WARNING = "1 new point has the name of a point within 250 m that is there already: the report says which"


def another(key: str = "8", name: str = "어린이놀이터", east_m: float = 0, north_m: float = 0) -> str:
    """Return a park's row so many metres from the first one."""
    latitude, longitude = LATITUDE + north_m * METRE_NORTH, LONGITUDE + east_m * METRE_EAST
    return f"{key},{name},어린이공원,{latitude:.7f},{longitude:.7f}\n"


@pytest.fixture
def park(tmp_path: Path) -> AddressPoint:
    """A park that the city's register brought in."""
    bring_in(read(tmp_path, HEAD + PARK), Options(key="관리번호", source_name="시 대장"))
    return AddressPoint.objects.get()


def plan(folder: Path, rows: str, source_name: str = "구 대장") -> imports.Plan:
    return imports.plan(read(folder, HEAD + rows), Options(key="관리번호", source_name=source_name))


@pytest.mark.parametrize(("east_m", "north_m"), [(0, 200), (200, 0), (-170, -170), (0, -245), (245, 0)])
def test_a_new_point_near_one_of_its_name_comes_in_with_a_warning(
    tmp_path: Path, park: AddressPoint, east_m: float, north_m: float
) -> None:
    planned = plan(tmp_path, another(east_m=east_m, north_m=north_m))

    away_m = (east_m**2 + north_m**2) ** 0.5
    assert planned.rows[0].notes == [
        f'"어린이놀이터" (시 대장 7) stands {away_m:.0f} m away already: is it the same place?'
    ]
    assert WARNING in planned.warnings
    assert actions(planned) == ["new"]
    assert imports.apply(planned).created == 1


@pytest.mark.parametrize(
    "row", [another(north_m=255), another(east_m=-255), another(name="어린이놀이터 2", north_m=20)]
)
def test_farther_away_or_under_another_name_it_is_another_place(
    tmp_path: Path, park: AddressPoint, row: str
) -> None:
    planned = plan(tmp_path, row)

    assert planned.rows[0].notes == []
    assert planned.warnings == []


def test_the_nearest_of_several_is_named(tmp_path: Path, park: AddressPoint) -> None:
    imports.apply(plan(tmp_path, another("9", north_m=150), source_name="도 대장"))

    planned = plan(tmp_path, another(north_m=100))

    assert planned.rows[0].notes == [
        '"어린이놀이터" (도 대장 9) stands 50 m away already: is it the same place?'
    ]


def test_an_abolished_point_stands_there_no_more(tmp_path: Path, park: AddressPoint) -> None:
    changes.update(park, {"state": PointState.ABOLISHED}, actor=None, origin="form")

    assert plan(tmp_path, another(north_m=20)).warnings == []


def test_what_the_register_itself_tells_apart_is_no_doubt(tmp_path: Path, park: AddressPoint) -> None:
    planned = plan(tmp_path, PARK + another(north_m=20), source_name="시 대장")

    assert actions(planned) == ["same", "new"]
    assert planned.warnings == []


def test_a_register_with_new_keys_is_noticed(tmp_path: Path, park: AddressPoint) -> None:
    planned = plan(tmp_path, another("7-1"), source_name="시 대장")

    assert actions(planned) == ["new"]
    assert WARNING in planned.warnings


def test_many_rows_are_asked_for_at_once(
    tmp_path: Path, park: AddressPoint, django_assert_num_queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(another(f"n{n}", f"놀이터 {n % 5}", north_m=n) for n in range(50))
    source = read(tmp_path, HEAD + rows + another())
    options = Options(key="관리번호", source_name="구 대장")

    with django_assert_num_queries(3):  # the types, the keys, the names
        imports.plan(source, options)
    monkeypatch.setattr("addresses.imports.namesakes.NAMES_AT_ONCE", 2)
    with django_assert_num_queries(5):  # six names, two at once
        planned = imports.plan(source, options)
    assert WARNING in planned.warnings
