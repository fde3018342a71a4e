"""What the phone shares after the touch: taken back in ten seconds, coarse or denied positions as full reports."""

from typing import Any

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .places import SUMMIT, WEST_GATE
from .record import Record, eventually

pytestmark = pytest.mark.journey


def ready(hiker: Any) -> None:
    """Wait until the second stage of the page stands."""
    hiker.page.locator("#further").wait_for(state="attached")


def test_a_touch_by_mistake_is_undone_without_a_question_for_ten_seconds(
    phone: MakesPhones, record: Record
) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    ready(hiker)
    hiker.touch()
    hiker.shows("received")
    hiker.page.locator(".undo button").click()
    hiker.shows("cancelled")
    expect(hiker.page.locator(".undo")).to_be_hidden()
    (report,) = record.incident(WEST_GATE.ko)["report_list"]
    assert report["cancelled_at"]


FREE = """() => {
    const box = (one) => one.getBoundingClientRect();
    const undo = box(document.querySelector(".undo"));
    const others = [...document.querySelectorAll("#sent, .calls")].map(box);
    return undo.top >= 0 && undo.bottom <= innerHeight
        && others.every(({ top, bottom }) => bottom <= undo.top || top >= undo.bottom);
}"""


@pytest.mark.parametrize("language", ["ko", "en", "vi"])
@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844)])
def test_the_undoing_is_in_sight_and_covers_neither_the_status_nor_a_call(
    phone: MakesPhones, language: str, width: int, height: int
) -> None:
    hiker = phone(language, viewport={"width": width, "height": height})
    hiker.scan(WEST_GATE.code)
    ready(hiker)
    hiker.touch()
    undo = hiker.page.locator(".undo")
    expect(undo).to_be_visible()
    assert hiker.page.evaluate("() => scrollY") == 0
    eventually(lambda: hiker.page.evaluate(FREE), bool)
    # Whoever scrolls to what is told below still has it.
    hiker.page.evaluate("() => scrollTo(0, 60)")
    eventually(lambda: hiker.page.evaluate(FREE), bool)
    expect(undo).to_be_visible()


def test_sharing_goes_on_when_the_page_is_opened_again_unless_it_was_stopped(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    hiker.shows_position("gps_sent", 14)
    # The page has noted that positions go out.
    expect(hiker.page.get_by_text(words.before(words.in_phone("sharing_open", centre="\0"), "\0")).or_(
        hiker.page.get_by_text(words.before(words.in_phone("sharing_awake", centre="\0"), "\0"))
    )).to_be_visible()  # fmt: skip
    hiker.page.reload()
    hiker.shows("received")
    hiker.shows_position("gps_sent", 14)
    # What the page can do besides stands below what it asks for, as it did before.
    order = hiker.page.evaluate("() => [...document.querySelectorAll('.tell, .write, #beside')].at(-1).id")
    assert order == "beside"

    hiker.page.locator(".gps button").click()
    expect(hiker.page.locator(".gps span")).to_have_text(words.on_phone("gps_stopped"))
    hiker.page.reload()
    hiker.shows("received")
    ready(hiker)
    expect(hiker.page.locator(".gps button")).to_have_text(words.on_phone("gps_again"))


def test_after_ten_seconds_the_undoing_is_gone(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    ready(hiker)
    hiker.touch()
    expect(hiker.page.locator(".undo")).to_be_visible()
    expect(hiker.page.locator(".undo")).to_be_hidden()
    hiker.shows("received")


def test_a_phone_that_may_not_tell_its_position_reports_fully_and_says_how_to_change_it(
    phone: MakesPhones, record: Record
) -> None:
    hiker = phone(permissions=[])
    hiker.scan(WEST_GATE.code)
    ready(hiker)
    hiker.touch()
    hiker.shows("received")
    expect(hiker.page.locator("#sent")).to_contain_text(words.in_phone("denied_android"))
    expect(hiker.page.locator(".gps span")).to_have_text(words.on_phone("gps_denied"))
    incident = record.incident(WEST_GATE.ko)
    assert incident["position"]["source"] == "plate"
    assert incident["report_list"][0]["fixes"] == []


def test_an_approximate_position_goes_along_and_does_not_replace_the_plates(
    phone: MakesPhones, record: Record
) -> None:
    hiker = phone(geolocation={"longitude": 126.945, "latitude": 37.683, "accuracy": 3000})
    hiker.calls_from(SUMMIT)
    expect(hiker.page.locator("#sent")).to_contain_text(words.in_phone("coarse_android"))
    hiker.shows_position("gps_sent", 3000)
    incident = eventually(
        lambda: record.incident(SUMMIT.ko), lambda incident: bool(incident["report_list"][0]["fixes"])
    )
    assert incident["position"]["uncertainty_m"] < 100
