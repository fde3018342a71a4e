"""GeoPackage: one layer of features, chosen by name when there are several."""

import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from . import gdal, table
from .source import Contents, Limits, UnreadableFile

MAGIC = b"SQLite format 3\x00"


def read(path: Path, *, layer: str | None, limits: Limits) -> Contents:
    """Return the rows of one feature layer.

    Raises UnreadableFile when the file is no GeoPackage, is damaged, or several layers need a choice.
    """
    with TemporaryDirectory(prefix="yeogi-") as folder:
        private = Path(folder) / "file.gpkg"
        warnings = _copy(path, private)
        layers = _feature_layers(private)
        chosen = _choose(layers, layer)
        found = gdal.load(private, layer=chosen, limits=limits)
    warnings += [f"GDAL: {message}." for message in found.messages]
    return Contents(
        format="GeoPackage",
        rows=table.rows(found, limits=limits, layer=chosen),
        crs=found.crs,
        warnings=warnings,
        layers=layers,
        layer=chosen,
    )


def _copy(path: Path, private: Path) -> list[str]:
    """Read a copy: SQLite would write beside the original, and QGIS may have it open."""
    with path.open("rb") as file:
        if file.read(16) != MAGIC:
            raise UnreadableFile(
                f"{path.name} is not a GeoPackage (its first bytes differ). Export it again."
            )
    shutil.copyfile(path, private)
    journal = path.with_name(path.name + "-wal")
    if journal.is_file() and journal.stat().st_size:
        shutil.copyfile(journal, private.with_name(private.name + "-wal"))
        return ["Another program has this file open; its changes so far were read."]
    return []


def _feature_layers(private: Path) -> list[str]:
    """Return the layers that are tables: a view is a query, and may run without end."""
    try:
        with sqlite3.connect(private) as database:
            listed = database.execute(
                "SELECT c.table_name, m.type FROM gpkg_contents c"
                " LEFT JOIN sqlite_master m ON lower(m.name) = lower(c.table_name)"
                " WHERE c.data_type = 'features' ORDER BY c.rowid"
            ).fetchall()
        database.close()
    except sqlite3.Error as error:
        raise UnreadableFile(
            "This is no whole GeoPackage (its tables are missing). Export it again."
        ) from error
    layers = [name for name, kind in listed if kind == "table"]
    if not layers and listed:
        raise UnreadableFile("Its layers are views, not tables. Export the layer to a new GeoPackage.")
    if not layers:
        raise UnreadableFile("The GeoPackage holds no layer with positions. Export the layer itself.")
    return layers


def _choose(layers: list[str], layer: str | None) -> str:
    if layer is None and len(layers) == 1:
        return layers[0]
    if layer in layers:
        return layer
    listed = ", ".join(layers)
    if layer is None:
        raise UnreadableFile(f"The file holds {len(layers)} layers. Choose one with --layer: {listed}.")
    raise UnreadableFile(f'There is no layer "{layer}". Choose one of: {listed}.')
