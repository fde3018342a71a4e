"""What the phone page says, one JSON file per language; a further language is one more file.

``page`` is written by the server, ``live`` by the script in the page (frontend/hiker), which gets
its part with the page; ``local`` is its part where the centre takes no reports. Placeholders are named: ``{centre}``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

FOLDER = Path(__file__).resolve().parent
# How a page names its language where that is more than our name for it: a phone chooses the shapes of
# Han characters by this, and reads aloud by it (BCP 47).
_TAGS: Final = {"zh": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything in one language. What ends with ``_json`` is ready to stand inside a script element.

    ``tag`` is what a ``lang`` attribute says: ``zh-Hans`` for ``zh``.
    """

    language: str
    tag: str
    name: str
    page: Mapping[str, str]
    live: Mapping[str, str]
    live_json: str
    local_json: str

    def of(self, ko: str, en: str) -> str:
        """Return the name that this page shows: places and centres have a Korean and an English one."""
        return (ko or en) if self.language == "ko" else (en or ko)


@cache
def known() -> tuple[str, ...]:
    """Return the languages there are, the settings' default first."""
    found = sorted(path.stem for path in FOLDER.glob("*.json"))
    return tuple(sorted(found, key=lambda language: language != settings.LANGUAGE_CODE))


@cache
def words(language: str) -> Words:
    """Return the catalogue of one language. Raises KeyError for one that there is not."""
    if language not in known():
        raise KeyError(language)
    entry = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    for_script = (_in_script(entry[part]) for part in ("live", "local"))
    tag = _TAGS.get(language, language)
    return Words(language, tag, entry["name"], entry["page"], entry["live"], *for_script)


def _in_script(part: Mapping[str, str]) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def chosen(request: HttpRequest) -> Words:
    """Return the words for a request: ``?lang=`` first, then what the browser asks for. No cookie."""
    header = request.headers.get("Accept-Language", "").strip()
    wanted = [
        request.GET.get("lang", "").lower(),
        *(tag for tag, quality in parse_accept_lang_header(header) if quality),
    ]
    for tag in wanted:
        # Whoever reads zh-TW or en-AU reads the one Chinese and the one English that there is.
        if (language := tag.partition("-")[0]) in known():
            return words(language)
    # Who reads neither Korean nor anything else we have is better served by English.
    return words("en" if header and header != "*" and "en" in known() else known()[0])
