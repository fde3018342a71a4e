"""The one place where GDAL touches a file: pyogrio's own GDAL, kept from the network.

Only private copies whose first bytes were checked come here, under names of our own, so no
driver that follows addresses can be picked by a forged file; those drivers are unloaded too.
"""

import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NETWORK_DRIVERS = (
    "OGR_VRT,WFS,OAPIF,OGCAPI,CSW,HTTP,PLSCENES,Elasticsearch,Carto,AmigoCloud,NGW,EEDA,GDALG,ADBC"
)
os.environ.setdefault("OGR_SKIP", _NETWORK_DRIVERS)  # read once, when the library loads

import numpy as np  # noqa: E402
import numpy.typing as npt  # noqa: E402
import shapely  # noqa: E402

# SpatiaLite may be open by now, and with it the system's GEOS and PROJ for the whole process to see.
# pyogrio's GDAL must look among its own libraries first: bound to those, it crashes on a GeoPackage.
_flags = sys.getdlopenflags()
sys.setdlopenflags(_flags | getattr(os, "RTLD_DEEPBIND", 0))  # Linux has it; macOS binds so by itself
import pyogrio  # noqa: E402
import pyogrio.raw  # noqa: E402

sys.setdlopenflags(_flags)

from .source import Limits, UnreadableFile  # noqa: E402

pyogrio.set_gdal_config_options(
    {
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
        "GDAL_HTTP_MAX_RETRY": "0",
        "OGR_ENABLE_PARTIAL_REPROJECTION": False,
        "PROJ_NETWORK": "OFF",
        "GPX_ELE_AS_25D": True,
        "SHAPE_RESTORE_SHX": True,
        "OGR_GEOJSON_MAX_OBJ_SIZE": "0",
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """One layer as GDAL gives it: column names, columns, geometries, what it says of its CRS."""

    fields: list[str]
    columns: list[npt.NDArray[Any]]
    geometries: npt.NDArray[np.object_]
    crs: str | None
    messages: list[str]

    def __len__(self) -> int:
        return len(self.geometries)


def load(path: Path, *, layer: str | None = None, encoding: str | None = None, limits: Limits) -> Table:
    """Return one layer of a checked private file.

    Raises UnreadableFile with GDAL's own words when it cannot be read or is too large.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            meta, _, wkb, columns = pyogrio.raw.read(
                path, layer=layer, encoding=encoding, max_features=limits.rows + 1, datetime_as_string=True
            )
        except (RuntimeError, ValueError, OverflowError, MemoryError) as error:
            raise UnreadableFile(f"The file is damaged: {_words(error)}. Export it again.") from error
    count = len(columns[0]) if columns else (0 if wkb is None else len(wkb))
    if count > limits.rows:
        raise UnreadableFile(f"The file has more than {limits.rows:,} rows. Split it and import the parts.")
    geometries = np.full(count, None, dtype=object)
    if wkb is not None:
        geometries = shapely.from_wkb(wkb, on_invalid="ignore")
    messages = sorted({_words(message.message) for message in caught})
    fields = [str(name) for name in meta["fields"]]
    return Table(fields, list(columns), geometries, meta["crs"], messages)


def layers(path: Path) -> list[tuple[str, str | None]]:
    """Return each layer's name and geometry type (None: a table without places)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
        except (RuntimeError, ValueError) as error:
            raise UnreadableFile(f"The file is damaged: {_words(error)}. Export it again.") from error


def _words(error: object) -> str:
    """Return GDAL's message without the private path."""
    words = str(error).split("; It might help")[0]
    return " ".join(part for part in words.split() if "/" not in part).rstrip(".") or "unknown cause"
