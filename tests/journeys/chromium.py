"""The browser of the journeys: Debian's Chromium, which says nothing to the world of its own accord."""

import contextlib
import os
import signal
from pathlib import Path

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
    # A desktop's address bar is a page of hundreds of modules that loads beside each new page.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI,"
    "InitialWebUI,WebUIReloadButton",
]
if os.geteuid() == 0:
    FLAGS.append("--no-sandbox")  # Chromium's sandbox refuses to run as root


def kill_browser(profile: Path) -> None:
    """Kill every process of the browser that keeps its data in a folder, the one that governs the others first."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:  # it has ended meanwhile
            continue
        if f"--user-data-dir={profile}" in arguments and "chromium" in arguments[0]:
            governs = not any(argument.startswith("--type=") for argument in arguments)
            found.append((not governs, int(process.name)))
    assert found, f"no browser keeps its data in {profile}"
    for _, number in sorted(found):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
