"""How many consoles can one server process keep up to date, in what memory, how late is the last one?

Twenty reports a second are sent by one process and heard by another; both share the cores with the
server. Lateness counts from the report's leaving the phone to its frame's arrival at each stream, so
it holds the commit, too. Every stream's sequence numbers are counted.
"""

import math
import time
from collections.abc import Iterator
from statistics import median

from . import load, machine
from .ground import BOTH, Machine, Server
from .listeners import Listeners, Seen
from .table import Goal, Row

STREAMS = (200, 1000)
EVENTS_PER_SECOND = 20
AT_MOST_MB = 200
AT_MOST_MS = 250
SETTLES_WITHIN_S = 3.0


def measure(here: Machine) -> Iterator[Row]:
    """Yield lateness, loss and memory for each database and number of streams."""
    for on in BOTH:
        for streams in STREAMS:
            with here.ground(on) as ground, ground.serving() as server:
                yield from _rows(server, streams, 4.0 if here.quick else 20.0)


def _rows(server: Server, streams: int, seconds: float) -> Iterator[Row]:
    town, on = server.ground.town(20), server.ground.on
    load.result(load.start(server, 1, 1, "steady:5", town))  # warm, and something in the log
    listeners = Listeners(server, streams, town)
    try:
        web, _ = server.processor_s()
        sent = load.result(load.start(server, 4, seconds, f"steady:{EVENTS_PER_SECOND}", town))
        time.sleep(SETTLES_WITHIN_S)
        web_after, _ = server.processor_s()
        held = machine.memory(server.pid)
        seen = listeners.seen()
    finally:
        listeners.end()
    late = _late_ms(sent, seen)
    each = sorted(ms for times in late for ms in times)
    last = sorted(times[-1] for times in late)
    what = f"{streams:,} streams, {EVENTS_PER_SECOND} events a second"
    yield Row(
        f"{what}: report sent to frame heard, p99",
        on,
        each[math.ceil(len(each) * 0.99) - 1],
        "ms",
        goal=Goal(at_most=AT_MOST_MS),
        note=f"median {median(each):.0f} ms; last stream of an event: median {median(last):.0f},"
        f" p99 {last[math.ceil(len(last) * 0.99) - 1]:.0f} ms;"
        f" processor {(web_after - web) / seen.frames * 1e6:.0f} µs a frame",
    )
    yield Row(
        f"{what}: frames lost, repeated or out of order",
        on,
        len(sent.log) * streams - len(each) + seen.gaps + seen.repeated + seen.ended,
        "",
        goal=Goal(at_most=0),
        note=f"of {len(sent.log) * streams:,}",
    )
    yield Row(
        f"{what}: memory of the server process",
        on,
        held.rss_mb,
        "MB",
        goal=Goal(at_most=AT_MOST_MB) if streams == max(STREAMS) else None,
        note=f"resident; {held.pss_mb:.0f} MB proportional",
    )


def _late_ms(sent: load.Result, seen: Seen) -> list[list[float]]:
    """Return for each report the milliseconds until each stream had it, sorted."""
    return [
        sorted((arrived - left_at) * 1000 for arrived in seen.arrivals[incident])
        for incident, left_at, _ in sent.log
        if incident in seen.arrivals
    ]
