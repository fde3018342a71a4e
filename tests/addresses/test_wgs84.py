"""Latitude and longitude as people write, speak and copy them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addresses.errors import ImpossiblePosition, UnreadableReference
from addresses.grids import Point, wgs84

BAEGUNDAE = (126.977778, 37.658889)
points = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))

DECIMAL = [
    "37.658889, 126.977778",
    "37.658889,126.977778",
    "37.658889 126.977778",
    "  37.658889 ;  126.977778. ",
    "(37.658889, 126.977778)",
    "[37.658889, 126.977778]",
    "37.658889 / 126.977778",
    "37.658889 - 126.977778",
    "+37.658889, +126.977778",
    "37.658889°, 126.977778°",
    "37.658889° N, 126.977778° E",
    "37.658889N 126.977778E",
    "N37.658889 E126.977778",
    "N37.658889E126.977778",
    "e 126.977778, n 37.658889",
    "126.977778E 37.658889N",
    "126.977778, 37.658889",
    "37.658889 North, 126.977778 East",
    "lat: 37.658889, lon: 126.977778",
    "lng=126.977778&lat=37.658889".replace("&", ", "),
    "Latitude 37.658889 Longitude 126.977778",
    "위도 37.658889 경도 126.977778",
    "위도: 37.658889, 경도: 126.977778",
    "북위 37.658889, 동경 126.977778",
    "북위 37.658889도 동경 126.977778도",
    "동경 126.977778도 북위 37.658889도",
    "３７．６５８８８９，１２６．９７７７７８",
    "37,658889 126,977778",
    "37,658889; 126,977778",
    "+37.658889+126.977778/",
    "37.658889,\u00a0126.977778",
    "٣٧.٦٥٨٨٨٩, ١٢٦.٩٧٧٧٧٨",
]
SEXAGESIMAL = [
    "37°39′32″N 126°58′40″E",
    "37°39'32\"N 126°58'40\"E",
    "37°39'32''N, 126°58'40''E",
    "37° 39’ 32” N, 126° 58’ 40” E",
    "N37°39′32″ E126°58′40″",
    "37º39'32\" 126º58'40\"",
    "37°39′32 126°58′40",
    "126°58′40″E 37°39′32″N",
    "37 39 32 N 126 58 40 E",
    "37 39 32, 126 58 40",
    "37:39:32 126:58:40",
    "37-39-32N 126-58-40E",
    "37 deg 39' 32\" 126 deg 58' 40\"",
    "북위 37도 39분 32초, 동경 126도 58분 40초",
    "북위37도39분32초 동경126도58분40초",
    "37도 39분 32초 126도 58분 40초",
    "37° 39.53333′ N 126° 58.66667′ E",
    "37 39.53333 N, 126 58.66667 E",
]


@pytest.mark.parametrize("typed", DECIMAL)
def test_it_reads_decimal_degrees(typed):
    place = wgs84.read(typed)

    assert (place.point.longitude, place.point.latitude) == BAEGUNDAE
    assert place.uncertainty_m == 1.0


@pytest.mark.parametrize("typed", SEXAGESIMAL)
def test_it_reads_degrees_minutes_and_seconds(typed):
    point = wgs84.read(typed).point

    assert (point.longitude, point.latitude) == pytest.approx(BAEGUNDAE, abs=1e-6)


@pytest.mark.parametrize(
    ("typed", "longitude", "latitude"),
    [
        ("33.8688 S, 151.2093 E", 151.2093, -33.8688),
        ("-33.8688, 151.2093", 151.2093, -33.8688),
        ("40.7128N 74.0060W", -74.006, 40.7128),
        ("남위 33.8688 서경 74.0060", -74.006, -33.8688),
        ("40°42′46″N 74°00′22″W", -74.006111, 40.712778),
        ("-0.5, -0.25", -0.25, -0.5),
        ("0, 126.9", 126.9, 0),
    ],
)
def test_it_reads_places_of_the_whole_earth(typed, longitude, latitude):
    point = wgs84.read(typed).point

    assert (point.longitude, point.latitude) == pytest.approx((longitude, latitude), abs=1e-6)


@pytest.mark.parametrize(
    ("typed", "radius_m"),
    [
        ("37.6, 126.9", 7080),
        ("37.659, 126.978", 70.8),
        ("37.65889, 126.97778", 1.0),
        ("37.6588890, 126.9777780", 1.0),
        ("37°39′N 126°58′E", 1181),
        ("37°39′32″N 126°58′40″E", 19.7),
        ("37, 126.977778", 55_500),
    ],
)
def test_its_radius_is_what_the_last_digit_leaves_open(typed, radius_m):
    assert wgs84.read(typed).uncertainty_m == pytest.approx(radius_m, rel=0.01)


@pytest.mark.parametrize(
    "typed",
    [
        "0, 0",
        "0.000000,0.000000",
        "0°0′0″N 0°0′0″E",
        "91, 0",
        "37.6, 180.1",
        "151.2, -33.8",
        "37°60′N 126°58′E",
        "37 39 61 126 58 40",
    ],
)
def test_it_refuses_positions_that_cannot_be(typed):
    with pytest.raises(ImpossiblePosition):
        wgs84.read(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "37.658889",
        "nan, nan",
        "NaN 126.9",
        "inf, 126",
        "37.6e1, 126",
        "37.65.88, 126.97",
        "37.658889-126.977778",
        "37.658889, 126.977778, 836",
        "37.6 N, 126.9 N",
        "lat 37.6 lat 126.9",
        "37.6 N, 126.9",
        "-37.6 S, 126.9 E",
        "37.5°39′N 126°58′E",
        "37°39″32′N 126°58′40″E",
        "37 -39 32 126 58 40",
        "953939 1962282",
        "다사 5393 6228",
        "강성로 256",
        "north east",
        "+",
        "37.6, 126.9 백운대",
    ],
)
def test_it_refuses_what_is_no_pair_of_angles_and_shows_how(typed):
    with pytest.raises(UnreadableReference, match="latitude"):
        wgs84.read(typed)


@settings(deadline=None)
@given(points)
def test_what_it_writes_it_reads_again(point):
    if round(point.longitude, 7) == 0 and round(point.latitude, 7) == 0:
        return  # written as 0, 0, which is refused on purpose
    again = wgs84.read(wgs84.write(point, 7)).point

    # Abroad a pair such as 126.9, 37.6 is written latitude first, and is then not taken for Korea's order.
    assert math.isclose(again.longitude, point.longitude, abs_tol=1e-7)
    assert math.isclose(again.latitude, point.latitude, abs_tol=1e-7)


@settings(deadline=None)
@given(points)
def test_degrees_minutes_and_seconds_go_both_ways(point):
    if abs(point.longitude) < 1e-6 and abs(point.latitude) < 1e-6:
        return
    again = wgs84.read(wgs84.write_dms(point, 3)).point

    assert math.isclose(again.longitude, point.longitude, abs_tol=1e-6)
    assert math.isclose(again.latitude, point.latitude, abs_tol=1e-6)


def test_seconds_never_reach_sixty():
    assert wgs84.write_dms(Point(126.99999999, -37.65)) == "37°39′00.0″S 127°00′00.0″E"
    assert wgs84.write_dms(Point(126.977778, 37.658889), 0) == "37°39′32″N 126°58′40″E"


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="0123456789.,+-°′″'\" NSEWnsew도분초북위동경latlon:;/()", max_size=60))
def test_no_typing_makes_it_fail_in_any_other_way(typed):
    try:
        place = wgs84.read(typed)
    except UnreadableReference:
        return
    assert place.uncertainty_m >= 1.0
