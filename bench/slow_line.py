"""How soon can a person press the button on a slow line, how soon from the phone's own memory, and is it received?

Chromium with a phone's screen, a processor slowed down four times, and Slow 3G as Lighthouse applies it: 400 kbit/s
and 400 ms for a round trip, with its multipliers (0.9 and 3.75). Beside it, in turns, a bare page of 9 KB with
everything in it: what this line and this browser make possible. Then Lighthouse itself on the page behind a tag.
"""

import base64
import http.server
import json
import os
import random
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from . import browser
from .ground import ROOT, SPATIALITE, Machine, Server
from .journey import PHONE_LOOKS
from .table import Goal, Peer, Row

ROUNDS = 7
SLOWER = 4
SLOW_3G = {
    "offline": False,
    "latency": 400 * 3.75,
    "downloadThroughput": 400_000 * 0.9 / 8,
    "uploadThroughput": 400_000 * 0.9 / 8,
}
BARE_BYTES = 9_000
AT_MOST_OF_BARE = 1.25
FROM_MEMORY_S = 0.3
RECEIVED_S = 2.0
LIGHTHOUSE_AT_LEAST = 98
TRIES = 3
CATEGORIES = ("performance", "accessibility", "best-practices")
FIRST_PAINT_S = """() => new Promise((resolve) => new PerformanceObserver((list, observer) => {
    const paint = list.getEntriesByName("first-contentful-paint")[0];
    if (paint) { observer.disconnect(); resolve(paint.startTime / 1000); }
}).observe({ type: "paint", buffered: true }))"""
PREPARED = """async (path) => Boolean(navigator.serviceWorker.controller)
    && Boolean(await (await caches.open("pages")).match(new URL(path, location.href)))"""
RECEIVED_AFTER_S = """() => new Promise((resolve) => {
    const chain = document.getElementById("chain");
    let touched = 0;
    addEventListener("pointerdown", (event) => (touched ||= event.timeStamp), true);
    new MutationObserver(() => {
        if (chain.querySelectorAll("li.done").length > 1) resolve((performance.now() - touched) / 1000);
    }).observe(chain, { childList: true, subtree: true });
    document.querySelector("#send button.large").dataset.watched = "";
})"""


def measure(machine: Machine) -> Iterator[Row]:
    """Yield first paint cold and from memory, touch to receipt on the slow line, and Lighthouse's scores."""
    rounds = 2 if machine.quick else ROUNDS
    with machine.ground(SPATIALITE) as ground, ground.serving() as server, _bare() as bare_url:
        tags = json.loads(ground.town().read_text())["tags"]
        paths = [f"/{code}.{seal}" for code, seal in tags]
        with browser.chromium() as chromium:
            yield from _painted(chromium, server, bare_url, paths, rounds)
            yield _received(chromium, server, paths, rounds)
        yield from _lighthouse(f"http://localhost:{server.port}{paths[0]}")


def _painted(
    chromium: Browser, server: Server, bare_url: str, paths: list[str], rounds: int
) -> Iterator[Row]:
    bare, cold, again, bare_here = [], [], [], []
    for path in (random.choice(paths) for _ in range(rounds)):
        with _phone(chromium) as context:
            bare.append(_first_paint_s(_slowed(context), bare_url))
        with _phone(chromium) as context:
            page = _slowed(context)
            cold.append(_first_paint_s(page, _url(server, path)))
            _line(page, None)
            _until_kept(page, path)
            page.close()
            again.append(_first_paint_s(_slowed(context), _url(server, path)))
        with _phone(chromium) as context:
            page = _slowed(context)
            _line(page, None)
            bare_here.append(_first_paint_s(page, bare_url))
    yield Row(
        "first useful screen on Slow 3G, processor slowed 4 times, cold",
        "",
        median(cold),
        "s",
        Peer("a bare page of 9 KB, in turns", median(bare)),
        Goal(at_most=AT_MOST_OF_BARE, of_peer=True),
        f"{min(cold):.2f} to {max(cold):.2f} s",
    )
    yield Row(
        "the same from the service worker",
        "",
        median(again),
        "s",
        Peer("the bare page without that line, in turns", median(bare_here)),
        goal=Goal(at_most=FROM_MEMORY_S),
        note=f"{min(again):.2f} to {max(again):.2f} s",
    )


def _received(chromium: Browser, server: Server, paths: list[str], rounds: int) -> Row:
    times = []
    for path in (random.choice(paths) for _ in range(rounds)):
        with _phone(chromium) as context:
            page = _slowed(context)
            page.goto(_url(server, path))
            page.evaluate(f"() => {{ window.received = ({RECEIVED_AFTER_S})(); }}")
            page.locator("#send button.large").tap()
            times.append(float(page.evaluate("() => window.received")))
    return Row(
        "touch to “received” on Slow 3G, processor slowed 4 times",
        "",
        median(times),
        "s",
        goal=Goal(at_most=RECEIVED_S),
        note=f"{min(times):.2f} to {max(times):.2f} s; one round trip of this line is 1.5 s",
    )


def _lighthouse(url: str) -> Iterator[Row]:
    folder = ROOT / "bench" / "lighthouse"
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    flags = "--headless=new --disable-gpu" + (" --no-sandbox" if os.geteuid() == 0 else "")
    categories = _audited(folder, url, flags)
    for name in CATEGORIES:
        yield Row(
            f"Lighthouse on the page behind a tag: {name}",
            "",
            categories[name]["score"] * 100,
            "",
            goal=Goal(at_least=LIGHTHOUSE_AT_LEAST),
        )


def _audited(folder: Path, url: str, flags: str) -> dict[str, Any]:
    """Return Lighthouse's categories; it is asked again when its browser did not come up."""
    with tempfile.TemporaryDirectory() as place:
        # Into a file: what it still has to write into a pipe is cut off when it ends.
        report = Path(place, "report.json")
        command = [
            "node_modules/.bin/lighthouse", url, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}",
        ]  # fmt: skip
        env = os.environ | {"CHROME_PATH": browser.EXECUTABLE}
        for _ in range(TRIES):
            done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
            if done.returncode == 0:
                return dict(json.loads(report.read_text())["categories"])
    raise RuntimeError(f"Lighthouse did not answer {TRIES} times:\n{done.stderr[-2000:]}")


@contextmanager
def _phone(chromium: Browser) -> Iterator[BrowserContext]:
    address = {"X-Forwarded-For": "10." + ".".join(str(random.randrange(1, 255)) for _ in range(3))}
    context = chromium.new_context(**PHONE_LOOKS, extra_http_headers=address)
    try:
        yield context
    finally:
        context.close()


def _slowed(context: BrowserContext) -> Page:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    _line(page, SLOW_3G)
    return page


def _line(page: Page, conditions: dict[str, Any] | None) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    free = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", conditions or free)


def _first_paint_s(page: Page, url: str) -> float:
    page.goto(url)
    return float(page.evaluate(FIRST_PAINT_S))


def _until_kept(page: Page, path: str) -> None:
    for _ in range(300):
        if page.evaluate(PREPARED, path):
            return
        page.wait_for_timeout(100)
    raise RuntimeError("The service worker never kept the page.")


def _url(server: Server, path: str) -> str:
    return f"http://localhost:{server.port}{path}"


@contextmanager
def _bare() -> Iterator[str]:
    """Serve one page of so many bytes as they travel: words, rules and a script, all in it."""
    filling = base64.b64encode(random.randbytes(BARE_BYTES * 3 // 4 - 120)).decode()
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Bare</title><style>p{{margin:0}}</style><p>A bare page</p><script>window.x='{filling}'</script>"
    ).encode()

    class Bare(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bare)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
