"""The situation board on a wall: a report is there within moments, and it says when what it shows is old."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.servers import Server

from .console import LOCALES
from .crowd import report
from .places import EAST_GATE, LAKE, SUMMIT
from .record import Record
from .test_first_screen import violations

pytestmark = pytest.mark.journey
WIDE = {"width": 1920, "height": 1080}
WORDS = "발목을 다쳤어요"
PHONE = "01098765432"


@pytest.fixture(scope="module")
def link(server: Server) -> str:
    """The address of a wall screen of Deokyang's centre, made by its supervisor."""
    supervisor = Record(server, "supervisor-deokyang")
    address = supervisor.board_link("상황실 정면")
    supervisor.close()
    return address


@pytest.fixture
def wall(
    server: Server, record: Record, link: str, contexts: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """Hang screens with the centre's link: nobody has signed in."""

    def hang(language: str = "ko", query: str = "", **options: Any) -> Page:
        context = contexts(**{"viewport": WIDE, "locale": LOCALES[language], **options})
        page = context.new_page()
        page.goto(f"{server.url}/board/{query}{link[link.index('#') :]}")
        expect(page.locator("[data-tile=open]")).to_be_visible()
        return page

    return hang


def tile(page: Page, name: str) -> Any:
    return page.locator(f"[data-tile={name}] dd")


def test_a_report_appears_on_the_wall_by_itself_and_leaves_when_it_is_closed(
    server: Server, record: Record, wall: Callable[..., Page]
) -> None:
    page = wall()
    expect(tile(page, "unopened")).to_have_text("0")
    incident = report(server, SUMMIT, "203.0.113.71", words=WORDS, phone=PHONE)
    expect(tile(page, "unopened")).to_have_text("1")
    waiting = page.get_by_role("region", name="가장 오래 기다린 신고")
    expect(waiting).to_contain_text(SUMMIT.ko)
    expect(waiting).to_contain_text("불")
    assert WORDS not in page.content()
    assert PHONE not in page.content()
    report(server, EAST_GATE, "203.0.113.72", exercise=True)
    expect(page.locator("[data-part=exercises] dd").first).to_have_text("1")
    expect(tile(page, "open")).to_have_text("1")
    report(server, LAKE, "203.0.113.73")  # the next city's

    record.do(incident, "open")
    expect(tile(page, "unopened")).to_have_text("0")
    expect(tile(page, "open")).to_have_text("1")
    record.put_everything_away()
    expect(tile(page, "open")).to_have_text("0")


def test_a_cut_line_is_said_with_the_age_of_what_is_shown_and_mends_itself(
    server: Server, wall: Callable[..., Page]
) -> None:
    page = wall("en")
    page.context.set_offline(True)
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text(re.compile(r"The screen is \d+ (s|min) old"))
    report(server, SUMMIT, "203.0.113.74")
    expect(tile(page, "unopened")).to_have_text("0")
    page.context.set_offline(False)
    expect(tile(page, "unopened")).to_have_text("1")
    expect(banner).to_have_count(0)


def test_a_link_that_was_ended_leaves_nothing_on_the_wall(
    server: Server, wall: Callable[..., Page], contexts: Callable[..., BrowserContext]
) -> None:
    supervisor = Record(server, "supervisor-deokyang")
    ended = supervisor.board_link("복도")
    report(server, SUMMIT, "203.0.113.75")
    page = contexts(viewport=WIDE, locale="en-GB").new_page()
    page.goto(ended)
    expect(page.get_by_role("main")).to_contain_text(SUMMIT.en)
    supervisor.end_board_link("복도")
    supervisor.close()
    expect(page.get_by_role("heading", name="This link opens no board")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text(SUMMIT.en)


def test_a_dispatcher_sees_the_board_and_an_outsider_is_asked_to_sign_in(
    server: Server, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts(locale="en-GB").new_page()
    page.goto(f"{server.url}/board/?lang=en")
    page.get_by_role("link", name="Sign in").click()
    page.locator("#username").fill("dispatcher-deokyang")
    page.locator("#password").fill(server.password("dispatcher-deokyang"))
    page.locator("main form button").click()
    expect(tile(page, "open")).to_be_visible()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_kept_from_reading_it(
    server: Server, wall: Callable[..., Page], language: str, theme: str
) -> None:
    report(server, SUMMIT, "203.0.113.76")
    report(server, EAST_GATE, "203.0.113.77", exercise=True)
    page = wall(language, f"?lang={language}&theme={theme}", reduced_motion="reduce")
    expect(tile(page, "unopened")).to_have_text("1")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 720), (1920, 1080), (2560, 1440), (3840, 2160), (1080, 1920)]
)
def test_everything_stands_on_the_screen_and_nothing_has_to_be_scrolled(
    server: Server, wall: Callable[..., Page], width: int, height: int
) -> None:
    report(server, SUMMIT, "203.0.113.78")
    page = wall("en", viewport={"width": width, "height": height})
    expect(tile(page, "unopened")).to_have_text("1")
    outside = page.evaluate(
        """() => [...document.querySelectorAll("header *, main section, main dl, main dd")]
        .map((part) => part.getBoundingClientRect())
        .filter((box) => box.right > innerWidth + 1 || box.bottom > innerHeight + 1).length"""
    )
    assert outside == 0
