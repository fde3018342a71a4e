"""Who cannot speak is heard: answers by one touch, and a dark page that makes no sound."""

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones, OpensConsoles
from .places import SUMMIT

pytestmark = pytest.mark.journey


def test_an_answer_by_one_touch_is_read_by_the_dispatcher_in_the_centres_language(
    phone: MakesPhones, console: OpensConsoles
) -> None:
    desk = console("dispatcher-deokyang")
    hiker = phone("en")
    hiker.calls_from(SUMMIT)
    answer = hiker.page.locator(".quick button").filter(has_text=words.in_phone("quick_bleeding", "en"))
    answer.click()
    hiker.shows_message(words.in_phone("quick_bleeding", "en"))
    desk.open(SUMMIT.ko)
    said = desk.page.locator("#conversation")
    expect(said).to_contain_text(words.phrase("quick.bleeding"))
    expect(said).to_contain_text(f"({words.in_phone('quick_bleeding', 'en')})")


def test_who_must_not_be_heard_goes_dark_by_one_touch_and_the_dispatcher_knows(
    phone: MakesPhones, console: OpensConsoles
) -> None:
    desk = console("dispatcher-deokyang")
    hiker = phone()
    hiker.calls_from(SUMMIT)
    page = hiker.page
    page.locator(".silent-on").click()
    dark = page.locator(".silent")
    expect(dark).to_be_visible()
    assert dark.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(0, 0, 0)"
    assert page.evaluate("navigator.vibrate(300)") is False
    expect(dark.locator(".told")).to_contain_text(words.in_phone("silent_told", centre=""))
    expect(desk.row(SUMMIT.ko)).to_have_count(1)
    desk.open(SUMMIT.ko)
    expect(desk.incident.locator(".voice")).to_contain_text(words.phrase("quick.silent"))
    # What the centre says shows in the dark, and one thumb answers.
    desk.page.locator("#message").fill("혼자인가요?")
    desk.page.locator("#message").press("Enter")
    expect(dark.locator(".centre")).to_have_text("혼자인가요?")
    dark.get_by_role("button", name=words.in_phone("quick_no"), exact=True).click()
    expect(desk.page.locator("#conversation")).to_contain_text(words.in_phone("quick_no"))
    # It stays over a reload, and is left by one touch.
    page.reload()
    expect(dark).to_be_visible()
    dark.get_by_role("button", name=words.in_phone("silent_leave")).click()
    expect(dark).to_have_count(0)
    expect(desk.incident.locator(".voice")).to_have_count(0)
    page.reload()
    expect(page.locator(".silent-on")).to_be_visible()
    expect(dark).to_have_count(0)


def test_what_the_centre_says_is_read_aloud_on_request_in_the_language_of_its_words(
    phone: MakesPhones, console: OpensConsoles
) -> None:
    hiker = phone("en")
    # The test's browser has no voices: what would be spoken is written down instead.
    hiker.page.add_init_script(
        """window.spoken = [];
        Object.defineProperty(window, "speechSynthesis", {value: {
          speaking: false, getVoices: () => [], cancel: () => undefined,
          speak: ({text, lang}) => window.spoken.push([lang, text]),
        }});"""
    )
    hiker.calls_from(SUMMIT)
    desk = console("dispatcher-deokyang")
    desk.open(SUMMIT.ko)
    for text in ("움직이지 마세요", "Help is on its way"):
        desk.page.locator("#message").fill(text)
        desk.page.locator("#message").press("Enter")
        expect(hiker.newest).to_contain_text(text)
        hiker.page.locator(".aloud").get_by_role("button", name=words.in_phone("voice_read", "en")).click()
    assert hiker.page.evaluate("window.spoken") == [
        ["ko-KR", "움직이지 마세요"],
        ["en-US", "Help is on its way"],
    ]
