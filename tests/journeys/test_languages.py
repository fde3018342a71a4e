"""Five languages: chosen by the phone, changed by one touch, understood on both sides."""

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import SUMMIT
from .test_first_screen import LANGUAGES, SMALLEST, overflow, violations

pytestmark = pytest.mark.journey

TAGS = {"zh": "zh-Hans"}
# What large text in the phone's settings does to every length of the page.
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"
OUTSIDE = """() => [...document.querySelectorAll('body *')]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_is_spoken_to_in_its_language_from_the_scan_to_the_receipt(
    phone: MakesPhones, language: str
) -> None:
    hiker = phone(language, viewport=SMALLEST)
    hiker.scan(SUMMIT.code)
    assert hiker.page.locator("html").get_attribute("lang") == TAGS.get(language, language)
    expect(hiker.button).to_contain_text(words.on_page("send", language))
    expect(hiker.page.locator(".place")).to_contain_text(SUMMIT.ko)
    found = violations(hiker.page)
    hiker.touch()
    hiker.shows("received")
    hiker.shows_position("gps_sent", 14)
    expect(hiker.page.locator("#further")).to_contain_text(words.in_phone("exercise_try", language))
    found += violations(hiker.page)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_twice_the_size_stays_on_the_smallest_screen(phone: MakesPhones, language: str) -> None:
    hiker = phone(language, viewport=SMALLEST)
    hiker.scan(SUMMIT.code)
    hiker.page.evaluate(LARGE_TEXT)
    assert (overflow(hiker.page), hiker.page.evaluate(OUTSIDE)) == (0, [])
    hiker.touch()
    hiker.shows("received")
    assert (overflow(hiker.page), hiker.page.evaluate(OUTSIDE)) == (0, [])


def test_one_touch_changes_the_language_and_the_dispatcher_sees_which(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone("ja")
    hiker.scan(SUMMIT.code)
    expect(hiker.button).to_contain_text(words.on_page("send", "ja"))
    hiker.page.get_by_role("link", name="Tiếng Việt").click()
    expect(hiker.button).to_contain_text(words.on_page("send", "vi"))
    hiker.language = "vi"
    hiker.touch()
    hiker.shows("received")
    hiker.page.locator(".kinds").get_by_role("button", name=words.on_phone("kind_fall", "vi")).click()
    hiker.shows_message(words.on_phone("kind_fall", "vi"))
    first.open(SUMMIT.ko)
    expect(first.incident).to_contain_text("베트남어")
    first.shows_message(f"{words.on_phone('kind_fall', 'vi')} ({words.phrase('kind.fall')})")


def test_a_phrase_of_the_centre_is_sent_in_korean_and_read_in_the_persons_language(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone("vi")
    hiker.scan(SUMMIT.code)
    hiker.touch()
    hiker.shows("received")
    first.open(SUMMIT.ko)
    first.page.locator("form:has(#message) select").select_option(words.canned("bleeding"))
    expect(first.page.locator("#message")).to_have_value(words.canned("bleeding"))
    expect(first.page.locator("form").filter(has=first.page.locator("#message"))).to_contain_text(
        words.canned("bleeding", "vi")
    )
    first.page.locator("#message").press("Enter")
    first.shows_message(words.canned("bleeding"))
    expect(hiker.newest).to_contain_text(words.canned("bleeding", "vi"))
