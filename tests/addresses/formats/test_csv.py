"""Tables from data portals and spreadsheets, with every habit that they have."""

from pathlib import Path

import pytest

from addresses import formats
from addresses.formats import UnreadableFile

STOPS = (
    "정류장번호,정류장명,위도,경도\r\n"
    '0012,"정발산역, 아람누리",37.6597123,126.7733456\r\n'
    "0013,똠방각하 앞,37.6584,126.832\r\n"
)


def table(folder: Path, text: str, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_it_reads_korean_in_every_encoding_of_a_spreadsheet(tmp_path: Path, encoding: str) -> None:
    source = formats.read(table(tmp_path, STOPS, encoding))

    assert [row.attributes["정류장명"] for row in source.rows] == ["정발산역, 아람누리", "똠방각하 앞"]
    assert source.rows[0].geometry.coords[0] == (126.7733456, 37.6597123)
    assert source.crs == "EPSG:4326"
    assert source.columns == ["정류장번호", "정류장명", "위도", "경도"]


def test_leading_zeros_live_and_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    rows = formats.read(table(tmp_path, STOPS)).rows

    assert [(row.number, row.attributes["정류장번호"]) for row in rows] == [(2, "0012"), (3, "0013")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_finds_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    text = "name,lat,lon\nA,37.6597123,126.7733456\nB,37.6584,126.832\n".replace(",", delimiter)

    source = formats.read(table(tmp_path, text))

    assert source.rows[1].attributes == {"name": "B", "lat": "37.6584", "lon": "126.832"}


def test_a_decimal_comma_is_understood_between_semicolons(tmp_path: Path) -> None:
    source = formats.read(table(tmp_path, "이름;위도;경도\n가;37,6597;126,7733\n나;37,6584;126,8320\n"))

    assert source.rows[0].geometry.coords[0] == (126.7733, 37.6597)


@pytest.mark.parametrize(
    "header",
    [
        "위도,경도",
        "LAT,LON",
        "latitude,longitude",
        "wgs84Lat,wgs84Lon",
        "위도(Y),경도(X)",
        "Lat,Lng",
        "위도 (WGS84),경도 (WGS84)",
    ],
)
def test_it_knows_the_usual_names_of_the_columns(tmp_path: Path, header: str) -> None:
    source = formats.read(table(tmp_path, f"명칭,{header}\n가,37.6597,126.7733\n"))

    assert source.rows[0].geometry.coords[0] == (126.7733, 37.6597)


def test_decomposed_hangul_headers_and_values_are_composed(tmp_path: Path) -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "명칭,위도,경도\n노고산,37.6825,126.9449\n")

    source = formats.read(table(tmp_path, text))

    assert source.rows[0].attributes["명칭"] == "노고산"
    assert source.rows[0].problem is None


def test_metres_of_the_unified_grid_are_recognised(tmp_path: Path) -> None:
    source = formats.read(table(tmp_path, "ADMNM,X,Y\n주교동,940624,1962700\n대화동,933000,1964000\n"))

    assert source.crs == "EPSG:5179"
    assert source.rows[0].geometry.distance(source.rows[1].geometry) > 0.05
    assert abs(source.rows[0].geometry.y - 37.66) < 0.01


def test_a_fire_station_table_with_latitude_as_x_is_said_and_never_silently_turned(tmp_path: Path) -> None:
    path = table(tmp_path, "이름,X좌표,Y좌표\n고양소방서,37.6584,126.832\n일산소방서,37.6597,126.7733\n")

    source = formats.read(path)

    assert "look exchanged; the other way round it is 37.6584000, 126.8320000" in source.rows[0].problem
    assert "--swap" in source.rows[0].problem
    turned = formats.read(path, swap=True)
    assert turned.rows[0].geometry.coords[0] == (126.832, 37.6584)
    assert turned.rows[0].problem is None


def test_one_exchanged_row_among_good_ones_is_found(tmp_path: Path) -> None:
    source = formats.read(table(tmp_path, "name,lat,lon\nA,37.65,126.83\nB,126.84,37.66\n"))

    assert source.rows[0].problem is None
    assert "look exchanged" in source.rows[1].problem


@pytest.mark.parametrize(
    ("latitude", "longitude", "says"),
    [
        ("32.2", "126.9", "32.20000, 126.90000 lies outside Korea"),
        ("", "", "it has no position"),
        ("37.65", "", "one of the two coordinates is missing"),
        ("북위", "126.9", '"북위" is not a coordinate'),
        ("nan", "126.9", '"nan" is not a coordinate'),
        ("inf", "126.9", '"inf" is not a coordinate'),
        ("1e308", "126.9", "not a usable number"),
        ("0", "0", "stands for unknown"),
        ("95.0", "240.0", "lies outside Korea"),
    ],
)
def test_a_bad_position_costs_its_row_and_says_why(
    tmp_path: Path, latitude: str, longitude: str, says: str
) -> None:
    source = formats.read(table(tmp_path, f"name,lat,lon\nA,37.65,126.83\nB,{latitude},{longitude}\n"))

    assert source.rows[0].problem is None
    assert says in source.rows[1].problem


def test_written_decimals_tell_how_sure_a_position_is(tmp_path: Path) -> None:
    coarse = formats.read(table(tmp_path, "name,lat,lon\nA,37.65,126.83\nB,37.6,126.8\n"))
    fine = formats.read(table(tmp_path, "name,lat,lon\nA,37.65,126.83\nB,37.6500001,126.8300001\n"))

    assert [700 < row.uncertainty_m < 720 for row in coarse.rows] == [True, True]
    assert [row.uncertainty_m for row in fine.rows] == [1.0, 1.0]


def test_a_national_point_number_gives_the_centre_of_its_cell(tmp_path: Path) -> None:
    source = formats.read(
        table(
            tmp_path,
            "지점번호,시설명\n다사 5105 6491,노고산\n다사-5090-6455,이정표\n"
            "타사 5105 6491,글자\n다사 5105 649,자리\n",
        )
    )

    good, other, letters, digits = source.rows
    assert abs(good.geometry.x - 126.94491) < 2e-6
    assert abs(good.geometry.y - 37.682468) < 2e-6
    assert good.uncertainty_m == 7.1
    assert good.notes == ["placed at the centre of the cell 다사 5105 6491, ±7.1 m"]
    assert other.problem is None
    assert "타사 is not on the grid" in letters.problem
    assert "come 8 digits" in digits.problem


def test_coordinates_go_before_the_number_of_the_cell(tmp_path: Path) -> None:
    source = formats.read(
        table(tmp_path, "지점번호,위도,경도\n다사 5105 6491,37.6824680,126.9449100\n다사 5090 6455,,\n")
    )

    assert source.rows[0].geometry.coords[0] == (126.94491, 37.682468)
    assert source.rows[0].notes == []
    assert source.rows[1].uncertainty_m == 7.1


def test_the_ministrys_table_without_header_is_known(tmp_path: Path) -> None:
    source = formats.read(
        table(tmp_path, "다사2664|926500|1964500\r\n다사2665|926500|1965500\r\n", "cp949", "SPPN_1KM.TXT")
    )

    assert source.rows[0].attributes["지점번호"] == "다사2664"
    assert source.crs == "EPSG:5179"


def test_a_comma_outside_quotes_costs_its_row(tmp_path: Path) -> None:
    source = formats.read(
        table(tmp_path, "name,lat,lon\nA,37.65,126.83\nB, gate,37.65,126.83\nC,37.65,126.83\n")
    )

    assert [bool(row.problem) for row in source.rows] == [False, True, False]
    assert "4 values for 3 columns" in source.rows[1].problem


def test_one_spoilt_line_costs_its_row(tmp_path: Path) -> None:
    lines = [f"표지판 {n},37.65,126.83\n".encode("cp949") for n in range(8)]
    lines[3] = b"\xff\xfe\xff,37.65,126.83\n"
    path = tmp_path / "table.csv"
    path.write_bytes("명칭,위도,경도\n".encode("cp949") + b"".join(lines))

    source = formats.read(path)

    assert source.encoding == "cp949"
    assert [row.number for row in source.rows if row.problem] == [5]


def test_blank_lines_and_repeated_names_do_no_harm(tmp_path: Path) -> None:
    source = formats.read(table(tmp_path, "name,name,lat,lon,\n\nA,a,37.65,126.83,\n,,,,\n"))

    assert source.rows[0].number == 3
    assert source.rows[0].attributes == {
        "name": "A",
        "name (2)": "a",
        "lat": "37.65",
        "lon": "126.83",
        "column 5": "",
    }
    assert len(source.rows) == 1


def test_a_table_without_a_position_says_so_once(tmp_path: Path) -> None:
    source = formats.read(table(tmp_path, "name,road\nA,강성로\n"))

    assert any("No column is known to hold a position" in warning for warning in source.warnings)
    assert source.rows[0].problem == "it has no position"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\n  \n", "is empty"),
        (b"\x89PNG\r\n\0\0\0\rIHDR", "not a text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office document"),
        (b"hello\nworld\n", "This is no table"),
        (b"1,37.6,126.8\n2,37.7,126.9\n", "column names"),
        (b"a,b\n" + b'"' + b"x" * 200_000, "damaged"),
        (b"<html><body>404</body></html>", "neither GPX nor KML"),
    ],
)
def test_what_is_no_table_is_refused_with_advice(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)

    with pytest.raises(UnreadableFile, match=says):
        formats.read(path)


def test_limits_hold(tmp_path: Path) -> None:
    path = table(tmp_path, "name,lat,lon\n" + "A,37.65,126.83\n" * 5)

    with pytest.raises(UnreadableFile, match="more than 3 rows"):
        formats.read(path, limits=formats.Limits(rows=3))
    with pytest.raises(UnreadableFile, match="3 columns"):
        formats.read(path, limits=formats.Limits(columns=2))
