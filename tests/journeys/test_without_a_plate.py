"""Without a plate at hand: where am I, and the ways to a plate's page that the page itself has."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qrcode
from playwright.sync_api import BrowserContext, Playwright, expect

from tests.servers import Server

from . import words
from .chromium import CHROMIUM, FLAGS
from .conftest import PATIENCE_MS, MakesPhones
from .phone import KOREAN_PHONE, Phone
from .places import WEST_GATE

pytestmark = pytest.mark.journey


def test_the_start_page_says_where_the_phone_is_and_how_sure_that_is(phone: MakesPhones) -> None:
    hiker = phone(geolocation={"longitude": 126.94491, "latitude": 37.68247, "accuracy": 14})
    hiker.open("/")
    here = hiker.page.locator(".here")
    hiker.page.get_by_role("button", name=words.in_phone("here_show")).click()
    expect(here).to_contain_text("±14 m")
    expect(here).to_contain_text("37.68247, 126.94491")
    # 14 m are too many for a square of 10 m: the number is cut to 100 m.
    expect(here).to_contain_text("다사 510 649")

    hiker.walk_to(126.94491, 37.68247, 700)
    expect(here).to_contain_text("다사 5 6")


@pytest.fixture
def sees(playwright: Playwright, server: Server, tmp_path: Path) -> Iterator[Callable[[str], Phone]]:
    """Make a phone whose camera sees a QR code with a text in it."""
    opened: list[BrowserContext] = []

    def make(text: str) -> Phone:
        film = tmp_path / "film.mjpeg"
        picture = qrcode.make(text, box_size=8, border=8).get_image().convert("RGB").resize((640, 480))
        picture.save(film, "JPEG", quality=95)
        camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, *camera, f"--use-file-for-fake-video-capture={film}"]
        )
        context = browser.new_context(**KOREAN_PHONE, permissions=["camera"])
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return Phone(server, context, context.new_page())

    yield make
    for context in opened:
        if context.browser:
            context.browser.close()


def test_the_camera_in_the_page_reads_a_plate_and_opens_its_page(
    sees: Callable[[str], Phone], server: Server
) -> None:
    hiker = sees(server.scanned(WEST_GATE.code))
    hiker.open("/")
    hiker.page.get_by_role("button", name=words.in_phone("find_scan")).click()
    expect(hiker.page.locator("h1")).to_have_text(WEST_GATE.ko)
    assert WEST_GATE.code in hiker.page.url
    assert "." in hiker.page.url.rpartition("/")[2], "the seal came along"


def test_a_plate_that_leads_elsewhere_is_not_followed_but_named(sees: Callable[[str], Phone]) -> None:
    hiker = sees(f"https://yeogi.example/{WEST_GATE.code}.AAAAA")
    hiker.open("/")
    hiker.page.get_by_role("button", name=words.in_phone("find_scan")).click()
    expect(hiker.page.locator("dialog")).to_contain_text("yeogi.example")
    hiker.page.get_by_role("button", name=words.in_phone("find_close")).click()
    expect(hiker.page.locator("dialog")).to_have_count(0)
    assert hiker.page.url.rstrip("/") == hiker.server.url
