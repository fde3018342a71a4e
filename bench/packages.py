"""How large is the package of a whole city, how long is it in the making, and how soon does a phone find the nearest?

70,000 points with Korean and English names and a tag each, as the server makes and compresses it. The phone's part
runs in a real browser whose processor is slowed down four times, from the bytes that the server made.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Route

from . import browser
from .ground import BOTH, ROOT, SPATIALITE, Machine
from .table import Goal, Row

POINTS = 70_000
AT_MOST_BYTES = 1_600_000
AT_MOST_BYTES_A_POINT = AT_MOST_BYTES / POINTS
SLOWER = 4
NEAREST_WITHIN_MS = 10.0
OPEN_WITHIN_MS = 1_000.0

_BUNDLE = """
import { build } from "vite";
await build({ root: process.argv[1], configFile: false, logLevel: "error", publicDir: false, build: {
  outDir: process.argv[2], emptyOutDir: false, target: "es2022",
  lib: { entry: process.argv[1] + "/shared/package/bench.ts", formats: ["es"], fileName: () => "package.js" } } });
"""


def measure(machine: Machine) -> Iterator[Row]:
    """Yield the size for each point and in all, the seconds of a build on each database, and the phone's times."""
    points = 5_000 if machine.quick else POINTS
    for on in BOTH:
        with machine.ground(on) as ground:
            file = ground.folder / "city.gz"
            made = ground.ask("bench.city", str(points), str(file))
            if on == SPATIALITE:
                yield from _sizes(made, points)
                yield from _phone(file, ground.folder, points)
        what = f"package of {points:,} points, made anew after a change"
        yield Row(what, on, made["rebuilt_s"], "s", note=f"the first time {made['built_s']:.1f} s")


def _sizes(made: dict[str, Any], points: int) -> Iterator[Row]:
    each = made["bytes"] / made["points"]
    what = f"package of {points:,} points with names and codes, compressed"
    yield Row(what, "", each, "bytes a point", goal=Goal(at_most=AT_MOST_BYTES_A_POINT))
    yield Row(what, "", made["bytes"] / 1e6, "MB", goal=Goal(at_most=AT_MOST_BYTES / 1e6))
    yield Row("update of that package after one point changed", "", made["step_bytes"], "bytes")


def _phone(file: Path, folder: Path, points: int) -> Iterator[Row]:
    command = ["node", "--input-type=module", "-e", _BUNDLE, str(ROOT / "frontend"), str(folder)]
    subprocess.run(command, cwd=ROOT / "frontend", check=True)
    script = (folder / "package.js").read_text()
    bodies = {"/": ("text/html", b"<!doctype html>"), "/package.js": ("text/javascript", script.encode())}
    bodies["/city.gz"] = ("application/gzip", file.read_bytes())

    def answer(route: Route) -> None:
        kind, body = bodies["/" + route.request.url.rsplit("/", 1)[1]]
        route.fulfill(content_type=kind, body=body)

    with browser.chromium() as chromium:
        page = chromium.new_page()
        page.route("**/*", answer)
        page.goto("http://localhost/")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        times = json.loads(page.evaluate("import('/package.js').then(({ times }) => times('/city.gz'))"))
    slow = f"processor slowed {SLOWER} times"
    what = f"package of {points:,} points opened on a phone, ready to answer"
    yield Row(what, "", times["open"], "ms", goal=Goal(at_most=OPEN_WITHIN_MS), note=slow)
    found = sorted(times["nearest"])
    note = f"{slow}; p99 {found[int(len(found) * 0.99)]:.1f} ms; {len(found)} places"
    yield Row(
        "nearest five plates on a phone", "", median(found), "ms", None, Goal(at_most=NEAREST_WITHIN_MS), note
    )
