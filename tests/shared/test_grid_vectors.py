"""Every row of the published vectors for grids, check digits and geo: URIs."""

import csv
import json
from pathlib import Path

import pytest

from addresses import codes
from addresses.errors import UnknownCoordinateSystem, UnreadableReference
from addresses.grids import Point, geouri, map_link, mgrs, npn, plus_code
from addresses.grids.projection import to_plane

DATA = Path(__file__).parents[2].parent / "shared" / "data"
CODES = DATA / "wire" / "codes"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def plus_rows(name: str) -> list[list[str]]:
    lines = (CODES / "pluscode" / name).read_text(encoding="utf-8").splitlines()
    return list(csv.reader(line for line in lines if line.strip() and not line.startswith("#")))


def around_the_earth(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


NPN = rows(DATA / "npn_vectors.csv")
GEO = json.loads((DATA / "wire" / "geouri" / "vectors.json").read_text("utf-8"))["vectors"]
ACCEPTED = [row for row in GEO if row["verdict"] == "accept"]


@pytest.mark.parametrize("row", NPN, ids=lambda row: f"{row['code']} {row['x5179']}")
def test_each_national_point_number_has_its_published_metres(row):
    letters, digits = row["code"][:2], row["code"][2:]
    half = len(digits) // 2

    written = npn.write_plane(float(row["x5179"]), float(row["y5179"]), len(digits))

    assert written == f"{letters} {digits[:half]} {digits[half:]}"
    assert npn.cell(row["code"]).distance_m(float(row["x5179"]), float(row["y5179"])) == 0


@pytest.mark.parametrize(
    "row", [row for row in NPN if not row["group"].startswith("edge")], ids=lambda row: row["code"]
)
def test_each_national_point_number_has_its_published_degrees(row):
    point = Point(float(row["lon"]), float(row["lat"]))

    # Some stand exactly on a corner of their cell, where seven decimals (0.01 m) decide about nothing.
    assert npn.cell(row["code"]).distance_m(*to_plane(point)) < 0.02
    if "corner" not in row["note"]:
        assert npn.compact(npn.write(point)) == row["code"]


@pytest.mark.parametrize(
    "row", [row for row in NPN if row["note"].endswith("decoded cell CENTRE")], ids=lambda row: row["code"]
)
def test_each_named_place_is_read_at_the_published_centre(row):
    point = npn.read(row["code"]).point

    assert (point.longitude, point.latitude) == pytest.approx(
        (float(row["lon"]), float(row["lat"])), abs=6e-8
    )


@pytest.mark.parametrize("row", rows(CODES / "damm.csv"), ids=lambda row: row["number"])
def test_each_damm_number_has_its_verdict_when_filled_up_to_a_code(row):
    # Leading zeros change nothing in Damm's scheme, so shorter numbers are checked as codes of eight digits.
    number = row["number"]
    if len(number) <= codes.DIGITS:
        assert codes.is_valid(number.zfill(codes.DIGITS)) == (row["verdict"] == "valid")
    else:
        with pytest.raises(UnreadableReference):
            codes.parse(number)


def test_the_check_digits_follow_the_published_table():
    table = json.loads((CODES / "damm-table.json").read_text("utf-8"))["quasigroup"]
    for number in range(0, 100_000_000, 99_991):
        interim = 0
        for digit in f"{number:08d}":
            interim = table[interim][int(digit)]
        assert codes.is_valid(f"{number:08d}") == (interim == 0)


@pytest.mark.parametrize("row", rows(CODES / "mgrs.csv"), ids=lambda row: f"{row['mgrs']} {row['latitude']}")
def test_each_mgrs_reference_is_written_and_its_cell_read(row):
    point = Point(around_the_earth(float(row["longitude"])), float(row["latitude"]))
    precision = int(row["precision"])

    assert mgrs.write(point, precision).replace(" ", "") == row["mgrs"]
    assert mgrs.normal(row["mgrs"]) == mgrs.write(point, precision)
    assert mgrs.read(row["mgrs"]).uncertainty_m >= 10 ** (5 - precision) * 0.7


@pytest.mark.parametrize("row", plus_rows("encoding.csv"), ids=lambda row: f"{row[5]} {row[0]} {row[1]}")
def test_each_plus_code_is_written(row):
    latitude, longitude, digits, code = float(row[0]), float(row[1]), int(row[4]), row[5]
    # The published rows clip latitudes and wrap longitudes; a Point refuses both before it comes to a code.
    point = Point(around_the_earth(longitude), min(max(latitude, -90.0), 90.0))

    assert plus_code.write(point, digits) == code


@pytest.mark.parametrize("row", plus_rows("decoding.csv"), ids=lambda row: row[0])
def test_each_plus_code_is_read(row):
    south, west, north, east = (float(value) for value in row[2:6])

    place = plus_code.read(row[0])

    assert place.point.latitude == pytest.approx((south + north) / 2, abs=1e-9)
    assert place.point.longitude == pytest.approx((west + east) / 2, abs=1e-9)
    assert (place.outline[0].longitude, place.outline[0].latitude) == pytest.approx((west, south), abs=1e-9)
    assert (place.outline[2].longitude, place.outline[2].latitude) == pytest.approx((east, north), abs=1e-9)


@pytest.mark.parametrize(
    "row",
    [row for row in plus_rows("shortCodeTests.csv") if row[4] in "RB"],
    ids=lambda row: f"{row[3]} {row[1]}",
)
def test_each_short_plus_code_is_completed(row):
    assert plus_code.normal(row[3], near=Point(float(row[2]), float(row[1]))) == row[0]


@pytest.mark.parametrize("row", plus_rows("validityTests.csv"), ids=lambda row: row[0])
def test_each_plus_code_is_taken_or_refused(row):
    code, valid, _, full = row[:4]

    def taken(near):
        try:
            plus_code.read(code, near)
        except UnreadableReference:
            return "false"
        return "true"

    assert taken(Point(126.832, 37.6584)) == valid
    assert taken(None) == full


@pytest.mark.parametrize("row", ACCEPTED, ids=lambda row: row["uri"])
def test_each_geo_uri_is_read(row):
    found = geouri.read(row["uri"])

    assert (found.point.latitude, found.point.longitude) == (row["latitude"], row["longitude"])
    assert (found.altitude_m, found.uncertainty_m) == (row["altitude"], row["uncertainty_m"])
    assert found.parameters == row["other_parameters"]
    again = geouri.read(geouri.write(found.point, found.uncertainty_m, found.altitude_m))
    assert (again.point, again.altitude_m, again.uncertainty_m) == (
        found.point,
        found.altitude_m,
        found.uncertainty_m,
    )


@pytest.mark.parametrize("row", [row for row in GEO if row not in ACCEPTED], ids=lambda row: row["uri"])
def test_each_geo_uri_outside_the_standard_is_refused(row):
    with pytest.raises(UnreadableReference) as caught:
        geouri.read(row["uri"])

    assert isinstance(caught.value, UnknownCoordinateSystem) == (row["verdict"] == "refuse-unknown-crs")


@pytest.mark.parametrize(
    "row", [row for row in GEO if row["verdict"] == "extension"], ids=lambda row: row["uri"]
)
def test_each_android_extension_is_understood_as_a_link(row):
    point = map_link.read(row["uri"]).point

    assert point in (Point(126.977778, 37.658611), Point(126.9, 37.6))
