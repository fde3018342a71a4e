"""GPX 1.0 and 1.1: waypoints, routes and tracks, read together."""

from pathlib import Path
from tempfile import TemporaryDirectory

from . import gdal, table, xml_text
from .source import Contents, Limits, UnreadableFile

LAYERS = ("waypoints", "routes", "tracks")


def read(path: Path, *, encoding: str | None, layer: str | None, limits: Limits) -> Contents:
    """Return waypoints, routes and tracks (or the one layer asked for), elevations included.

    Raises UnreadableFile when it is not GPX or is damaged.
    """
    text = xml_text.safe(path.read_bytes(), chosen=encoding)
    if text.root != "gpx":
        raise UnreadableFile(f"{path.name} is not GPX (its first element is <{text.root}>).")
    contents = Contents(
        "GPX",
        [],
        crs="EPSG:4326",
        crs_how="said by the format",
        encoding=text.encoding.codec,
        layers=list(LAYERS),
    )
    contents.encoding_how, contents.warnings = text.encoding.how, list(text.encoding.warnings)
    if layer and layer not in LAYERS:
        raise UnreadableFile(f'There is no layer "{layer}". Choose one of: {", ".join(LAYERS)}.')
    contents.layer = layer or ""
    with TemporaryDirectory(prefix="yeogi-") as folder:
        private = Path(folder) / "file.gpx"
        private.write_bytes(text.body)
        for name in [layer] if layer else LAYERS:
            found = gdal.load(private, layer=name, limits=limits)
            contents.rows += table.rows(found, limits=limits, layer=name, first=len(contents.rows) + 1)
            contents.warnings += [f"GDAL: {message}." for message in found.messages]
    return contents
