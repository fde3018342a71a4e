"""Along a line: metres on the ellipsoid, sides as a walker sees them, and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point

from addresses.distances import ELLIPSOID
from trails.operations import box, length_m, metre_on, point_at, stretch

NORTH = LineString([(126.94, 37.66), (126.94, 37.67), (126.95, 37.68)])

# A trail's places, each at most some kilometres from the next.
places = st.tuples(st.floats(126.90, 126.95), st.floats(37.65, 37.70))
lines = st.lists(places, min_size=2, max_size=12, unique=True).map(LineString)


def metres_between(one: Point, other: Point) -> float:
    return float(ELLIPSOID.inv(one.x, one.y, other.x, other.y)[2])


def test_a_place_on_the_line_has_its_metre():
    foot = metre_on(NORTH, Point(126.94, 37.665))
    assert foot.metre == pytest.approx(555, abs=0.5)
    assert abs(foot.offset_m) < 0.01


def test_left_and_right_are_as_a_walker_sees_them():
    assert metre_on(NORTH, Point(126.9395, 37.665)).offset_m == pytest.approx(44.1, abs=0.2)
    assert metre_on(NORTH, Point(126.9405, 37.665)).offset_m == pytest.approx(-44.1, abs=0.2)


def test_a_place_before_the_start_or_after_the_end_stands_at_that_end():
    assert metre_on(NORTH, Point(126.94, 37.65)).metre == 0
    assert metre_on(NORTH, Point(126.96, 37.69)).metre == pytest.approx(length_m(NORTH))
    assert metres_between(point_at(NORTH, -5), Point(126.94, 37.66)) < 0.001
    assert metres_between(point_at(NORTH, 1e6), Point(126.95, 37.68)) < 0.001


def test_a_segment_of_no_length_is_no_trouble():
    line = LineString([(126.94, 37.66), (126.94, 37.66), (126.94, 37.67)])
    assert metre_on(line, Point(126.94, 37.665)).metre == pytest.approx(555, abs=0.5)


def test_a_stretch_keeps_the_bends_between_its_metres():
    part = stretch(NORTH, 555, 1500)
    assert part.coords[1] == (126.94, 37.67)
    assert len(part.coords) == 3
    assert length_m(part) == pytest.approx(945, abs=0.01)


def test_a_stretch_that_reaches_beyond_the_line_ends_with_it():
    assert stretch(NORTH, -5, 1e6).equals(NORTH)
    beyond = stretch(NORTH, 1e6, 2e6)
    assert set(beyond.coords) == {(126.95, 37.68)}


def test_an_empty_shape_is_refused():
    with pytest.raises(ValueError, match="empty"):
        metre_on(LineString(), Point(126.94, 37.66))
    with pytest.raises(ValueError, match="empty"):
        metre_on(NORTH, Point())


@given(lines, st.floats(0, 1))
def test_the_place_at_a_metre_is_on_the_line_again(line: LineString, share: float):
    metre = share * length_m(line)
    place = point_at(line, metre)
    foot = metre_on(line, place)
    # Over five kilometres a straight line in degrees leaves the shortest way by half a metre.
    assert abs(foot.offset_m) < 1
    # The line may cross itself there: then another metre is as right.
    assert metres_between(point_at(line, foot.metre), place) < 2


@given(lines, places)
def test_no_corner_of_the_line_is_nearer_than_the_foot(line: LineString, place: tuple[float, float]):
    foot = metre_on(line, Point(place))
    nearest_corner = min(metres_between(Point(corner), Point(place)) for corner in line.coords)
    assert abs(foot.offset_m) <= nearest_corner * 1.003 + 0.5
    assert 0 <= foot.metre <= length_m(line) * 1.000001 + 0.001


@given(places, st.floats(1, 5_000))
def test_the_box_around_a_place_holds_the_circle(place: tuple[float, float], reach_m: float):
    west, south, east, north = box(Point(place), reach_m)
    for bearing in range(0, 360, 15):
        longitude, latitude, _ = ELLIPSOID.fwd(*place, bearing, reach_m)
        assert west <= longitude <= east
        assert south <= latitude <= north
