"""Where trails meet, and what is made of lines that are drawn badly."""

import math

import numpy as np
import pytest

from trails.ways.lines import Drawn, lines
from trails.ways.noding import MOST_OWN

from .valley import at, car_park, network, sections_of, trail


def test_two_trails_that_cross_meet_there() -> None:
    net = network([trail(1, (0, 0), (1000, 0)), trail(2, (400, -300), (400, 300))])
    assert sections_of(net, 1) == [(0, 400), (400, 1000)]
    assert sections_of(net, 2) == [(0, 300), (300, 600)]
    assert len(net.node_longitude) == 5


def test_an_end_that_stops_a_few_metres_short_of_another_trail_meets_it() -> None:
    net = network([trail(1, (0, 0), (1000, 0)), trail(2, (300, 4), (300, 500))])
    assert sections_of(net, 1) == [(0, 300), (300, 1000)]
    assert net.from_node[2] in (net.to_node[0], net.from_node[1])


def test_an_end_further_away_than_that_does_not_meet_it() -> None:
    net = network([trail(1, (0, 0), (1000, 0)), trail(2, (300, 9), (300, 500))])
    assert sections_of(net, 1) == [(0, 1000)]


def test_ends_that_lie_together_are_one_place() -> None:
    net = network(
        [trail(1, (0, 0), (500, 0)), trail(2, (502, 1), (900, 300)), trail(3, (499, -2), (600, -400))]
    )
    assert len(net.node_longitude) == 4
    assert net.to_node[0] == net.from_node[1] == net.from_node[2]


def test_a_crossing_in_the_place_of_a_vertex_of_both_is_found() -> None:
    net = network([trail(1, (0, 0), (500, 0), (1000, 0)), trail(2, (500, -300), (500, 0), (500, 300))])
    assert sections_of(net, 1) == [(0, 500), (500, 1000)]


def test_trails_that_share_a_stretch_meet_where_they_part() -> None:
    shared = [(200, 0), (300, 50), (400, 0)]
    net = network([trail(1, (0, 0), *shared, (800, 0)), trail(2, (200, -200), *shared, (400, -300))])
    first = sections_of(net, 1)
    assert [begin for begin, _ in first] == [0, 200, 312, 424]


def test_a_loop_comes_back_to_where_it_begins() -> None:
    net = network([trail(1, (0, 0), (500, 0), (500, 500), (0, 500), (0, 2))])
    assert len(net) == 1
    assert net.from_node[0] == net.to_node[0]


def test_a_line_that_crosses_itself_is_a_junction_there() -> None:
    net = network([trail(1, (0, 0), (600, 0), (600, 300), (300, 300), (300, -300))])
    assert len(net) == 3
    assert len(net.node_longitude) == 3


def test_a_long_line_that_crosses_itself_far_along_is_a_junction_there() -> None:
    out = [(step * 20, 0) for step in range(60)]
    net = network([trail(1, *out, (1200, 300), (610, 300), (610, -50))])
    assert len(net) == 3


def test_a_trail_that_is_drawn_by_a_receiver_which_stood_still_keeps_its_length() -> None:
    net = network([trail(1, (0, 0), (0, 0), (0, 0), (250, 0), (250, 0), (500, 0))])
    assert sections_of(net, 1) == [(0, 500)]


def test_a_line_without_length_is_left_out_and_named() -> None:
    net = network([trail(1, (0, 0), (500, 0)), trail(2, (9, 9), (9, 9)), trail(3, (5, 5)), Drawn(4, [])])
    assert net.lines.left_out == (2, 3, 4)
    assert len(net) == 1


def test_places_that_are_no_numbers_are_left_out_of_a_line() -> None:
    places = [at(0, 0), (math.nan, 37.0), at(250, 0), (math.inf, 0.0), (500.0, 95.0), at(500, 0)]
    measured = lines([Drawn(1, places, [0, 9, 10, 9, 9, 20])])
    assert measured.length_m(0) == pytest.approx(500, abs=1)
    assert float(measured.climb_m[-1]) == pytest.approx(20, abs=0.1)


def test_heights_that_are_no_heights_are_taken_from_their_neighbours() -> None:
    climbs = trail(1, (0, 0), (250, 0), (500, 0), (750, 0), heights=[100, math.nan, 32_767, 250])
    measured = lines([climbs])
    assert bool(measured.has_heights[0])
    assert float(measured.climb_m[-1]) == pytest.approx(150, abs=0.1)


@pytest.mark.parametrize("heights", [None, [100.0], [None, None], [math.nan, 5.0], [math.inf, 1e9]])
def test_a_trail_without_heights_is_level_and_says_so(heights: list[float | None] | None) -> None:
    measured = lines([trail(1, (0, 0), (500, 0), heights=heights)])
    assert not bool(measured.has_heights[0])
    assert float(measured.climb_m[-1]) == 0
    assert float(measured.forth_s[-1]) == pytest.approx(float(measured.back_s[-1]))


def test_climbing_takes_longer_than_coming_down() -> None:
    measured = lines([trail(1, (0, 0), (1000, 0), heights=[100, 400])])
    assert float(measured.climb_m[-1]) == pytest.approx(300)
    assert float(measured.descent_m[-1]) == 0
    assert float(measured.forth_s[-1]) > float(measured.back_s[-1]) * 1.3


def test_a_car_park_is_joined_to_the_nearest_trail_and_cuts_it() -> None:
    net = network([trail(1, (0, 0), (1000, 0))], [car_park(7, 300, 40)])
    assert sections_of(net, 1) == [(0, 300), (300, 1000)]
    assert float(net.entrance_off_m[0]) == pytest.approx(40, abs=0.5)


def test_a_car_park_far_from_every_trail_is_joined_to_none() -> None:
    net = network([trail(1, (0, 0), (1000, 0))], [car_park(7, 300, 400)])
    assert net.entrance_node.tolist() == [-1]


def test_a_car_park_is_joined_where_somebody_has_said() -> None:
    near, said = trail(1, (0, 0), (1000, 0)), trail(2, (0, 60), (1000, 60))
    net = network([near, said], [car_park(7, 300, 10, trail=2, metre=320.0)])
    assert sections_of(net, 1) == [(0, 1000)]
    assert sections_of(net, 2) == [(0, 320), (320, 1000)]


def test_the_edges_of_a_closure_cut_the_trail() -> None:
    net = network([trail(1, (0, 0), (1000, 0))], cuts=[(1, 200.0), (1, 1e9), (9, 5.0), (1, math.nan)])
    assert sections_of(net, 1) == [(0, 200), (200, 1000)]


def test_no_trails_are_a_network_of_nothing() -> None:
    net = network([], [car_park(7, 0, 0)])
    assert len(net) == 0
    assert net.entrance_node.tolist() == [-1]


def test_it_is_the_same_network_whatever_the_order_of_the_trails() -> None:
    drawn = [trail(key, (key * 90.0, -500), (key * 90.0 + 30, 0), (key * 90.0, 500)) for key in range(8)]
    drawn.append(trail(99, (-100, 10), (900, 20)))
    one, other = network(drawn), network(drawn[::-1])
    assert len(one) == len(other) == 8 * 2 + 9
    assert np.allclose(np.sort(one.forth_s), np.sort(other.forth_s), atol=0.01)


def test_a_receiver_that_lay_on_a_table_for_an_hour_makes_no_labyrinth() -> None:
    chance = np.random.default_rng(5)
    still = chance.normal(0, 8, (3_000, 2)).tolist()
    net = network([trail(1, (-500, 0), *still, (500, 0))])
    assert len(net) < 2 * MOST_OWN + 10


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_drawn_its_sections_are_as_long_as_the_lines(seed: int) -> None:
    chance = np.random.default_rng(seed)
    drawn = []
    for key in range(1, 7):
        # Places on a coarse grid: repeated ones, lines upon lines, there and back on the same stretch.
        places = (chance.integers(0, 5, (12, 2)) * 40.0).tolist()
        heights = np.where(chance.random(12) < 0.2, np.nan, chance.uniform(0, 90, 12)).tolist()
        drawn.append(trail(key, *places, heights=heights))
    net = network(drawn, [car_park(1, 70, 90)])
    lengths = [net.lines.length_m(line) for line in range(len(net.lines))]
    found = np.bincount(net.line, net.to_metre - net.from_metre)
    assert found == pytest.approx(lengths, abs=1.0)
    assert np.isfinite(net.forth_s).all()
    assert (net.forth_s > 0).all()
