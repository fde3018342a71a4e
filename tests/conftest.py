"""What every test may use. The cast stands in ``tests/cast.py``."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from addresses import jurisdictions
from trails.ways import building

from . import cast
from .cast import Person, Rows, Town


def pytest_configure() -> None:
    """Give each of several workers a Redis database of its own: limits are counted there."""
    # Most of what is tested begins behind the sign-in; what comes before it asks for a factor of its own.
    settings.SECOND_FACTOR = "OFFERED"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and settings.REDIS_URL:
        url = f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{1 + int(worker.removeprefix('gw'))}"
        os.environ["REDIS_URL"] = settings.REDIS_URL = settings.CELERY_BROKER_URL = url
        settings.CACHES["default"]["LOCATION"] = url


@pytest.fixture(autouse=True)
def _jurisdictions_are_read_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees its own jurisdictions at once: not those of the test before, and no second late."""
    jurisdictions.forget()
    monkeypatch.setattr(jurisdictions, "CHECK_EVERY_S", 0.0)


@pytest.fixture(autouse=True)
def _the_network_is_looked_up_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test asks for ways over its own trails, and not over those of the test before."""
    monkeypatch.setattr(building, "CHECK_EVERY_S", 0.0)


@pytest.fixture(autouse=True)
def _passwords_are_cheap() -> Iterator[None]:
    """Half a second for each password is what an attacker shall pay, not a test."""
    with override_settings(PASSWORD_HASHERS=cast.CHEAP_HASHERS):
        yield


@pytest.fixture(autouse=True)
def _files_lie_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A sweep destroys the photos that no row names: a test must not do so to the installation beside it."""
    folder = tmp_path_factory.getbasetemp() / "var"
    folder.mkdir(exist_ok=True)
    with override_settings(DATA_DIR=folder):
        yield


@pytest.fixture(scope="session")
def _rows_of_the_town(django_db_setup: None, django_db_blocker: Any) -> Rows:
    with django_db_blocker.unblock():
        return cast.learn_rows()


@pytest.fixture
def town(_rows_of_the_town: Rows, db: None) -> Town:
    """The demonstration town: points, plates, trails, two centres and their people."""
    return cast.build_town(_rows_of_the_town)


@pytest.fixture
def hiker(town: Town) -> Person:
    """Anyone who scans: nobody is signed in."""
    return Person()


@pytest.fixture
def dispatcher(town: Town) -> Person:
    return cast.person("dispatcher-deokyang")


@pytest.fixture
def second_dispatcher(town: Town) -> Person:
    """Sits beside the first one."""
    return cast.person("dispatcher-deokyang-2")


@pytest.fixture
def neighbour_dispatcher(town: Town) -> Person:
    """Of the next city: must see nothing of Deokyang's."""
    return cast.person("dispatcher-ilsan")


@pytest.fixture
def supervisor(town: Town) -> Person:
    return cast.person("supervisor-deokyang")


@pytest.fixture
def editor(town: Town) -> Person:
    return cast.person("editor-deokyang")


@pytest.fixture
def inspector(town: Town) -> Person:
    return cast.person("inspector-deokyang")


@pytest.fixture
def auditor(town: Town) -> Person:
    return cast.person("auditor-deokyang")


@pytest.fixture
def administrator(town: Town) -> Person:
    """Edits the tables of both centres."""
    return cast.person("administrator")


@pytest.fixture
def outsider(town: Town) -> Person:
    """Has an account and no role anywhere."""
    return cast.outsider()
