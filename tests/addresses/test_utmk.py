"""UTM-K: metres east and north in Korea's plane, in whichever order they come."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addresses.errors import OutsideGrid, UnreadableReference
from addresses.grids import Point, utmk
from addresses.grids.projection import from_plane, to_plane


@pytest.mark.parametrize(
    "typed",
    [
        "UTM-K 953939 1962282",
        "utmk 953939, 1962282",
        "UTM-K: (953939, 1962282)",
        "EPSG:5179 953939 1962282",
        "953939 1962282",
        "953939/1962282",
        "1962282 953939",
        "X 953939 Y 1962282",
        "X: 953939, Y: 1962282",
        "Y=1962282 X=953939",
        "X=1962282 Y=953939",
        "E 953939 N 1962282",
        "953,939 1,962,282",
        "953939m 1962282m",
        "９５３９３９　１９６２２８２",
    ],
)
def test_it_reads_metres_however_they_are_labelled(typed):
    place = utmk.read(typed)

    assert to_plane(place.point) == pytest.approx((953_939, 1_962_282), abs=1e-6)
    assert place.uncertainty_m == 1.0


def test_it_reads_centimetres():
    point = utmk.read("953938.76, 1962282.49").point

    assert (point.longitude, point.latitude) == pytest.approx((126.97778, 37.65889), abs=2e-7)


def test_labels_decide_where_both_orders_are_on_the_grid():
    assert to_plane(utmk.read("Y 1350000 X 1320000").point) == pytest.approx((1_320_000, 1_350_000))
    assert to_plane(utmk.read("1350000 1320000").point) == pytest.approx((1_350_000, 1_320_000))


@settings(deadline=None)
@given(st.floats(700_000.01, 1_399_999.999), st.floats(1_300_000.01, 2_099_999.999))
def test_what_it_writes_it_reads_again(east_m, north_m):
    point = from_plane(east_m, north_m)

    again = to_plane(utmk.read(utmk.write(point, 2)).point)

    assert again == pytest.approx((east_m, north_m), abs=0.0051)


def test_it_writes_east_first():
    assert utmk.write(Point(126.97778, 37.65889)) == "UTM-K 953939 1962282"


@pytest.mark.parametrize("typed", ["200000 600000", "1500000 1962282", "953939 2962282", "699999 1300000"])
def test_metres_of_another_system_are_refused(typed):
    with pytest.raises(OutsideGrid, match="another coordinate system"):
        utmk.read(typed)


@pytest.mark.parametrize(
    "typed", ["", "953939", "53939 62282", "37.6 126.9", "953939 1962282 836", "99,53939 1962282"]
)
def test_it_refuses_what_is_no_pair_of_metres_and_shows_how(typed):
    with pytest.raises(UnreadableReference, match="UTM-K 953939 1962282"):
        utmk.read(typed)


def test_a_place_abroad_has_no_utmk():
    with pytest.raises(OutsideGrid):
        utmk.write(Point(139.69, 35.68))
