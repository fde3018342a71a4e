"""An editor imports trails: from the forest service, from a map program, from a walk with a phone."""

from io import StringIO
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command

from addresses import formats, imports
from addresses.formats import UnreadableFile
from addresses.models import Change, FacilityType
from tests.addresses.formats import making
from trails.imports import Options, plan
from trails.models import Anchor, Trail

pytestmark = pytest.mark.django_db

RIDGE = shapely.LineString([(126.9375, 37.6575), (126.942, 37.67), (126.94491, 37.682468)])
VALLEY = shapely.LineString([(126.9535, 37.6559), (126.9784, 37.6582)])


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("addresses.imports.applying.PAUSE_S", 0)


def forest_file(folder: Path) -> Path:
    columns = {
        "PMNTN_SN": [1, 2],
        "MNTN_CODE": ["412810101", "412810201"],
        "MNTN_NM": ["노고산", "북한산"],
        "PMNTN_NM": ["흥국사~정상구간", " "],
    }
    path = folder / "PMNTN.shp"
    making.write(path, making.moved([RIDGE, VALLEY], "EPSG:5186"), columns, crs="EPSG:5186", encoding="cp949")
    path.with_suffix(".cpg").unlink()
    return path


def gpx(folder: Path, *segments: list[tuple[float, float, float]]) -> Path:
    def written(points: list[tuple[float, float, float]]) -> str:
        return "".join(f'<trkpt lat="{y}" lon="{x}"><ele>{z}</ele></trkpt>' for x, y, z in points)

    path = folder / "walk.gpx"
    pieces = "".join(f"<trkseg>{written(points)}</trkseg>" for points in segments)
    path.write_text(
        '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="37.68" lon="126.94"><name>봉</name></wpt>'
        f"<trk><name>아침 산책</name>{pieces}</trk></gpx>"
    )
    return path


def test_the_forest_services_lines_come_in_with_their_names(tmp_path: Path) -> None:
    imports.apply(plan(formats.read(forest_file(tmp_path))))

    ridge, valley = Trail.objects.order_by("source_key")
    assert (ridge.name_ko, ridge.source, ridge.source_key) == (
        "흥국사~정상구간",
        "산림청 등산로",
        "412810101-1",
    )
    assert valley.name_ko == "북한산 2"
    assert abs(ridge.length_m - 2850) < 20
    assert shapely.LineString(ridge.line.coords).hausdorff_distance(RIDGE) < 1e-7
    assert ridge.elevations_m is None


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    source = formats.read(forest_file(tmp_path))
    imports.apply(plan(source))
    before = Change.objects.count()

    again = plan(formats.read(forest_file(tmp_path)))
    imports.apply(again)

    assert [row.action for row in again.rows] == ["same", "same"]
    assert Change.objects.count() == before == 2


def test_a_moved_line_is_a_change_with_its_new_length(tmp_path: Path) -> None:
    imports.apply(plan(formats.read(forest_file(tmp_path))))
    Trail.objects.filter(source_key="412810101-1").update(kind="park", length_m=1.0)

    planned = plan(formats.read(forest_file(tmp_path)))
    imports.apply(planned)

    assert set(planned.rows[0].changes) == {"length_m"}
    assert Trail.objects.get(source_key="412810101-1").kind == "park"


def test_a_walk_keeps_its_heights_and_closes_short_gaps(tmp_path: Path) -> None:
    path = gpx(
        tmp_path,
        [(126.9375, 37.6575, 100.0), (126.9375, 37.6585, 120.5)],
        [(126.9375, 37.65865, 121.0), (126.9375, 37.6595, 140.0)],
    )

    planned = plan(formats.read(path))
    imports.apply(planned)

    trail = Trail.objects.get()
    assert (trail.name_ko, trail.elevations_m) == ("아침 산책", [100.0, 120.5, 121.0, 140.0])
    assert len(trail.line.coords) == 4
    assert planned.rows[1].notes == ["a gap of 17 m before piece 2 was closed with a straight line"]
    assert planned.rows[0].reason == "it is no line: import_points reads places"


def test_pieces_far_apart_are_not_joined_by_guessing(tmp_path: Path) -> None:
    path = gpx(
        tmp_path,
        [(126.9375, 37.6575, 1.0), (126.9375, 37.6585, 2.0)],
        [(126.9375, 37.6685, 3.0), (126.9375, 37.6695, 4.0)],
    )

    planned = plan(formats.read(path))

    assert planned.rows[1].action == "problem"
    assert "its piece 2 starts 1,110 m from the end" in planned.rows[1].reason


def test_a_line_without_length_is_refused(tmp_path: Path) -> None:
    planned = plan(formats.read(gpx(tmp_path, [(126.9, 37.6, 1.0), (126.9, 37.6, 2.0)])))

    assert planned.rows[1].action == "problem"


def test_a_key_column_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match='no column "코드"'):
        plan(formats.read(forest_file(tmp_path)), Options(key="코드"))


def test_the_command_imports_with_a_kind(tmp_path: Path) -> None:
    out = StringIO()

    call_command("import_trails", str(forest_file(tmp_path)), "--kind", "park", stdout=out)

    assert "2 new, 0 changed" in out.getvalue()
    assert set(Trail.objects.values_list("kind", flat=True)) == {"park"}


def test_points_and_trails_find_each_other_whichever_comes_first(tmp_path: Path) -> None:
    FacilityType.objects.get_or_create(name_ko="국가지점번호판", defaults={"slug": "npn-plate"})
    plates = tmp_path / "plates.csv"
    plates.write_text("지점번호,시설명\n다사 5105 6491,노고산 정상\n")
    out = StringIO()

    call_command("import_points", str(plates), stdout=out)
    call_command("import_trails", str(forest_file(tmp_path)), stdout=out)

    anchor = Anchor.objects.get()
    assert (anchor.trail.name_ko, anchor.offset_m < 10) == ("흥국사~정상구간", True)
    assert "Points that stand on them: 1." in out.getvalue()
    anchor.point.delete()
    call_command("import_points", str(plates), stdout=out)
    assert Anchor.objects.get().trail == anchor.trail
