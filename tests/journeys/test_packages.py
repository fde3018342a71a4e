"""The surroundings on the phone: offered with their size, loaded at a touch, and asked where there is no signal."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, expect

from . import words
from .conftest import SUMMIT as AT_THE_SUMMIT
from .conftest import MakesPhones
from .phone import Phone
from .places import LAKE, LAKE_PARKING, SUMMIT, VIEWPOINT
from .test_offline import is_prepared

pytestmark = pytest.mark.journey


def section(hiker: Phone) -> Locator:
    return hiker.page.locator("#packages")


def touch(hiker: Phone, word: str) -> None:
    section(hiker).get_by_role("button", name=words.in_phone(word, hiker.language), exact=True).first.click()


def kept(hiker: Phone) -> None:
    """Keep the first package that is offered, and wait until it is on the phone."""
    touch(hiker, "package_keep")
    done = words.in_phone("package_done", hiker.language, name="")
    expect(section(hiker)).to_contain_text(done)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_with_a_package_and_no_signal_the_phone_knows_the_nearest_plates_and_the_way_out(
    phone: MakesPhones, language: str
) -> None:
    hiker = phone(language, geolocation={**AT_THE_SUMMIT, "latitude": 37.6810}, permissions=["geolocation"])
    hiker.scan(SUMMIT.code)
    expect(section(hiker).locator("li").first).to_contain_text(re.compile(r"\d+.*\d KB"))
    kept(hiker)
    is_prepared(hiker)

    hiker.context.set_offline(True)
    hiker.scan(SUMMIT.code)
    touch(hiker, "package_nearest")
    plates = section(hiker).locator(".nearby li")
    summit = plates.filter(has_text=SUMMIT.named(language))
    expect(summit).to_contain_text(re.compile(rf"1[5-7]0 m · {words.in_phone('package_n', language)}"))
    expect(summit).to_contain_text(f"{SUMMIT.code[:4]}-{SUMMIT.code[4:]}")
    expect(plates.filter(has_text=words.in_phone("package_out", language))).to_be_visible()


def test_a_plate_that_was_never_seen_is_told_from_what_the_phone_keeps(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(SUMMIT.code)
    kept(hiker)
    is_prepared(hiker)

    hiker.context.set_offline(True)
    hiker.scan(VIEWPOINT.code)
    expect(hiker.page.locator("h1")).to_have_text(VIEWPOINT.ko)
    expect(hiker.page.locator(".known")).to_contain_text(f"{VIEWPOINT.code[:4]}-{VIEWPOINT.code[4:]}")
    expect(hiker.page.locator("#sms")).to_have_value(
        re.compile(rf"^\[119구조\]다사\d{{8}} {VIEWPOINT.code[:4]}-")
    )
    expect(hiker.page.locator("main > .caution")).to_have_text(words.in_phone("known_kept"))


def test_a_plate_of_another_centre_that_was_never_seen_is_told_to_that_centre(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(LAKE.code)
    kept(hiker)
    is_prepared(hiker)

    hiker.context.set_offline(True)
    hiker.scan(LAKE_PARKING.code)
    expect(hiker.button).to_contain_text(words.centre("ilsan", "ko"))
    said = re.compile(rf"^\[119구조\]다사\d{{8}} {LAKE_PARKING.code[:4]}-\d{{4}} ±\d+m \(일산호수공원")
    expect(hiker.page.locator("#sms")).to_have_value(said)
    message = hiker.page.locator(".calls a.text").first.get_attribute("href")
    assert message
    assert re.match(said, unquote(message.partition("body=")[2]))


def test_what_is_kept_outlives_a_restart_and_is_gone_when_it_is_removed(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(SUMMIT.code)
    kept(hiker)
    hiker.page.close()
    hiker.page = hiker.context.new_page()
    hiker.scan(SUMMIT.code)
    when = words.in_phone("package_kept", date="")
    expect(section(hiker)).to_contain_text(when)
    section(hiker).get_by_role("button", name=re.compile(words.in_phone("package_remove"))).click()
    expect(section(hiker)).not_to_contain_text(when)


def test_without_a_plate_the_offer_comes_at_a_touch_and_asks_where_one_is(phone: MakesPhones) -> None:
    hiker = phone(geolocation=AT_THE_SUMMIT, permissions=["geolocation"])
    asked: list[str] = []
    hiker.context.on("request", lambda request: asked.append(request.url))
    hiker.open("/")
    expect(section(hiker).locator(".packages li")).to_have_count(0)
    touch(hiker, "package_find")
    expect(section(hiker).locator(".packages li").last).to_contain_text(re.compile(r"\d KB"))
    # The server learns the kilometre and no more.
    assert [url.partition("?")[2] for url in asked if "/packages?" in url] == ["near=126.94,37.68"]
