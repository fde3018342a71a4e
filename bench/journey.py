"""How long from the touch on the phone to the row on the console, browser to browser on one machine?

Fifty consoles are open, and twenty reports a second come from the load generator besides. Two of the
consoles are real pages in a browser; the others are raw streams, because the two cores cannot hold
fifty browsers. Each touch is a new phone: a page in a browser context of its own, which knows no cookie
and nothing cached. Timed by the browsers' clocks: from the touch's own event, half a second after
the page came, to the frame in which the console shows the row. Nobody opens any: the list grows by
twenty a second, and a dispatcher sees the newest ones below it.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from . import browser, load
from .ground import BOTH, Machine, Server
from .listeners import Listeners
from .table import Goal, Row

CONSOLES = 50
REAL_CONSOLES = 2
REPORTS_PER_SECOND = 20
AT_MOST_MEDIAN_MS = 150
AT_MOST_P99_MS = 500
# Long enough for the console's list to be drawn after the last touch.
SETTLES_WITHIN_S = 2.0

# As long as somebody needs to find the button, at the least.
READS_S = 0.5

# Each clock is the time of the page's start plus the browser's monotonic clock: comparable on one machine. A row
# counts once it can be seen: in the view, and under nothing.
CONSOLE = """
window.drawn = {};
const seen = (row) => {
  const { x, y, width, height } = row.getBoundingClientRect();
  return row.contains(document.elementFromPoint(x + width / 2, y + height / 2));
};
new MutationObserver((records) => {
  for (const { addedNodes } of records) for (const node of addedNodes) {
    if (node.nodeType !== 1) continue;
    const rows = [...node.querySelectorAll("[data-row]")];
    if (node.matches("[data-row]")) rows.push(node);
    for (const row of rows) if (!(row.dataset.row in window.drawn)) requestAnimationFrame(() => {
      if (seen(row)) window.drawn[row.dataset.row] ??= performance.timeOrigin + performance.now();
    });
  }
}).observe(document, { childList: true, subtree: true });
"""
COUNT = ".tabs .figures"
RECEIVED = """
async () => {
  const { incidents } = await (await fetch("/api/v1/incidents?state=open")).json();
  return Object.fromEntries(incidents.map((row) => [row.id, Date.parse(row.received_at)]));
}
"""
PHONE = """
addEventListener("pointerdown", (event) => {
  window.touched ??= performance.timeOrigin + event.timeStamp;
}, true);
"""
PHONE_LOOKS: Any = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "locale": "ko-KR",
    "permissions": ["geolocation"],
    "geolocation": {"longitude": 126.9449, "latitude": 37.6825, "accuracy": 12},
}


@dataclass(frozen=True)
class Touch:
    """One phone's touch: milliseconds of the browser's clock."""

    incident: str
    at_ms: float
    receipt_at_ms: float


@dataclass(frozen=True)
class Times:
    """Milliseconds from touch to row for each touch and page, and from touch to receipt.

    ``inferred`` counts the rows that are known by a later one.
    """

    rows_ms: list[float]
    receipts_ms: list[float]
    inferred: int


def measure(machine: Machine) -> Iterator[Row]:
    """Yield median and 99th percentile on each database."""
    touches = 15 if machine.quick else 120
    for on in BOTH:
        with machine.ground(on) as ground, ground.serving() as server:
            times = _times(server, ground.town(10), touches)
        what = f"touch to row drawn, {CONSOLES} consoles, {REPORTS_PER_SECOND} reports a second"
        count = len(times.rows_ms)
        note = f"{count} rows of {touches} touches on {REAL_CONSOLES} real pages, {times.inferred} of them out of sight"
        note += f" and timed by the next one in sight; {CONSOLES - REAL_CONSOLES} raw streams"
        note += f"; touch to receipt on the phone: median {median(times.receipts_ms):.0f} ms"
        middle, p99 = median(times.rows_ms), sorted(times.rows_ms)[int(count * 0.99)]
        yield Row(f"{what}: median", on, middle, "ms", goal=Goal(at_most=AT_MOST_MEDIAN_MS), note=note)
        yield Row(f"{what}: p99", on, p99, "ms", goal=Goal(at_most=AT_MOST_P99_MS))


def _times(server: Server, town: Path, touches: int) -> Times:
    listeners = Listeners(server, CONSOLES - REAL_CONSOLES, town)
    known = json.loads(town.read_text())
    paths = [f"/{code}.{seal}" for code, seal in known["tags"]]
    try:
        with browser.chromium() as chromium:
            consoles = [console(chromium, server, known["cookies"][0]) for _ in range(REAL_CONSOLES)]
            # The pace is kept for longer than the touches can take, and ended with them.
            pace = load.start(server, 4, 3600, f"steady:{REPORTS_PER_SECOND}", town)
            try:
                time.sleep(1)
                touched = [_touch(chromium, server, paths[i % len(paths)]) for i in range(touches)]
                time.sleep(SETTLES_WITHIN_S)
            finally:
                pace.kill()
                pace.communicate()
            received = consoles[0].evaluate(RECEIVED)
            counts = [int(page.locator(COUNT).inner_text()) for page in consoles]
            drawn = [page.evaluate("window.drawn") for page in consoles]
    finally:
        listeners.end()
    if set(counts) != {len(received)}:
        raise RuntimeError(f"{len(received)} incidents are open, and the consoles count {counts}")
    shown = [(touch, shown_at(touch.incident, rows, received)) for rows in drawn for touch in touched]
    return Times(
        [at_ms - touch.at_ms for touch, (at_ms, _) in shown],
        [touch.receipt_at_ms - touch.at_ms for touch in touched],
        sum(not is_own for _, (_, is_own) in shown),
    )


def shown_at(incident: str, drawn: dict[str, float], received: dict[str, float]) -> tuple[float, bool]:
    """Return when a console showed an incident's row, and whether that row was seen itself.

    The console shows the newest three below a long list. Of more that came in one frame the earlier ones
    stand in the list, out of sight: they came in the frame that first shows a later one.
    """
    if incident in drawn:
        return drawn[incident], True
    since = received[incident]
    later = [at for other, at in drawn.items() if received.get(other, 0) > since]
    if not later:
        raise RuntimeError(f"The row of {incident} never came to a console")
    return min(later), False


def console(chromium: Browser, server: Server, cookie: str) -> Page:
    """Open a console and wait until it lives."""
    name, _, value = cookie.partition("=")
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
    context.add_cookies([{"name": name, "value": value, "url": _url(server)}])
    page = context.new_page()
    page.add_init_script(CONSOLE)
    with page.expect_response("**/api/v1/events*", timeout=60_000):
        page.goto(f"{_url(server)}/console/")
    return page


def _touch(chromium: Browser, server: Server, path: str) -> Touch:
    """Be a new phone that opens a page and touches its button; wait for the receipt."""
    # Many reports from one address are slowed on purpose, so each phone has one of its own.
    address = ".".join(map(str, (10, *os.urandom(3))))
    context = chromium.new_context(**PHONE_LOOKS, extra_http_headers={"X-Forwarded-For": address})
    try:
        page = context.new_page()
        page.add_init_script(PHONE)
        page.goto(f"{_url(server)}{path}")
        time.sleep(READS_S)
        with page.expect_response("**/api/v1/reports/*", timeout=30_000) as answer:
            page.locator("#send button.large").tap()
        receipt = answer.value.json()
        timing = answer.value.request.timing
        return Touch(
            receipt["incident"], page.evaluate("window.touched"), timing["startTime"] + timing["responseEnd"]
        )
    finally:
        context.close()


def _url(server: Server) -> str:
    return f"http://localhost:{server.port}"
