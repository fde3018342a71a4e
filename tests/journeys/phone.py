"""A hiker's phone, as its person uses it: what is read on it, what is touched."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, Response, expect

from tests.servers import Server

from . import words
from .places import Place

KOREAN_PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "ko-KR",
    "timezone_id": "Asia/Seoul",
    "user_agent": "Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36",
}
# 400 ms for each answer, and 400 kbit a second
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
NONE = {**SLOW, "offline": True}


@dataclass
class Phone:
    """One phone with one page open."""

    server: Server
    context: BrowserContext
    page: Page
    language: str = "ko"

    @property
    def button(self) -> Locator:
        return self.page.locator("form#send > button.large")

    @property
    def headline(self) -> Locator:
        return self.page.locator(".headline")

    @property
    def talk(self) -> Locator:
        return self.page.locator(".talk li")

    @property
    def newest(self) -> Locator:
        """What the centre said last: it stays in sight."""
        return self.page.locator(".newest li")

    def scan(self, code: str) -> Response:
        """Read the QR code on a plate."""
        return self._go(self.server.scanned(code))

    def open(self, path: str) -> Response:
        """Type an address."""
        return self._go(f"{self.server.url}{path}")

    def _go(self, address: str) -> Response:
        answer = self.page.goto(address)
        assert answer
        return answer

    def touch(self) -> None:
        """Touch the one button."""
        self.button.click()

    def calls_from(self, place: Place) -> None:
        """Call for help at a plate: scan it, touch the one button, and see that the centre has it."""
        self.scan(place.code)
        self.touch()
        self.shows("received")

    @cached_property
    def line(self) -> CDPSession:
        """Return the phone's line to the world. Only one may be spoken of: two would contradict each other."""
        session = self.context.new_cdp_session(self.page)
        session.send("Network.enable")
        return session

    def has_a_slow_line(self) -> None:
        self.line.send("Network.emulateNetworkConditions", SLOW)

    def has_no_line(self) -> None:
        self.line.send("Network.emulateNetworkConditions", NONE)

    def write(self, text: str) -> None:
        """Write to the centre."""
        self.page.locator(".write textarea").fill(text)
        self.page.locator(".write button").click()

    def walk_to(self, longitude: float, latitude: float, uncertainty_m: float) -> None:
        """Be somewhere else."""
        self.context.set_geolocation(
            {"longitude": longitude, "latitude": latitude, "accuracy": uncertainty_m}
        )

    def shows(self, step: str) -> None:
        """Expect a step of the chain to be done, and to be what stands largest."""
        text = words.on_phone(step, self.language, centre=words.centre("deokyang", self.language))
        expect(self.headline).to_contain_text(text)
        expect(self.page.locator("#chain li.done").last).to_contain_text(text)

    def shows_position(self, key: str, uncertainty_m: int) -> None:
        """Expect what is said about the phone's own position."""
        text = words.before(words.on_phone(key, self.language, m=uncertainty_m, time="\0"), "\0")
        expect(self.page.locator(".gps span")).to_contain_text(text)

    def shows_message(self, text: str, *, unsent: bool = False) -> None:
        """Expect a message in the conversation, and whether it still waits."""
        line = self.talk.filter(has_text=text)
        expect(line).to_have_count(1)
        waits = words.on_phone("unsent", self.language)
        expect(line).to_contain_text(waits if unsent else re.compile(r"\d\d:\d\d:\d\d"))
