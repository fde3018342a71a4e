"""GeoPackages from QGIS: Korean layer names, several layers, and stubs."""

import sqlite3
from pathlib import Path

import pytest

from addresses import formats
from addresses.formats import UnreadableFile

from . import making


def package(folder: Path, crs: str = "EPSG:5179", layer: str = "표지", append: bool = False) -> Path:
    path = folder / "town.gpkg"
    columns = {"이름": making.NAMES, "번호": [1, 2, 3]}
    return making.write(path, making.moved(making.PLACES, crs), columns, crs=crs, layer=layer, append=append)


def test_a_korean_layer_is_read_in_place(tmp_path: Path) -> None:
    source = formats.read(package(tmp_path))

    assert (source.layer, source.crs) == ("표지", "EPSG:5179")
    assert [row.attributes for row in source.rows] == [
        {"이름": name, "번호": number} for number, name in enumerate(making.NAMES, 1)
    ]
    assert source.rows[0].geometry.distance(making.SUMMIT) < 1e-7


def test_several_layers_need_a_choice(tmp_path: Path) -> None:
    package(tmp_path)
    path = package(tmp_path, layer="쉼터", append=True)

    with pytest.raises(UnreadableFile, match=r"holds 2 layers\. Choose one with --layer: 표지, 쉼터"):
        formats.read(path)
    with pytest.raises(UnreadableFile, match='no layer "강"'):
        formats.read(path, layer="강")
    assert formats.read(path, layer="쉼터").layers == ["표지", "쉼터"]


def test_a_view_is_a_query_and_is_not_run(tmp_path: Path) -> None:
    path = package(tmp_path)
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE VIEW endless AS"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT * FROM n"
        )
        database.execute("UPDATE gpkg_contents SET table_name = 'endless'")
    database.close()

    with pytest.raises(UnreadableFile, match="views, not tables"):
        formats.read(path)


def test_the_original_is_left_as_it_was(tmp_path: Path) -> None:
    path = package(tmp_path)
    before = path.read_bytes()

    formats.read(path)

    assert [p.name for p in tmp_path.iterdir()] == ["town.gpkg"]
    assert path.read_bytes() == before


def test_what_another_program_has_not_yet_merged_is_read(tmp_path: Path) -> None:
    path = package(tmp_path)
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE unrelated (x)")
    other.commit()

    source = formats.read(path)

    other.close()
    assert "Another program has this file open; its changes so far were read." in source.warnings


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"SQLite format 3\0" + bytes(2032), "no whole GeoPackage"),
        (b"SQLite format 3\0", "no whole GeoPackage"),
        (b"not a database", "not a GeoPackage"),
    ],
)
def test_a_stub_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "stub.gpkg"
    path.write_bytes(data)

    with pytest.raises(UnreadableFile, match=says):
        formats.read(path)


def test_an_ordinary_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE x (y)")
    database.close()

    with pytest.raises(UnreadableFile, match="no whole GeoPackage"):
        formats.read(path)


def test_a_package_cut_short_is_refused_or_read_and_never_crashes(tmp_path: Path) -> None:
    path = package(tmp_path)
    whole = path.read_bytes()
    for size in range(5_000, len(whole), 9_000):
        path.write_bytes(whole[:size])
        with pytest.raises(UnreadableFile):
            formats.read(path)
