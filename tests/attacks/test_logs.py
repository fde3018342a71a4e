"""What the server writes about its work holds no secret, no position and no words of anybody."""

import io
import logging
import sys
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import OperationalError

from config.logs import WithoutKeys
from emergency import intake, status_page
from emergency.errors import StorageAway
from tests.asgi import House, Phone
from tests.emergency.scene import SUMMIT_FIX, Scene, browser, called, cookie, fix

WORDS = "발목을 다쳤어요"
PHONE = "01098765432"


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that our own code and Django write, down to the last detail but SQL."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield caplog
    logging.getLogger("django.db.backends").setLevel(logging.NOTSET)


def private(phone: Phone) -> list[str]:
    return [phone.secret, WORDS, PHONE, *(f"{number:.4f}" for number in SUMMIT_FIX)]


def lines(caplog: pytest.LogCaptureFixture) -> str:
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))]
    return "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in ours)


def test_a_course_of_events_leaves_nothing_private_behind(
    house: House,
    scene: Scene,
    written: pytest.LogCaptureFixture,
) -> None:
    phone = Phone(house)
    header = cookie(scene.people["dispatcher"])
    console = house.open("/api/v1/events", header)
    phone.send(**scene.plate("nogosan"), words=WORDS, phone=PHONE, fix=fix())
    phone.send(words="other")
    Phone(house, report=phone.report).fix(fix(3))
    phone.fix(fix(2), fix(3, latitude=900))
    phone.say(WORDS)
    told = console.next("incident")
    browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{told.data['incident']['id']}")
    browser().get(f"/api/v1/incidents/{uuid4()}")
    session = header["Cookie"].partition("=")[2]
    assert [secret for secret in [*private(phone), session] if secret in lines(written)] == []


@pytest.mark.parametrize("error", [OperationalError("disk I/O error"), ValueError("a fault of ours")])
def test_a_report_that_could_not_be_stored_is_not_written_into_the_log(
    house: House,
    scene: Scene,
    written: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(sys.modules["emergency.intake.commit"], "take", fails)
    phone = Phone(house)
    answer = phone.send(**scene.plate("nogosan"), words=WORDS, phone=PHONE, fix=fix())
    assert answer.status_code in (500, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    assert str(error) not in answer.text
    assert "not" in lines(written)
    assert [secret for secret in private(phone) if secret in lines(written)] == []


def test_the_key_to_the_page_of_a_report_is_not_written_into_the_log(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = called(scene.plate("nogosan"))
    monkeypatch.setattr(intake, "commit", lambda commands: [StorageAway("locked") for _ in commands])
    handler = logging.StreamHandler(io.StringIO())
    handler.addFilter(WithoutKeys())
    logging.getLogger("django.request").addHandler(handler)
    try:
        answer = browser().post(status_page.path(report.pk), {"words": WORDS})
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert answer.status_code == 503
    assert f"/r/{report.pk}.…" in handler.stream.getvalue()
    assert status_page.key(report.pk) not in handler.stream.getvalue()
    assert all("without_keys" in one["filters"] for one in settings.LOGGING["handlers"].values())
