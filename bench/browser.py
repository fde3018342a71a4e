"""Debian's Chromium, driven by Playwright."""

import contextlib
import os
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

EXECUTABLE = "/usr/bin/chromium"
# A desktop's address bar is a page of hundreds of modules that loads beside each new page; no phone has it.
NO_ADDRESS_BAR = "--disable-features=" + ",".join(
    (
        "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI",
        "InitialWebUI", "WebUIReloadButton",
    )
)  # fmt: skip


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser without a window and end it."""
    # Chromium's sandbox cannot be had as root.
    arguments = [NO_ADDRESS_BAR, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
