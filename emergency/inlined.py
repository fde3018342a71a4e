"""The phone page's script and style sheet, written into the page itself, and the policy that allows just them."""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "frontend" / "dist" / "hiker"


@dataclass(frozen=True, slots=True)
class Inlined:
    """What stands in the page, and the Content-Security-Policy (by hash: nothing else may run)."""

    script: str
    style: str
    policy: str


def inlined() -> Inlined:
    """Return the built files as they are now; empty ones when the front end was not built.

    The page says and does everything that matters without them.
    """
    return _inlined(*(_stamp(FOLDER / name) for name in ("hiker.js", "hiker.css")))


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=2)
def _inlined(script_stamp: int, style_stamp: int) -> Inlined:
    # Browsers hash the element's text with line ends as \n, and </script would end the element early.
    script = _text("hiker.js").replace("</script", "<\\/script") if script_stamp else ""
    style = _text("hiker.css") if style_stamp else ""
    return Inlined(script, style, policy(script, style))


def policy(script: str, style: str) -> str:
    """Return a policy that lets one script and one style sheet through, and talk to this server alone."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "connect-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _text(name: str) -> str:
    text = (FOLDER / name).read_text(encoding="utf-8")
    # The bundler signs its style sheets with a comment that no browser needs.
    return text.replace("/*$vite$:1*/", "").strip()


def _hash(text: str) -> str:
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" if text else "'none'"
    )
