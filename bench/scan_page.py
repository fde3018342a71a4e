"""How large is the page behind a tag, does anything block it, and how long does the server take for it?

At 100,000 points, each with a tag. The page is weighed as it travels, and opened in a real browser
that counts what else it asks for before it is complete.
"""

import gzip
import http.client
import json
import random
import time
from collections.abc import Iterator
from statistics import median

from . import browser
from .ground import BOTH, SPATIALITE, Machine, Server
from .table import Goal, Peer, Row

POINTS = 100_000
AT_MOST_KB = 14.0
AT_MOST_MS = 15.0


def measure(machine: Machine) -> Iterator[Row]:
    """Yield size, requests and the server's time on each database."""
    points, requests = (5_000, 100) if machine.quick else (POINTS, 1_000)
    for on in BOTH:
        with machine.ground(on) as ground:
            ground.ask("bench.points", str(points), "tags")
            with ground.serving() as server:
                tags = json.loads(ground.town().read_text())["tags"]
                if on == SPATIALITE:
                    yield from _size(server, [f"/{code}.{seal}" for code, seal in tags[:20]])
                yield _time(server, [f"/{code}.{seal}" for code, seal in tags], requests, points)


def _size(server: Server, paths: list[str]) -> Iterator[Row]:
    """The largest of some pages in Korean, compressed, headers included; and what blocks the first one."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    sizes = []
    for path in paths:
        body, headers = _get(connection, path)
        gzip.decompress(body)  # it came compressed
        head = sum(len(key) + len(value) + 4 for key, value in headers)
        sizes.append(((len(body) + head) / 1024, len(body) / 1024))
    whole, body_alone = max(sizes)
    yield Row(
        "page behind a tag, compressed, with headers",
        "",
        whole,
        "KB",
        goal=Goal(at_most=AT_MOST_KB),
        note=f"the largest of {len(paths)}; {body_alone:.1f} KB without headers",
    )
    with browser.chromium() as chromium:
        page = chromium.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{server.port}{paths[0]}", wait_until="load")
        yield Row("other requests before the page is complete", "", len(asked) - 1, "", goal=Goal(at_most=0))


def _time(server: Server, paths: list[str], requests: int, points: int) -> Row:
    page, health = (http.client.HTTPConnection("127.0.0.1", server.port) for _ in range(2))
    for path in random.sample(paths, 20):
        _get(page, path)
    times, floor = [], []
    web, database = server.processor_s()
    for _ in range(requests):
        began = time.perf_counter()
        _get(page, random.choice(paths))
        times.append((time.perf_counter() - began) * 1000)
    web_after, database_after = server.processor_s()
    for _ in range(requests):
        began = time.perf_counter()
        _get(health, "/healthz")
        floor.append((time.perf_counter() - began) * 1000)
    times.sort()
    cost_ms = (web_after - web + database_after - database) * 1000 / requests
    return Row(
        f"page behind a tag, request to last byte, {points:,} points",
        server.ground.on,
        median(times),
        "ms",
        Peer("/healthz, same server", median(floor)),
        Goal(at_most=AT_MOST_MS),
        f"p99 {times[int(requests * 0.99)]:.0f} ms; processor {cost_ms:.1f} ms",
    )


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[bytes, list[tuple[str, str]]]:
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": "ko"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return body, answer.getheaders()
