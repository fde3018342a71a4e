"""Far more reports at once than a screen holds: the console stays a list that one can work with."""

import pytest
from playwright.sync_api import Locator, expect

from tests.servers import Server

from .console import Console
from .crowd import report
from .places import EAST_GATE, SUMMIT

pytestmark = pytest.mark.journey
CROWD = 120


def row_of(desk: Console, incident: str) -> Locator:
    return desk.page.locator(f"[data-row='{incident}']")


def shows_all(desk: Console, count: int) -> None:
    expect(desk.page.locator(".tabs .figures")).to_have_text(str(count))


def test_in_a_rush_the_one_waiting_longest_and_the_newest_are_both_in_view(
    server: Server, first: Console
) -> None:
    longest = report(server, SUMMIT, "203.0.113.200")
    crowd = [report(server, EAST_GATE, f"192.0.2.{number}") for number in range(CROWD)]
    shows_all(first, CROWD + 1)

    expect(row_of(first, longest)).to_contain_text(first.say("longest_waiting"))
    expect(row_of(first, longest)).to_be_in_viewport()
    newest = first.page.locator(".newest [data-row]")
    expect(newest).to_have_count(3)
    expect(newest.first).to_have_attribute("data-row", crowd[-1])
    expect(newest.first).to_be_in_viewport()
    # A screen's worth of rows exists, not the whole list.
    assert first.page.locator("[data-row]").count() < CROWD
    expect(row_of(first, crowd[CROWD // 2])).to_have_count(0)

    newest.first.click()
    first.shows_state("opened")
    expect(first.page.locator(".newest [data-row]").first).to_have_attribute("data-row", crowd[-2])


def test_in_a_rush_the_keyboard_and_the_wheel_reach_every_row(server: Server, first: Console) -> None:
    crowd = [report(server, EAST_GATE, f"192.0.2.{number}") for number in range(CROWD)]
    shows_all(first, CROWD)

    row_of(first, crowd[0]).focus()
    for _ in range(CROWD - 1):
        first.page.keyboard.press("j")
    last = first.page.locator(f".list [data-row='{crowd[-1]}']")
    expect(last).to_be_focused()
    expect(last).to_be_in_viewport()
    expect(first.page.locator(".newest")).to_have_count(0)

    # The row that has the keyboard stays, wherever the list is scrolled to.
    first.page.locator(".list").evaluate("list => list.scrollTo(0, 0)")
    expect(row_of(first, crowd[0])).to_be_in_viewport()
    expect(last).to_be_focused()
    first.page.keyboard.press("k")
    expect(first.page.locator(f".list [data-row='{crowd[-2]}']")).to_be_focused()
