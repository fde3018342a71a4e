"""What a centre says often, in every language of the phone: a dispatcher sends it in Korean or English, and each
person reads it in the language of their own page.

``canned.json`` maps each phrase to its languages; the console offers the same file. What was said is kept as it was
sent, and a phrase is known by its words: nothing else of it needs to be stored or sent.
"""

import json
from pathlib import Path
from typing import Final

CANNED: Final[dict[str, dict[str, str]]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(".。?？!").casefold()


_KNOWN: Final = {_bare(text): said for said in CANNED.values() for text in said.values()}


def said(text: str, language: str) -> str:
    """Return what a centre said, each line that is a phrase in a language such as ``vi`` or ``zh-Hans``."""
    wanted = language.lower().partition("-")[0]
    return "\n".join(_KNOWN.get(_bare(line), {}).get(wanted, line) for line in text.split("\n"))
