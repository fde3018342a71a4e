"""What comes in by voice and by text message: taken down at the console, by the keyboard, through the one intake."""

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import SUMMIT
from .record import Record, eventually

pytestmark = pytest.mark.journey


def test_a_call_is_taken_down_by_what_the_caller_reads_from_the_plate(first: Console, record: Record) -> None:
    keys = first.page.keyboard
    keys.press("n")
    keys.type("4827 9154")
    chosen = first.page.locator(".take .choices [aria-pressed='true']")
    expect(chosen).to_contain_text(SUMMIT.ko)
    # Nothing else moves: the incident stays right of the map, at full height.
    boxes = [first.page.locator(one).bounding_box() for one in (".take", "#incident")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1
    assert boxes[0]["y"] == boxes[1]["y"]
    keys.press("Enter")
    keys.type("01012345678")
    keys.press("Enter")
    expect(first.incident.get_by_role("heading", name=SUMMIT.ko)).to_be_visible()
    expect(first.page.locator(".take")).to_have_count(0)
    first.shows_state("opened")
    (taken,) = record.rows()
    detail = record.detail(taken["id"])
    assert [report["channel"] for report in detail["report_list"]] == ["voice"]


def test_one_wrong_digit_offers_the_neighbour_and_assumes_none(first: Console, record: Record) -> None:
    keys = first.page.keyboard
    keys.press("n")
    keys.type("4827 9155")
    panel = first.page.locator(".take")
    slip = panel.locator(".choices button").filter(has_text=SUMMIT.ko)
    expect(slip).to_contain_text(words.on_console("take_slip"))
    expect(panel.locator(".choices [aria-pressed='true']")).to_have_count(0)
    slip.click()
    panel.get_by_role("button", name=words.on_console("take_call_do")).click()
    expect(first.incident.get_by_role("heading", name=SUMMIT.ko)).to_be_visible()
    assert len(record.rows()) == 1


def test_a_pasted_text_message_says_what_it_means_before_it_is_taken(first: Console, record: Record) -> None:
    keys, panel = first.page.keyboard, first.page.locator(".take")
    keys.press("t")
    panel.locator("textarea").fill("노고산 정상 다사 5105 6491 발목을 삐었어요")
    expect(panel.locator("dl")).to_contain_text(words.on_console("take_opens"))
    assert record.rows() == []
    panel.get_by_role("button", name=words.on_console("take_text_do")).click()
    expect(first.incident).to_contain_text("발목을 삐었어요")
    assert len(record.rows()) == 1


def test_a_caller_is_asked_where_they_are_and_each_step_is_seen(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    keys, panel = first.page.keyboard, first.page.locator(".take")
    keys.press("o")
    keys.type("031-123-4567")
    keys.press("Enter")
    expect(panel.get_by_role("alert")).to_contain_text(words.on_console("why_no_mobile"))
    panel.locator("input").fill("010-1234-5678")
    panel.locator("input").press("Enter")
    # Without a gateway it says that nothing has reached the caller.
    expect(first.incident).to_contain_text(words.on_console("locate_logged"))
    (asked,) = eventually(record.rows, bool)
    assert record.detail(asked["id"])["locate_requests"][0]["progress"] == "logged"
