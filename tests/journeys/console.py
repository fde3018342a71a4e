"""A dispatcher's console: what is seen on it, and what is pressed."""

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, expect

from . import words

LOCALES = {"ko": "ko-KR", "en": "en-GB", "ja": "ja-JP", "zh": "zh-TW", "vi": "vi-VN"}


def chosen(*, with_map: bool) -> str:
    """Return a script that makes a desk's choice before its page starts."""
    return f"localStorage.setItem('console.map', '{'on' if with_map else 'off'}')"


@dataclass
class Console:
    """One dispatcher's screen."""

    account: str
    context: BrowserContext
    page: Page
    language: str = "ko"

    def say(self, key: str) -> str:
        return words.on_console(key, self.language)

    def row(self, place: str) -> Locator:
        """Return the entry of the list: the large one of who waits longest, or a row."""
        return self.page.locator("[data-row]").filter(has_text=place)

    @property
    def incident(self) -> Locator:
        return self.page.locator("#incident")

    @property
    def notice(self) -> Locator:
        return self.incident.get_by_role("alert")

    @property
    def banner(self) -> Locator:
        return self.page.locator(".banner")

    def sign_in(self, password: str) -> None:
        """Fill in the page that stands before the console."""
        self.page.locator("#username").fill(self.account)
        self.page.locator("#password").fill(password)
        self.page.locator("main form button").click()
        self.page.wait_for_url("**/console/")

    def is_live(self) -> None:
        expect(self.page.locator("header")).to_contain_text(self.say("live"))

    def is_quiet(self) -> None:
        """Expect nothing to wait."""
        expect(self.page).to_have_title(self.say("product"))
        expect(self.page.locator("[data-row]")).to_have_count(0)

    def is_loud_about(self, place: str) -> None:
        """Expect a report that nobody has opened: in the window's title, in the list, and said aloud."""
        expect(self.page).to_have_title(re.compile(rf"^\(1\) {re.escape(self.say('new_report'))}"))
        expect(self.row(place)).to_contain_text(self.say("longest_waiting"))
        expect(self.page.get_by_role("status").filter(has_text=place)).to_have_count(1)

    def open(self, place: str) -> None:
        """Open the incident at a place."""
        self.row(place).click()
        expect(self.incident.get_by_role("heading", name=place)).to_be_visible()
        expect(self.incident).to_contain_text(self.say("timeline"))

    def button(self, key: str) -> Locator:
        return self.incident.get_by_role("button", name=re.compile(rf"^{re.escape(self.say(key))}( \w)?$"))

    def press(self, key: str) -> None:
        self.button(key).first.click()

    def write(self, text: str) -> None:
        """Send a message to the person."""
        self.page.locator("#message").fill(text)
        self.page.locator("#message").press("Enter")
        expect(self.page.locator("#message")).to_have_value("")

    def dispatch(self) -> None:
        self.press("dispatch")
        self.button("dispatch_do").click()

    def close(self, disposition: str) -> None:
        """Close with a reason."""
        self.press("close")
        self.incident.get_by_label(words.phrase(f"disposition.{disposition}", self.language)).check()
        self.button("close_do").click()

    def shows_state(self, state: str) -> None:
        expect(self.incident.locator(".state")).to_have_text(words.phrase(f"state.{state}", self.language))

    def shows_message(self, text: str) -> None:
        expect(self.page.locator("#conversation li").filter(has_text=text)).to_have_count(1)
