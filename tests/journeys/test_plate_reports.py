"""A passer-by says in two touches what is wrong with a plate; without a line it waits on the phone."""

import base64
from typing import Any

import pytest
from playwright.sync_api import expect

from . import words
from .conftest import MakesPhones
from .places import WEST_GATE

pytestmark = pytest.mark.journey

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)


def tells(hiker: Any) -> None:
    damage = hiker.page.locator(".damage")
    damage.get_by_role("button", name=words.in_phone("damage_open")).click()
    damage.get_by_role("button", name=words.in_phone("damage_missing")).click()


def kept(hiker: Any) -> int:
    """Return how many reports about plates wait on the phone."""
    count: int = hiker.page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("plate-reports");
          opening.onsuccess = () => {
            const asked = opening.result.transaction("rows").objectStore("rows").count();
            asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
          };
        })"""
    )
    return count


def test_two_touches_tell_it_and_a_photo_may_follow(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    with hiker.page.expect_response("**/api/v1/plate-reports/*") as told:
        tells(hiker)
    assert told.value.status == 201
    status = hiker.page.locator(".damage [role=status]").first
    expect(status).to_have_text(words.in_phone("damage_sent"))
    with hiker.page.expect_response("**/api/v1/plate-reports/*/photo") as photo:
        hiker.page.locator(".damage input[type=file]").set_input_files(
            {"name": "plate.png", "mimeType": "image/png", "buffer": PIXEL}
        )
    assert photo.value.json()["photo"] is True
    # Made on the phone: a JPEG drawn anew, whatever the file was.
    assert photo.value.request.headers["content-type"] == "image/jpeg"
    expect(status).to_have_text(words.in_phone("damage_sent"))
    assert kept(hiker) == 0


def test_what_was_told_without_a_line_outlives_the_page_and_goes_once(phone: MakesPhones) -> None:
    hiker = phone()
    hiker.scan(WEST_GATE.code)
    hiker.page.locator(".damage").wait_for()
    hiker.context.set_offline(True)
    tells(hiker)
    expect(hiker.page.locator(".damage [role=status]").first).to_have_text(words.in_phone("damage_kept"))
    hiker.page.locator(".damage input[type=file]").set_input_files(
        {"name": "plate.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    expect(hiker.page.locator(".damage [role=status]").last).to_have_text(
        words.in_phone("damage_photo_added")
    )
    assert kept(hiker) == 1
    hiker.page.close()
    hiker.context.set_offline(False)
    hiker.page = hiker.context.new_page()
    with hiker.page.expect_response("**/api/v1/plate-reports/*/photo") as photo:
        hiker.scan(WEST_GATE.code)
    assert photo.value.json()["kind"] == "missing"
    hiker.page.wait_for_function("document.querySelector('.damage')")
    assert photo.value.json()["photo"] is True
