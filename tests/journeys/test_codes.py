"""Codes that were typed, guessed, taken down or never there: a call for help goes through with each."""

import re

import pytest
from playwright.sync_api import expect

from addresses import codes

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import SUMMIT, WITHDRAWN, never_issued
from .record import Record

pytestmark = pytest.mark.journey


def test_a_typed_code_is_shown_as_typed(phone: MakesPhones, first: Console, record: Record) -> None:
    hiker = phone()
    hiker.open("/")
    hiker.page.locator("#code").fill(f"{SUMMIT.code[:4]}-{SUMMIT.code[4:]}")
    hiker.page.locator(".code-box button").click()
    expect(hiker.page.get_by_role("heading", level=1)).to_have_text(SUMMIT.ko)
    hiker.touch()
    hiker.shows("received")
    first.open(SUMMIT.ko)
    expect(first.incident).to_contain_text(words.phrase("presence.typed"))
    assert record.incident(SUMMIT.ko)["flags"] == []


def test_a_wrong_seal_is_said_to_both_and_blocks_nothing(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = phone()
    seal = hiker.server.scanned(SUMMIT.code).rpartition(".")[2]
    hiker.open(f"/{SUMMIT.code}.{'AAAAA' if seal != 'AAAAA' else 'BBBBB'}")
    expect(hiker.page.get_by_text(words.on_page("seal_wrong"))).to_be_visible()
    hiker.touch()
    hiker.shows("received")
    first.open(SUMMIT.ko)
    expect(first.incident).to_contain_text(words.phrase("presence.typed"))
    expect(first.incident).to_contain_text(words.phrase("flag.wrong_seal"))
    assert "wrong_seal" in record.incident(SUMMIT.ko)["flags"]


def test_a_plate_that_was_taken_down_still_says_where_it_stood(phone: MakesPhones, first: Console) -> None:
    hiker = phone()
    hiker.scan(WITHDRAWN.code)
    expect(hiker.page.get_by_role("heading", level=1)).to_have_text(WITHDRAWN.ko)
    expect(hiker.page.locator(".notice.caution")).to_contain_text(
        words.before(words.on_page("state_withdrawn", date="\0"), "\0")
    )
    hiker.touch()
    hiker.shows("received")
    first.open(WITHDRAWN.ko)
    expect(first.incident).to_contain_text(words.phrase("flag.withdrawn_tag"))


def test_behind_an_unknown_code_there_is_still_the_call_the_text_and_the_button(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker, code = phone(), never_issued()
    assert hiker.open(f"/{code}").status == 404
    expect(hiker.page.get_by_role("heading", level=1)).to_have_text(words.on_page("unknown_title"))
    for number in ("119", "112"):
        expect(hiker.page.locator(f'.calls a[href="tel:{number}"]')).to_be_visible()
        expect(hiker.page.locator(f'.calls a[href^="sms:{number}"]')).to_be_visible()
    hiker.touch()
    hiker.shows("received")
    hiker.shows_position("gps_sent", 14)
    # With no plate the phone's own position is all there is.
    unnamed = re.compile(re.escape(words.on_console("unknown_code", code=codes.write(code))))
    first.page.locator("[data-row]").filter(has_text=unnamed).click()
    expect(first.incident).to_contain_text(words.phrase("flag.unknown_tag"))
    expect(first.incident).to_contain_text(words.on_console("radius", metres="14"))
    (row,) = record.rows()
    assert record.detail(row["id"])["position"]["source"] == "device"
