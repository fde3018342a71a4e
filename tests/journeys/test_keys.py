"""The console by its keys: what Enter opens, and where J and K go from."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.servers import Server

from . import words
from .console import Console
from .crowd import report
from .places import EAST_GATE, SUMMIT
from .words import phrase

pytestmark = pytest.mark.journey


def test_enter_pressed_twice_opens_one_report_and_j_goes_on_from_it(server: Server, first: Console) -> None:
    reports = [report(server, EAST_GATE, f"192.0.2.{number}") for number in range(4)]
    expect(first.page.locator(".tabs .figures")).to_have_text("4")
    keys, open_row = first.page.keyboard, first.page.locator(".list [aria-current]")
    expect(first.page.locator(".card .key")).to_have_text("Enter")
    keys.press("Enter")
    first.shows_state("opened")
    expect(open_row).to_have_attribute("data-row", reports[0])
    # The next one is the largest now, and Enter no longer promises to open it.
    expect(first.page.locator(".card")).to_have_attribute("data-row", reports[1])
    expect(first.page.locator(".card .key")).to_have_count(0)
    keys.press("Enter")
    keys.press("Enter")
    keys.press("k")
    # What was opened stands below those that nobody opened: the one above it is the newest.
    expect(first.page.locator(".list [data-row]:focus")).to_have_attribute("data-row", reports[3])
    expect(open_row).to_have_attribute("data-row", reports[0])
    expect(first.page.locator(".list .new")).to_have_count(2)
    keys.press("Enter")
    expect(open_row).to_have_attribute("data-row", reports[3])


def test_a_row_says_in_words_that_the_phone_is_not_at_the_plate(server: Server, first: Console) -> None:
    far: dict[str, Any] = {"sequence": 1, "longitude": 126.95, "latitude": 37.66, "uncertainty_m": 10.0}
    far["fixed_at"] = datetime.now(UTC).isoformat()
    reports = [
        report(server, place, f"192.0.2.{at}", fix=far) for at, place in enumerate((SUMMIT, EAST_GATE))
    ]
    said = phrase("agreement.elsewhere")
    for incident in reports:
        expect(first.page.locator(f"[data-row='{incident}']")).to_contain_text(said)
    within = first.page.locator(".card").filter(has_text="±10 m")
    expect(within).to_contain_text(words.on_console("phone_is", how=said))
    first.open(SUMMIT.ko)
    expect(first.page.locator(f"[data-row='{reports[0]}']")).to_contain_text("±10 m")
    # Helicopters come to the summit, and no vehicle does.
    expect(first.incident).to_contain_text(phrase("access.helicopter"))
