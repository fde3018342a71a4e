"""An incident goes to the next city's centre: asked for, heard, answered; and out to other systems."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import SUMMIT
from .record import Record, eventually

pytestmark = pytest.mark.journey


def ask(console: Console, reason: str) -> None:
    """Offer the open incident to the first other centre, by the keyboard."""
    console.page.keyboard.press("h")
    chosen = console.page.locator("#hand-over-centre")
    expect(chosen).to_be_focused()
    chosen.select_option(index=1)
    console.page.locator("#hand-over-reason").fill(reason)
    console.page.locator("#hand-over-reason").press("Enter")


def test_the_next_city_hears_the_offer_takes_it_over_and_answers_the_person(
    phone: MakesPhones, first: Console, neighbour: Console, record: Record
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    first.press("acknowledge")
    neighbour.is_quiet()
    ask(first, "일산 쪽 길로만 갈 수 있음")
    offer = first.page.locator("#hand-over .offer")
    expect(offer).to_contain_text(re.compile(words.on_console("hand_over_waits", centre=".+")))

    expect(neighbour.row(SUMMIT.ko)).to_contain_text(words.on_console("hand_over_row_asked"))
    neighbour.open(SUMMIT.ko)
    asked = neighbour.page.locator("#hand-over")
    expect(asked).to_contain_text("일산 쪽 길로만 갈 수 있음")
    # Until it has said yes it only looks.
    expect(neighbour.incident).to_contain_text(words.on_console("not_yours"))
    neighbour.page.keyboard.press("h")
    neighbour.page.keyboard.press("Enter")
    neighbour.shows_state("acknowledged")
    expect(neighbour.incident.get_by_text(words.on_console("not_yours"))).to_have_count(0)
    neighbour.write("일산 상황실입니다. 지금 갑니다.")
    hiker.shows_message("일산 상황실입니다. 지금 갑니다.")

    # The first centre goes on seeing it, and can only look.
    expect(first.incident).to_contain_text(words.on_console("not_yours"))
    expect(first.incident).to_contain_text(words.phrase("event.handed_over"))


def test_what_is_refused_stays_and_says_why(
    phone: MakesPhones, first: Console, neighbour: Console, record: Record
) -> None:
    phone().calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    ask(first, "더 가까움")
    neighbour.open(SUMMIT.ko)
    answer = neighbour.page.locator("#hand-over-answer")
    answer.fill("출동대가 모두 나가 있음")
    answer.press("Enter")
    expect(neighbour.row(SUMMIT.ko)).to_have_count(0)
    told = first.page.locator("#hand-over .offer")
    expect(told).to_contain_text("출동대가 모두 나가 있음")
    expect(first.row(SUMMIT.ko)).to_contain_text(words.on_console("hand_over_row_refused"))
    # It can be offered again, and taken back.
    ask(first, "다시 부탁")
    first.page.locator("#hand-over").get_by_role(
        "button", name=words.on_console("hand_over_withdraw")
    ).click()
    expect(told).to_have_count(0)
    expect(neighbour.row(SUMMIT.ko)).to_have_count(0)
    assert record.incident(SUMMIT.ko)["hand_over"] is None


def test_the_incident_is_saved_for_another_system_and_read_by_a_link_until_it_ends(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    phone().calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    first.page.keyboard.press("x")
    panel = first.page.locator("#hand-off")
    save = words.on_console("handoff_save")
    with first.page.expect_download() as saving:
        panel.get_by_role("button", name=f"GPX: {save}").click()
    assert saving.value.suggested_filename.endswith(".gpx")
    assert b"http://www.topografix.com/GPX/1/1" in saving.value.path().read_bytes()
    expect(panel.get_by_role("status")).to_have_text(words.on_console("handoff_saved"))

    with first.page.expect_download() as printing:
        first.incident.get_by_role("link", name=words.on_console("report_pdf")).click()
    assert printing.value.path().read_bytes().startswith(b"%PDF-")

    panel.locator("#reference-recipient").fill("경기북부 119")
    panel.locator("#reference-recipient").press("Enter")
    address = panel.locator("code").inner_text()
    read = httpx.get(address, headers={"Accept": "application/json"}, timeout=30)
    assert read.status_code == 200
    assert read.json()["incident"] == record.incident(SUMMIT.ko)["id"]
    end = panel.get_by_role("button", name=words.on_console("reference_end"))
    end.click()
    expect(end).to_have_count(0)
    assert eventually(lambda: httpx.get(address, timeout=30).status_code, lambda code: code == 410)
