"""Whatever goes wrong on the way to a page, the calls, the text and the form are still there."""

import pytest

from emergency.models import Report
from tests.cast import Person, Town

PHONE = {"report": "0198f000-0000-7000-8000-000000000001", "secret": "s" * 43}


def still_helps(page) -> bool:
    text = page.content.decode()
    return 'href="tel:119"' in text and "sms:119" in text and "<form" in text


@pytest.fixture
def broken(hiker: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """A hiker, on a server whose look-up of plates has a fault."""

    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("addresses.tags.resolve", fail)
    hiker.raise_request_exception = False
    return hiker


@pytest.mark.parametrize("path", ["/nothing", "/nothing/at/all", "/r/nothing"])
def test_an_address_that_leads_nowhere_still_helps(hiker: Person, path: str):
    page = hiker.get(path)
    assert page.status_code == 404
    assert still_helps(page)


@pytest.mark.parametrize("typed", ["노고산", "노고산/", "summit", "48279154/where", "http://example.org/a"])
def test_a_code_typed_without_a_digit_is_answered_with_what_to_type(hiker: Person, typed: str):
    page = hiker.get("/", {"code": typed, "lang": "en"})
    assert page.status_code == 404
    assert still_helps(page)
    assert "type the eight digits" in page.content.decode()
    assert 'action="/?lang=en"' in page.content.decode()


def test_a_form_that_is_far_too_long_still_helps(hiker: Person):
    page = hiker.post("/", PHONE | {"words": "a" * 1_100_000})
    assert page.status_code == 400
    assert still_helps(page)


def test_a_number_of_people_with_five_thousand_digits_loses_no_report(hiker: Person):
    assert hiker.post("/", PHONE | {"words": "help", "people": "9" * 5000}).status_code == 303
    report = Report.objects.get()
    assert (report.words, report.people) == ("help", None)
    assert "unreadable:people" in report.flags


def test_a_fault_of_ours_still_helps_and_gives_back_what_was_written(broken: Person):
    page = broken.get("/48279154")
    assert page.status_code == 500
    assert still_helps(page)
    page = broken.post("/48279154", PHONE | {"words": "다리를 다쳤습니다"})
    assert page.status_code == 500
    assert "다리를 다쳤습니다" in page.content.decode()


def test_a_fault_in_the_page_itself_is_answered_too(broken: Person, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no page at all")

    monkeypatch.setattr("emergency.pages.rendered", fail)
    assert broken.get("/48279154").status_code == 500


def test_a_program_is_told_in_a_problem_document(hiker: Person, town: Town, monkeypatch: pytest.MonkeyPatch):
    answer = hiker.get("/api/v1/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "/problems/not-found"
