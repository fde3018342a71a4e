"""Who has seen what was said, and a fresh position when a dispatcher asks for one."""

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import SUMMIT
from .record import Record, eventually

pytestmark = pytest.mark.journey


def test_a_dispatcher_sees_a_message_on_the_screen_and_read_and_the_hiker_that_theirs_was_seen(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    first.write("어느 쪽에 있습니까?")
    conversation = first.page.locator("#conversation")
    expect(conversation).to_contain_text(first.say("seen_shown"))
    hiker.page.get_by_role("button", name=words.in_phone("seen_got"), exact=True).click()
    expect(conversation).to_contain_text(first.say("seen_read"))
    expect(hiker.page.locator(".got")).to_be_hidden()
    hiker.write("남쪽 바위 아래")
    seen = words.before(words.in_phone("seen_yours", centre=words.centre("deokyang"), time="\0"), "\0")
    expect(hiker.page.locator("#beside")).to_contain_text(seen)
    expect(conversation).to_contain_text(words.on_console("seen_by", author=first.account))


def test_a_message_to_a_phone_that_nobody_looks_at_is_not_said_to_be_seen(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    hiker.page.evaluate(
        "() => { Object.defineProperty(document, 'hidden', {configurable: true, get: () => true}); }"
    )
    first.write("들립니까?")
    hiker.shows_message("들립니까?")
    conversation = first.page.locator("#conversation")
    expect(conversation).to_contain_text(first.say("seen_not"))
    hiker.page.evaluate("() => { delete document.hidden; }")
    expect(conversation).to_contain_text(first.say("seen_shown"), timeout=20_000)


def test_a_phone_that_shares_measures_anew_when_it_is_asked(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    before = eventually(lambda: record.incident(SUMMIT.ko), lambda told: told["uncertainty_m"] is not None)
    known = len(before["report_list"][0]["fixes"])
    first.page.keyboard.press("p")
    expect(hiker.newest).to_contain_text(words.canned("fresh"))
    expect(hiker.page.locator(".asked")).to_contain_text(words.centre("deokyang"))
    eventually(
        lambda: record.incident(SUMMIT.ko)["report_list"][0]["fixes"], lambda fixes: len(fixes) > known
    )
    expect(first.incident).to_contain_text(words.on_console("asked_answered", time="").strip())


def test_who_has_stopped_sharing_is_asked_and_decides(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    eventually(lambda: record.incident(SUMMIT.ko), lambda told: told["uncertainty_m"] is not None)
    hiker.page.get_by_role("button", name=words.on_phone("gps_stop"), exact=True).click()
    known = len(record.incident(SUMMIT.ko)["report_list"][0]["fixes"])
    first.page.keyboard.press("p")
    send = hiker.page.get_by_role("button", name=words.in_phone("asked_send"), exact=True)
    expect(send).to_be_visible()
    assert len(record.incident(SUMMIT.ko)["report_list"][0]["fixes"]) == known
    send.click()
    eventually(
        lambda: record.incident(SUMMIT.ko)["report_list"][0]["fixes"], lambda fixes: len(fixes) == known + 1
    )
    expect(send).to_be_hidden()
    expect(first.incident).to_contain_text(words.on_console("asked_answered", time="").strip())


def test_who_must_stay_silent_is_not_to_be_called_and_the_message_box_says_so(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    hiker.page.locator(".silent-on").click()
    expect(first.incident).to_contain_text(first.say("silent_warning"))
    hiker.page.get_by_role("button", name=words.in_phone("silent_leave"), exact=True).click()
    expect(first.incident).not_to_contain_text(first.say("silent_warning"))
