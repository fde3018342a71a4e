"""Practice at a plate in a real browser: marked on the phone and in the console, and never beside what is real."""

import re

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones, OpensConsoles
from .places import SUMMIT, WEST_GATE
from .record import eventually

pytestmark = pytest.mark.journey


def test_a_class_practises_and_the_dispatcher_sees_it_apart_from_everything(
    phone: MakesPhones, console: OpensConsoles
) -> None:
    desk = console("dispatcher-deokyang")
    desk.is_live()
    hiker = phone()
    hiker.scan(SUMMIT.code)
    hiker.page.locator(".exercise-link a").click()
    expect(hiker.page).to_have_title(re.compile(f"^{words.on_page('exercise')}"))
    expect(hiker.button).to_contain_text(words.on_page("exercise_send"))
    hiker.touch()
    hiker.shows("received")
    expect(hiker.page.locator(".drill")).to_contain_text(words.on_page("exercise_text"))
    tab = desk.page.locator(".tabs button").filter(has_text=desk.say("exercises"))
    expect(tab.locator(".figures")).to_have_text("1")
    # Nothing of it in what is real: neither title nor list.
    desk.is_quiet()
    tab.click()
    expect(desk.row(SUMMIT.ko)).to_contain_text(desk.say("exercise"))
    desk.open(SUMMIT.ko)
    expect(desk.incident.locator(".hatched")).to_have_text(desk.say("exercise"))


def test_who_has_practised_finds_the_real_button_when_it_is_real(
    phone: MakesPhones, console: OpensConsoles
) -> None:
    desk = console("dispatcher-deokyang")
    hiker = phone()
    hiker.open(f"/{WEST_GATE.code}?exercise")
    hiker.touch()
    hiker.shows("received")
    hiker.page.locator(".drill a").click()
    expect(hiker.button).to_contain_text(words.on_page("send"))
    hiker.touch()
    hiker.shows("received")
    desk.is_loud_about(WEST_GATE.ko)
    expect(desk.page.locator("[data-row]")).to_have_count(1)


def test_practice_without_a_line_never_shows_the_real_page(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(SUMMIT.code)
    hiker.page.locator("#further").wait_for(state="attached")
    kept = (
        "async () => (await (await caches.open('pages')).keys())"
        ".some(({url}) => url.includes('/shell') && url.includes('exercise'))"
    )
    eventually(lambda: hiker.page.evaluate(kept), bool)
    hiker.context.set_offline(True)
    hiker.open(f"/{WEST_GATE.code}?exercise")
    expect(hiker.page.locator(".drill")).to_contain_text(words.on_page("exercise_text"))
    expect(hiker.button).to_contain_text(words.on_page("exercise_send"))
