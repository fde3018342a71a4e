"""The way there: a dispatcher sees how a crew comes to somebody, and says it on the radio."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import MakesPhones
from .console import Console
from .places import SUMMIT

pytestmark = pytest.mark.journey


def test_the_quickest_way_there_stands_on_top_and_is_read_out(phone: MakesPhones, first: Console) -> None:
    phone().calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    ways = first.page.locator("#way-there")
    shown = ways.locator(".way")
    expect(shown.first).to_have_attribute("aria-pressed", "true")
    pressed = ways.locator(".way[aria-pressed='true'] strong")
    quickest = pressed.inner_text()
    read_out = first.incident.locator(".text")
    expect(read_out).to_contain_text(quickest)

    # One key goes to the next way, and what is read out goes with it.
    assert shown.count() > 1
    first.page.keyboard.press("w")
    expect(shown.first).to_have_attribute("aria-pressed", "false")
    expect(pressed).not_to_have_text(quickest)
    expect(read_out).to_contain_text(pressed.inner_text())


def test_the_usual_ways_are_ranked_by_minutes(phone: MakesPhones, first: Console) -> None:
    phone().calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    usual = first.page.locator("#way-there .way:not(:has(.caution)) .minutes")
    expect(usual.first).to_be_visible()
    told = [int(re.sub(r"\D", "", text)) for text in usual.all_inner_texts()]
    assert told == sorted(told)
