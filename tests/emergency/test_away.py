"""The database is away: the page behind a plate still helps."""

import pytest
from django.db import OperationalError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/48279154", "/48279154.ABCDE", "/4827"])
def test_it_still_calls_texts_and_reports_while_the_database_is_away(hiker, town, monkeypatch, path):
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr("addresses.tags.resolve", away)
    monkeypatch.setattr("addresses.jurisdictions.default", away)

    page = hiker.get(path)

    assert page.status_code == 503
    assert page["Retry-After"]
    text = page.content.decode()
    assert 'href="tel:119"' in text
    assert "sms:112" in text
    assert "<form" in text


def test_what_was_written_is_not_lost_while_the_database_is_away(hiker, town, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("addresses.tags.resolve", away)

    page = hiker.post("/48279154", {"words": "다리를 다쳤습니다", "kind": "fall"})

    assert page.status_code == 503
    assert "다리를 다쳤습니다" in page.content.decode()


def test_the_button_never_sends_a_call_for_help_to_the_form_about_the_plate(hiker, town, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr("addresses.tags.resolve", away)

    html = hiker.get("/48279154?lang=en&plate").content.decode()

    assert 'action="/48279154?lang=en"' in html
    assert "plate=" not in html
