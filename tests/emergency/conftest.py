from collections.abc import Callable, Iterator
from typing import Any

import pytest

from emergency.intake import reports
from tests.asgi import House, Line, Phone

from . import scene as stage
from .scene import Console, Scene, cookie


@pytest.fixture
def scene(db: None) -> Scene:
    return stage.build()


@pytest.fixture(autouse=True)
def _nobody_has_called_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door counts calls per address in memory: a test does not see those of the test before."""
    monkeypatch.setattr(reports, "_crowd", reports.crowd.Crowd())


@pytest.fixture
def house(transactional_db: None, scene: Scene) -> Iterator[House]:
    """The door, open. Its threads have connections of their own, so rows must be committed."""
    running = House()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def phone(house: House) -> Phone:
    return Phone(house)


@pytest.fixture
def phones(house: House) -> Callable[[int], list[Phone]]:
    """So many phones, each with a network address of its own."""
    return lambda count: [Phone(house, address=f"203.0.113.{number}") for number in range(count)]


@pytest.fixture
def console(house: House, scene: Scene) -> Console:
    """Open the console's stream as this person, from this cursor."""

    def opened(who: str = "dispatcher", cursor: str = "", *, reads: bool = True, **session: Any) -> Line:
        headers = cookie(scene.people[who], **session)
        if cursor:
            headers["Last-Event-ID"] = cursor
        return house.open("/api/v1/events", headers, reads=reads)

    return opened
