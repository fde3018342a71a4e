"""Calling again: from the next plate while the first call still waits, and after a mistaken close."""

import pytest
from playwright.sync_api import Locator, Page, expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .phone import Phone
from .places import EAST_GATE, SUMMIT, WEST_GATE
from .record import Record, eventually

pytestmark = pytest.mark.journey

REPORTS = "**/api/v1/reports/**"


def silence(page: Page) -> None:
    """Let pages through, and nothing that the script sends: the line breaks after the page has come."""
    page.route(REPORTS, lambda route: route.abort())


def send_anew(hiker: Phone) -> None:
    hiker.page.locator(".over").get_by_role("button", name=words.on_phone("new")).click()
    expect(hiker.button).to_be_visible()
    hiker.touch()
    waits(hiker)


def waits(hiker: Phone) -> None:
    expect(hiker.headline).to_contain_text(words.on_phone("kept"))


def beside(hiker: Phone) -> Locator:
    """Return what is said of calls that go on being sent beside the one that the page shows."""
    return hiker.page.locator('main > .notice[role="status"]')


def test_who_calls_anew_without_a_line_loses_none_of_the_calls(phone: MakesPhones, record: Record) -> None:
    hiker = phone()
    silence(hiker.page)
    hiker.scan(SUMMIT.code)
    hiker.touch()
    waits(hiker)

    # At the next plate the first call is found, and another one is made beside it.
    hiker.scan(WEST_GATE.code)
    waits(hiker)
    send_anew(hiker)
    expect(beside(hiker)).to_have_count(1)

    # At the third plate both are found.
    hiker.scan(EAST_GATE.code)
    waits(hiker)
    expect(beside(hiker)).to_have_count(1)
    send_anew(hiker)
    expect(beside(hiker)).to_have_count(2)
    assert record.rows() == []

    hiker.page.unroute(REPORTS)
    hiker.shows("received")
    places = {SUMMIT.ko, WEST_GATE.ko, EAST_GATE.ko}
    rows = eventually(record.rows, lambda found: len(found) == 3)
    assert {row["place_ko"] for row in rows} == places
    for line in beside(hiker).all():
        expect(line).to_contain_text(words.on_phone("received", centre=words.centre("deokyang")))
    assert [row["reports"] for row in record.rows()] == [1, 1, 1]


def test_after_a_mistaken_close_the_positions_go_out_again_by_themselves(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = phone()
    hiker.page.clock.install()
    hiker.calls_from(SUMMIT)
    hiker.shows_position("gps_sent", 14)
    first.open(SUMMIT.ko)
    first.close("mistaken")
    hiker.shows("closed")
    expect(hiker.page.locator(".gps")).to_be_hidden()

    first.press("reopen")
    first.shows_state("acknowledged")
    # While closed the phone looks only now and then.
    hiker.page.clock.fast_forward("00:30")
    hiker.shows("reopened")
    hiker.walk_to(126.9460, 37.6830, 8)
    hiker.shows_position("gps_sent", 8)
    (report,) = record.incident(SUMMIT.ko)["report_list"]
    assert report["fixes"][-1]["uncertainty_m"] == 8


def test_who_had_stopped_the_positions_is_not_measured_again_after_a_reopening(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone()
    hiker.page.clock.install()
    hiker.calls_from(SUMMIT)
    hiker.shows_position("gps_sent", 14)
    hiker.page.get_by_role("button", name=words.on_phone("gps_stop")).click()
    first.open(SUMMIT.ko)
    first.close("mistaken")
    hiker.shows("closed")
    first.press("reopen")
    first.shows_state("acknowledged")
    hiker.page.clock.fast_forward("00:30")
    hiker.shows("reopened")
    expect(hiker.page.locator(".gps span")).to_have_text(words.on_phone("gps_stopped"))
