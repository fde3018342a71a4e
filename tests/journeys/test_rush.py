"""Far more reports at once than a screen holds: the console stays a list that one can work with."""

import pytest
from playwright.sync_api import Locator, expect

from tests.servers import Server

from .console import Console
from .crowd import report
from .places import EAST_GATE, SUMMIT
from .words import phrase

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
    # The strip stays as it is while the pointer is on it.
    expect(newest.first).to_have_attribute("data-row", crowd[-1])
    first.page.mouse.move(900, 300)
    expect(newest.first).to_have_attribute("data-row", crowd[-2])


def test_the_newest_stay_where_they_are_while_somebody_points_at_them_or_has_them_under_the_keyboard(
    server: Server, first: Console
) -> None:
    crowd = [report(server, EAST_GATE, f"192.0.2.{number}") for number in range(30)]
    shows_all(first, 30)
    newest = first.page.locator(".newest [data-row]")
    newest.nth(2).hover()
    chosen = newest.nth(2)
    expect(chosen).to_have_attribute("data-row", crowd[-3])
    more = [report(server, EAST_GATE, f"192.0.2.{number}") for number in range(100, 104)]
    shows_all(first, 34)
    expect(chosen).to_have_attribute("data-row", crowd[-3])

    chosen.focus()
    first.page.mouse.move(900, 300)
    expect(chosen).to_have_attribute("data-row", crowd[-3])
    first.page.keyboard.press("Enter")
    first.shows_state("opened")
    expect(first.page.locator(f".list [data-row='{crowd[-3]}']")).to_have_attribute("aria-current", "true")
    expect(newest.first).to_have_attribute("data-row", more[-1])


def test_a_row_that_others_move_keeps_the_keyboard(server: Server, first: Console, second: Console) -> None:
    crowd = [report(server, EAST_GATE, f"192.0.2.{number}") for number in range(60)]
    shows_all(first, 60)
    shows_all(second, 60)
    mine = first.page.locator(f".list [data-row='{crowd[20]}']")
    mine.focus()
    first.page.locator(".list").evaluate("list => list.scrollTo(0, 700)")
    above = mine.bounding_box()

    # Another dispatcher opens one above, and then this very one: it goes to those that were opened.
    second.page.locator(f".list [data-row='{crowd[5]}']").click()
    expect(second.incident.locator(".state")).to_have_text(phrase("state.opened"))
    gone = first.page.locator(f".list [data-row='{crowd[5]}']")
    expect(gone).to_have_count(0)
    assert mine.bounding_box() == above
    second.page.locator(f".list [data-row='{crowd[20]}']").click()
    expect(mine).to_contain_text(phrase("state.opened"))
    expect(mine).to_be_focused()


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
