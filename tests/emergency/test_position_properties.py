"""Where is the person? What holds whatever the phones send, and how often the circle holds the hiker."""

import math
from datetime import timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from emergency.position import FLOOR_M, Measured, distance_m

from .ground import NOW, PLATE, WGS84, best, fix, told

places = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).filter(lambda place: place != (0, 0))
anywhere = st.builds(
    lambda place, radius_m, after_s, sequence: Measured(
        *place, radius_m, NOW + timedelta(seconds=after_s), "device", sequence
    ),
    places,
    st.floats(0.001, 20_000_000),
    st.floats(-1e9, 1e9),
    st.integers(0, 1000),
)
nearby = st.builds(
    lambda north, east, radius_m, after_s: fix(north, radius_m, after_s, east_m=east),
    st.floats(-3000, 3000),
    st.floats(-3000, 3000),
    st.floats(3, 3000),
    st.floats(0, 600),
)


@settings(deadline=None)
@given(st.lists(st.one_of(anywhere, nearby), max_size=25), st.booleans())
def test_whatever_comes_the_answer_is_a_place_with_a_believable_radius(
    fixes: list[Measured], has_plate: bool
) -> None:
    fused = told(*fixes, after_s=600, plate=PLATE if has_plate else None)
    if not fixes and not has_plate:
        assert fused.best is None
        return
    position = fused.best
    assert position is not None
    assert -180 <= position.longitude <= 180
    assert -90 <= position.latitude <= 90
    assert FLOOR_M <= position.uncertainty_m < math.inf
    assert position.age_s >= 0
    assert position.fixed_at <= NOW + timedelta(seconds=600)
    assert fused.agreement.text_ko
    assert fused.agreement.text_en


@settings(deadline=None)
@given(st.lists(st.one_of(anywhere, nearby), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_the_order_in_which_fixes_arrive_does_not_matter(fixes: list[Measured], random: Random) -> None:
    shuffled = list(fixes)
    random.shuffle(shuffled)
    assert told(*shuffled, after_s=600) == told(*fixes, after_s=600)


@settings(deadline=None)
@given(st.lists(nearby, min_size=1, max_size=20), st.floats(0, 600), st.floats(-1e5, 1e5), st.booleans())
def test_a_wildly_coarse_fix_moves_nothing_at_all(
    fixes: list[Measured], after_s: float, north_m: float, has_plate: bool
) -> None:
    assume(any(each.uncertainty_m < 500 for each in fixes))
    plate = PLATE if has_plate else None
    coarse = fix(north_m, 5000, after_s)
    assert told(*fixes, coarse, after_s=600, plate=plate) == told(*fixes, after_s=600, plate=plate)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(fix, st.floats(-9e3, 9e3), st.floats(5000, 1e6), st.floats(0, 600)), min_size=1, max_size=20
    )
)
def test_fixes_of_5_km_never_look_precise_however_many(fixes: list[Measured]) -> None:
    assert best(*fixes, after_s=600, plate=None).uncertainty_m > 4000


@settings(deadline=None)
@given(st.lists(nearby, min_size=1, max_size=20))
def test_many_fixes_claim_little_more_than_the_best_of_them(fixes: list[Measured]) -> None:
    sharpest_m = max(FLOOR_M, min(each.uncertainty_m for each in fixes))
    assert best(*fixes, after_s=600, plate=None).uncertainty_m >= 0.89 * sharpest_m


@settings(deadline=None)
@given(places, places)
def test_no_distance_on_earth_is_out_by_more_than_six_thousandths(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    here, there = (Measured(*place, 5, NOW, "device") for place in (a, b))
    assert distance_m(here, there) == pytest.approx(WGS84.inv(*a, *b)[2], rel=0.006, abs=0.01)


@settings(deadline=None)
@given(st.floats(124, 132), st.floats(33, 39), st.floats(0, 360), st.floats(1, 500_000))
def test_distances_in_korea_are_as_good_as_surveyed(
    longitude: float, latitude: float, bearing_deg: float, metres: float
) -> None:
    far_longitude, far_latitude, _ = WGS84.fwd(longitude, latitude, bearing_deg, metres)
    here = Measured(longitude, latitude, 5, NOW, "device")
    assert distance_m(here, Measured(far_longitude, far_latitude, 5, NOW, "device")) == pytest.approx(
        metres, rel=1e-4
    )


def test_the_circle_holds_the_hiker_as_often_as_it_says() -> None:
    """Errors of one receiver drift slowly; averaging them as independent would hold far fewer."""
    random, held, rounds = Random(20261122), 0, 400
    for _ in range(rounds):
        sigma_m, east, north, fixes = 8.0, random.gauss(0, 8), random.gauss(0, 8), []
        for second in range(12):
            fixes.append(fix(north, 2.45 * sigma_m, second, east_m=east, sequence=second))
            east = 0.95 * east + random.gauss(0, sigma_m * math.sqrt(1 - 0.95**2))
            north = 0.95 * north + random.gauss(0, sigma_m * math.sqrt(1 - 0.95**2))
        position = best(*fixes, after_s=12, plate=None)
        held += distance_m(position, PLATE) <= position.uncertainty_m
    assert held / rounds > 0.93


def test_outliers_and_cell_positions_do_not_pull_the_track_of_a_walker() -> None:
    random, worst_m = Random(119), 0.0
    for _ in range(100):
        fixes = [
            fix(60 + 1.3 * s + random.gauss(0, 3), 10, s, east_m=random.gauss(0, 3), sequence=s)
            for s in range(0, 120, 6)
        ]
        cut = random.randrange(12, len(fixes) + 1)
        fixes = fixes[:cut]
        last_s = 6 * (cut - 1)
        fixes.append(fix(random.uniform(500, 3000), 8, last_s - 1.0, sequence=998))
        fixes.append(fix(random.uniform(-3000, 3000), 2000, last_s + 2.0, sequence=999))
        position = best(*fixes, after_s=last_s + 3, plate=None)
        worst_m = max(worst_m, distance_m(position, fix(60 + 1.3 * last_s, 1, 0)))
    assert worst_m < 20
