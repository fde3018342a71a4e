"""What the screens say, from the catalogues that the screens themselves use."""

import json
import re
from functools import cache
from typing import Any

from tests.servers import ROOT


@cache
def _page(language: str) -> dict[str, dict[str, str]]:
    file = ROOT / "emergency" / "languages" / f"{language}.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return dict(json.loads((ROOT / "emergency" / "phrases.json").read_text(encoding="utf-8")))


@cache
def _console(language: str) -> dict[str, str]:
    file = ROOT / "frontend" / "console" / "words" / f"{language}.ts"
    lines = re.findall(r'^  (\w+): (".*"),$', file.read_text(encoding="utf-8"), re.MULTILINE)
    return {key: json.loads(text) for key, text in lines}


@cache
def _crew() -> dict[str, dict[str, str]]:
    file = ROOT / "frontend" / "crew" / "words.ts"
    korean, english = file.read_text(encoding="utf-8").split("export type Key")
    found = {"ko": korean, "en": english}
    return {
        language: {
            key: json.loads(text) for key, text in re.findall(r'^  (\w+): (".*"),$', part, re.MULTILINE)
        }
        for language, part in found.items()
    }


def on_crew(key: str, language: str = "ko", **values: Any) -> str:
    """Return a sentence of the page of a crew."""
    return _crew()[language][key].format(**values)


def on_page(key: str, language: str = "ko", **values: Any) -> str:
    """Return a sentence of the hiker's page."""
    return _page(language)["page"][key].format(**values)


def on_phone(key: str, language: str = "ko", **values: Any) -> str:
    """Return a sentence of the hiker's page after the touch."""
    return _page(language)["live"][key].format(**values)


def on_console(key: str, language: str = "ko", **values: Any) -> str:
    """Return a sentence of the console."""
    return _console(language)[key].format(**values)


def phrase(key: str, language: str = "ko") -> str:
    """Return the word for a state, a kind, a flag …: ``phrase("state.opened")``."""
    return _phrases()[key][language]


@cache
def centre(slug: str, language: str = "ko") -> str:
    """Return the name of the centre of a jurisdiction of the town."""
    file = ROOT / "fixtures" / "town" / "jurisdictions.geojson"
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    (found,) = [each["properties"] for each in features if each["properties"]["slug"] == slug]
    return str(found[f"centre_name_{'ko' if language == 'ko' else 'en'}"])


def canned(code: str, language: str = "ko") -> str:
    """Return a phrase that a centre says often."""
    phrases = json.loads((ROOT / "emergency" / "canned.json").read_text(encoding="utf-8"))
    return str(phrases[code][language])


def before(text: str, sign: str) -> str:
    """Return what stands before a place that is filled in: enough to find a sentence by."""
    return text.partition(sign)[0].strip()


def in_phone(key: str, language: str = "ko", **values: Any) -> str:
    """Return a sentence of what the page can do beyond its button."""
    return _page(language)["phone"][key].format(**values)


def local(key: str, language: str = "ko", **values: Any) -> str:
    """Return a sentence of the page where the centre takes no positions."""
    return _page(language)["local"][key].format(**values)
