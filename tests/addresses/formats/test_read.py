"""The door itself: the kind of file is told by its content, and nonsense is refused in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addresses import formats
from addresses.formats import UnreadableFile

from . import making

TABLE = "명칭,위도,경도\n가,37.65,126.83\n"


def test_the_content_counts_and_not_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "points.txt"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    assert formats.read(path).format == "GeoJSON"
    path = tmp_path / "points.json.csv"
    path.write_text(TABLE)
    assert formats.read(path).format == "CSV"
    path = tmp_path / "export.bin"
    path.write_bytes(making.archive(tmp_path / "a.zip", {"a.csv": TABLE.encode()}).read_bytes())
    assert formats.read(path).format == "CSV"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(UnreadableFile, match="There is no file"):
        formats.read(tmp_path / "missing.csv")
    with pytest.raises(UnreadableFile, match="is not a file"):
        formats.read(tmp_path)
    with pytest.raises(UnreadableFile, match="is not a file"):
        formats.read(tmp_path / "pipe")


def test_an_unknown_kind_lists_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"ID3\x04")

    with pytest.raises(UnreadableFile, match="Shapefile, GeoPackage, GeoJSON, CSV, GPX, KML"):
        formats.read(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_of_any_kind_is_read_or_refused_and_nothing_else(
    tmp_path: Path, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from([".shp", ".gpkg", ".geojson", ".kml", ".csv", ".zip"]))
    whole = _sample(tmp_path, kind)
    path = tmp_path / f"spoilt{kind}"
    spoilt = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(spoilt) - 1), st.integers(0, 255)), max_size=8)
    ):
        spoilt[place] = value
    path.write_bytes(spoilt)

    try:
        source = formats.read(path)
    except UnreadableFile:
        return
    assert all(row.geometry is not None or row.problem for row in source.rows)


def _sample(folder: Path, kind: str) -> bytes:
    path = folder / f"whole{kind}"
    if not path.exists():
        if kind == ".csv":
            path.write_text(TABLE)
        elif kind == ".zip":
            making.archive(path, {"a.csv": TABLE.encode()})
        elif kind == ".shp":
            making.shapefile(folder, stem="whole")
        else:
            making.write(path, making.PLACES, {"name": making.NAMES}, crs="EPSG:4326")
    return path.read_bytes()


def test_no_driver_that_follows_addresses_is_loaded() -> None:
    code = "from addresses.formats import gdal; print(*gdal.pyogrio.list_drivers(), sep='|')"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
    loaded = loaded.split("|")

    assert {"ESRI Shapefile", "GPKG", "GPX", "LIBKML", "ESRIJSON"} <= set(loaded)
    assert not {"WFS", "OAPIF", "OGCAPI", "CSW", "HTTP", "OGR_VRT", "GDALG", "Elasticsearch"} & set(loaded)
