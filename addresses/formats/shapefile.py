"""ESRI Shapefile: .shp with .dbf, and whatever of .shx, .prj and .cpg came along."""

import shutil
import struct
from pathlib import Path
from tempfile import TemporaryDirectory

from . import gdal, table
from .source import Contents, Limits, UnreadableFile
from .text import Encoding, choose

MAGIC = b"\x00\x00\x27\x0a"
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def read(path: Path, *, encoding: str | None, limits: Limits) -> Contents:
    """Return the rows of a Shapefile, given by any of its parts.

    Raises UnreadableFile when the .shp is missing, damaged or cut short.
    """
    parts = _parts(path)
    if ".shp" not in parts:
        raise UnreadableFile(f"{path.stem}.shp is missing: a Shapefile needs .shp and .dbf side by side.")
    if sum(part.stat().st_size for part in parts.values()) > limits.file_bytes:
        raise UnreadableFile(f"The Shapefile is larger than {limits.file_bytes:,} bytes. Split it.")
    warnings = _check_shp(parts[".shp"])
    with TemporaryDirectory(prefix="yeogi-") as folder:
        private = _copy(parts, Path(folder), warnings)
        layer = _load(private, limits, warnings)
    said = _said(parts.get(".cpg"))
    settled = choose(_raw_texts(layer), chosen=encoding, said=said)
    warnings += [*settled.warnings, *_kept(layer.messages)]
    return Contents(
        format="Shapefile",
        rows=table.rows(layer, limits=limits, encoding=settled),
        crs=_prj(parts, layer),
        encoding=settled.codec,
        encoding_how=_how(settled, said),
        warnings=warnings,
        layers=[path.stem],
        layer=path.stem,
    )


def _parts(path: Path) -> dict[str, Path]:
    """Find the siblings whatever the case of their endings (.SHP, .Dbf)."""
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    siblings = [s for s in path.parent.iterdir() if s.name[: -len(s.suffix) or None] == stem and s.is_file()]
    return {s.suffix.lower(): s for s in siblings if s.suffix.lower() in PARTS}


def _check_shp(shp: Path) -> list[str]:
    with shp.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or header[:4] != MAGIC:
        raise UnreadableFile(f"{shp.name} is not a Shapefile (its first bytes differ). Export it again.")
    claimed, size = struct.unpack(">i", header[24:28])[0] * 2, shp.stat().st_size
    if claimed < 100 or claimed > size:
        raise UnreadableFile(
            f"{shp.name} says it has {claimed:,} bytes, but {size:,} are there: "
            "it was cut short or damaged. Copy or export it again."
        )
    return (
        [f"{shp.name} has {size - claimed:,} bytes after its end; they were ignored."]
        if claimed < size
        else []
    )


def _check_dbf(dbf: Path) -> None:
    with dbf.open("rb") as file:
        header = file.read(32)
    if len(header) < 32:
        raise UnreadableFile(f"{dbf.name} is empty or cut short. Copy or export it again.")
    count, header_bytes, record_bytes = struct.unpack("<IHH", header[4:12])
    if header_bytes + count * record_bytes > dbf.stat().st_size + 1:
        raise UnreadableFile(
            f"{dbf.name} says it has {count:,} rows, but the file ends before. Copy or export it again."
        )


def _copy(parts: dict[str, Path], folder: Path, warnings: list[str]) -> Path:
    """Copy what is needed under a plain name: a missing index is made here, never beside the original."""
    if ".dbf" in parts:
        _check_dbf(parts[".dbf"])
    else:
        warnings.append("The .dbf is missing: the rows have a place and nothing else.")
    if ".shx" not in parts:
        warnings.append("The .shx is missing; the index was made again from the .shp.")
    for suffix in (".shp", ".shx", ".dbf", ".prj"):
        if suffix in parts:
            shutil.copyfile(parts[suffix], folder / f"layer{suffix}")
    return folder / "layer.shp"


def _load(private: Path, limits: Limits, warnings: list[str]) -> gdal.Table:
    """ISO-8859-1 keeps every byte, so that the true encoding can be settled afterwards."""
    try:
        return gdal.load(private, encoding="ISO-8859-1", limits=limits)
    except UnreadableFile:
        index = private.with_suffix(".shx")
        if not index.exists():
            raise
        index.unlink()
        layer = gdal.load(private, encoding="ISO-8859-1", limits=limits)
        warnings.append("The .shx is damaged; the index was made again from the .shp.")
        return layer


def _raw_texts(layer: gdal.Table) -> set[bytes]:
    texts = {name.encode("latin-1") for name in layer.fields}
    for column in layer.columns:
        if column.dtype == object:
            texts.update(value.encode("latin-1") for value in column if isinstance(value, str))
    return texts


def _said(cpg: Path | None) -> str | None:
    if cpg is None:
        return None
    return cpg.read_bytes()[:64].decode("ascii", "replace").strip() or None


def _how(settled: Encoding, said: str | None) -> str:
    return f'said by the .cpg ("{said}")' if settled.how == "said by the file" else settled.how


def _prj(parts: dict[str, Path], layer: gdal.Table) -> str | None:
    if layer.crs:
        return layer.crs
    if ".prj" not in parts:
        return None
    return parts[".prj"].read_bytes()[:10_000].decode("utf-8", "replace").strip() or None


def _kept(messages: list[str]) -> list[str]:
    return [f"GDAL: {m}." for m in messages if ".shx" not in m.lower() and "SHAPE_RESTORE" not in m]
