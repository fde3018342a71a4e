"""One afternoon on one mountain: two dispatchers, three callers, a crew and a wall screen, from ring to end."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.servers import Server

from . import words
from .conftest import MakesPhones, OpensConsoles
from .places import SUMMIT
from .record import Record, eventually
from .test_crew import MakesCrews, crew  # noqa: F401 - a fixture

pytestmark = pytest.mark.journey
WIDE = {"width": 1920, "height": 1080}


def test_two_dispatchers_bring_three_callers_down(
    server: Server,
    phone: MakesPhones,
    console: OpensConsoles,
    record: Record,
    crew: MakesCrews,  # noqa: F811
    contexts: Callable[..., BrowserContext],
) -> None:
    first = console("dispatcher-deokyang", map=True)
    second = console("dispatcher-deokyang-2", language="en")
    wall = contexts(viewport=WIDE, locale="ko-KR").new_page()
    link = record.board_link("상황실 옆면")
    wall.goto(f"{server.url}/board/{link[link.index('#') :]}")
    unopened = wall.locator("[data-tile=unopened] dd")
    expect(unopened).to_have_text("0")

    # Somebody has fallen and scans the plate; a passer-by calls from the same place without one.
    fallen, passer_by = phone(), phone("en")
    fallen.calls_from(SUMMIT)
    passer_by.open("/?lang=en")
    passer_by.touch()
    passer_by.shows("received")
    rows = {desk.account: desk.page.locator("[data-row]") for desk in (first, second)}
    for desk in (first, second):
        expect(rows[desk.account]).to_have_count(2)
        expect(desk.page).to_have_title(re.compile(r"^\(2\) "))
    expect(unopened).to_have_text("2")

    # The third one calls by voice and is asked where they are: the link in the text answers in their language.
    asked = record.ask_where("010-5555-1234")
    lost = phone("ja")
    lost.open(f"/l/{asked['url'].rpartition('/')[2]}")
    lost.touch()
    lost.shows("opened")
    expect(rows[second.account]).to_have_count(3)

    # Each takes one on; the other one sees by whom.
    first.open(SUMMIT.ko)
    first.press("acknowledge")
    fallen.shows("acknowledged")
    expect(second.row(SUMMIT.en)).to_contain_text("deokyang")
    expect(unopened).to_have_text("1")

    # Two calls are one thing: one key, on both desks.
    first.page.keyboard.press("KeyG")
    expect(first.incident).to_contain_text(words.on_console("other_reports", "ko", count=1))
    for desk in (first, second):
        expect(rows[desk.account]).to_have_count(2)
    passer_by.shows("acknowledged")
    expect(unopened).to_have_text("0")

    # What is often said reaches each in the language of their page, and an answer by one touch comes back translated.
    first.write(words.canned("where"))
    fallen.shows_message(words.canned("where"))
    passer_by.shows_message(words.canned("where", "en"))
    passer_by.page.locator(".quick button").filter(has_text=words.in_phone("quick_bleeding", "en")).click()
    expect(first.page.locator("#conversation")).to_contain_text(words.phrase("quick.bleeding"))

    # The way there, a unit, and its link; the crew is followed on both desks.
    expect(first.page.locator("#way-there li")).not_to_have_count(0)
    expect(first.page.locator("#way-there")).to_contain_text("열쇠")
    first.page.keyboard.press("KeyE")
    choice = first.page.locator("#unit")
    free = choice.locator("option:not([disabled])").nth(1)
    choice.select_option(value=free.get_attribute("value"))
    first.incident.get_by_label(first.say("unit_minutes")).fill("40")
    first.incident.get_by_label(first.say("unit_minutes")).press("Enter")
    first.shows_state("dispatched")
    for one in (fallen, passer_by):
        one.shows("dispatched")
        expect(one.page.locator(".coming li")).to_have_count(1)
    first.context.grant_permissions(["clipboard-read", "clipboard-write"])
    first.button("crew_make").click()
    expect(first.incident).to_contain_text(words.on_console("crew_copied"))
    walkers = crew(str(first.page.evaluate("navigator.clipboard.readText()")))
    walkers.shows(SUMMIT.ko)
    walkers.press("step_en_route")
    walkers.press("share")
    second.open(SUMMIT.en)
    expect(second.incident).to_contain_text(words.phrase("unit_state.en_route", "en"))
    expect(second.incident).to_contain_text(re.compile(r"about \d+ min on foot"))

    # Nobody decides on what they have not seen.
    second.press("close")
    walkers.press("step_on_scene")
    expect(second.incident.locator(".overtaken")).to_contain_text(words.phrase("event.unit_on_scene", "en"))
    second.page.keyboard.press("Escape")
    expect(fallen.page.locator(".coming li")).to_contain_text(
        words.in_phone("coming_on_scene", "ko", unit="").strip()
    )

    # The third one has come down by themselves: the second desk closes it.
    second.page.locator(f"[data-row='{asked['incident']}']").click()
    second.shows_state("opened")
    second.close("safe")
    lost.shows("closed")
    expect(rows[first.account]).to_have_count(1)

    # Everybody is down: closing ends the crew's link, tells both callers, and leaves both desks and the wall quiet.
    first.close("helped")
    for one in (fallen, passer_by):
        one.shows("closed")
    walkers.shows(words.on_crew("over"))
    for desk in (first, second):
        desk.is_quiet()
    expect(wall.locator("[data-tile=open] dd")).to_have_text("0")

    # What was done, by whom, stands in one timeline.
    (closed,) = [row for row in record.rows("closed") if row["place_ko"] == SUMMIT.ko and row["reports"] == 2]
    told = [(entry["kind"], entry["actor_name"]) for entry in record.detail(closed["id"])["timeline"]]
    kinds = [kind for kind, _ in told]
    assert kinds.count("report_received") == 2
    for kind in (
        "opened",
        "acknowledged",
        "merged",
        "unit_assigned",
        "crew_link_made",
        "unit_on_scene",
        "closed",
    ):
        assert kinds.count(kind) == 1, kind
    assert dict(told)["closed"] == first.account
    assert dict(told)["unit_on_scene"] not in ("", first.account, second.account)
    assert eventually(lambda: record.rows(), lambda rows: not rows) == []
