"""The words for kinds, states, presence, dispositions, flags: one catalogue for server and browser.

``phrases.json`` maps ``group.code`` to each language; the front end builds the same file in.
"""

import json
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("ko", "en")
PHRASES: Final[dict[str, dict[str, str]]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)


def phrase(group: str, code: str, language: str) -> str:
    """Say a code in Korean, or in English for any other language.

    What follows a colon in a code is the field that is meant: ``unreadable:phone``. A code without
    a phrase is said as it is: an old row must not take a dispatcher's screen down. That none is
    missing is tested. Example: ``phrase("kind", "fall", "en")``.
    """
    name, _, detail = code.partition(":")
    words = PHRASES.get(f"{group}.{name}")
    korean = language.lower().startswith("ko")
    said = words["ko" if korean else "en"] if words else name.replace("_", " ")
    if not detail:
        return said
    field = PHRASES.get(f"field.{detail}", {}).get("ko" if korean else "en", detail)
    return f"{said}: {field}"
