"""How soon can a console be used, and how large is its page after a shift of eight hours?

*Usable*: from the start of the navigation to the frame in which a key has opened an incident, with fifty
incidents open: the list is there, the script listens, the row is marked. First with nothing cached, as
after an update, then again in the same browser. The line is the machine's own.

*A shift*: eight hours at twelve reports an hour, each with a hundred and twenty positions of its phone, a
message of its person and one of the centre, opened on the page, then dispatched and closed. Fifty
are open all the time. The events come as fast as server and page take them, so the hours are those of the
events and not of the clock. Nothing may be missed: the page's own count is compared at the end. Memory is
that of the page's process alone, which no other process has (Chromium's "private memory footprint"): after
the garbage was collected, that of the map's worker too, for that is what the page holds; and as it was before,
because a browser with room to spare collects late.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect

from . import browser, machine
from .desk import BATCHES, FIXES_IN_EACH, Desk
from .ground import BOTH, SPATIALITE, Machine, Server
from .table import Goal, Row

OPEN = 50
HOURS, REPORTS_AN_HOUR = 8, 12
ROUNDS = 7
USABLE_WITHIN_S = 2.0
AT_MOST_MB = 150.0
SETTLES_S = 3.0

# Presses Enter in each frame in which a row can be seen, until one is marked as open; then the next frame counts.
USABLE = """
const look = () => {
  if (document.querySelector("[data-row][aria-current]")) {
    requestAnimationFrame(() => { window.usable ??= performance.now(); });
    return;
  }
  const row = document.querySelector("[data-row]");
  if (row && row.getBoundingClientRect().height > 0) {
    window.listed ??= performance.now();
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent("keydown", { code: "Enter", key: "Enter", bubbles: true }));
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
TIMES = """
() => new Promise((tell) => {
  const ask = () => window.usable ? tell([window.usable, window.listed]) : requestAnimationFrame(ask);
  ask();
})
"""
AUTO_ATTACH = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
MARKED = "[data-row][aria-current]"
COUNT = ".tabs .figures"


@dataclass(frozen=True)
class Size:
    """Megabytes of one page: its process's own memory with its garbage and without, the heap of its script."""

    with_garbage_mb: float
    own_mb: float
    heap_mb: float
    nodes: int


def measure(here: Machine) -> Iterator[Row]:
    """Yield how soon a console can be used on each database, and what a shift leaves behind."""
    for on in BOTH:
        with here.ground(on) as ground, ground.serving() as server:
            town = ground.town(2)
            desk = _desk(server, town)
            yield from _soon(server, town, on, 3 if here.quick else ROUNDS)
            if on == SPATIALITE:
                yield from _shift(server, town, desk, 1 if here.quick else HOURS)


def _desk(server: Server, town: Path) -> Desk:
    desk = Desk.of(server, town)
    for _ in range(OPEN):
        desk.call()
    return desk


def _soon(server: Server, town: Path, on: str, rounds: int) -> Iterator[Row]:
    first, again = [], []
    with browser.chromium() as chromium:
        for _ in range(rounds):
            page = _page(chromium, server, town)
            page.add_init_script(USABLE)
            for times in (first, again):
                page.goto(f"http://localhost:{server.port}/console/")
                expect(page.locator(MARKED).first).to_be_visible(timeout=60_000)
                usable_ms, listed_ms = page.evaluate(TIMES)
                times.append((usable_ms / 1000, listed_ms / 1000))
            page.context.close()
    for name, times in (("nothing cached", first), ("again", again)):
        middle, worst = median(usable for usable, _ in times), max(usable for usable, _ in times)
        listed = median(shown for _, shown in times)
        note = f"list drawn after {listed:.2f} s; worst of {rounds} rounds {worst:.2f} s"
        goal = Goal(at_most=USABLE_WITHIN_S)
        yield Row(f"console usable, {OPEN} incidents open, {name}", on, middle, "s", goal=goal, note=note)


def _shift(server: Server, town: Path, desk: Desk, hours: int) -> Iterator[Row]:
    with browser.chromium() as chromium:
        before = set(_renderers(chromium))
        page = _page(chromium, server, town)
        with page.expect_response("**/api/v1/events*", timeout=60_000):
            page.goto(f"http://localhost:{server.port}/console/")
        expect(page.locator(COUNT).first).to_have_text(str(OPEN), timeout=30_000)
        time.sleep(SETTLES_S)
        pid = max(set(_renderers(chromium)) - before, key=machine.own_mb)
        meter = Meter(page, pid)
        sizes = [meter.size()]
        for _ in range(hours):
            for _ in range(REPORTS_AN_HOUR):
                _one_incident(page, desk)
            sizes.append(meter.size())
        # Whatever was said while the page was busy must be there: nothing was lost on the way.
        expect(page.locator(COUNT).first).to_have_text(str(OPEN), timeout=30_000)
    yield from _told(sizes, hours)


def _one_incident(page: Page, desk: Desk) -> None:
    """Let a phone report, open who waits longest, and work it off."""
    desk.call()
    page.locator("[data-row]").first.click()
    opened = page.locator(MARKED).first.get_attribute("data-row", timeout=30_000)
    assert opened is not None
    expect(page.locator("#conversation")).to_be_visible(timeout=30_000)
    desk.work_off(opened)
    expect(page.locator(MARKED)).to_have_count(0, timeout=30_000)


def _told(sizes: list[Size], hours: int) -> Iterator[Row]:
    first, last = sizes[0], sizes[-1]
    incidents = hours * REPORTS_AN_HOUR
    own = ", ".join(f"{size.own_mb:.0f}" for size in sizes)
    heap = ", ".join(f"{size.heap_mb:.1f}" for size in sizes)
    what = f"console page after {hours} simulated hours, {incidents} incidents of {BATCHES * FIXES_IN_EACH} positions"
    before = f"with garbage not yet collected {last.with_garbage_mb:.0f} MB at the end"
    note = f"at the start and after each hour: {own}; {before}"
    note += f"; {first.nodes:,} elements at the start, {last.nodes:,} at the end"
    goal = Goal(at_most=AT_MOST_MB)
    yield Row(f"{what}: memory of its own", SPATIALITE, last.own_mb, "MB", goal=goal, note=note)
    yield Row(f"{what}: heap of its script", SPATIALITE, last.heap_mb, "MB", note=f"so: {heap}")


def _page(chromium: Browser, server: Server, town: Path) -> Page:
    name, _, value = json.loads(town.read_text())["cookies"][0].partition("=")
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
    context.add_cookies([{"name": name, "value": value, "url": f"http://localhost:{server.port}"}])
    return context.new_page()


def _renderers(chromium: Browser) -> list[int]:
    told = chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return [int(one["id"]) for one in told["processInfo"] if one["type"] == "renderer"]


class Meter:
    """Weighs one page, and the workers that belong to it."""

    def __init__(self, page: Page, pid: int) -> None:
        self._page, self._pid, self._workers = page, pid, []
        self._line = page.context.new_cdp_session(page)
        self._line.on("Target.attachedToTarget", lambda told: self._workers.append(told["sessionId"]))
        self._line.send("Target.setAutoAttach", AUTO_ATTACH)
        self._line.send("Performance.enable")

    def size(self) -> Size:
        """Collect the garbage of all, and return what was there before and what is left."""
        with_garbage_mb = machine.own_mb(self._pid)
        for number in range(2):  # what the first one lets go may hold something else
            self._line.send("HeapProfiler.collectGarbage")
            message = json.dumps({"id": number, "method": "HeapProfiler.collectGarbage"})
            for worker in self._workers:
                self._line.send("Target.sendMessageToTarget", {"sessionId": worker, "message": message})
            self._page.wait_for_timeout(SETTLES_S * 1000)
        told = {one["name"]: one["value"] for one in self._line.send("Performance.getMetrics")["metrics"]}
        return Size(
            with_garbage_mb, machine.own_mb(self._pid), told["JSHeapUsedSize"] / 2**20, int(told["Nodes"])
        )
