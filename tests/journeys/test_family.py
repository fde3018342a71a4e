"""After the report: family sees where somebody is until it is stopped, and the person sees who looked and withdraws."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.servers import Server

from . import words
from .conftest import MakesPhones
from .console import Console
from .phone import Phone
from .places import SUMMIT
from .record import Record

pytestmark = pytest.mark.journey

NO_SHEET = "Object.defineProperty(navigator, 'share', {value: undefined})"
SHEET = "navigator.share = (what) => { window.shared = what.text; return Promise.resolve(); }"
LINK = re.compile(r"http://\S+/f/\S+")


def called(phone: MakesPhones, script: str = SHEET) -> Phone:
    hiker = phone()
    hiker.context.add_init_script(script)
    hiker.calls_from(SUMMIT)
    return hiker


def panel(hiker: Phone, which: str) -> Locator:
    """Unfold what stands below the report."""
    found = hiker.page.locator(f"details.{which}")
    expect(found).to_be_visible()
    found.locator("> summary").click()
    return found


def shared_for_an_hour(hiker: Phone) -> str:
    """Make a link by two touches and return it, as the share sheet gets it."""
    family = panel(hiker, "family")
    family.get_by_role("button", name=words.in_phone("family_hours", n=1)).click()
    expect(family.locator(".shares li")).to_have_count(1)
    hiker.page.wait_for_function("window.shared")
    text: str = hiker.page.evaluate("window.shared")
    assert words.before(words.in_phone("family_text", time="\0", url=""), "\0") in text
    found = LINK.search(text)
    assert found
    return found[0]


def test_family_sees_the_position_and_the_help_until_it_is_stopped(
    phone: MakesPhones, first: Console, contexts: Callable[..., BrowserContext], record: Record
) -> None:
    hiker = called(phone)
    hiker.shows_position("gps_sent", 14)
    link = shared_for_an_hour(hiker)

    # At home: a computer that runs no script.
    family = contexts(java_script_enabled=False, locale="ko-KR").new_page()
    answer = family.goto(link)
    assert answer
    assert answer.status == 200
    where = family.locator(".where dd.number")
    expect(where).to_have_text(re.compile(r"37\.68\d+, 126\.94\d+"))
    assert family.context.cookies() == []
    first.open(SUMMIT.ko)
    first.press("acknowledge")
    first.shows_state("acknowledged")
    family.reload()
    expect(family.locator("main")).to_contain_text(
        words.on_page("family_helping", centre=words.centre("deokyang"))
    )

    shares = hiker.page.locator("details.family .shares li")
    hiker.page.get_by_role("button", name=words.in_phone("family_stop")).click()
    expect(shares).to_have_count(0)
    over = family.goto(link)
    assert over
    assert over.status == 404
    expect(family.locator("h1")).to_have_text(words.on_page("family_over_title"))
    assert "37.68" not in family.content()


def test_the_person_sees_who_looked(phone: MakesPhones, first: Console, server: Server) -> None:
    hiker = called(phone)
    link = shared_for_an_hour(hiker)
    first.open(SUMMIT.ko)
    assert hiker.context.request.get(link).ok
    rights = panel(hiker, "rights")
    looks = rights.locator(".looks")
    expect(looks).to_contain_text(words.in_phone("rights_link"))
    expect(looks).to_contain_text(words.centre("deokyang"))
    assert "dispatcher" not in rights.inner_text()
    expect(rights.get_by_role("link")).to_have_attribute("href", "/privacy?lang=ko")


def test_a_phone_without_a_share_sheet_gets_the_text_to_copy(phone: MakesPhones) -> None:
    hiker = called(phone, script=NO_SHEET + ";navigator.clipboard.writeText = () => Promise.reject()")
    family = panel(hiker, "family")
    family.get_by_role("button", name=words.in_phone("family_minutes", n=15)).click()
    expect(family.locator("textarea")).to_have_value(LINK)


def test_who_withdraws_is_forgotten_by_the_centre_and_by_the_phone(
    phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = called(phone)
    hiker.shows_position("gps_sent", 14)
    link = shared_for_an_hour(hiker)
    rights = panel(hiker, "rights")
    rights.get_by_role("button", name=words.in_phone("rights_withdraw")).click()
    expect(rights.get_by_role("alert")).to_have_text(words.in_phone("rights_sure"))
    rights.get_by_role("button", name=words.in_phone("rights_yes"), exact=True).click()
    expect(hiker.page.locator(".notice[role=status]").first).to_have_text(words.in_phone("rights_withdrawn"))
    expect(hiker.button).to_be_visible()
    left = hiker.page.evaluate(
        """async () => {
          const names = (await indexedDB.databases()).map(({ name }) => name);
          const all = [];
          for (const name of names) {
            const db = await new Promise((ok) => { const r = indexedDB.open(name); r.onsuccess = () => ok(r.result); });
            for (const store of db.objectStoreNames) {
              if (store !== "outbox") continue;
              all.push(...await new Promise((ok) => {
                const r = db.transaction(store).objectStore(store).getAllKeys(); r.onsuccess = () => ok(r.result);
              }));
            }
            db.close();
          }
          return all;
        }"""
    )
    assert left == []
    assert hiker.context.request.get(link).status == 404
    (report,) = record.incident(SUMMIT.ko)["report_list"]
    assert (report["fixes"], report["words"], report["phone"]) == ([], "", "")
    hiker.page.reload()
    expect(hiker.button).to_be_visible()


def test_without_a_line_nothing_is_erased_and_the_page_says_so(phone: MakesPhones, record: Record) -> None:
    hiker = called(phone)
    rights = panel(hiker, "rights")
    hiker.has_no_line()
    rights.get_by_role("button", name=words.in_phone("rights_withdraw")).click()
    rights.get_by_role("button", name=words.in_phone("rights_yes"), exact=True).click()
    expect(rights.get_by_role("status")).to_have_text(words.in_phone("rights_not_yet"))
    expect(hiker.headline).to_be_visible()
