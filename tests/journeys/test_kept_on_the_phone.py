"""What could not be sent stays on the phone, and says what to do meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from . import words
from .chromium import kill_browser
from .conftest import MakesPhones
from .phone import Phone
from .places import WEST_GATE
from .record import Record

pytestmark = pytest.mark.journey


def test_after_twenty_seconds_without_an_answer_the_text_is_offered_then_the_call(
    phone: MakesPhones, record: Record
) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    worry = hiker.page.locator(".worry")

    hiker.has_no_line()
    hiker.touch()
    expect(hiker.headline).to_have_text(words.on_phone("offline"))
    expect(worry).to_be_hidden()
    expect(worry).to_be_visible()
    expect(worry).to_contain_text(words.on_phone("unconfirmed"))
    offers = [link.get_attribute("href") or "" for link in worry.get_by_role("link").all()]
    assert [offer.partition(":")[0] for offer in offers] == ["sms", "tel"]
    assert record.rows() == []

    hiker.has_a_slow_line()
    hiker.shows("received")
    expect(worry).to_be_hidden()
    assert len(record.incident(WEST_GATE.ko)["report_list"]) == 1


def test_a_report_made_without_a_line_survives_the_death_of_the_browser(
    same_phone: Callable[..., Phone], record: Record, tmp_path: Path
) -> None:
    hiker = same_phone()
    hiker.scan(WEST_GATE.code)
    hiker.has_no_line()
    hiker.touch()
    expect(hiker.headline).to_have_text(words.on_phone("offline"))
    expect(hiker.page.locator("#chain li.done")).to_have_text([words.on_phone("kept")])
    # Not closed but killed, as by a flat battery: a browser that closes ends the simulated outage before its page.
    kill_browser(tmp_path / "phone")
    assert record.rows() == []

    again = same_phone()
    again.scan(WEST_GATE.code)
    again.shows("received")
    expect(again.page.locator(".notice")).to_contain_text(
        words.on_phone("found", time="\0").partition("\0")[2].strip()
    )
    (report,) = record.incident(WEST_GATE.ko)["report_list"]
    assert report["sent_at"] < report["received_at"]

    # Opened once more, it goes on following the same report.
    again.context.close()
    third = same_phone()
    third.scan(WEST_GATE.code)
    third.shows("received")
    assert len(record.incident(WEST_GATE.ko)["report_list"]) == 1


def test_words_whose_answer_was_lost_are_said_once(phone: MakesPhones, record: Record) -> None:
    hiker = phone()
    hiker.calls_from(WEST_GATE)
    lost: list[int] = []

    def loses_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    hiker.page.route("**/messages", loses_the_first_answer)
    hiker.write("두 명입니다")
    hiker.shows_message("두 명입니다")
    assert lost
    assert lost[0] in (200, 201)
    assert [said["text"] for said in record.incident(WEST_GATE.ko)["messages"]] == ["두 명입니다"]
