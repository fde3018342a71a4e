"""Every geographic file of the shared data is read or refused in a sentence; the Korean ones come in whole."""

from pathlib import Path

import pytest
import shapely

from addresses import formats, imports
from addresses.formats import Source, UnreadableFile
from addresses.models import AddressPoint, Change, FacilityType
from trails import imports as trail_imports
from trails.models import Trail

DATA = Path(__file__).parents[2].parent / "shared" / "data"
ENDINGS = {
    ".gpx",
    ".kml",
    ".kmz",
    ".gpkg",
    ".shp",
    ".dbf",
    ".csv",
    ".tsv",
    ".txt",
    ".json",
    ".geojson",
    ".zip",
}
FOLDERS = (
    "boundaries",
    "csv",
    "gpkg",
    "gpx",
    "json",
    "kml",
    "shp_generic",
    "shp_korea",
    "zip",
    "wire/gpx11/examples",
)
FILES = sorted(p for f in FOLDERS for p in (DATA / f).iterdir() if p.suffix.lower() in ENDINGS)
REFUSED = {
    "kostat2012_municipalities.dbf": "kostat2012_municipalities.shp is missing",
    "skorea_provinces_topo_simple.json": "TopoJSON",
    "gpkgjs_attributes.gpkg": "no layer with positions",
    "gpkgjs_gdal_sample.gpkg": "Choose one with --layer",
    "gpkgjs_test.gpkg": "no whole GeoPackage",
    "syn_goyang.gpkg": "Choose one with --layer: 고양시_구, trails",
    "pyshp_corrupt_too_long.shp": "damaged",
    "pyshp_corrupt_too_long.dbf": "damaged",
    "pyshp_latin1.shp": "--encoding",
    "pyshp_latin1.dbf": "--encoding",
    "zipslip.zip": "write outside its folder",
}
METRE = 1 / 111_000
GU = ["고양시 덕양구", "고양시 일산동구", "고양시 일산서구"]


def read(path: str, **options: str) -> Source:
    return formats.read(DATA / path, **options)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_read_or_refused_in_a_sentence(path: Path) -> None:
    if path.name in REFUSED:
        with pytest.raises(UnreadableFile, match=REFUSED[path.name]):
            formats.read(path)
        return
    source = formats.read(path)

    assert source.rows or "The file holds no rows." in source.warnings
    assert all(row.geometry is not None or row.problem for row in source.rows)
    assert not any("\ufffd" in str(value) for row in source.rows for value in row.attributes.values())


@pytest.mark.parametrize(
    "path",
    [
        "shp_korea/TL_SCCO_SIG.shp",
        "shp_korea/TL_SCCO_SIG_prj_cpg949.shp",
        "shp_korea/TL_SCCO_SIG_prj_cpgEUCKR.shp",
        "shp_korea/TL_SCCO_SIG_lyingcpg_utf8.shp",
        "shp_korea/goyang_gu_5186.shp",
        "shp_korea/goyang_gu_5174_bessel.shp",
        "zip/goyang_gu_cp949names.zip",
        "zip/goyang_gu_utf8names.zip",
        "zip/missing_shx.zip",
    ],
)
def test_the_three_districts_agree_whatever_the_file(path: str) -> None:
    source = read(path)
    truth = read("shp_korea/goyang_gu_5186.shp")

    assert [row.attributes["SIG_KOR_NM"] for row in source.rows] == GU
    assert source.encoding == "cp949"
    for row, true in zip(source.rows, truth.rows, strict=True):
        assert row.geometry.hausdorff_distance(true.geometry) < 2 * METRE


def test_a_layer_of_the_package_is_chosen_by_its_korean_name() -> None:
    source = read("gpkg/syn_goyang.gpkg", layer="고양시_구")

    assert len(source.rows) == 3
    assert source.layers == ["고양시_구", "trails"]


@pytest.mark.parametrize("name", ["syn_nogosan_ko", "syn_nogosan_NFD", "syn_nogosan_cp949"])
def test_the_three_spellings_of_one_walk_are_one(name: str) -> None:
    source = read(f"gpx/{name}.gpx")

    assert [row.attributes["name"] for row in source.rows[:3]] == [
        "다사 5084 6375",
        "다사 5090 6455",
        "다사 5105 6491",
    ]


def test_the_archive_that_tries_to_escape_leaves_no_trace() -> None:
    outside = [parent / "evil.shp" for parent in (DATA, DATA / "zip", DATA.parent, Path.cwd(), Path("/tmp"))]

    with pytest.raises(UnreadableFile):
        read("zip/zipslip.zip")
    assert not any(path.exists() for path in outside)


@pytest.fixture
def types(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("addresses.imports.applying.PAUSE_S", 0)
    for number, (name_ko, code) in enumerate(
        {
            "버스정류장": "OBJ03",
            "자동심장충격기": "",
            "국가지점번호판": "",
            "지진옥외대피장소": "OBJ02",
            "무더위쉼터": "OBJ19",
            "민방위대피시설": "",
            "어린이공원": "",
            "비상소화장치": "",
        }.items()
    ):
        kind, _ = FacilityType.objects.get_or_create(name_ko=name_ko, defaults={"slug": f"type-{number}"})
        FacilityType.objects.filter(pk=kind.pk).update(kind_code=code or kind.kind_code)


@pytest.mark.usefixtures("types")
@pytest.mark.parametrize(
    ("path", "new", "problems"),
    [
        ("csv/syn_bus_stops_cp949.csv", 6, 2),
        ("csv/syn_bus_stops_utf8bom.csv", 6, 2),
        ("csv/syn_aed_utf8.csv", 3, 0),
        ("csv/syn_object_address_cp949.csv", 4, 0),
        ("csv/syn_object_address_utf8bom.csv", 4, 0),
        ("csv/syn_npn_plates_messy_utf8bom.csv", 4, 2),
        ("csv/SPPN_1KM_goyang.TXT", 0, 331),
        ("gpx/syn_nogosan_NFD.gpx", 3, 0),
        ("kml/syn_nogosan.kmz", 3, 0),
        ("shp_korea/Total.JUSUAI.20260101.TI_SPOT_BUSST_POINT.41280.shp", 6, 0),
        ("shp_korea/Total.JUSUAI.20260101.TI_SPOT_CoolingCen_POINT.41280.shp", 6, 0),
        ("shp_korea/Total.JUSUAI.20260101.TI_SPOT_EQOUT_POINT.41280.shp", 12, 0),
        ("shp_korea/Total.JUSUAI.20260101.TI_SPOT_EQOUT.41280.shp", 6, 0),
        ("shp_korea/Total.JUSUAI.20260101.TI_SPOT_TAXIST.41280.shp", 0, 0),
    ],
)
def test_points_come_in_whole_with_no_options_and_twice_is_once(path: str, new: int, problems: int) -> None:
    first = imports.plan(read(path))
    applied = imports.apply(first)

    assert (applied.created, first.counts["problem"]) == (new, problems)
    assert (
        AddressPoint.objects.count()
        == Change.objects.filter(object_type="addresses.addresspoint").count()
        == new
    )
    again = imports.plan(read(path))
    assert (again.counts["same"], again.counts["new"], again.counts["changed"]) == (new, 0, 0)
    assert all(
        126 < point.position.x < 128 and 37 < point.position.y < 38 for point in AddressPoint.objects.all()
    )


@pytest.mark.usefixtures("types")
def test_one_register_in_two_encodings_is_the_same_register() -> None:
    imports.apply(imports.plan(read("csv/syn_object_address_cp949.csv")))

    assert imports.plan(read("csv/syn_object_address_utf8bom.csv")).counts["same"] == 4
    addresses = {point.object_address for point in AddressPoint.objects.select_related("facility_type")}
    assert "경기도 고양시 일산서구 킨텍스로 217-3 어린이공원" in addresses


@pytest.mark.usefixtures("types")
def test_the_forest_services_two_forms_are_the_same_trails() -> None:
    imports.apply(trail_imports.plan(read("shp_korea/PMNTN_synthetic_5186.shp")))

    assert trail_imports.plan(read("json/PMNTN_synthetic_esri.json")).counts["same"] == 3
    ridge = Trail.objects.get(source_key="412810101-1")
    assert ridge.name_ko == "흥국사~정상구간"
    stated = read("shp_korea/PMNTN_synthetic_5186.shp").rows[0].attributes["PMNTN_LT"]
    assert abs(ridge.length_m - stated * 1000) < 10
    assert shapely.LineString(ridge.line.coords).is_valid


@pytest.mark.usefixtures("types")
@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("gpx/syn_nogosan_cp949.gpx", 1),
        ("kml/syn_nogosan.kml", 1),
        ("json/trails_synthetic_wgs84.geojson", 3),
    ],
)
def test_trails_come_in_whole_and_twice_is_once(path: str, new: int) -> None:
    assert imports.apply(trail_imports.plan(read(path))).created == new
    assert trail_imports.plan(read(path)).counts["same"] == new
