"""The page without JavaScript, without cookies, without permission: it still helps."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .phone import Phone
from .places import EAST_GATE
from .record import Record

pytestmark = pytest.mark.journey

BLOCKED = 2


@pytest.fixture
def bare_phone(same_phone: Callable[..., Phone], tmp_path: Path) -> Phone:
    """A phone whose browser runs no script and keeps no cookie."""
    profile = tmp_path / "phone" / "Default"
    profile.mkdir(parents=True)
    settings = {"profile": {"default_content_setting_values": {"cookies": BLOCKED, "javascript": BLOCKED}}}
    (profile / "Preferences").write_text(json.dumps(settings), encoding="utf-8")
    phone = same_phone(java_script_enabled=False)
    phone.open("/sign-in")  # the only page here that sets a cookie
    assert phone.context.cookies() == []
    return phone


def test_without_script_and_cookies_a_press_reports_once_and_the_page_follows(
    bare_phone: Phone, first: Console, record: Record
) -> None:
    hiker = bare_phone
    hiker.scan(EAST_GATE.code)
    page = hiker.page
    expect(page.get_by_role("heading", level=1)).to_have_text(EAST_GATE.ko)
    for section in ("near", "where"):
        expect(page.get_by_role("heading", name=words.on_page(section), exact=True)).to_be_visible()
    for number in ("119", "112"):
        expect(page.locator(f'.calls a[href="tel:{number}"]')).to_be_visible()
        expect(page.locator(f'.calls a[href^="sms:{number}"]')).to_be_visible()

    # Pressed twice, as one does when nothing seems to happen.
    hiker.button.dblclick()
    page.wait_for_url("**/r/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        words.on_phone("received", centre=words.centre("deokyang"))
    )

    first.is_loud_about(EAST_GATE.ko)
    first.open(EAST_GATE.ko)
    # The page renews itself; nobody touches it.
    expect(page.get_by_role("heading", level=1)).to_contain_text(words.on_phone("opened"))
    first.write("그 자리에 계세요")
    expect(page.locator(".talk")).to_contain_text("그 자리에 계세요")

    # The answer goes from a form that stays as it is while it is written.
    page.get_by_role("link", name=words.on_page("answer")).click()
    page.get_by_label(words.on_page("kind")).select_option("illness")
    page.get_by_label(words.on_page("words"), exact=True).fill("숨이 찹니다")
    page.get_by_role("button", name=words.on_page("answer_send")).click()
    expect(page.locator(".talk")).to_contain_text("숨이 찹니다")
    first.shows_message("숨이 찹니다")
    expect(first.incident).to_contain_text(words.phrase("kind.illness"))
    page.get_by_role("link", name=words.on_page("answer")).click()
    page.get_by_role("button", name=words.on_phone("safe")).click()
    page.get_by_role("button", name=words.on_phone("yes"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(words.on_phone("told_safe"))
    # Until the centre closes, they can answer; that they are safe was said.
    page.get_by_role("link", name=words.on_page("answer")).click()
    expect(page.get_by_role("button", name=words.on_phone("safe"))).to_have_count(0)
    page.get_by_label(words.on_page("words"), exact=True).fill("아직 아픕니다")
    page.get_by_role("button", name=words.on_page("answer_send")).click()
    first.shows_message("아직 아픕니다")
    incident = record.incident(EAST_GATE.ko)
    assert [report["channel"] for report in incident["report_list"]] == ["form"]
    assert incident["presence"] == "qr_sealed"
    assert hiker.context.cookies() == []


def test_without_permission_the_plate_still_says_where(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = phone(permissions=[])
    hiker.calls_from(EAST_GATE)
    expect(hiker.page.locator(".gps")).to_contain_text(words.on_phone("gps_denied"))
    first.open(EAST_GATE.ko)
    expect(first.incident).to_contain_text(words.on_console("by_plate"))
    incident = record.incident(EAST_GATE.ko)
    assert incident["position"]["source"] == "plate"
    assert incident["report_list"][0]["fixes"] == []


def test_on_a_slow_line_one_small_answer_is_all_that_the_first_screen_needs(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.has_a_slow_line()
    asked: list[str] = []
    hiker.page.on("request", lambda request: asked.append(request.url))
    answer = hiker.scan(EAST_GATE.code)
    expect(hiker.button).to_be_visible()
    hiker.page.wait_for_load_state("networkidle")
    fetched = [url for url in asked if not url.startswith("data:")]
    assert len(fetched) == 1, fetched
    assert answer.header_value("content-encoding") == "gzip"
    assert int(answer.header_value("content-length") or 0) in range(1000, 14 * 1024)
    hiker.touch()
    hiker.shows("received")
