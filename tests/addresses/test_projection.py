"""The way between degrees and metres, from any thread."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from addresses.errors import ImpossiblePosition, OutsideGrid
from addresses.grids import Point
from addresses.grids.projection import from_plane, to_plane

BAEGUNDAE = Point(126.97778, 37.65889)


def test_it_gives_the_metres_that_proj_gives():
    assert to_plane(BAEGUNDAE) == pytest.approx((953_938.758, 1_962_282.485), abs=0.001)
    assert to_plane(Point(127.5, 38.0)) == pytest.approx((1_000_000, 2_000_000), abs=1e-6)


def test_every_thread_gets_the_same_metres():
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(to_plane, [BAEGUNDAE] * 400))

    assert found == {to_plane(BAEGUNDAE)}


def test_metres_and_degrees_that_have_no_counterpart_are_refused():
    with pytest.raises(OutsideGrid):
        from_plane(1e12, 1e12)
    with pytest.raises(OutsideGrid):
        to_plane(Point(-142.5, 0))


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        (float("nan"), 37.6),
        (126.9, float("nan")),
        (float("inf"), 0),
        (180.1, 0),
        (-180.1, 0),
        (0, 90.1),
        (0, -90.1),
    ],
)
def test_a_point_that_cannot_be_is_never_made(longitude, latitude):
    with pytest.raises(ImpossiblePosition, match="from -90 to 90"):
        Point(longitude, latitude)
