"""The phone page's script and style sheet, written into the page itself, and the policy that allows just them.

What else the page can do comes later and by itself: a second stage of files under ``/static/phone/``.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

FOLDER = Path(settings.BASE_DIR) / "frontend" / "dist" / "hiker"
SECOND_STAGE = Path(settings.BASE_DIR) / "frontend" / "dist" / "phone" / "manifest.json"


@dataclass(frozen=True, slots=True)
class Inlined:
    """What stands in the page, and the Content-Security-Policy: this script by its hash, and this site's own files.

    ``more`` is the address of the second stage, which the script loads when the page is complete.
    """

    script: str
    style: str
    policy: str
    more: str = ""


def inlined() -> Inlined:
    """Return the built files as they are now; empty ones when the front end was not built.

    The page says and does everything that matters without them.
    """
    return _inlined(*(_stamp(path) for path in (FOLDER / "hiker.js", FOLDER / "hiker.css", SECOND_STAGE)))


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=2)
def _inlined(script_stamp: int, style_stamp: int, more_stamp: int) -> Inlined:
    # Browsers hash the element's text with line ends as \n, and </script would end the element early.
    script = _text("hiker.js").replace("</script", "<\\/script") if script_stamp else ""
    style = _text("hiker.css") if style_stamp else ""
    return Inlined(script, style, policy(script, style), _second_stage() if more_stamp else "")


def policy(script: str, style: str) -> str:
    """Return a policy that lets one script, one style sheet and this site's own files through, and nothing else."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(script)} 'self'",
            f"style-src {_hash(style)} 'self'",
            "connect-src 'self'",
            "img-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _second_stage() -> str:
    entry = json.loads(SECOND_STAGE.read_text(encoding="utf-8"))["boot.ts"]
    return static(f"phone/{entry['file']}")


def _text(name: str) -> str:
    text = (FOLDER / name).read_text(encoding="utf-8")
    # The bundler signs its style sheets with a comment that no browser needs.
    return text.replace("/*$vite$:1*/", "").strip()


def _hash(text: str) -> str:
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" if text else "'none'"
    )
