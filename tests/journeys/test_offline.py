"""Without a line: the page opens from the phone, a report waits on its disk, and goes out by itself."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import words
from .chromium import kill_browser
from .conftest import MakesPhones
from .phone import Phone
from .places import SUMMIT, WEST_GATE
from .record import Record, eventually

pytestmark = pytest.mark.journey
PREPARED = """async (languages) => {
    if (!navigator.serviceWorker.controller) return false;
    const held = await caches.open("pages");
    const parts = (await (await caches.open("parts")).keys()).length;
    const shells = languages.map((language) => held.match(`/shell?lang=${language}`));
    return parts > 0 && (await Promise.all(shells)).every(Boolean) && Boolean(await held.match(location.href));
}"""


def is_prepared(phone: Phone) -> None:
    """Wait until the phone could do without a line: its worker has kept this page and the shell."""
    eventually(lambda: phone.page.evaluate(PREPARED, [phone.language]), bool)


def test_a_page_that_was_seen_opens_again_without_a_line(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)

    hiker.context.set_offline(True)
    answer = hiker.scan(WEST_GATE.code)
    assert answer.from_service_worker
    expect(hiker.page.locator("h1")).to_have_text(WEST_GATE.ko)
    expect(hiker.button).to_be_visible()
    assert hiker.page.locator('form#send input[name="secret"]').input_value() == ""


def test_the_form_about_a_plate_never_stands_where_its_button_belongs(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.open(f"/{WEST_GATE.code}?lang=ko")
    is_prepared(hiker)
    hiker.open(f"/{WEST_GATE.code}?lang=ko&plate")
    expect(hiker.button).to_have_count(0)

    hiker.context.set_offline(True)
    hiker.open(f"/{WEST_GATE.code}?lang=ko")
    expect(hiker.page.locator("h1")).to_have_text(WEST_GATE.ko)
    expect(hiker.button).to_be_visible()


def test_an_address_that_cannot_be_asked_for_says_so_above_the_start_page(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)
    hiker.context.set_offline(True)
    hiker.open("/privacy?lang=ko")
    expect(hiker.page.locator("main > .notice.caution").first).to_have_text(words.in_phone("offline_unknown"))
    expect(hiker.button).to_be_visible()


def test_a_plate_that_was_never_seen_has_an_answer_without_a_line_and_its_report_arrives_once(
    phone: MakesPhones, record: Record
) -> None:
    hiker = phone("en")
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)

    hiker.context.set_offline(True)
    hiker.scan(SUMMIT.code)
    shown = f"{SUMMIT.code[:4]}-{SUMMIT.code[4:]}"
    expect(hiker.page.locator("h1")).to_contain_text(shown)
    expect(hiker.page.locator("#sms")).to_have_value(re.compile(rf"^\[119구조\]{shown} "))
    hiker.touch()
    expect(hiker.headline).to_have_text(words.on_phone("offline", "en"))
    assert record.rows() == []

    hiker.context.set_offline(False)
    hiker.shows("received")
    (report,) = record.incident(SUMMIT.ko)["report_list"]
    assert report["presence"] == "qr_sealed"


def test_a_report_made_without_a_line_survives_the_phones_death_and_needs_no_line_to_be_seen_again(
    same_phone: Callable[..., Phone], record: Record, tmp_path: Path
) -> None:
    hiker = same_phone()
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)
    hiker.context.set_offline(True)
    hiker.touch()
    expect(hiker.page.locator("#chain li.done")).to_have_text([words.on_phone("kept")])
    kill_browser(tmp_path / "phone")

    again = same_phone(offline=True)
    again.scan(WEST_GATE.code)
    expect(again.headline).to_have_text(words.on_phone("offline"))
    assert record.rows() == []

    again.context.set_offline(False)
    again.shows("received")
    assert len(record.incident(WEST_GATE.ko)["report_list"]) == 1


def test_the_worker_sends_what_waits_when_the_page_is_closed(
    same_phone: Callable[..., Phone], record: Record
) -> None:
    hiker = same_phone(permissions=["geolocation", "background-sync"])
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)
    hiker.context.set_offline(True)
    hiker.touch()
    expect(hiker.headline).to_have_text(words.on_phone("offline"))
    asked = "async () => (await (await navigator.serviceWorker.ready).sync.getTags()).includes('outbox')"
    eventually(lambda: hiker.page.evaluate(asked), bool)
    hiker.context.new_page()
    hiker.page.close()

    hiker.context.set_offline(False)
    eventually(record.rows, bool)
    assert len(record.incident(WEST_GATE.ko)["report_list"]) == 1


def test_the_phone_can_put_the_page_among_its_apps(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)
    link = hiker.page.locator('link[rel="manifest"]').get_attribute("href")
    manifest = hiker.page.request.get(f"{hiker.server.url}{link}").json()
    assert manifest["start_url"] == "/?lang=ko"
    for icon in manifest["icons"]:
        assert (
            hiker.page.request.get(f"{hiker.server.url}{icon['src']}").headers["content-type"] == "image/png"
        )
    session = hiker.context.new_cdp_session(hiker.page)
    # These browsers are private ones: nothing else may stand in the way.
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["in-incognito"]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_without_a_line_the_phrases_are_there_in_the_page_s_language_and_in_korean(
    phone: MakesPhones, language: str
) -> None:
    hiker = phone(language)
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)

    hiker.context.set_offline(True)
    hiker.scan(SUMMIT.code)
    hiker.page.get_by_text(words.in_phone("rescuer_title", language)).click()
    phrases = hiker.page.locator("#rescuer li")
    for word in ("rescuer_help", "quick_cannot_move", "quick_bleeding"):
        said = phrases.filter(has_text=words.in_phone(word, language)).first
        expect(said.locator("[lang=ko]")).to_have_text(words.in_phone(word, "ko"))


OLDER = """async () => {
    const held = await caches.open("pages");
    const page = await held.match(location.href);
    const text = (await page.text()).replace(/<h1>[^<]*/, "<h1>YESTERDAY");
    await held.put(location.href, new Response(text, { headers: page.headers }));
}"""


def test_a_page_from_memory_stands_until_its_person_takes_the_newer_one(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)
    hiker.page.evaluate(OLDER)

    hiker.scan(WEST_GATE.code)
    newer = hiker.page.locator("#renewed button")
    expect(newer).to_be_visible()
    expect(hiker.page.locator("h1")).to_have_text("YESTERDAY")
    newer.tap()
    expect(hiker.page.locator("h1")).to_have_text(WEST_GATE.ko)


def test_each_part_of_the_page_lies_on_the_phone_once_and_no_call_waits_for_the_worker(
    phone: MakesPhones,
) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    is_prepared(hiker)
    rooms = hiker.page.evaluate("async () => (await caches.keys()).sort()")
    assert rooms == ["pages", "parts"]
    hiker.scan(WEST_GATE.code)
    hiker.touch()
    hiker.shows("received")
    through = """() => performance.getEntriesByType("resource")
        .filter(({ name }) => new URL(name).pathname.startsWith("/api/")).map((call) => call.workerFinalSourceType)"""
    calls = hiker.page.evaluate(through)
    assert set(calls) == {"network"}
    assert hiker.page.evaluate("() => Boolean(navigator.serviceWorker.controller)")
