"""One door for files from outside: ``read(path)`` gives rows in EPSG:4326 or one clear refusal.

The kind of file is told by its content, not by its name. Nothing is ever written beside the
original, nothing is fetched from the network.
"""

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

from . import archive, csv, geojson, geopackage, gpx, kml, placing, shapefile
from .source import Contents, Limits, Row, Source, UnreadableFile, Value

__all__ = ["Limits", "Row", "Source", "UnreadableFile", "Value", "read"]

_TABLES = (".csv", ".tsv", ".txt", "")
_OFFICE = b"\xd0\xcf\x11\xe0"


def read(
    path: str | Path,
    *,
    encoding: str | None = None,
    crs: str | None = None,
    layer: str | None = None,
    swap: bool = False,
    limits: Limits | None = None,
) -> Source:
    """Return the rows of a Shapefile, GeoPackage, GeoJSON, ESRI JSON, CSV, GPX, KML, KMZ or ZIP of these.

    ``encoding``, ``crs`` (as ``EPSG:5186``) and ``layer`` overrule what the file says or what would be
    guessed; ``swap`` exchanges the two axes. Raises UnreadableFile with what to do next.
    """
    path, limits = Path(path), limits or Limits()
    _refuse_unfit(path, limits)
    name = unicodedata.normalize("NFC", path.name)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((archive.MAGIC, archive.EMPTY_MAGIC)):
        with TemporaryDirectory(prefix="yeogi-") as folder:
            contents = _from_archive(path, Path(folder), encoding, layer, limits)
    else:
        contents = _contents(path, start, encoding, layer, limits)
    return placing.place(contents, name=name, crs=crs, swap=swap, limits=limits)


def _refuse_unfit(path: Path, limits: Limits) -> None:
    if not path.exists():
        raise UnreadableFile(f"There is no file {path}. Check the name.")
    if not path.is_file():
        raise UnreadableFile(f"{path} is not a file. Name the file itself (for a Shapefile the .shp).")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile(f"{path.name} is empty. Export or copy it again.")
    if size > limits.file_bytes:
        raise UnreadableFile(
            f"{path.name} has {size:,} bytes; at most {limits.file_bytes:,} are read. Split it."
        )


def _contents(path: Path, start: bytes, encoding: str | None, layer: str | None, limits: Limits) -> Contents:
    """Tell the kind of file by its first bytes, and read it."""
    suffix = path.suffix.lower()
    if start.startswith(shapefile.MAGIC) or suffix in shapefile.PARTS:
        return shapefile.read(path, encoding=encoding, limits=limits)
    if start.startswith(geopackage.MAGIC) or suffix == ".gpkg":
        return geopackage.read(path, layer=layer, limits=limits)
    if start.startswith(_OFFICE):
        raise UnreadableFile(
            "This is an old office document. Save its table as CSV (UTF-8), and import that."
        )
    letters = start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if letters.startswith(b"<"):
        return _xml(path, letters, encoding, layer, limits)
    if suffix not in (".csv", ".tsv") and letters.startswith((b"{", b"[")):
        return geojson.read(path, encoding=encoding, limits=limits)
    if suffix in _TABLES:
        return csv.read(path, encoding=encoding, limits=limits)
    raise UnreadableFile(
        f"{path.name} is none of the known kinds: "
        "Shapefile, GeoPackage, GeoJSON, CSV, GPX, KML, or a ZIP of these."
    )


def _xml(path: Path, letters: bytes, encoding: str | None, layer: str | None, limits: Limits) -> Contents:
    if b"<gpx" in letters or path.suffix.lower() == ".gpx":
        return gpx.read(path, encoding=encoding, layer=layer, limits=limits)
    if b"<kml" in letters or path.suffix.lower() == ".kml":
        return kml.read(path, encoding=encoding, layer=layer, limits=limits)
    raise UnreadableFile(f"{path.name} is XML, but neither GPX nor KML. Export it as one of them.")


def _from_archive(
    path: Path, folder: Path, encoding: str | None, layer: str | None, limits: Limits
) -> Contents:
    members = archive.unpack(path, folder, limits)
    found = archive.datasets(members)
    if not found:
        raise UnreadableFile(
            f"{path.name} holds nothing that can be read (Shapefile, GeoJSON, CSV, GPX, KML)."
        )
    label = layer if layer in found else next(iter(found)) if len(found) == 1 else None
    if label is None:
        listed = ", ".join(list(found)[:30])
        raise UnreadableFile(f"{path.name} holds {len(found)} data sets. Choose one with --layer: {listed}.")
    inside = found[label]
    with inside.open("rb") as file:
        start = file.read(4096)
    contents = _contents(inside, start, encoding, None if layer == label else layer, limits)
    contents.layers = list(found) if len(found) > 1 else contents.layers
    return contents
