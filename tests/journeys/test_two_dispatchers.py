"""Two dispatchers at one incident: nobody decides on what they have not seen, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.servers import Server

from . import words
from .conftest import MakesPhones, OpensConsoles
from .console import Console
from .crowd import report
from .places import EAST_GATE, SUMMIT
from .record import Record

pytestmark = pytest.mark.journey
MANY = 6  # reports of one address at one place, until the next one joins the last


def test_a_form_that_was_overtaken_shows_what_happened_and_needs_a_second_press(
    phone: MakesPhones, first: Console, second: Console
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    second.open(SUMMIT.ko)

    # The second one is about to close it, with words for the person, when the first one sends help.
    note = second.incident.get_by_label(second.say("note_to_person"))
    second.press("close")
    second.incident.get_by_label(words.phrase("disposition.safe")).check()
    note.fill("내려오셔서 다행입니다")
    first.dispatch()
    second.shows_state("dispatched")
    overtaken = second.incident.locator(".overtaken")
    expect(overtaken).to_contain_text(words.phrase("event.dispatched"))
    expect(overtaken).to_contain_text("dispatcher-deokyang")

    # The first press only says that it was seen; what was typed is still there, and the next one closes.
    second.button("overtaken_seen").click()
    expect(overtaken).to_have_count(0)
    expect(note).to_have_value("내려오셔서 다행입니다")
    second.shows_state("dispatched")
    second.button("close_do").click()
    hiker.shows("closed")
    hiker.shows_message("내려오셔서 다행입니다")


def test_a_message_that_was_overtaken_waits_for_a_second_press(
    phone: MakesPhones, first: Console, second: Console, record: Record
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    second.open(SUMMIT.ko)

    box = second.page.locator("#message")
    box.press_sequentially("그 자리에 계세요")
    first.dispatch()
    overtaken = second.incident.locator(".overtaken")
    expect(overtaken).to_contain_text(words.phrase("event.dispatched"))
    box.press("Enter")
    expect(overtaken).to_have_count(0)
    expect(box).to_have_value("그 자리에 계세요")
    assert record.incident(SUMMIT.ko)["messages"] == []
    box.press("Enter")
    hiker.shows_message("그 자리에 계세요")


def test_a_reopened_incident_takes_its_dispatcher_along_to_the_open_list(
    phone: MakesPhones, first: Console
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    first.close("mistaken")
    hiker.shows("closed")
    expect(first.row(SUMMIT.ko)).to_have_count(0)

    closed = first.page.get_by_role("button", name=first.say("closed_tab"), exact=True)
    closed.click()
    first.press("reopen")
    first.shows_state("acknowledged")
    expect(closed).to_have_attribute("aria-pressed", "false")
    expect(first.row(SUMMIT.ko)).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_further_report_of_an_opened_incident_is_said_in_words_until_somebody_looks(
    server: Server, console: OpensConsoles, language: str
) -> None:
    address = f"203.0.113.{10 + ['ko', 'en'].index(language)}"
    desk = console("dispatcher-deokyang", language=language)
    joined = [report(server, EAST_GATE, address) for _ in range(MANY)][-1]
    row = desk.page.locator(f"[data-row='{joined}']")
    row.click()
    desk.shows_state("opened")
    assert report(server, EAST_GATE, address) == joined
    expect(row).to_contain_text(desk.say("another_report"))
    expect(desk.incident).to_contain_text(desk.say("another_came"))
    row.click()
    expect(row).not_to_contain_text(desk.say("another_report"))
    expect(desk.incident).not_to_contain_text(desk.say("another_came"))


def test_an_account_that_is_not_for_the_console_is_told_so(console: OpensConsoles, server: Server) -> None:
    desk = console("dispatcher-deokyang")
    # The console is left first: what it asks for without cookies would set new ones beside the form's.
    desk.page.goto("about:blank")
    desk.context.clear_cookies()
    desk.page.goto(f"{server.url}/console/")
    desk.page.locator("#username").fill("auditor-deokyang")
    desk.page.locator("#password").fill(server.password("auditor-deokyang"))
    desk.page.locator("main form button").click()
    desk.page.wait_for_url("**/account")
    expect(desk.page.locator("main")).to_contain_text("감사자")
    desk.page.get_by_role("link", name="English").click()
    expect(desk.page.locator("main")).to_contain_text("Auditor")
