"""A crew opens its link on a telephone without an account, walks out of the line and into it again, and is followed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .phone import KOREAN_PHONE
from .places import SUMMIT
from .record import Record, eventually

pytestmark = pytest.mark.journey

GATE = {"longitude": 126.9381, "latitude": 37.6768, "accuracy": 9}


@dataclass
class Crew:
    """A crew's telephone with the page of its link."""

    context: BrowserContext
    page: Page

    def press(self, key: str) -> None:
        self.page.get_by_role("button", name=words.on_crew(key)).click()

    def shows(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def is_ready_to_leave_the_line(self) -> None:
        """Wait until the worker has the page and all its files."""
        self.page.wait_for_function(
            """async () => {
                const registration = await navigator.serviceWorker.getRegistration('/crew/');
                return registration?.active?.state === 'activated' && Boolean(await caches.match('/crew/'));
            }"""
        )


MakesCrews = Callable[..., Crew]


@pytest.fixture
def crew(contexts: Callable[..., BrowserContext]) -> MakesCrews:
    """Open links on telephones of crews, which stand at the gate below the summit."""

    def make(address: str, **options: Any) -> Crew:
        defaults = {**KOREAN_PHONE, "geolocation": GATE, "permissions": ["geolocation"]}
        context = contexts(**{**defaults, **options})
        page = context.new_page()
        page.goto(address)
        return Crew(context, page)

    return make


def sent(record: Record, place: str) -> tuple[str, str]:
    """Send the first free unit to a place; return the incident and the assignment."""
    incident = record.incident(place)
    seen = record.do(incident["id"], "acknowledge", version=incident["version"])
    own = [one for one in record.units() if one["jurisdiction"] == seen["jurisdiction"]]
    unit = next(one for one in own if one["incident"] is None)
    key = str(uuid4())
    record.do(incident["id"], "assign", id=key, unit=unit["id"], version=seen["version"], minutes=None)
    return incident["id"], key


def linked(record: Record, place: str) -> str:
    """Make a link for the crew of the unit that is sent to a place; return its address."""
    incident, assignment = sent(record, place)
    return str(record.do(incident, "crews", id=str(uuid4()), assignment=assignment)["url"])


def test_a_crew_comes_to_the_person_with_and_without_a_line_and_the_console_follows_it(
    phone: MakesPhones, first: Console, record: Record, crew: MakesCrews
) -> None:
    phone().calls_from(SUMMIT)
    first.context.grant_permissions(["clipboard-read", "clipboard-write"])
    incident, _ = sent(record, SUMMIT.ko)
    first.open(SUMMIT.ko)
    first.button("crew_make").click()
    expect(first.incident).to_contain_text(words.on_console("crew_copied"))
    address = str(first.page.evaluate("navigator.clipboard.readText()"))
    expect(first.incident).to_contain_text(words.on_console("crew_unopened"))

    walkers = crew(address)
    walkers.shows(SUMMIT.ko)
    walkers.shows(words.on_crew("live"))
    # The quickest way, and who has the key.
    walkers.shows("열쇠")
    expect(walkers.page.locator(".way").first).to_contain_text(re.compile(r"\d+분"))
    expect(first.incident).not_to_contain_text(words.on_console("crew_unopened"))
    expect(walkers.page.locator("canvas")).to_be_visible()

    walkers.press("step_en_route")
    expect(first.incident).to_contain_text(words.phrase("unit_state.en_route"))
    walkers.press("share")
    walkers.shows(re.compile(words.on_crew("left_minutes", minutes=r"\d+")))
    expect(first.incident).to_contain_text(re.compile(r"걸어서 약 \d+분"))

    walkers.is_ready_to_leave_the_line()
    walkers.context.set_offline(True)
    walkers.page.reload()
    walkers.shows(re.compile(words.on_crew("old", age=".+")))
    walkers.shows(SUMMIT.ko)
    walkers.shows("열쇠")
    expect(walkers.page.locator("canvas")).to_be_visible()
    walkers.press("step_on_scene")
    walkers.shows(words.on_crew("step_waits"))
    # Not even a telephone that was put away and taken out again loses what was noted.
    walkers.page.reload()
    walkers.shows(words.on_crew("step_waits"))
    assert record.detail(incident)["units"][0]["on_scene_at"] is None

    walkers.context.set_offline(False)
    eventually(lambda: record.detail(incident)["units"][0]["state"], lambda state: state == "on_scene")
    walkers.shows(words.on_crew("live"))
    expect(walkers.page.locator("footer")).not_to_contain_text(words.on_crew("step_waits"))

    walkers.press("step_clear")
    walkers.shows(words.on_crew("step_clear_sure"))
    walkers.press("step_clear_again")
    walkers.shows(words.on_crew("over"))
    expect(walkers.page.locator("body")).not_to_contain_text(words.on_crew("unsent"))
    assert record.detail(incident)["units"][0]["state"] == "cleared"
    # Nothing of the person stays on the telephone.
    assert SUMMIT.ko not in walkers.page.locator("body").inner_text()
    assert walkers.page.evaluate("localStorage.getItem('crew')") is None


def test_who_walks_is_seen_to_move_and_a_link_that_is_ended_shows_nothing_more(
    phone: MakesPhones, first: Console, record: Record, crew: MakesCrews
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    address = linked(record, SUMMIT.ko)
    walkers = crew(address)
    walkers.press("share")
    first.open(SUMMIT.ko)

    def minutes() -> int:
        told = first.incident.get_by_text(re.compile(r"걸어서 약 \d+분")).first.inner_text()
        found = re.search(r"약 (\d+)분", told)
        assert found
        return int(found[1])

    far = minutes()
    walkers.context.set_geolocation({"longitude": 126.9440, "latitude": 37.6815, "accuracy": 7})
    assert eventually(minutes, lambda now: now < far) < far

    first.button("crew_end").click()
    walkers.shows(words.on_crew("over"))
    assert walkers.page.evaluate("localStorage.getItem('crew')") is None
    walkers.page.reload()
    walkers.shows(words.on_crew("over"))


def test_what_was_noted_without_a_line_and_came_too_late_is_to_be_told_by_radio(
    phone: MakesPhones, first: Console, record: Record, crew: MakesCrews
) -> None:
    phone().calls_from(SUMMIT)
    address = linked(record, SUMMIT.ko)
    walkers = crew(address)
    walkers.press("step_en_route")
    expect(walkers.page.locator("footer")).to_contain_text(words.phrase("unit_state.en_route"))
    walkers.context.set_offline(True)
    walkers.press("step_on_scene")
    walkers.shows(words.on_crew("step_waits"))
    first.open(SUMMIT.ko)
    first.button("crew_end").click()
    expect(first.button("crew_end")).to_have_count(0)
    walkers.context.set_offline(False)
    walkers.shows(words.on_crew("unsent"))
    walkers.shows(words.on_crew("step_on_scene"))
    assert walkers.page.evaluate("localStorage.getItem('crew')") is None


def test_a_crew_is_warned_not_to_call_and_reads_it_in_english(
    phone: MakesPhones, record: Record, crew: MakesCrews
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    hiker.page.locator(".silent-on").click()
    eventually(lambda: record.incident(SUMMIT.ko)["voice"], lambda voice: voice == "silent")
    english = crew(linked(record, SUMMIT.ko), locale="en-GB")
    english.shows(words.on_crew("silent", "en"))
    expect(english.page.locator("html")).to_have_attribute("lang", "en")
    english.page.get_by_role("button", name=words.on_crew("language_other", "en")).click()
    english.shows(words.on_crew("silent"))


@pytest.mark.parametrize(("behind", "says"), [("", "no_link"), ("#" + "x" * 27, "unknown")])
def test_a_page_without_its_link_says_what_to_do(
    crew: MakesCrews, first: Console, behind: str, says: str
) -> None:
    address = first.page.url.split("/console/")[0]
    stranger = crew(f"{address}/crew/{behind}")
    stranger.shows(words.on_crew(says))
    stranger.shows(words.on_crew(f"{says}_hint"))
