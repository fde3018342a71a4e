"""A fine afternoon: how late do 200 consoles learn what a thousand phones say?

Fifty incidents are open, with twenty callers each. Each phone sends its position every five seconds and keeps the
stream of its receipt open, as its page does. Once a second somebody new calls. Two of the consoles are real pages in
a browser, the others raw streams. Timed are: from a position's or a report's leaving the phone to its frame at
each raw stream, and from a report's leaving to the frame of the browser in which its row can be seen. Nothing may be
lost: streams count their sequence numbers, and each phone's receipt must count all the positions it sent.
"""

import json
import math
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from . import browser, journey, load
from .desk import Desk
from .ground import BOTH, Machine, Server
from .listeners import Listeners, Seen
from .table import Goal, Row

CONSOLES, REAL_CONSOLES = 200, 2
OPEN, PHONES, FIX_EVERY_S = 50, 1000, 5
CALLS_PER_SECOND = 1
AT_MOST_MEDIAN_MS, AT_MOST_P99_MS = 100, 500
SETTLES_WITHIN_S = 5.0


@dataclass(frozen=True)
class Afternoon:
    """What was sent and what was seen. Times of the browser are milliseconds of the machine's clock."""

    fixes: load.Result
    calls: load.Result
    seen: Seen
    rows_ms: list[float]
    inferred: int
    counted: int
    processor_s: tuple[float, float]
    seconds: float


def measure(here: Machine) -> Iterator[Row]:
    """Yield lateness and loss on each database."""
    for on in BOTH:
        with here.ground(on) as ground, ground.serving() as server:
            yield from _rows(_afternoon(server, 10.0 if here.quick else 60.0), on)


def _afternoon(server: Server, seconds: float) -> Afternoon:
    town = server.ground.town(20)
    callers = _callers(server, town)
    raw = CONSOLES - REAL_CONSOLES
    listeners = Listeners(server, raw, town, callers)
    try:
        with browser.chromium() as chromium:
            cookies = json.loads(town.read_text())["cookies"]
            pages = [journey.console(chromium, server, cookies[number]) for number in range(REAL_CONSOLES)]
            time.sleep(SETTLES_WITHIN_S)
            before, began = server.processor_s(), time.perf_counter()
            sharing = load.start(server, 32, seconds, f"sharing:{FIX_EVERY_S}", callers)
            calls = load.start(server, 4, seconds, f"steady:{CALLS_PER_SECOND}", town)
            fixes, called = load.result(sharing), load.result(calls)
            elapsed = time.perf_counter() - began
            after = server.processor_s()
            time.sleep(SETTLES_WITHIN_S)
            received = pages[0].evaluate(journey.RECEIVED)
            drawn = [page.evaluate("window.drawn") for page in pages]
        seen = listeners.seen()
        desk = Desk.of(server, town)
        counted = sum(desk.positions(*one) for one in json.loads(callers.read_text())["callers"])
    finally:
        listeners.end()
    # Both clocks run evenly; this is how far the browser's, which tells the time, is ahead of the other.
    ahead_ms = (time.time() - time.perf_counter()) * 1000
    rows_ms, inferred = [], 0
    for rows in drawn:
        for incident, sent, _ in called.log:
            at_ms, is_own = journey.shown_at(incident, rows, received)
            rows_ms.append(at_ms - (sent * 1000 + ahead_ms))
            inferred += not is_own
    processor_s = after[0] - before[0], after[1] - before[1]
    return Afternoon(fixes, called, seen, rows_ms, inferred, counted, processor_s, elapsed)


def _callers(server: Server, town: Path) -> Path:
    """Let a thousand phones report, put them into fifty incidents, and return a file with their reports and secrets."""
    desk = Desk.of(server, town)
    for _ in range(PHONES):
        desk.call()
    desk.fold(OPEN)
    file = town.with_name("callers.json")
    file.write_text(json.dumps(json.loads(town.read_text()) | {"callers": list(desk.callers.values())}))
    return file


def _rows(found: Afternoon, on: str) -> Iterator[Row]:
    what = f"{CONSOLES} consoles, {OPEN} incidents, {PHONES:,} phones with a position every {FIX_EVERY_S} s"
    late = _late_ms(found)
    web, database = (100 * spent / found.seconds for spent in found.processor_s)
    sent = len(found.fixes.log) + len(found.calls.log)
    note = f"{len(late):,} frames of {sent:,} events in {found.seconds:.0f} s at {CONSOLES - REAL_CONSOLES} raw streams"
    note += f"; processor {web:.0f} % of one core web, {database:.0f} % database"
    yield Row(
        f"{what}: sent to frame heard, median",
        on,
        median(late),
        "ms",
        goal=Goal(at_most=AT_MOST_MEDIAN_MS),
        note=note,
    )
    yield Row(f"{what}: sent to frame heard, p99", on, _p99(late), "ms", goal=Goal(at_most=AT_MOST_P99_MS))
    drawn = sorted(found.rows_ms)
    note = f"{len(drawn)} rows of {len(found.calls.log)} calls on {REAL_CONSOLES} real pages, {found.inferred} of them"
    note += " out of sight and timed by the next one in sight"
    yield Row(
        f"{what}: new call sent to row drawn, median",
        on,
        median(drawn),
        "ms",
        goal=Goal(at_most=AT_MOST_MEDIAN_MS),
        note=note,
    )
    yield Row(
        f"{what}: new call sent to row drawn, p99", on, _p99(drawn), "ms", goal=Goal(at_most=AT_MOST_P99_MS)
    )
    lost = (
        sent * (CONSOLES - REAL_CONSOLES)
        - len(late)
        + found.seen.gaps
        + found.seen.repeated
        + found.seen.ended
    )
    missed = len(found.fixes.log) - found.counted
    note = f"of {sent * (CONSOLES - REAL_CONSOLES):,}; the phones' receipts count {abs(missed):,} positions "
    note += "too few" if missed > 0 else "too many" if missed < 0 else "too many or too few"
    yield Row(
        f"{what}: frames lost, repeated or out of order",
        on,
        lost + abs(missed),
        "",
        goal=Goal(at_most=0),
        note=note,
    )


def _late_ms(found: Afternoon) -> list[float]:
    """Return for each event and stream the milliseconds from its leaving the phone, sorted.

    A report's frame is known by its incident; a phone's positions by their order.
    """
    heard: defaultdict[str, list[tuple[int, list[float]]]] = defaultdict(list)
    for key, arrivals in found.seen.arrivals.items():
        whose, _, sequence = key.partition(" ")
        heard[whose].append((int(sequence or 0), arrivals))
    sent: defaultdict[str, list[float]] = defaultdict(list)
    for whose, at, _ in found.fixes.log + found.calls.log:
        sent[whose].append(at)
    late = [
        (arrival - at) * 1000
        for whose, times in sent.items()
        for at, (_, arrivals) in zip(times, sorted(heard[whose]), strict=False)
        for arrival in arrivals
    ]
    return sorted(late)


def _p99(ranked: list[float]) -> float:
    return ranked[math.ceil(len(ranked) * 0.99) - 1]
