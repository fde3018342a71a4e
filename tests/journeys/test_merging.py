"""Two people call about one thing: one key makes it one incident, one key takes that back, and both phones follow."""

import re

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import SUMMIT

pytestmark = pytest.mark.journey


def test_two_calls_are_put_together_with_one_key_and_apart_with_one(
    phone: MakesPhones, first: Console, second: Console
) -> None:
    fallen, passer_by = phone(), phone("en")
    fallen.calls_from(SUMMIT)
    passer_by.open("/?lang=en")
    passer_by.touch()
    passer_by.shows("received")
    rows = second.page.locator("[data-row]")
    expect(rows).to_have_count(2)

    first.open(SUMMIT.ko)
    first.press("acknowledge")
    fallen.shows("acknowledged")
    expect(first.incident).to_contain_text(first.say("same_maybe"))
    first.page.keyboard.press("KeyG")
    expect(first.incident).to_contain_text(first.say("merged_here"))
    expect(first.incident).to_contain_text(words.on_console("other_reports", "ko", count=1))

    # Everybody sees one: the other desk, and the one who called second.
    expect(rows).to_have_count(1)
    passer_by.shows("acknowledged")
    first.write("둘 다 그대로 계세요")
    fallen.shows_message("둘 다 그대로 계세요")
    passer_by.shows_message("둘 다 그대로 계세요")

    first.incident.focus()
    first.page.keyboard.press("KeyU")
    expect(first.incident).to_contain_text(first.say("same_maybe"))
    expect(rows).to_have_count(2)
    # Split off, nobody has opened it yet: it waits again.
    expect(second.page).to_have_title(re.compile(r"^\(1\) "))
    first.write("정상에 계신 분만")
    fallen.shows_message("정상에 계신 분만")
    expect(passer_by.talk.filter(has_text="정상에 계신 분만")).to_have_count(0)
    passer_by.shows_message("둘 다 그대로 계세요")
