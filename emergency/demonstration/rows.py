"""The town's files, row by row."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry

SOURCE = "demonstration town"
# Said by every line of history that the loader writes.
TOLD: dict[str, Any] = {"actor": None, "origin": "system", "reason": SOURCE}


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one CSV file."""
    with (_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def features(name: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield the properties and the geometry of one GeoJSON file's features."""
    for feature in json.loads((_folder() / f"{name}.geojson").read_text(encoding="utf-8"))["features"]:
        yield feature["properties"], GEOSGeometry(json.dumps(feature["geometry"]), srid=4326)


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "town"
