"""What every test may use. The cast stands in ``tests/cast.py``."""

from typing import Any

import pytest
from django.test import Client

from addresses import jurisdictions

from . import cast
from .cast import Town


@pytest.fixture(autouse=True)
def _jurisdictions_are_read_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees its own jurisdictions at once: not those of the test before, and no second late."""
    jurisdictions.forget()
    monkeypatch.setattr(jurisdictions, "CHECK_EVERY_S", 0.0)


@pytest.fixture(autouse=True)
def _passwords_are_cheap(settings: Any) -> None:
    """Half a second for each password is what an attacker shall pay, not a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def town(db: None) -> Town:
    """The demonstration town: points, plates, trails, two centres and their people."""
    return cast.build_town()


@pytest.fixture
def hiker(town: Town) -> Client:
    """Anyone who scans: nobody is signed in."""
    return Client()


@pytest.fixture
def dispatcher(town: Town) -> Client:
    return cast.client_of("dispatcher-deokyang")


@pytest.fixture
def second_dispatcher(town: Town) -> Client:
    """Sits beside the first one."""
    return cast.client_of("dispatcher-deokyang-2")


@pytest.fixture
def neighbour_dispatcher(town: Town) -> Client:
    """Of the next city: must see nothing of Deokyang's."""
    return cast.client_of("dispatcher-ilsan")


@pytest.fixture
def supervisor(town: Town) -> Client:
    return cast.client_of("supervisor-deokyang")


@pytest.fixture
def editor(town: Town) -> Client:
    return cast.client_of("editor-deokyang")


@pytest.fixture
def inspector(town: Town) -> Client:
    return cast.client_of("inspector-deokyang")


@pytest.fixture
def auditor(town: Town) -> Client:
    return cast.client_of("auditor-deokyang")


@pytest.fixture
def administrator(town: Town) -> Client:
    return cast.client_of("administrator-deokyang")


@pytest.fixture
def outsider(town: Town) -> Client:
    """Has an account and no role anywhere."""
    return cast.outsider()
