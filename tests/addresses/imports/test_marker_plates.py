"""A plate's National Point Number is its place, or is weighed against the coordinates beside it."""

from pathlib import Path

import pytest

from addresses import formats, imports
from addresses.models import AddressPoint

from .registers import actions, bring_in, read


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
