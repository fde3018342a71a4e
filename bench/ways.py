"""How long does it take to find the way on foot in a network of 100,000 sections, with what is closed?

Trails cross each other every 280 m or so over hills; there is one place for vehicles to every fifty sections. Asked
inside the process, through ``trails.ways.asking``, as the console's API does: database included. Some answers are
compared with a search of everything by other means.

python -m bench.ways SECTIONS QUESTIONS fills the database, makes the network, asks, and prints what it took.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import fields
from statistics import median
from typing import Any

import django
import numpy as np

from trails.ways import search, walking

from .ground import BOTH, Machine
from .table import Goal, Row

SECTIONS = 100_000
AT_MOST_MS = 100.0
WEST, SOUTH = 126.5, 36.5
APART_DEG = 0.0028
RADII_M = (10.0, 100.0, 1_000.0)
BATCH = 50
CHECKED = 3


def measure(here: Machine) -> Iterator[Row]:
    """Yield the times of a question for several radii, and what the network costs, on each database."""
    sections, questions = (10_000, 40) if here.quick else (SECTIONS, 200)
    for on in BOTH:
        with here.ground(on) as ground:
            told = ground.ask("bench.ways", str(sections), str(questions))
        for radius, times in told["times"].items():
            times.sort()
            what = f"way on foot, {told['sections']:,} sections, position ±{float(radius):,.0f} m"
            note = f"p99 {times[int(len(times) * 0.99)]:.0f} ms; {told['answered'][radius]:.0%} with a way"
            yield Row(what, on, median(times), "ms", goal=Goal(at_most=AT_MOST_MS), note=note)
        what = f"network of {told['sections']:,} sections made in the background"
        note = f"read by another process in {told['load_s']:.1f} s; {told['kept_mb']:.0f} MB in the database"
        yield Row(what, on, told["build_s"], "s", note=note)
        yield Row("memory of that network at hand", on, told["memory_mb"], "MB")


def fill(sections: int) -> int:
    """Insert trails that cross each other, places for vehicles and closures; return the number of trails."""
    from django.contrib.gis.geos import LineString, Point
    from django.utils import timezone

    from trails.models import AccessPoint, Closure, Trail

    side = max(round((sections / 2) ** 0.5), 3)
    extent = side * APART_DEG
    along = np.arange(0.0, extent, APART_DEG / 10)
    rows = []
    for number in range(side):
        for across in (False, True):
            lines = number * APART_DEG + 0.0003 * np.sin(along * 800 + number)
            x, y = (lines, along) if across else (along, lines)
            heights = 300 + 250 * np.sin(x * 90) * np.cos(y * 110)
            places = np.stack([WEST + x, SOUTH + y], axis=1)
            rows.append(
                Trail(
                    name_ko=f"{'남북' if across else '동서'} {number}길",
                    name_en=f"Trail {number}",
                    line=LineString(places.round(9).tolist(), srid=4326),
                    length_m=extent * 100_000,
                    elevations_m=heights.round(1).tolist(),
                )
            )
    trails = [
        row for at in range(0, len(rows), BATCH) for row in Trail.objects.bulk_create(rows[at : at + BATCH])
    ]
    chance = np.random.default_rng(3)
    AccessPoint.objects.bulk_create(
        AccessPoint(
            name_ko=f"주차장 {number}",
            kind="helicopter" if number % 10 == 0 else "car_park",
            position=Point(WEST + x, SOUTH + y, srid=4326),
        )
        for number, (x, y) in enumerate(chance.uniform(0, extent, (sections // 50, 2)).tolist())
    )
    Closure.objects.bulk_create(
        Closure(
            trail=trails[int(number)],
            from_metre=float(metre),
            to_metre=float(metre) + 400,
            reason_ko="낙석",
            since=timezone.now(),
        )
        for number, metre in zip(
            chance.integers(0, len(trails), 100), chance.uniform(0, extent * 80_000, 100), strict=True
        )
    )
    return len(trails)


def asked(sections: int, questions: int) -> dict[str, Any]:
    """Return the seconds of making and reading the network, its size, and the milliseconds of each question."""
    from django.utils import timezone

    from trails.models import TrailNetwork
    from trails.ways import asking, building, question

    fill(sections)
    began = time.perf_counter()
    building.sweep()
    build_s = time.perf_counter() - began
    building.forget()
    began = time.perf_counter()
    held = building.current()
    load_s = time.perf_counter() - began
    assert held is not None
    chance = np.random.default_rng(4)
    side_deg = float(np.max(held.graph.network.node_longitude)) - WEST
    times: dict[str, list[float]] = {str(radius): [] for radius in RADII_M}
    answered = dict.fromkeys(times, 0)
    for radius in RADII_M:
        for number, (x, y) in enumerate(chance.uniform(0, side_deg, (questions + 5, 2)).tolist()):
            began = time.perf_counter()
            told = asking.ways_to(WEST + x, SOUTH + y, radius, timezone.now())
            if number >= 5:  # the first ones warm up
                times[str(radius)].append((time.perf_counter() - began) * 1000)
                answered[str(radius)] += bool(told and told.answer.ways)
    closed = asking.marked(held.graph.network, asking.active_closures(timezone.now()))
    for x, y in chance.uniform(0, side_deg, (CHECKED, 2)).tolist():
        answer = question.ask(held.graph, (WEST + x, SOUTH + y), 10.0, closed)
        _check(held.graph, closed, (WEST + x, SOUTH + y), answer.ways)
    row = TrailNetwork.objects.get()
    return {
        "sections": row.sections,
        "build_s": build_s,
        "load_s": load_s,
        "kept_mb": len(bytes(row.content or b"")) / 1e6,
        "memory_mb": _held_mb(held.graph),
        "times": times,
        "answered": {radius: count / questions for radius, count in answered.items()},
    }


def _held_mb(graph: Any) -> float:
    """Return what the arrays of a network and its graph take."""
    network = graph.network
    every = {
        id(value): value
        for thing in (graph, network, network.lines, network.scale)
        for value in (getattr(thing, one.name) for one in fields(thing))
        if isinstance(value, np.ndarray)
    }
    return sum(one.nbytes for one in every.values()) / 1e6


def _check(graph: Any, closed: Any, place: tuple[float, float], ways: Any) -> None:
    """Compare an answer with a search from every entrance by Bellman and Ford's rule; raise when they differ."""
    network = graph.network
    feet = network.feet(*place, 1_000.0)
    feet = feet[feet.off_m <= feet.off_m[0] + 20.0]
    best = np.full(len(network.node_longitude), np.inf)
    for node, seconds in zip(*search.first_edges(graph.without(closed), feet), strict=True):
        best[node] = min(best[node], seconds)
    open_ = ~closed
    forth, back = network.forth_s[open_], network.back_s[open_]
    first, second = network.from_node[open_], network.to_node[open_]
    while True:
        before = best.copy()
        np.minimum.at(best, first, best[second] + forth)
        np.minimum.at(best, second, best[first] + back)
        if np.array_equal(before, best):
            break
    joined = (network.entrance_node >= 0) & network.entrance_is_vehicle
    seconds = best[network.entrance_node[joined]] + network.entrance_off_m[
        joined
    ] * walking.off_trail_seconds(1)
    wanted, found = np.sort(seconds)[: len(ways)], [way.up_s for way in ways if way.legs]
    if any(have > want + 1 for have, want in zip(found, wanted, strict=False)):
        raise RuntimeError(f"at {place} the quickest take {wanted} s, not {found}")


if __name__ == "__main__":
    django.setup()
    print(json.dumps(asked(*(int(argument) for argument in sys.argv[1:3]))))
