"""What happened, and what is said: it reaches the other side, and is seen there."""

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import SUMMIT
from .record import Record, eventually

pytestmark = pytest.mark.journey


def test_what_happened_is_one_touch_and_stands_in_the_dispatchers_list(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    expect(first.row(SUMMIT.ko)).to_contain_text(words.phrase("kind.unknown"))
    fall = hiker.page.locator(".kinds").get_by_role("button", name=words.on_phone("kind_fall"))
    fall.click()
    hiker.shows_message(words.on_phone("kind_fall"))
    expect(first.row(SUMMIT.ko)).to_contain_text(words.phrase("kind.fall"))
    first.open(SUMMIT.ko)
    expect(first.incident).to_contain_text(words.phrase("kind.fall"))
    incident = record.incident(SUMMIT.ko)
    assert (incident["kind"], incident["report_list"][0]["kind"]) == ("fall", "fall")


def test_on_a_small_phone_an_answer_comes_into_sight_wherever_its_person_reads(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone(viewport={"width": 320, "height": 568})
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    for place in ("#chain", ".write textarea", "footer"):
        hiker.page.locator(place).scroll_into_view_if_needed()
        first.write(f"여기를 보세요: {place}")
        expect(hiker.newest).to_contain_text(place)
        expect(hiker.newest).to_be_in_viewport(ratio=1)
        expect(hiker.page.locator('[aria-live="polite"]').filter(has_text=place)).to_be_visible()


def test_on_a_small_phone_ones_own_words_and_an_end_leave_in_sight_what_matters(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone(viewport={"width": 320, "height": 568})
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    first.write("몇 명입니까?")
    expect(hiker.newest).to_contain_text("몇 명입니까?")
    for words_of_ones_own in ("두 명", "다리를 다침", "바위 옆", "추움"):
        hiker.write(words_of_ones_own)
        hiker.shows_message(words_of_ones_own)
    expect(hiker.newest).to_contain_text("몇 명입니까?")
    expect(hiker.newest).to_be_in_viewport(ratio=1)
    box = hiker.page.locator(".newest").bounding_box()
    assert box
    assert box["height"] <= 568 / 4 + 1
    hiker.page.get_by_role("button", name=words.on_phone("safe")).click()
    hiker.page.get_by_role("button", name=words.on_phone("yes"), exact=True).click()
    hiker.shows("told_safe")
    expect(hiker.headline).to_be_in_viewport(ratio=1)


def test_who_says_that_they_are_safe_can_answer_until_the_centre_closes(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    hiker.page.get_by_role("button", name=words.on_phone("safe")).click()
    hiker.page.get_by_role("button", name=words.on_phone("yes"), exact=True).click()
    hiker.shows("told_safe")
    first.write("정말 안전합니까?")
    expect(hiker.newest).to_contain_text("정말 안전합니까?")
    hiker.write("아니요, 다쳤습니다")
    first.shows_message("아니요, 다쳤습니다")
    first.close("mistaken")
    hiker.shows("closed")
    expect(hiker.page.locator(".write textarea")).to_be_hidden()


def test_words_that_are_too_long_for_one_message_arrive_whole(phone: MakesPhones, record: Record) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    written = "".join(f"{number:04d}." for number in range(450))
    hiker.write(written)
    said = eventually(lambda: record.incident(SUMMIT.ko)["messages"], lambda messages: len(messages) == 3)
    assert "".join(message["text"] for message in said) == written
    expect(hiker.page.locator(".write textarea")).to_have_value("")
