"""A Shapefile that was cut short, padded or written wrongly: one sentence of advice, or the rows that are whole."""

import struct
from pathlib import Path

import pytest
import shapely

from addresses import formats
from addresses.formats import UnreadableFile

from . import making
from .making import METRE


def test_an_empty_layer_is_no_error(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)
    path.with_suffix(".dbf").unlink()
    for part, size in ((".shp", 100), (".shx", 100)):
        file = path.with_suffix(part)
        data = bytearray(file.read_bytes()[:size])
        data[24:28] = struct.pack(">i", size // 2)
        file.write_bytes(data)

    source = formats.read(path)

    assert source.rows == []
    assert "The file holds no rows." in source.warnings


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda data: data[:60], "not a Shapefile"),
        (lambda data: data[:130], "cut short"),
        (lambda data: b"\0\0\0\1" + data[4:], "not a Shapefile"),
        (
            lambda data: data[:24] + struct.pack(">i", 2**31 - 1) + data[28:],
            "says it has 4,294,967,294 bytes",
        ),
        (lambda data: data[:24] + struct.pack(">i", -5) + data[28:], "cut short or damaged"),
    ],
)
def test_a_damaged_header_is_refused_with_advice(tmp_path: Path, damage, says: str) -> None:
    path = making.shapefile(tmp_path)
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(UnreadableFile, match=says) as refusal:
        formats.read(path)
    assert "again" in str(refusal.value)


def test_a_table_that_claims_more_rows_than_it_has_is_refused(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)
    dbf = path.with_suffix(".dbf")
    data = dbf.read_bytes()
    dbf.write_bytes(data[:4] + struct.pack("<I", 4_000_000_000) + data[8:])

    with pytest.raises(UnreadableFile, match="4,000,000,000 rows"):
        formats.read(path)


def test_impossible_coordinates_cost_their_row_alone(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path, crs="EPSG:5179")
    data = path.read_bytes()
    x = struct.pack("<d", shapely.get_x(making.moved(making.PLACES, "EPSG:5179")[1]))
    for absurd in (1e308, float("nan"), float("-inf")):
        path.write_bytes(data[:100] + data[100:].replace(x, struct.pack("<d", absurd)))

        source = formats.read(path)

        assert [bool(row.problem) for row in source.rows] == [False, True, False]
        assert source.rows[0].geometry.distance(making.SUMMIT) < 0.02 * METRE


def test_the_zero_sentinel_does_not_disturb_the_guess(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path, crs="EPSG:5179", prj=False)
    data = path.read_bytes()
    place = making.moved(making.PLACES, "EPSG:5179")[1]
    path.write_bytes(data[:100] + data[100:].replace(struct.pack("<2d", place.x, place.y), bytes(16)))

    source = formats.read(path)

    assert source.crs == "EPSG:5179"
    assert source.rows[1].problem == "the coordinates are 0, 0, which stands for unknown"
