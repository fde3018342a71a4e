"""MGRS, as helicopter crews speak it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from addresses.errors import UnreadableReference
from addresses.grids import Point, mgrs

GEOD = Geod(ellps="WGS84")


def metres_between(one: Point, other: Point) -> float:
    return GEOD.inv(one.longitude, one.latitude, other.longitude, other.latitude)[2]


@pytest.mark.parametrize(
    ("longitude", "latitude", "digits", "text"),
    [
        (126.977778, 37.658611, 5, "52SCG 21624 69861"),
        (126.977778, 37.658611, 4, "52SCG 2162 6986"),
        (126.9784, 37.5666, 5, "52SCG 21459 59650"),
        (131.8669, 37.2426, 3, "52SGG 543 256"),
        (-177, 0, 5, "01NEA 00000 00000"),
        (-93, 42, 0, "15TWG"),
    ],
)
def test_it_writes_the_published_references(longitude, latitude, digits, text):
    assert mgrs.write(Point(longitude, latitude), digits) == text


@settings(deadline=None)
@given(st.floats(124, 132), st.floats(33, 43), st.integers(1, 5))
def test_a_point_is_within_the_radius_of_the_cell_it_is_given(longitude, latitude, digits):
    point = Point(longitude, latitude)

    place = mgrs.read(mgrs.write(point, digits))

    # UTM shortens by 0.04 % at the middle of a zone and lengthens by as much at Korea's edges of it.
    assert metres_between(point, place.point) <= place.uncertainty_m * 1.002 + 0.01


@settings(deadline=None)
# At 40° N the bands S and T meet: a cell across that border keeps its centre in the other band.
@given(st.floats(124.1, 125.9), st.floats(33, 39.98) | st.floats(40.02, 43), st.integers(2, 5))
def test_the_centre_of_a_cell_has_the_reference_of_that_cell(longitude, latitude, digits):
    text = mgrs.write(Point(longitude, latitude), digits)

    assert mgrs.write(mgrs.read(text).point, digits) == text


@pytest.mark.parametrize(
    "typed", ["52SCG2162469861", "52s cg 21624 69861", "MGRS: 52SCG 21624 69861", "52SCG-21624-69861"]
)
def test_a_dispatcher_may_type_it_in_any_way(typed):
    assert mgrs.normal(typed) == "52SCG 21624 69861"


def test_a_zone_may_come_without_its_zero():
    assert mgrs.normal("1NEA0000") == "01NEA 00 00"


@pytest.mark.parametrize(
    ("text", "radius_m"), [("52SCG 21624 69861", 1.0), ("52SCG 216 698", 70.8), ("52SCG", 70_710.7)]
)
def test_its_radius_covers_the_whole_cell(text, radius_m):
    assert mgrs.read(text).uncertainty_m == radius_m


@pytest.mark.parametrize(
    "typed", ["", "52SCG 123", "52ICG 12 34", "99SCG 12 34", "52SXX 12 34", "52SCG 216243 698612", "BAD word"]
)
def test_it_refuses_what_is_no_reference_and_says_what_to_do(typed):
    with pytest.raises(UnreadableReference, match="MGRS"):
        mgrs.read(typed)
