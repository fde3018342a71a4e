"""A centre asks a caller where they are: the link in the text message answers into the caller's incident, once."""

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .record import Record, eventually

pytestmark = pytest.mark.journey


def test_the_link_of_the_centre_brings_the_position_into_the_callers_incident(
    phone: MakesPhones, record: Record
) -> None:
    asked = record.ask_where("010-1234-5678")
    path = "/l/" + asked["url"].rpartition("/")[2]
    hiker = phone()
    hiker.open(path)
    hiker.touch()
    hiker.shows("opened")  # by whoever asked
    incident = eventually(
        lambda: record.detail(asked["incident"]), lambda found: bool(found["report_list"][0]["fixes"])
    )
    assert len(incident["report_list"]) == 1
    assert incident["position"]["source"] == "device"

    # Used up: it says so, and still calls and reports.
    again = phone()
    answer = again.open(path)
    assert answer.status in (404, 410)
    expect(again.page.locator('.calls a[href="tel:119"]')).to_be_visible()
    expect(again.button).to_be_visible()


def test_an_earlier_report_does_not_stand_in_the_way_of_the_centres_question(
    phone: MakesPhones, record: Record
) -> None:
    hiker = phone()
    hiker.open("/")
    hiker.touch()
    hiker.shows("received")
    (earlier,) = eventually(record.rows, bool)

    asked = record.ask_where("010-1234-5678")
    hiker.open("/l/" + asked["url"].rpartition("/")[2])
    expect(hiker.page.get_by_text(words.in_phone("earlier_see", "ko"))).to_be_visible()
    hiker.touch()
    hiker.shows("opened")
    assert earlier["id"] != asked["incident"]
    assert [len(record.detail(id)["report_list"]) for id in (earlier["id"], asked["incident"])] == [1, 1]


@pytest.mark.parametrize(
    ("asks", "language"),
    [("ja-JP", "ja"), ("zh-CN", "zh"), ("zh-Hant-TW", "zh"), ("vi-VN", "vi"), ("fr-FR", "en")],
)
def test_the_page_speaks_what_the_browser_asks_for_and_changes_at_one_touch(
    phone: MakesPhones, asks: str, language: str
) -> None:
    hiker = phone(locale=asks)
    hiker.open("/")
    expect(hiker.button).to_contain_text(words.on_page("send", language))
    hiker.page.locator("#further").wait_for(state="attached")
    expect(hiker.page.locator("#further")).to_contain_text(words.in_phone("here_title", language))

    hiker.page.get_by_role("link", name="한국어").click()
    expect(hiker.button).to_contain_text(words.on_page("send", "ko"))
