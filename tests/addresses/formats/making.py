"""Files as they come from outside, made on the spot: Shapefiles, GeoPackages, archives."""

import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio.raw
import pyproj
import shapely

SUMMIT = shapely.Point(126.94491, 37.682468)  # Nogosan, 다사 5105 6491
PLACES = [SUMMIT, shapely.Point(126.832, 37.6584), shapely.Point(126.7475, 37.6761)]
NAMES = ["노고산 정상", "고양시청", "똠방각하 햏네"]  # the last one has syllables that euc_kr lacks
METRE = 1 / 88_000  # a degree of longitude in Goyang is 88 km


def moved(shapes: Sequence[shapely.Geometry], crs: str) -> list[shapely.Geometry]:
    """Return WGS 84 shapes in another system, with its datum shift."""
    transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True, allow_ballpark=False)
    return [shapely.transform(s, lambda p: np.column_stack(transformer.transform(*p.T))) for s in shapes]


def write(
    path: Path,
    shapes: Sequence[shapely.Geometry | None],
    columns: dict[str, Sequence[object]],
    *,
    crs: str | None = None,
    encoding: str | None = None,
    layer: str | None = None,
    append: bool = False,
) -> Path:
    """Write one layer with GDAL; the ending tells the format."""
    driver = {".shp": "ESRI Shapefile", ".gpkg": "GPKG", ".kml": "LIBKML", ".geojson": "GeoJSON"}[path.suffix]
    kinds = {shape.geom_type for shape in shapes if shape is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            path,
            np.array([None if s is None else shapely.to_wkb(s) for s in shapes], dtype=object),
            [
                np.array(values, dtype=object if isinstance(values[0], str) else None)
                for values in columns.values()
            ],
            list(columns),
            driver=driver,
            crs=crs,
            encoding=encoding,
            layer=layer,
            append=append,
            geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        )
    return path


def shapefile(
    folder: Path,
    *,
    crs: str = "EPSG:5186",
    encoding: str = "cp949",
    cpg: str | None = None,
    prj: bool = True,
    shx: bool = True,
    stem: str = "points",
    shapes: Sequence[shapely.Geometry] = PLACES,
    names: Sequence[str] = NAMES,
) -> Path:
    """Write a Shapefile the way Korean bodies do: CP949, often with no word about anything."""
    columns = {"KEY": [f"{n:04d}" for n in range(1, len(names) + 1)], "NAME": list(names)}
    path = write(folder / f"{stem}.shp", moved(shapes, crs), columns, crs=crs, encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg)
    if not prj:
        path.with_suffix(".prj").unlink()
    if not shx:
        path.with_suffix(".shx").unlink()
    return path


def archive(path: Path, members: dict[str, bytes], *, names: str = "utf-8") -> Path:
    """Write a ZIP; with ``names="cp949"`` as Windows does: raw bytes and no UTF-8 mark."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (name, data) in enumerate(members.items()):
            packed.writestr(f"{number:0{len(name.encode(names))}d}" if names != "utf-8" else name, data)
    if names != "utf-8":
        data = path.read_bytes()
        for number, name in enumerate(members):
            raw = name.encode(names)
            data = data.replace(f"{number:0{len(raw)}d}".encode(), raw)
        path.write_bytes(data)
    return path


def parts(path: Path) -> dict[str, bytes]:
    """Return a Shapefile's files by name."""
    return {p.name: p.read_bytes() for p in sorted(path.parent.glob(f"{path.stem}.*"))}
