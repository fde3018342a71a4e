"""Plus Codes, whole and short."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addresses.errors import UnreadableReference
from addresses.grids import Point, plus_code

GOYANG = Point(126.832, 37.6584)


@pytest.mark.parametrize(
    ("longitude", "latitude", "digits", "code"),
    [
        (2.775, 20.375, 6, "7FG49Q00+"),
        (2.7821875, 20.3700625, 10, "7FG49QCJ+2V"),
        (8.0000625, 47.0000625, 10, "8FVC2222+22"),
        (174.7859375, -41.2730625, 10, "4VCPPQGP+Q9"),
    ],
)
def test_it_writes_the_published_codes(longitude, latitude, digits, code):
    assert plus_code.write(Point(longitude, latitude), digits) == code


@settings(deadline=None)
@given(st.floats(-180, 179.9999), st.floats(-90, 89.9999), st.sampled_from([8, 10, 11, 12]))
def test_the_centre_of_every_cell_has_the_code_of_that_cell(longitude, latitude, digits):
    code = plus_code.write(Point(longitude, latitude), digits)

    assert plus_code.write(plus_code.read(code).point, digits) == code


def test_a_short_code_is_completed_from_a_place_nearby():
    whole = plus_code.write(Point(126.8321, 37.6583))

    assert plus_code.normal(whole[4:].lower(), near=GOYANG) == whole
    assert plus_code.read(whole[4:], near=GOYANG) == plus_code.read(whole)


def test_a_short_code_alone_is_refused_with_the_way_out():
    with pytest.raises(UnreadableReference, match="a place nearby"):
        plus_code.read("MX5H+C4")


def test_its_radius_and_outline_cover_the_cell():
    place = plus_code.read("8Q98MX5H+C4")

    assert place.uncertainty_m == 8.9
    assert len(place.outline) == 5
    assert place.outline[0] == place.outline[4]
    assert place.outline[0].longitude < place.point.longitude < place.outline[2].longitude
    assert place.outline[0].latitude < place.point.latitude < place.outline[2].latitude


def test_the_cell_at_the_pole_has_an_outline_too():
    assert plus_code.read(plus_code.write(Point(179.99999, 90.0))).outline[2] == Point(180.0, 90.0)


@pytest.mark.parametrize(
    "typed", ["", "+", "8Q98MX5HC4", "8Q98MX5H+C", "AAAAAAAA+AA", "8Q98MX5H+C4+", "37.6+126.9"]
)
def test_it_refuses_what_is_no_plus_code_and_shows_one(typed):
    with pytest.raises(UnreadableReference, match="plus sign"):
        plus_code.read(typed, near=GOYANG)
