"""How long somebody on the way already still walks: along trails, up and down, and round what is closed."""

import pytest

from trails.ways import search, walker, walking

from .test_question import LOWER, RIDGE, TO_HUT, VALLEY
from .valley import asked, at, marked, network, trail

NET = network([VALLEY, TO_HUT, RIDGE], [LOWER])
HUT = at(2200, 400)


def seconds(east_m: float, north_m: float, closed: tuple[int, ...] = ()) -> float | None:
    return walker.seconds(search.graph(NET), at(east_m, north_m), HUT, 10.0, marked(NET, closed))


def test_from_the_car_park_it_is_the_way_from_there() -> None:
    way = asked(NET, 2200, 400).ways[0]
    assert seconds(0, -20) == pytest.approx(way.up_s, rel=0.001)


def test_it_grows_shorter_with_each_step_and_ends_at_the_person() -> None:
    places = [(0, 0), (500, 0), (1000, 0), (1900, 5), (2000, 0), (2100, 200), (2200, 400)]
    left = [seconds(*place) for place in places]
    assert all(one is not None for one in left)
    assert left == sorted(left, reverse=True)  # type: ignore[type-var]
    assert left[-1] == pytest.approx(0, abs=1)


def test_who_stands_at_the_same_stretch_walks_straight_along_it() -> None:
    steep = network([trail(1, (0, 0), (1500, 0), heights=[100, 600])], [])
    graph = search.graph(steep)
    up, down = (
        walker.seconds(graph, at(*here), at(*there), 5.0)
        for here, there in (((300, 0), (1200, 0)), ((1200, 0), (300, 0)))
    )
    assert up is not None
    assert down is not None
    assert up > down * 1.3
    assert walking.minutes(up) == pytest.approx(
        walking.minutes(steep.lines.forth_s[-1]) * 900 / 1500, rel=0.02
    )


def test_nobody_is_led_over_what_is_closed() -> None:
    free = seconds(1000, 0)
    valley_end = [number for number in range(len(NET)) if NET.to_metre[number] == pytest.approx(2000, abs=2)]
    around = seconds(1000, 0, tuple(valley_end))
    assert free is not None
    assert around is None or around > free * 2


def test_far_from_any_trail_nothing_is_pretended_but_a_stones_throw_is_walked() -> None:
    assert seconds(0, -9_000) is None
    near = seconds(2210, 420)
    assert near is not None
    assert near < 120
