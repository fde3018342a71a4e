"""Which way is the quickest, what is told of it, and what is not pretended."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from addresses.distances import ELLIPSOID
from trails.ways import question, search, walking
from trails.ways.network import Network
from trails.ways.question import APART_MIN
from trails.ways.way import Way

from .valley import asked, at, car_park, network, sections_of, trail

# A valley that runs east, and a ridge above it. The upper car park is nearer by air line to the hut, across a cliff.
VALLEY = trail(1, (0, 0), (1000, 0), (2000, 0), heights=[100, 110, 120])
TO_HUT = trail(2, (2000, 0), (2200, 400), heights=[120, 180])
RIDGE = trail(3, (2200, 700), (1200, 1800), (0, 1500), (0, 0), heights=[500, 700, 400, 100])
LOWER, UPPER = car_park(10, 0, -20), car_park(20, 2200, 720)


def measured_m(way: Way) -> float:
    return float(ELLIPSOID.line_length(*zip(*way.line, strict=True)))


def test_the_quickest_way_comes_first_though_another_car_park_is_nearer() -> None:
    net = network([VALLEY, TO_HUT, RIDGE], [LOWER, UPPER])
    answer = asked(net, 2200, 400)
    assert [way.entrance for way in answer.ways] == [10, 20]
    first, second = answer.ways
    assert first.up_s < second.up_s
    air_m = [ELLIPSOID.inv(*at(2200, 400), *way.line[0])[2] for way in answer.ways]
    assert air_m[0] > 2000 > 400 > air_m[1]


def test_a_way_tells_its_length_climb_and_trails_from_the_car_park_on() -> None:
    way = asked(network([VALLEY, TO_HUT], [LOWER]), 2200, 400).ways[0]
    assert way.length_m == pytest.approx(2000 + math.hypot(200, 400), abs=5)
    assert way.climb_m == pytest.approx(80, abs=1)
    assert way.descent_m == 0
    assert way.has_heights
    assert [leg.trail for leg in way.legs] == [1, 2]
    assert (round(way.legs[0].from_metre), round(way.legs[0].to_metre)) == (0, 2000)
    assert way.access_off_m == pytest.approx(20, abs=0.5)


def test_the_line_begins_at_the_car_park_ends_at_the_person_and_is_as_long_as_told() -> None:
    way = asked(network([VALLEY, TO_HUT], [LOWER]), 2150, 320).ways[0]
    assert way.line[0] == pytest.approx(at(0, -20))
    assert way.line[-1] == pytest.approx(at(2150, 320))
    assert measured_m(way) == pytest.approx(way.length_m + way.access_off_m + way.off_m, rel=0.002)


def test_coming_down_is_told_apart_from_going_up() -> None:
    steep = trail(1, (0, 0), (1500, 0), heights=[100, 600])
    way = asked(network([steep], [car_park(1, 0, 0)]), 1500, 0).ways[0]
    assert way.up_s > way.down_s * 1.3
    assert walking.minutes(way.up_s) > 35


def test_a_trail_against_its_metres_is_walked_backwards() -> None:
    falls = trail(1, (0, 0), (1500, 0), heights=[600, 100])
    way = asked(network([falls], [car_park(1, 1500, 0)]), 500, 0).ways[0]
    leg = way.legs[0]
    assert (round(leg.from_metre), round(leg.to_metre)) == (1500, 500)
    assert way.climb_m == pytest.approx(333, abs=2)
    assert way.descent_m == 0
    assert way.up_s > way.down_s


def test_the_end_without_a_path_is_told_and_takes_longer_than_the_same_on_one() -> None:
    level = trail(1, (0, 0), (1000, 0))
    net = network([level], [car_park(1, 0, 0)])
    on_path, beside = asked(net, 600, 0).ways[0], asked(net, 600, 200).ways[0]
    assert on_path.off_m == pytest.approx(0, abs=0.5)
    assert beside.off_m == pytest.approx(200, abs=1)
    assert beside.up_s - on_path.up_s > 200 / 1.4 * 2
    assert not beside.has_heights


def test_a_closure_is_walked_around() -> None:
    detour_of = trail(4, (300, 0), (500, 150), (700, 0))
    around = network([VALLEY, TO_HUT, detour_of], [LOWER], cuts=[(1, 400.0), (1, 600.0)])
    assert [leg.trail for leg in asked(around, 2200, 400).ways[0].legs] == [1, 2]
    detour = asked(around, 2200, 400, closed=[sections_of(around, 1).index((400, 600))])
    assert [leg.trail for leg in detour.ways[0].legs] == [1, 4, 1, 2]
    assert detour.through == ()


def test_a_way_through_a_closure_is_offered_apart_when_it_is_the_only_one() -> None:
    net = network([VALLEY, TO_HUT], [LOWER], cuts=[(1, 400.0), (1, 600.0)])
    answer = asked(net, 2200, 400, closed=[1])
    assert answer.ways == ()
    assert [way.entrance for way in answer.through] == [10]


def test_who_is_inside_a_closed_stretch_is_reached_through_it_alone() -> None:
    net = network([VALLEY], [LOWER], cuts=[(1, 400.0), (1, 600.0)])
    answer = asked(net, 500, 0, closed=[1])
    assert answer.ways == ()
    assert answer.through[0].length_m == pytest.approx(500, abs=1)


def test_a_closure_elsewhere_changes_nothing() -> None:
    net = network([VALLEY, TO_HUT], [LOWER], cuts=[(1, 1500.0)])
    free, closed = asked(net, 800, 0), asked(net, 800, 0, closed=[1, 2])
    assert free.ways == closed.ways
    assert closed.through == ()


def test_a_loop_is_walked_the_shorter_way_round() -> None:
    ring = trail(1, (0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0))
    net = network([ring], [car_park(1, 0, -10)])
    early, late = asked(net, 900, 0).ways[0], asked(net, 0, 900).ways[0]
    assert early.length_m == pytest.approx(900, abs=2)
    assert late.length_m == pytest.approx(900, abs=2)
    assert late.legs[0].from_metre > late.legs[0].to_metre


def test_two_parallel_paths_between_the_same_places_are_told_apart() -> None:
    short, long = trail(1, (0, 0), (500, 20), (1000, 0)), trail(2, (0, 0), (500, 600), (1000, 0))
    onwards = trail(3, (1000, 0), (1500, 0))
    way = asked(network([long, short, onwards], [car_park(1, 0, 0)]), 1500, 0).ways[0]
    assert [leg.trail for leg in way.legs] == [1, 3]


def test_a_piece_that_no_trail_joins_is_reached_across_country_and_it_shows() -> None:
    island = trail(9, (0, 1000), (500, 1000))
    answer = asked(network([VALLEY, island], [LOWER]), 250, 1000)
    assert answer.on_trail is not None
    assert answer.on_trail.trail == 9
    way = answer.ways[0]
    assert way.legs == ()
    assert way.length_m == 0
    assert way.off_m == pytest.approx(1050, abs=5)
    assert not way.has_heights


def test_a_boat_is_no_vehicle_and_stands_apart() -> None:
    landing = car_park(30, 2000, -10, is_vehicle=False)
    answer = asked(network([VALLEY, TO_HUT], [LOWER, landing]), 2200, 400)
    assert [way.entrance for way in answer.ways] == [10]
    assert [way.entrance for way in answer.others] == [30]


def test_who_stands_beside_the_road_is_fetched_without_a_trail() -> None:
    net = network([trail(1, (0, 0), (2000, 0))], [car_park(1, 0, 0), car_park(2, 1500, 400)])
    way = asked(net, 1500, 330).ways[0]
    assert way.entrance == 2
    assert way.legs == ()


def test_a_ridge_across_the_valley_is_not_proposed_because_a_bush_lies_between() -> None:
    # The person is beside trail 1; trail 2 with its car park is 200 m of wood away.
    one, two = trail(1, (0, 0), (3000, 0)), trail(2, (2800, 200), (4000, 200))
    net = network([one, two], [car_park(1, 0, 0), car_park(2, 2700, 400)])
    assert asked(net, 2900, 5).ways[0].entrance == 1


def test_a_circle_over_two_valleys_lists_the_way_into_each() -> None:
    north, south = trail(1, (0, 300), (4000, 300)), trail(2, (0, -300), (4000, -300))
    net = network([north, south], [car_park(1, 0, 310), car_park(2, 4000, -310)])
    answer = asked(net, 2000, 40, uncertainty_m=400)
    assert answer.on_trail is not None
    assert answer.on_trail.trail == 1
    assert [(perhaps.on_trail.trail, perhaps.way and perhaps.way.entrance) for perhaps in answer.perhaps] == [
        (2, 2)
    ]


def test_a_small_circle_lists_nothing_else() -> None:
    north, south = trail(1, (0, 300), (4000, 300)), trail(2, (0, -300), (4000, -300))
    net = network([north, south], [car_park(1, 0, 310), car_park(2, 4000, -310)])
    assert asked(net, 2000, 290, uncertainty_m=30).perhaps == ()


def test_trails_that_meet_within_the_circle_are_one_way() -> None:
    fork = [trail(1, (0, 0), (1000, 0)), trail(2, (1000, 0), (1500, 300)), trail(3, (1000, 0), (1500, -300))]
    answer = asked(network(fork, [car_park(1, 0, 0)]), 1000, 0, uncertainty_m=60)
    assert answer.perhaps == ()
    assert answer.sections_in_circle == 3


def test_a_trail_in_the_circle_that_nothing_leads_to_is_listed_without_a_way() -> None:
    net = network([VALLEY, trail(9, (0, 100), (500, 100))], [LOWER])
    answer = asked(net, 300, 20, uncertainty_m=150)
    assert [(perhaps.on_trail.trail, perhaps.way) for perhaps in answer.perhaps] == [(9, None)]


def test_far_from_every_trail_the_nearest_vehicles_are_told_by_air_line() -> None:
    answer = asked(network([VALLEY], [LOWER]), 0, 9_000)
    assert answer.on_trail is None
    assert answer.ways[0].off_m == pytest.approx(9_020, rel=0.01)


def test_on_the_other_side_of_the_country_nothing_is_told() -> None:
    answer = asked(network([VALLEY], [LOWER]), 0, -300_000)
    assert (answer.on_trail, answer.ways) == (None, ())


def test_without_car_parks_the_trail_is_still_named() -> None:
    answer = asked(network([VALLEY]), 500, 10)
    assert answer.ways == ()
    assert answer.on_trail is not None
    assert round(answer.on_trail.metre) == 500


def test_a_network_of_nothing_knows_no_way() -> None:
    assert asked(network([]), 0, 0).ways == ()


@pytest.mark.parametrize(
    "place", [(math.nan, 0.0, 5.0), (0.0, math.inf, 5.0), (0.0, 0.0, -1.0), (0.0, 0.0, math.nan)]
)
def test_it_refuses_what_is_no_position(place: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="no position"):
        asked(network([VALLEY], [LOWER]), *place)


def test_rescuers_are_slower_than_a_hiker_without_a_load() -> None:
    assert walking.minutes(600) == pytest.approx(10 * walking.LOAD_FACTOR)
    assert APART_MIN > 0


def test_walking_is_fastest_a_little_downhill_as_the_function_says() -> None:
    kmh = walking.speed_m_s(np.array([-0.05, 0.0, 0.2, -0.2, 9.0])) * 3.6
    assert kmh[:2] == pytest.approx([6.0, 5.04], abs=0.01)
    assert kmh[2] < kmh[3] < 5
    assert kmh[4] == pytest.approx(6 * math.exp(-3.5 * 1.05))


@pytest.mark.parametrize("seed", range(25))
def test_no_way_is_quicker_than_the_first_in_any_network(seed: int) -> None:
    chance = np.random.default_rng(seed)
    drawn = [
        trail(key, *chance.uniform(0, 1500, (4, 2)).tolist(), heights=chance.uniform(100, 400, 4).tolist())
        for key in range(1, 9)
    ]
    net = network(drawn, [car_park(key, *chance.uniform(0, 1500, 2)) for key in range(5)])
    closed = chance.random(len(net)) < 0.1
    section = int(np.flatnonzero(~closed)[0])
    metre = np.array([(net.from_metre[section] + net.to_metre[section]) / 2])
    person = tuple(float(column[0]) for column in net.lines.places_at(int(net.line[section]), metre))
    answer = question.ask(search.graph(net), person, 0.0, closed)
    takes = [way.up_s for way in answer.ways]
    assert takes == sorted(takes)
    quickest = _quickest_by_relaxing(net, closed, person)
    assert takes[0] <= min([*quickest, math.inf]) + 0.1  # less from a car park that is a stone's throw away
    for way in answer.ways:
        assert not way.legs or min(abs(way.up_s - seconds) for seconds in quickest) < 0.1


def _quickest_by_relaxing(net: Network, closed: NDArray[np.bool_], person: tuple[float, ...]) -> list[float]:
    """Return the seconds from each car park that a trail joins, found by Bellman's and Ford's rule: slow and plain."""
    near = net.feet(person[0], person[1], 1_000.0)
    near = near[near.off_m <= near.off_m[0] + 20.0]
    seconds = [math.inf] * len(net.node_longitude)
    for node, costs in zip(*search.first_edges(search.graph(net).without(closed), near), strict=True):
        seconds[node] = min(seconds[node], float(costs))
    edges = [
        edge
        for number in np.flatnonzero(~closed).tolist()
        for edge in (
            (int(net.from_node[number]), int(net.to_node[number]), float(net.forth_s[number])),
            (int(net.to_node[number]), int(net.from_node[number]), float(net.back_s[number])),
        )
    ]
    for _ in seconds:
        for here, nearer, takes in edges:
            seconds[here] = min(seconds[here], seconds[nearer] + takes)
    joined = np.flatnonzero(net.entrance_node >= 0).tolist()
    off_s = walking.off_trail_seconds(1.0)
    found = [seconds[net.entrance_node[one]] + off_s * float(net.entrance_off_m[one]) for one in joined]
    return sorted(one for one in found if math.isfinite(one))
