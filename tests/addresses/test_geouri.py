"""geo: URIs by the letter of RFC 5870."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addresses.errors import ImpossiblePosition, UnknownCoordinateSystem, UnreadableReference
from addresses.grids import Point, geouri


@pytest.mark.parametrize(
    ("uri", "point", "altitude_m", "uncertainty_m"),
    [
        ("geo:13.4125,103.8667", Point(103.8667, 13.4125), None, None),
        ("geo:48.2010,16.3695,183", Point(16.3695, 48.201), 183, None),
        ("geo:48.198634,16.371648;crs=wgs84;u=40", Point(16.371648, 48.198634), None, 40),
        ("GEO:1,2;U=25", Point(2, 1), None, 25),
        ("geo:90,-22.43", Point(0, 90), None, None),
        ("geo:22.3,-180", Point(180, 22.3), None, None),
        ("geo:37.658611,126.977778,-12.5;u=0", Point(126.977778, 37.658611), -12.5, 0),
    ],
)
def test_it_reads_the_examples_of_the_standard(uri, point, altitude_m, uncertainty_m):
    found = geouri.read(uri)

    assert (found.point, found.altitude_m, found.uncertainty_m) == (point, altitude_m, uncertainty_m)


def test_it_keeps_other_parameters_by_their_small_names_without_escapes():
    assert geouri.read("geo:66,30;u=6.500;FOo=this%2dthat;flag").parameters == {
        "foo": "this-that",
        "flag": "",
    }


def test_a_missing_radius_and_a_claim_of_none_are_not_the_same_but_neither_makes_a_perfect_place():
    assert geouri.read("geo:37.6587,126.9779").uncertainty_m is None
    assert geouri.read("geo:37.6587,126.9779;u=0").uncertainty_m == 0
    assert geouri.read("geo:37.6587,126.9779;u=0").place.uncertainty_m == 7.1
    assert geouri.read("geo:37.658700,126.977900;u=12.34").place.uncertainty_m == 12.4


@pytest.mark.parametrize(
    "uri",
    [
        "geo:37.6,126.9;u=-5",
        "geo:37.6,126.9;u",
        "geo:37.6,126.9;u=5;u=6",
        "geo:37.6,126.9;u=5;crs=wgs84",
        "geo:37.6,126.9;foo=1;u=5",
        "geo:37.6, 126.9",
        "geo:37,6,126,9",
        "geo:+37.6,126.9",
        "geo:.5,1",
        "geo:5.,1",
        "geo:nan,0",
        "geo:37.6,126.9\n",
        "geo:37.6,126.9?q=1,2",
        "geo:37.6,126.9;a=%zz",
        "geo:٣٧,126",
        "37.6,126.9",
    ],
)
def test_it_refuses_what_the_grammar_does_not_know(uri):
    with pytest.raises(UnreadableReference):
        geouri.read(uri)


@pytest.mark.parametrize("uri", ["geo:126.977778,37.658611", "geo:0,180.1", "geo:-90.1,0"])
def test_it_refuses_positions_out_of_range(uri):
    with pytest.raises(ImpossiblePosition):
        geouri.read(uri)


def test_another_coordinate_system_is_never_read_as_wgs84():
    with pytest.raises(UnknownCoordinateSystem, match="epsg:32618"):
        geouri.read("geo:323482,4306480;crs=epsg:32618;u=20")


def test_it_writes_latitude_first_and_rounds_a_radius_up():
    point = Point(126.9779, 37.6587)

    assert geouri.write(point) == "geo:37.658700,126.977900"
    assert geouri.write(point, 12) == "geo:37.658700,126.977900;u=12"
    assert geouri.write(point, 7.07, 836.04) == "geo:37.658700,126.977900,836.0;u=7.1"
    assert geouri.write(Point(-180, -1e-9), 0) == "geo:0.000000,180.000000;u=0"


@pytest.mark.parametrize("radius_m", [-1.0, float("nan"), float("inf")])
def test_it_refuses_to_write_a_radius_that_cannot_be(radius_m):
    with pytest.raises(ImpossiblePosition, match="Give 0 or more"):
        geouri.write(Point(126.9, 37.6), radius_m)


@settings(deadline=None)
@given(
    st.floats(-179.9999, 180),
    st.floats(-89.9999, 89.9999),
    st.none() | st.floats(0, 1e6),
    st.none() | st.floats(-500, 9000),
)
def test_what_it_writes_it_reads_again(longitude, latitude, uncertainty_m, altitude_m):
    found = geouri.read(geouri.write(Point(longitude, latitude), uncertainty_m, altitude_m))

    assert found.point.longitude == pytest.approx(longitude, abs=5.1e-7)
    assert found.point.latitude == pytest.approx(latitude, abs=5.1e-7)
    assert (found.uncertainty_m is None) == (uncertainty_m is None)
    if uncertainty_m is not None:
        assert uncertainty_m - 1e-6 <= found.uncertainty_m <= uncertainty_m + 0.1001
    assert (found.altitude_m is None) == (altitude_m is None)
