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
from .record import eventually
from .test_first_screen import violations
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


def the_map(hiker: Phone) -> Locator:
    """Open the map, and wait until it says what is in view."""
    touch(hiker, "map_open")
    opened = hiker.page.get_by_role("dialog", name=words.in_phone("map_title", hiker.language))
    expect(opened).to_have_attribute("data-plates", re.compile(r"\d"))
    return opened


def has_the_map(hiker: Phone) -> None:
    """Wait until what draws the map is on the phone: its program, its worker and its style sheet."""
    held = "caches.open('parts').then((held) => held.keys()).then((all) => all.map(({ url }) => url))"
    wanted = (r"/map-[^/]*\.js$", r"/map-[^/]*\.css$", r"/maplibre-gl-worker-")
    eventually(
        lambda: hiker.page.evaluate(held),
        lambda urls: all(any(re.search(part, url) for url in urls) for part in wanted),
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_with_no_signal_the_map_opens_and_says_what_it_shows(phone: MakesPhones, language: str) -> None:
    hiker = phone(language)
    hiker.scan(SUMMIT.code)
    kept(hiker)
    is_prepared(hiker)
    has_the_map(hiker)

    hiker.context.set_offline(True)
    hiker.scan(SUMMIT.code)
    opened = the_map(hiker)
    shown = {name: int(opened.get_attribute(f"data-{name}") or 0) for name in ("plates", "drawn", "trails")}
    assert shown["plates"] >= 3
    assert shown["drawn"] >= 3
    assert shown["trails"] >= 1
    told = words.before(
        words.in_phone("map_view", language, plates=shown["plates"], trails="\0", access=0), "\0"
    )
    expect(opened.get_by_role("status").first).to_contain_text(told)
    radius = words.before(words.in_phone("package_radius", language, metres=14), "14")
    expect(opened.get_by_role("status").last).to_contain_text(radius)


def test_the_map_is_left_by_its_button_by_escape_and_by_the_back_key_and_the_page_stays(
    phone: MakesPhones,
) -> None:
    hiker = phone()
    hiker.scan(SUMMIT.code)
    kept(hiker)
    address = hiker.page.url

    def is_left(opened: Locator) -> None:
        expect(opened).to_have_count(0)
        eventually(lambda: hiker.page.evaluate("history.state"), lambda state: state is None)
        assert hiker.page.url == address

    opened = the_map(hiker)
    opened.get_by_role("button", name=words.in_phone("map_close")).click()
    is_left(opened)
    opened = the_map(hiker)
    hiker.page.keyboard.press("Escape")
    is_left(opened)
    opened = the_map(hiker)
    hiker.page.evaluate("history.back()")
    is_left(opened)
    expect(hiker.button).to_be_visible()


def test_the_map_has_large_buttons_names_its_marks_and_counts_what_comes_into_view(
    phone: MakesPhones,
) -> None:
    hiker = phone()
    hiker.scan(SUMMIT.code)
    kept(hiker)
    opened = the_map(hiker)
    for word in ("map_closer", "map_further", "map_here", "map_close"):
        box = opened.get_by_role("button", name=words.in_phone(word), exact=True).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 48
    plates = int(opened.get_attribute("data-plates") or 0)
    opened.get_by_role("button", name=words.in_phone("map_further")).click()
    eventually(lambda: int(opened.get_attribute("data-plates") or 0), lambda now: now > plates)
    expect(opened.locator(".legend li")).to_have_count(6)
    assert violations(hiker.page) == []


def test_where_no_map_can_be_drawn_the_list_is_named(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    hiker.scan(SUMMIT.code)
    kept(hiker)
    touch(hiker, "map_open")
    opened = hiker.page.get_by_role("dialog")
    expect(opened).to_contain_text(words.in_phone("map_none"))
    opened.get_by_role("button", name=words.in_phone("map_close")).click()
    expect(section(hiker).get_by_role("button", name=words.in_phone("package_nearest"))).to_be_visible()
