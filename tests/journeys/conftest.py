"""The stage of the journeys: one real server, one real browser, phones and consoles as many as asked for."""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, StorageState, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.servers import Server, serving

from .chromium import CHROMIUM, FLAGS
from .console import LOCALES, Console, chosen
from .phone import KOREAN_PHONE, Phone
from .record import Record

PATIENCE_MS = 45_000
SUMMIT = {"longitude": 126.94491, "latitude": 37.68247, "accuracy": 14}
_addresses = itertools.count(1)

expect.set_options(timeout=PATIENCE_MS)


class MakesPhones(Protocol):
    def __call__(self, language: str = "ko", **options: Any) -> Phone: ...


class OpensConsoles(Protocol):
    def __call__(
        self, account: str, *, language: str = "ko", map: bool = False, **options: Any
    ) -> Console: ...


# Playwright keeps a loop running in this thread as long as it lives: it must end with these tests.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("served"), works=True) as running:
        yield running


@pytest.fixture(scope="package")
def records(server: Server) -> Iterator[dict[str, Record]]:
    both = {slug: Record(server, f"supervisor-{slug}") for slug in ("deokyang", "ilsan")}
    yield both
    for record in both.values():
        record.close()


@pytest.fixture
def record(records: dict[str, Record]) -> Iterator[Record]:
    """What Deokyang's centre has on record; afterwards all is put away."""
    yield records["deokyang"]
    for each in records.values():
        each.put_everything_away()


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make browsers that know nothing of each other, each at a network address of its own."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**own_address(), **options)
        context.set_default_timeout(PATIENCE_MS)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


def own_address() -> dict[str, Any]:
    """Return what makes a browser appear at an address where nobody else is."""
    high, low = divmod(next(_addresses), 256)
    return {"extra_http_headers": {"X-Forwarded-For": f"198.18.{high}.{low}"}}


@pytest.fixture
def phone(server: Server, record: Record, contexts: Callable[..., BrowserContext]) -> MakesPhones:
    """Make phones: Korean ones on Nogosan's summit with leave to measure, unless said otherwise."""

    def make(language: str = "ko", **options: Any) -> Phone:
        if language != "ko":
            options = {"locale": LOCALES[language], **options}
        defaults = {**KOREAN_PHONE, "geolocation": SUMMIT, "permissions": ["geolocation"]}
        context = contexts(**{**defaults, **options})
        return Phone(server, context, context.new_page(), language)

    return make


@pytest.fixture(scope="package")
def signed_in(server: Server) -> dict[str, StorageState]:
    """Who has signed in already, by account."""
    return {}


@pytest.fixture
def console(
    server: Server,
    record: Record,
    contexts: Callable[..., BrowserContext],
    signed_in: dict[str, StorageState],
) -> OpensConsoles:
    """Open consoles. Without the map unless it is asked for: drawing one costs a processor each."""

    def make(account: str, *, language: str = "ko", map: bool = False, **options: Any) -> Console:
        options = {"viewport": {"width": 1280, "height": 800}, "timezone_id": "Asia/Seoul", **options}
        options = {"locale": LOCALES[language], **options}
        context = contexts(storage_state=signed_in.get(account), **options)
        context.add_init_script(chosen(with_map=map))
        page = context.new_page()
        page.goto(f"{server.url}/console/")
        opened = Console(account, context, page, language)
        if account not in signed_in:
            opened.sign_in(server.password(account))
            signed_in[account] = context.storage_state()
        opened.is_live()
        return opened

    return make


@pytest.fixture
def first(console: OpensConsoles) -> Console:
    return console("dispatcher-deokyang")


@pytest.fixture
def second(console: OpensConsoles) -> Console:
    """Sits beside the first one."""
    return console("dispatcher-deokyang-2")


@pytest.fixture
def neighbour(console: OpensConsoles) -> Console:
    """Of the next city: must see nothing of Deokyang's."""
    return console("dispatcher-ilsan")


@pytest.fixture
def same_phone(
    playwright: Playwright, server: Server, record: Record, tmp_path: Path
) -> Iterator[Callable[..., Phone]]:
    """Open the browser of one phone again and again: what it keeps on its disk stays."""
    opened: list[BrowserContext] = []
    address = own_address()

    def make(**options: Any) -> Phone:
        defaults = {**KOREAN_PHONE, "geolocation": SUMMIT, "permissions": ["geolocation"]}
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "phone", executable_path=CHROMIUM, args=FLAGS, **address, **{**defaults, **options}
        )
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return Phone(server, context, context.pages[0])

    yield make
    for context in opened:
        with contextlib.suppress(PlaywrightError):  # its browser was killed
            context.close()
