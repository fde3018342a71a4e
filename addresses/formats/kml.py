"""KML 2: placemarks of every folder. A KMZ is the archive around it (archive.py)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from . import gdal, table, xml_text
from .source import Contents, Limits, UnreadableFile


def read(path: Path, *, encoding: str | None, layer: str | None, limits: Limits) -> Contents:
    """Return the placemarks of all folders (or the one asked for). Nothing that it links to is fetched.

    Raises UnreadableFile when it is not KML or is damaged.
    """
    text = xml_text.safe(path.read_bytes(), chosen=encoding)
    if text.root != "kml":
        raise UnreadableFile(f"{path.name} is not KML (its first element is <{text.root}>).")
    contents = Contents(
        "KML",
        [],
        crs="EPSG:4326",
        crs_how="said by the format",
        encoding=text.encoding.codec,
        layer=layer or "",
    )
    contents.encoding_how, contents.warnings = text.encoding.how, list(text.encoding.warnings)
    if b"<NetworkLink" in text.body:
        contents.warnings.append("The file links to further files on the network; they were not fetched.")
    with TemporaryDirectory(prefix="yeogi-") as folder:
        private = Path(folder) / "file.kml"
        private.write_bytes(text.body)
        names = [name for name, _ in gdal.layers(private)]
        contents.layers = names
        if layer and layer not in names:
            raise UnreadableFile(f'There is no folder "{layer}". Choose one of: {", ".join(names)}.')
        for name in [layer] if layer else names:
            found = gdal.load(private, layer=name, limits=limits)
            contents.rows += table.rows(found, limits=limits, layer=name, first=len(contents.rows) + 1)
            contents.warnings += [f"GDAL: {message}." for message in found.messages]
    return contents
