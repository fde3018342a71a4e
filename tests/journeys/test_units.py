"""A unit is sent with one key and Enter, the person reads who comes and when, and nobody sends it twice."""

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import EAST_GATE, SUMMIT

pytestmark = pytest.mark.journey


def test_the_person_reads_who_comes_and_the_unit_is_at_one_place(
    phone: MakesPhones, first: Console, second: Console
) -> None:
    hiker, other = phone(), phone()
    hiker.calls_from(SUMMIT)
    other.calls_from(EAST_GATE)
    first.open(SUMMIT.ko)
    first.press("acknowledge")
    hiker.shows("acknowledged")

    first.page.keyboard.press("KeyE")
    expect(first.page.locator("#unit")).to_be_focused()
    first.page.locator("#unit").select_option(label=first.page.locator("#unit option").nth(3).inner_text())
    first.incident.get_by_label(first.say("unit_minutes")).fill("25")
    sent = first.page.locator("#unit option:checked").inner_text().partition(" (")[0]
    first.incident.get_by_label(first.say("unit_minutes")).press("Enter")
    first.shows_state("dispatched")
    hiker.shows("dispatched")
    coming = hiker.page.locator(".coming li")
    expect(coming).to_contain_text(words.in_phone("coming_expected", "ko", time="").strip())

    second.open(EAST_GATE.ko)
    second.press("acknowledge")
    taken = second.page.locator("#unit option").filter(has_text=sent)
    expect(taken).to_have_attribute("disabled", "")

    first.button("unit_on_scene").click()
    expect(coming).to_contain_text(words.in_phone("coming_on_scene", "ko", unit="").strip())
    first.button("unit_clear").click()
    expect(coming).to_have_count(0)
