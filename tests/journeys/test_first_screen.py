"""What everyone must be able to see and use: on the smallest phone, in the dark, with a screen reader."""

from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.servers import ROOT

from . import words
from .conftest import MakesPhones, OpensConsoles
from .places import BLANK, SUMMIT, WEST_GATE, WITHDRAWN, at, never_issued, swapped

pytestmark = pytest.mark.journey

LANGUAGES = ("ko", "en", "ja", "zh", "vi")
SMALLEST = {"width": 320, "height": 568}
# The longest name, the most remarks, and the plainest of the town.
PLATES = {
    "summit": SUMMIT,
    "gate": WEST_GATE,
    "addressed": at("sanseong-centre-aed"),
    "withdrawn": WITHDRAWN,
}
ODD_CODES = {
    "unknown": never_issued(),
    "swapped": swapped(SUMMIT.code),
    "half": "4827",
    "long": f"{SUMMIT.code}123",
    "blank": BLANK.code,
}
NO_REPORT = "r/018f0000-0000-7000-8000-000000000000.none"


@cache
def _axe() -> str:
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it is now."""
    page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{page.url} {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plate", PLATES)
def test_on_the_smallest_phone_the_button_and_the_calls_need_no_scrolling(
    phone: MakesPhones, language: str, plate: str
) -> None:
    hiker = phone(language, viewport=SMALLEST, color_scheme="dark")
    hiker.scan(PLATES[plate].code)
    for part in (hiker.button, *hiker.page.locator(".calls a").all()):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= SMALLEST["height"], part.inner_text()
        assert box["height"] >= 48
    assert overflow(hiker.page) == 0
    hiker.touch()
    hiker.shows("received")
    assert overflow(hiker.page) == 0
    box = hiker.headline.bounding_box()
    assert box
    assert 0 <= box["y"] <= SMALLEST["height"] - box["height"]


def test_on_the_smallest_phone_no_page_is_too_wide(phone: MakesPhones) -> None:
    hiker = phone("en", viewport=SMALLEST)
    for path in ("", *ODD_CODES.values(), "sign-in"):
        hiker.open(f"/{path}")
        assert overflow(hiker.page) == 0, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_screen_can_be_read_by_everyone(
    phone: MakesPhones, console: OpensConsoles, language: str, scheme: str
) -> None:
    found: list[str] = []
    hiker = phone(language, color_scheme=scheme)
    for path in ("", *ODD_CODES.values(), NO_REPORT, "sign-in"):
        hiker.open(f"/{path}?lang={language}")
        found += violations(hiker.page)
    hiker.scan(SUMMIT.code)
    found += violations(hiker.page)
    hiker.touch()
    hiker.shows_position("gps_sent", 14)
    hiker.write("OK")
    found += violations(hiker.page)

    desk = console("dispatcher-deokyang", language=language, map=True, color_scheme=scheme)
    place = SUMMIT.named(language)
    expect(desk.row(place)).to_be_visible()
    found += violations(desk.page)
    desk.open(place)
    desk.shows_message("OK")
    expect(desk.page.get_by_role("button", name=words.on_console("map_in", language))).to_be_visible()
    found += violations(desk.page)
    assert found == []
