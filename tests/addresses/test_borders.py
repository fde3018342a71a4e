"""Which areas a place is near: true metres, the smaller area's ground taken out of the larger one's."""

import pytest
import shapely

from addresses import borders
from addresses.distances import ELLIPSOID

WEST = shapely.box(126.5, 37.5, 126.8, 37.8)
EAST = shapely.box(126.8, 37.5, 127.1, 37.8)
PROVINCE = shapely.box(126.0, 37.0, 128.0, 38.5)


def near(x: float, y: float, radius_m: float = 0.0, *, border_m: float = 300.0) -> list[int]:
    return borders.within([(WEST, border_m), (EAST, border_m)], x, y, radius_m)


def east_of_the_border(metres: float, latitude: float = 37.65) -> float:
    longitude, _, _ = ELLIPSOID.fwd(126.8, latitude, 90, metres)
    return float(longitude)


@pytest.mark.parametrize("metres", [1, 50, 298, 299.5])
def test_a_place_within_the_border_is_near_to_both(metres: float) -> None:
    assert near(east_of_the_border(metres), 37.65) == [0, 1]


@pytest.mark.parametrize("metres", [300.5, 302, 5000])
def test_a_place_beyond_it_is_near_to_its_own_alone(metres: float) -> None:
    assert near(east_of_the_border(metres), 37.65) == [1]


def test_the_radius_comes_on_top_of_the_border() -> None:
    x = east_of_the_border(800)
    assert near(x, 37.65, 499) == [1]
    assert near(x, 37.65, 501) == [0, 1]


def test_a_border_of_nothing_still_hears_a_circle_that_reaches_across() -> None:
    x = east_of_the_border(20)
    assert near(x, 37.65, 10, border_m=0) == [1]
    assert near(x, 37.65, 25, border_m=0) == [0, 1]


def test_the_middle_of_a_city_is_not_near_to_the_province_around_it() -> None:
    shapes = [(WEST, 300.0), (PROVINCE, 300.0)]
    assert borders.within(shapes, 126.65, 37.65, 10) == [0]
    assert borders.within(shapes, 126.501, 37.65, 10) == [0, 1]
    assert borders.within(shapes, 127.5, 37.2, 10) == [1]


def test_a_radius_as_large_as_the_earth_is_near_to_all() -> None:
    assert near(0.0, -80.0, 2.1e7) == [0, 1]


def test_a_place_on_the_other_side_of_the_earth_is_near_to_none() -> None:
    assert near(-53.2, -37.65) == []


def test_the_box_holds_the_circle_everywhere() -> None:
    for latitude in (0.0, 33.1, 37.65, 60.0, 80.0):
        west, south, east, north = borders.box(126.8, latitude, 5000)
        for azimuth in range(0, 360, 15):
            x, y, _ = ELLIPSOID.fwd(126.8, latitude, azimuth, 5000)
            assert west <= x <= east
            assert south <= y <= north
