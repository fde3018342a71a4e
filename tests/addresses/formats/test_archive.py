"""An archive from a stranger: Korean names are read, and nothing leaves the fence."""

import stat
import zipfile
import zlib
from pathlib import Path

import pytest

from addresses import formats
from addresses.formats import UnreadableFile

from . import making

TABLE = "명칭,위도,경도\n가,37.65,126.83\n".encode()


@pytest.mark.parametrize("names", ["cp949", "utf-8"])
def test_a_shapefile_with_korean_names_inside_is_read(tmp_path: Path, names: str) -> None:
    parts = making.parts(making.shapefile(tmp_path / "", prj=False, crs="EPSG:5179"))
    members = {f"고양시_구{Path(name).suffix}": data for name, data in parts.items()}

    source = formats.read(making.archive(tmp_path / "고양.zip", members, names=names))

    assert source.layers == ["고양시_구"]
    assert source.rows[0].attributes["NAME"] == "노고산 정상"
    assert source.name == "고양.zip"


def test_names_that_macos_wrote_without_saying_utf8_are_read(tmp_path: Path) -> None:
    import unicodedata

    raw = unicodedata.normalize("NFD", "고양시").encode()
    path = making.archive(tmp_path / "mac.zip", {"X" * len(raw) + ".csv": TABLE, "__MACOSX/._x.csv": b"junk"})
    path.write_bytes(path.read_bytes().replace(b"X" * len(raw), raw))

    assert formats.read(path).rows[0].attributes["명칭"] == "가"


def test_missing_index_and_system_inside_an_archive(tmp_path: Path) -> None:
    parts = making.parts(making.shapefile(tmp_path, crs="EPSG:5179", prj=False, shx=False))

    source = formats.read(making.archive(tmp_path / "a.zip", parts))

    assert source.crs == "EPSG:5179"
    assert len(source.rows) == 3


def test_several_data_sets_need_a_choice(tmp_path: Path) -> None:
    path = making.archive(
        tmp_path / "a.zip", {"숲길.csv": TABLE, "쉼터.csv": TABLE.replace("가".encode(), "나".encode())}
    )

    with pytest.raises(UnreadableFile, match=r"holds 2 data sets. Choose one with --layer: 숲길, 쉼터"):
        formats.read(path)
    assert formats.read(path, layer="쉼터").rows[0].attributes["명칭"] == "나"


@pytest.mark.parametrize(
    "name", ["../../evil.shp", "/etc/evil.csv", "a/../../b.csv", "..\\evil.csv", "C:\\evil.csv"]
)
def test_a_name_that_leads_outside_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "deep" / "down"
    inside.mkdir(parents=True)
    path = making.archive(inside / "a.zip", {name: TABLE, "ok.csv": TABLE})

    with pytest.raises(UnreadableFile, match="write outside its folder"):
        formats.read(path)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "deep", "down"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        entry = zipfile.ZipInfo("passwords.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(entry, "/etc/passwd")

    with pytest.raises(UnreadableFile, match="holds a link"):
        formats.read(path)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = making.archive(tmp_path / "a.zip", {"bomb.csv": bytes(8_000_000)})

    with pytest.raises(UnreadableFile, match="no honest archive"):
        formats.read(path)
    with pytest.raises(UnreadableFile, match="8,000,000 bytes; at most 5,000"):
        formats.read(path, limits=formats.Limits(unpacked_bytes=5_000))


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    path = making.archive(tmp_path / "a.zip", {"bomb.csv": bytes(300_000)})
    data = path.read_bytes()
    packed = path.read_bytes().replace((300_000).to_bytes(4, "little"), (40).to_bytes(4, "little"))
    assert packed != data
    path.write_bytes(packed)

    with pytest.raises(UnreadableFile, match="damaged"):
        formats.read(path)


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    inner = making.archive(tmp_path / "inner.zip", {"a.csv": TABLE}).read_bytes()

    with pytest.raises(UnreadableFile, match="Unpack it first"):
        formats.read(making.archive(tmp_path / "outer.zip", {"inner.zip": inner}))


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    path = making.archive(tmp_path / "a.zip", {f"{n}.csv": TABLE for n in range(5)})

    with pytest.raises(UnreadableFile, match="5 files; at most 4"):
        formats.read(path, limits=formats.Limits(archive_members=4))


def test_a_workbook_is_told_from_an_archive(tmp_path: Path) -> None:
    path = making.archive(tmp_path / "표.xlsx", {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})

    with pytest.raises(UnreadableFile, match="Save its table as CSV"):
        formats.read(path)


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    path = making.archive(tmp_path / "a.zip", {"a.csv": TABLE})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)

    with pytest.raises(UnreadableFile, match="password"):
        formats.read(path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d[:-30],
        lambda d: d[:60],
        lambda d: d[:45] + bytes(10) + d[55:],
        lambda d: d[:4] + bytes(100),
    ],
)
def test_a_damaged_archive_is_refused(tmp_path: Path, damage) -> None:
    path = making.archive(tmp_path / "a.zip", {"a.csv": TABLE * 20})
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(UnreadableFile, match="damaged"):
        formats.read(path)


def test_an_archive_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="nothing that can be read"):
        formats.read(making.archive(tmp_path / "a.zip", {"readme.md": b"hello"}))
    with pytest.raises(UnreadableFile, match="nothing that can be read"):
        formats.read(making.archive(tmp_path / "b.zip", {}))


def test_the_checksum_of_every_member_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("a.csv", TABLE)
    assert zlib.crc32(TABLE) != zlib.crc32(TABLE.replace(b"37.65", b"37.75"))
    path.write_bytes(path.read_bytes().replace(b"37.65", b"37.75"))

    with pytest.raises(UnreadableFile, match="damaged"):
        formats.read(path)
