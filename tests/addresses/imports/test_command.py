"""What an editor sees on the command line, and in the report that a spreadsheet opens."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from addresses.models import AddressPoint, Change

STOPS = "정류장번호,정류장명,위도,경도\n0012,=cmd|'calc',37.6597123,126.7733456\n0013,고양시청,,\n"


def run(*arguments: object, code: int = 0) -> str:
    """Return what the command prints when it ends with this exit code."""
    out, ended = StringIO(), 0
    try:
        call_command("import_points", *map(str, arguments), stdout=out)
    except CommandError as error:
        ended = error.returncode
        out.write(f"{error}")
    assert ended == code
    return out.getvalue()


@pytest.fixture
def stops(tmp_path: Path) -> Path:
    path = tmp_path / "stops.csv"
    path.write_text(STOPS, encoding="cp949")
    return path


def test_a_dry_run_says_everything_and_changes_nothing(stops: Path) -> None:
    said = run(stops, "--dry-run", code=3)

    assert "cp949 (recognised: the text is CP949)" in said
    assert "1 new, 0 changed, 0 same, 0 skipped, 1 problem" in said
    assert "row 3: it has no position" in said
    assert "Dry run: nothing was changed." in said
    assert said.endswith("1 row has a problem: would be left out.")
    assert AddressPoint.objects.count() == 0


def test_an_import_writes_and_the_second_time_nothing(stops: Path) -> None:
    assert "Written: 1 new, 0 changed." in run(stops, code=3)
    assert "Written: 0 new, 0 changed." in run(stops, code=3)
    assert Change.objects.filter(object_type="addresses.addresspoint").count() == 1


def test_the_report_has_a_line_per_row_and_no_formula_of_a_stranger(stops: Path, tmp_path: Path) -> None:
    run(stops, "--report", tmp_path / "report.csv", code=3)

    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["row"], line["action"]) for line in lines] == [("2", "new"), ("3", "problem")]
    assert lines[0]["name"] == "'=cmd|'calc'"
    assert lines[1]["reason"] == "it has no position"


def test_the_report_shows_old_and_new(stops: Path, tmp_path: Path) -> None:
    run(stops, code=3)
    stops.write_text(STOPS.replace("=cmd|'calc'", "정발산역").replace("126.7733456", "126.7733999"))

    run(stops, "--dry-run", "--report", tmp_path / "report.csv", code=3)

    told = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert "name_ko: =cmd|'calc' → 정발산역" in told
    assert "position: Point 126.7733456, 37.6597123 → Point 126.7733999, 37.6597123" in told


def test_options_reach_the_reader_and_the_plan(tmp_path: Path, django_user_model) -> None:
    django_user_model.objects.create_user("editor")
    path = tmp_path / "table.csv"
    path.write_text("번호,명칭,X좌표,Y좌표\n1,가,37.6584001,126.8320001\n")

    said = run(
        path, "--swap", "--crs", "EPSG:4326", "--encoding", "utf-8", "--type", "버스정류장", "--source", "대장",
        "--key", "번호", "--uncertainty", "3", "--actor", "editor",
    )  # fmt: skip

    point = AddressPoint.objects.get(source="대장", source_key="1")
    assert (point.uncertainty_m, point.position.coords) == (3.0, (126.8320001, 37.6584001))
    assert Change.objects.get(object_id=str(point.pk)).actor.username == "editor"
    assert "EPSG:4326 (your choice)" in said


def test_what_cannot_be_done_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")

    assert "empty.csv is empty. Export or copy it again." in run(tmp_path / "empty.csv", code=1)
    assert "There is no user nobody" in run(tmp_path / "empty.csv", "--actor", "nobody", code=1)


def test_a_file_without_problems_ends_with_success(stops: Path) -> None:
    stops.write_text(STOPS.replace(",,\n", ",37.6584,126.832\n"), encoding="cp949")

    assert "2 new, 0 changed, 0 same, 0 skipped, 0 problem" in run(stops, "--dry-run")
    assert "Written: 2 new, 0 changed." in run(stops)


def test_it_says_that_the_columns_names_are_a_guess_at_the_coordinates(stops: Path) -> None:
    said = run(stops, "--dry-run", code=3)

    assert "EPSG:4326 (guessed from the columns' names: latitude and longitude in degrees)" in said


def test_an_unknown_type_is_told_with_the_nearest_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("유형,명칭,위도,경도\n버스정류소,가,37.6584001,126.8320001\nzzzz,나,37.66,126.83\n")

    said = run(path, code=3)

    assert 'row 2: its type "버스정류소" is not known (did you mean 버스정류장 (bus-stop)' in said
    assert 'row 3: its type "zzzz" is not known: correct it, add the type, or say --type' in said
    assert run(path, "--type", "bus-stop", code=3).endswith("2 rows have problems: left out.")
    assert "0 problem" in run(path, "--type", "bus-stop", "--unknown-as-type")


def test_the_known_types_are_listed_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("import_points", "--list-types")

    assert ended.value.code == 0
    assert "bus-stop\t버스정류장\t" in capsys.readouterr().out


def test_a_mistyped_choice_of_type_is_told_with_the_nearest_known_ones(stops: Path) -> None:
    with pytest.raises(
        CommandError, match=r"no facility type 'bus-stpo'\. Did you mean 버스정류장 \(bus-stop\)"
    ):
        call_command("import_points", str(stops), "--type", "bus-stpo")
