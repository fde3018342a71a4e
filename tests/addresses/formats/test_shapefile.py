"""A city's Shapefiles come in CP949, without a word on encoding or system, and with parts missing."""

from pathlib import Path

import numpy as np
import pytest

from addresses import formats
from addresses.formats import UnreadableFile

from . import making
from .making import METRE


def names(source: formats.Source) -> list[object]:
    return [row.attributes["NAME"] for row in source.rows]


def furthest(source: formats.Source) -> float:
    """Return the largest distance in degrees from where the places really are."""
    return max(row.geometry.distance(place) for row, place in zip(source.rows, making.PLACES, strict=True))


@pytest.mark.parametrize(
    ("encoding", "cpg", "how"),
    [
        ("cp949", None, "recognised: the text is CP949"),
        ("cp949", "949", 'said by the .cpg ("949")'),
        ("cp949", "EUC-KR", 'said by the .cpg ("EUC-KR")'),
        ("cp949", "UTF-8", "recognised: the text is CP949"),
        ("cp949", "ISO-8859-1", "recognised: the text is CP949"),
        ("cp949", "no such thing", "recognised: the text is CP949"),
        ("utf-8", None, "recognised: the text is UTF-8"),
        ("utf-8", "UTF-8", 'said by the .cpg ("UTF-8")'),
        ("utf-8", "949", "recognised: the text is UTF-8"),
    ],
)
def test_it_reads_korean_names_whatever_the_cpg_says(
    tmp_path: Path, encoding: str, cpg: str | None, how: str
) -> None:
    source = formats.read(making.shapefile(tmp_path, encoding=encoding, cpg=cpg))

    assert names(source) == making.NAMES
    assert (source.encoding, source.encoding_how) == (encoding, how)


def test_it_says_that_a_cpg_lied(tmp_path: Path) -> None:
    source = formats.read(making.shapefile(tmp_path, cpg="UTF-8"))

    assert 'The file says its text is "UTF-8", but it is not; it was ignored.' in source.warnings


def test_two_syllables_in_utf8_are_not_taken_for_cp949(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path, encoding="utf-8", names=["고양", "일산", "덕양"])

    assert names(formats.read(path)) == ["고양", "일산", "덕양"]


def test_a_name_that_the_column_cut_in_half_keeps_its_whole_letters(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)
    dbf = path.with_suffix(".dbf")
    dbf.write_bytes(dbf.read_bytes().replace("고양시청".encode("cp949"), "고양시".encode("cp949") + b"\xc3 "))

    source = formats.read(path)

    assert source.rows[1].attributes["NAME"] == "고양시"
    assert source.rows[1].notes == ['NAME "고양시" is cut off in the middle of a letter']
    assert source.rows[1].problem is None


def test_one_spoilt_name_costs_one_row_and_not_the_file(tmp_path: Path) -> None:
    count = 10
    path = making.shapefile(
        tmp_path, shapes=[making.SUMMIT] * count, names=[f"표지 {n}" for n in range(count)]
    )
    dbf = path.with_suffix(".dbf")
    dbf.write_bytes(dbf.read_bytes().replace("표지 4".encode("cp949"), b"\xff\xffxx 4"))

    source = formats.read(path)

    assert [row.number for row in source.rows if row.problem] == [5]
    assert "bytes that are not CP949" in source.rows[4].problem
    assert source.rows[5].attributes["NAME"] == "표지 5"


def test_text_in_no_known_encoding_asks_for_one_and_takes_it(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path, encoding="ISO-8859-1", names=["école", "Ñandú", "Zürich"])

    with pytest.raises(UnreadableFile, match="--encoding"):
        formats.read(path)
    assert names(formats.read(path, encoding="latin-1")) == ["école", "Ñandú", "Zürich"]


def test_a_chosen_encoding_that_fits_nothing_is_refused(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)

    with pytest.raises(UnreadableFile, match="None of the text is UTF-8"):
        formats.read(path, encoding="utf-8")
    with pytest.raises(UnreadableFile, match='no encoding "klingon"'):
        formats.read(path, encoding="klingon")


def test_leading_zeros_of_a_key_live(tmp_path: Path) -> None:
    assert formats.read(making.shapefile(tmp_path)).rows[0].attributes["KEY"] == "0001"


@pytest.mark.parametrize("crs", ["EPSG:5186", "EPSG:5179", "EPSG:4326", "EPSG:5174", "EPSG:2097"])
def test_every_korean_system_ends_at_the_same_place(tmp_path: Path, crs: str) -> None:
    source = formats.read(making.shapefile(tmp_path, crs=crs))

    assert source.crs == crs
    assert furthest(source) < 0.02 * METRE


@pytest.mark.parametrize("crs", ["EPSG:5174", "EPSG:2097"])
def test_a_bessel_file_whose_datum_has_no_name_is_still_shifted(tmp_path: Path, crs: str) -> None:
    path = making.shapefile(tmp_path, crs=crs)
    prj = path.with_suffix(".prj")
    text = prj.read_text()
    prj.write_text(text.replace("D_Korean_Datum_1985", "D_Bessel_1841").replace("Korean_1985", "Bessel"))
    assert prj.read_text() != text

    source = formats.read(path)

    assert furthest(source) < 2 * METRE
    assert "Korean 1985 was assumed" in " ".join(source.warnings)


def test_without_a_prj_the_unified_grid_is_recognised_and_said(tmp_path: Path) -> None:
    source = formats.read(making.shapefile(tmp_path, crs="EPSG:5179", prj=False))

    assert source.crs == "EPSG:5179"
    assert source.crs_how.startswith("guessed from the extent")
    assert any("EPSG:5179 was assumed" in warning for warning in source.warnings)
    assert furthest(source) < 0.02 * METRE


def test_without_a_prj_degrees_are_recognised(tmp_path: Path) -> None:
    source = formats.read(making.shapefile(tmp_path, crs="EPSG:4326", prj=False))

    assert source.crs_how.startswith("guessed from the extent")
    assert furthest(source) < 0.02 * METRE


def test_without_a_prj_a_belt_is_never_guessed_but_proposed(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path, crs="EPSG:5186", prj=False)

    with pytest.raises(UnreadableFile) as refusal:
        formats.read(path)

    assert "EPSG:5186 puts it at 37.6584, 126.8320" in str(refusal.value)
    assert "EPSG:5174 puts it at" in str(refusal.value)
    assert furthest(formats.read(path, crs="EPSG:5186")) < 0.02 * METRE
    assert furthest(formats.read(path, crs="5186")) < 0.02 * METRE


def test_a_chosen_system_beats_the_file_and_says_so(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path, crs="EPSG:5174")
    path.with_suffix(".prj").write_text(making.pyproj.CRS("EPSG:5186").to_wkt("WKT1_ESRI"))

    source = formats.read(path, crs="EPSG:5174")

    assert furthest(source) < 0.02 * METRE
    assert "The file says EPSG:5186; your choice, EPSG:5174, was used." in source.warnings


def test_a_system_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)

    for code in ("EPSG:999999", "http://example.org/5186", "korea"):
        with pytest.raises(UnreadableFile, match="no coordinate system"):
            formats.read(path, crs=code)


def test_a_missing_index_is_made_again_and_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path, shx=False)
    before = sorted(tmp_path.iterdir())

    source = formats.read(path)

    assert names(source) == making.NAMES
    assert "The .shx is missing; the index was made again from the .shp." in source.warnings
    assert sorted(tmp_path.iterdir()) == before


def test_a_damaged_index_is_made_again(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)
    path.with_suffix(".shx").write_bytes(b"nonsense")

    assert names(formats.read(path)) == making.NAMES


def test_capital_endings_and_any_part_find_the_rest(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)
    for part in list(tmp_path.iterdir()):
        part.rename(part.with_suffix(part.suffix.upper()))

    assert names(formats.read(path.with_suffix(".SHP"))) == making.NAMES
    assert names(formats.read(path.with_suffix(".DBF"))) == making.NAMES


def test_a_name_with_dots_finds_its_own_parts(tmp_path: Path) -> None:
    making.shapefile(tmp_path, stem="Total.JUSUAI.20260101.TI_SPOT_BUSST.41280", names=["다른 것"] * 3)
    path = making.shapefile(tmp_path, stem="Total.JUSUAI.20260101.TI_SPOT_BUSST_POINT.41280")

    assert names(formats.read(path)) == making.NAMES


def test_a_dbf_alone_says_what_is_missing(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)
    path.unlink()

    with pytest.raises(UnreadableFile, match=r"points\.shp is missing"):
        formats.read(path.with_suffix(".dbf"))


def test_a_shp_without_its_table_still_gives_places(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)
    path.with_suffix(".dbf").unlink()

    source = formats.read(path)

    assert furthest(source) < 0.02 * METRE
    assert "The .dbf is missing: the rows have a place and nothing else." in source.warnings


def test_a_file_that_lies_about_its_system_gets_a_proposal(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path, crs="EPSG:5179")
    path.with_suffix(".prj").write_text(making.pyproj.CRS("EPSG:4326").to_wkt("WKT1_ESRI"))

    source = formats.read(path)

    assert all(row.problem for row in source.rows)
    assert "try --crs EPSG:5179" in " ".join(source.warnings)


def test_areas_come_as_areas(tmp_path: Path) -> None:
    squares = [place.buffer(0.001, cap_style="square") for place in making.PLACES]

    source = formats.read(making.shapefile(tmp_path, shapes=squares))

    assert all(
        np.isclose(row.geometry.area, square.area, rtol=1e-5)
        for row, square in zip(source.rows, squares, strict=True)
    )


def test_limits_hold(tmp_path: Path) -> None:
    path = making.shapefile(tmp_path)

    with pytest.raises(UnreadableFile, match="more than 2 rows"):
        formats.read(path, limits=formats.Limits(rows=2))
    with pytest.raises(UnreadableFile, match="3 vertices"):
        formats.read(path, limits=formats.Limits(vertices=2))
    with pytest.raises(UnreadableFile, match="at most 100 are read"):
        formats.read(path, limits=formats.Limits(file_bytes=100))
    with pytest.raises(UnreadableFile, match="at most 1"):
        formats.read(path, limits=formats.Limits(columns=1))
