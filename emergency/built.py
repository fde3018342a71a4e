"""The built files of the single-page apps: their names carry a hash, and Vite's manifest says which is which."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

MANIFEST = Path(settings.BASE_DIR) / "frontend" / "dist" / "manifest.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What a page must load; both empty when the front end was not built."""

    script: str = ""
    styles: tuple[str, ...] = ()


def built(entry: str) -> Built:
    """Return the addresses of an entry's script and style sheets, as they are now.

    ``entry`` is its source, such as ``console/index.html``. An entry that was not built is empty.
    """
    try:
        stamp = MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        return Built()
    return _entries(MANIFEST, stamp).get(entry, Built())


@lru_cache(maxsize=2)
def _entries(manifest: Path, _stamp: int) -> dict[str, Built]:
    entries: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))
    return {source: _built(source, entries) for source, entry in entries.items() if entry.get("isEntry")}


def _built(source: str, entries: dict[str, dict[str, Any]]) -> Built:
    file: str = entries[source]["file"]
    if file.endswith(".css"):
        return Built(styles=(static(file),))
    return Built(static(file), tuple(static(style) for style in _styles(source, entries)))


def _styles(source: str, entries: dict[str, dict[str, Any]]) -> list[str]:
    """Return the sheets of a part and of all it imports, those first: what two pages share has a file of its own."""
    found: list[str] = []
    for imported in entries[source].get("imports", []):
        found += _styles(imported, entries)
    return list(dict.fromkeys([*found, *entries[source].get("css", [])]))
