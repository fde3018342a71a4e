"""Between processes Redis carries the wake; without it the readers look by the clock and nothing is lost."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emergency import stream, wake
from tests.asgi import House, Phone

from .scene import Scene, cookie

NEVER_S = 600.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def redis_port(tmp_path: Path) -> Iterator[int]:
    """A Redis of this test alone."""
    port = free_port()
    command = [
        "redis-server",
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.02)
    yield port
    process.terminate()
    process.wait()


@pytest.fixture
def asleep(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Readers that look at the log only when Redis wakes them: not by the clock, not within the process."""
    monkeypatch.setattr(stream, "LOOK_EVERY_S", NEVER_S)
    monkeypatch.setattr(wake, "listen", lambda _: None)
    monkeypatch.setattr(wake, "_client", None)


def awake(house: House, scene: Scene, phone: Phone) -> str:
    """Return what a console hears after a report."""
    line = house.open("/api/v1/events", cookie(scene.people["dispatcher"]))
    line.next("hello")
    phone.send(**scene.plate("nogosan"))
    return str(line.next("incident").data["kind"])


@pytest.mark.django_db(transaction=True)
def test_a_reader_in_another_process_is_woken_by_redis(
    redis_port: int, asleep: None, scene: Scene, settings: Any
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{redis_port}/0"
    house = House()
    house.start()
    try:
        wake.readers()  # the first look, which a reader takes when it is up
        until = time.monotonic() + 20
        while house.door._running.tail.looked_at is None and time.monotonic() < until:
            time.sleep(0.05)
            wake.readers()
        assert awake(house, scene, Phone(house)) == "report_received"
    finally:
        house.stop()


@pytest.mark.django_db(transaction=True)
def test_without_redis_where_it_is_set_the_readers_look_by_the_clock(scene: Scene, settings: Any) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    house = House()
    house.start()
    try:
        assert awake(house, scene, Phone(house)) == "report_received"
    finally:
        house.stop()
