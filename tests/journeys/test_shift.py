"""A shift by the keyboard alone: no pointer touches the console from the first report to the last."""

import pytest
from playwright.sync_api import expect

from tests.servers import Server

from . import words
from .conftest import MakesPhones
from .console import Console
from .crowd import report
from .places import EAST_GATE, SUMMIT

pytestmark = pytest.mark.journey


def test_a_dispatcher_works_from_report_to_reopening_without_a_pointer(
    server: Server, phone: MakesPhones, first: Console
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    expect(first.row(SUMMIT.ko)).to_be_visible()
    keys = first.page.keyboard
    keys.press("Enter")
    first.shows_state("opened")
    keys.press("a")
    first.shows_state("acknowledged")
    hiker.shows("acknowledged")
    keys.press("m")
    keys.type("그대로 계세요")
    keys.press("Enter")
    hiker.shows_message("그대로 계세요")
    keys.press("Escape")
    keys.press("d")
    keys.type("20분 뒤 도착")
    keys.press("Enter")
    first.shows_state("dispatched")

    # Another one comes: the first key down the list finds it, Enter opens it.
    other = report(server, EAST_GATE, "192.0.2.7")
    expect(first.row(EAST_GATE.ko)).to_be_visible()
    keys.press("k")
    expect(first.page.locator("[data-row]:focus")).to_have_attribute("data-row", other)
    keys.press("Enter")
    first.shows_state("opened")

    # What is mine alone; what was left out is counted, and one key brings it back.
    keys.press("l")
    expect(first.page.locator(f"[data-row='{other}']")).to_have_count(0)
    expect(first.row(SUMMIT.ko)).to_be_visible()
    expect(first.page.locator(".filter")).to_contain_text(words.on_console("filter_hidden", count=1))
    keys.press("0")
    expect(first.page.locator(f"[data-row='{other}']")).to_be_visible()

    # Close it as a mistake; take it up again from the list of the closed.
    keys.press("c")
    for _ in range(2):
        keys.press("ArrowDown")
    keys.press("Enter")
    first.shows_state("closed")
    assert words.phrase("disposition.mistaken") in first.incident.inner_text()
    keys.press("2")
    keys.press("j")
    keys.press("Enter")
    keys.press("r")
    first.shows_state("acknowledged")
    expect(first.page.locator(f"[data-row='{other}']")).to_be_visible()


def test_a_filter_never_hides_what_nobody_has_opened(server: Server, first: Console) -> None:
    keys = first.page.keyboard
    keys.press("l")
    arrived = report(server, EAST_GATE, "192.0.2.8")
    expect(first.page.locator(f".card[data-row='{arrived}']")).to_be_visible()
    # By kind: fire alone, and there is nothing else.
    keys.press(";")
    expect(first.page.locator(f".card[data-row='{arrived}']")).to_be_visible()
    keys.press("0")
    expect(first.page.locator(".filter .button")).to_have_count(0)


def test_a_console_without_sound_says_so_across_the_screen(first: Console) -> None:
    keys, silence = first.page.keyboard, first.page.locator(".silence")
    keys.press("j")  # the first key lets the browser sound
    expect(silence).to_have_count(0)
    keys.press("s")
    expect(silence).to_contain_text(first.say("silence_off"))
    silence.get_by_role("button").click()
    expect(silence).to_have_count(0)
