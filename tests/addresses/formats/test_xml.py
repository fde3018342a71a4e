"""GPX and KML from phones and map programs, and what a stranger could hide in them."""

import socket
import unicodedata
from pathlib import Path

import pytest

from addresses import formats
from addresses.formats import UnreadableFile

from . import making

GPX = (
    '<?xml version="1.0" encoding="{encoding}"?>'
    '<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">'
    '<wpt lat="37.682468" lon="126.944910"><ele>495.5</ele><name>{name}</name></wpt>'
    "<trk><name>{name} 가는 길</name><trkseg>"
    '<trkpt lat="37.6575" lon="126.9375"><ele>100</ele></trkpt>'
    '<trkpt lat="37.6825" lon="126.9449"><ele>495</ele></trkpt>'
    "</trkseg></trk></gpx>"
)
KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>산</name>'
    "<Folder><name>표지</name><Placemark><name>{name}</name>"
    "<Point><coordinates>126.94491,37.682468,495.5</coordinates></Point></Placemark></Folder>"
    "<Folder><name>길</name><Placemark><name>능선</name><LineString><coordinates>"
    "126.9375,37.6575,100 126.9449,37.6825,495</coordinates></LineString></Placemark></Folder>"
    "</Document></kml>"
)


def save(folder: Path, text: str | bytes, name: str = "a.gpx") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("UTF-8", "utf-8"),
        ("EUC-KR", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("UTF-8", "cp949"),
        ("EUC-KR", "utf-8"),
        ("UTF-16", "utf-16"),
    ],
)
def test_a_gpx_in_any_encoding_gives_the_same_names(tmp_path: Path, declared: str, real: str) -> None:
    source = formats.read(save(tmp_path, GPX.format(encoding=declared, name="똠방봉").encode(real)))

    assert [row.attributes["name"] for row in source.rows] == ["똠방봉", "똠방봉 가는 길"]
    assert source.rows[0].geometry.coords[0] == (126.94491, 37.682468, 495.5)
    assert [row.layer for row in source.rows] == ["waypoints", "tracks"]


def test_decomposed_hangul_of_a_phone_is_composed(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", GPX.format(encoding="UTF-8", name="다사 5105 6491"))

    assert formats.read(save(tmp_path, text)).rows[0].attributes["name"] == "다사 5105 6491"


def test_one_layer_of_a_gpx_can_be_chosen(tmp_path: Path) -> None:
    path = save(tmp_path, GPX.format(encoding="UTF-8", name="봉"))

    assert [row.geometry.geom_type for row in formats.read(path, layer="waypoints").rows] == ["Point"]
    with pytest.raises(UnreadableFile, match="waypoints, routes, tracks"):
        formats.read(path, layer="rivers")


def test_all_folders_of_a_kml_are_read(tmp_path: Path) -> None:
    path = save(tmp_path, KML.format(name="다사 5105 6491"), "a.kml")

    source = formats.read(path)

    assert [(row.layer, row.attributes["Name"]) for row in source.rows] == [
        ("표지", "다사 5105 6491"),
        ("길", "능선"),
    ]
    assert source.rows[0].geometry.z == 495.5
    assert [row.layer for row in formats.read(path, layer="길").rows] == ["길"]


def test_a_kmz_is_a_kml_in_an_archive(tmp_path: Path) -> None:
    path = making.archive(
        tmp_path / "a.kmz", {"doc.kml": KML.format(name="봉").encode(), "icon.png": b"\x89PNG"}
    )

    assert len(formats.read(path).rows) == 2


def test_nothing_that_a_kml_links_to_is_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/a.kml"
        link = f"<NetworkLink><Link><href>{address}</href></Link></NetworkLink>"
        spot = "<Point><coordinates>126.9,37.6</coordinates></Point>"
        style = f"<Placemark><styleUrl>{address}#s</styleUrl>{spot}</Placemark>"
        text = KML.format(name="봉").replace("</Document>", f"{link}{style}</Document>")

        source = formats.read(save(tmp_path, text, "a.kml"))

        with pytest.raises(TimeoutError):
            listener.accept()
    assert "The file links to further files on the network; they were not fetched." in source.warnings


@pytest.mark.parametrize(
    "document",
    [
        '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/http://127.0.0.1/x</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
        '<WFS_Capabilities xmlns="http://www.opengis.net/wfs"/>',
        "<OGRWFSDataSource><URL>http://127.0.0.1/</URL></OGRWFSDataSource>",
    ],
)
@pytest.mark.parametrize("name", ["a.gpx", "a.kml", "a.csv", "a.vrt", "a.gpkg", "a.shp"])
def test_a_file_that_only_points_elsewhere_is_refused(tmp_path: Path, document: str, name: str) -> None:
    with pytest.raises(UnreadableFile):
        formats.read(save(tmp_path, document, name))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<gpx><wpt></gpx>", "damaged at line 1, column"),
        ("<gpx", "damaged at line 1"),
        ('<!DOCTYPE gpx [<!ENTITY a "aaaa">]><gpx>&a;</gpx>', "XML entities"),
        ('<!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx/>', "XML entities"),
        ("<rss><channel/></rss>", "is not GPX"),
        ("<gpx>" + "<a>" * 200 + "</a>" * 200 + "</gpx>", "nests more than 100"),
    ],
)
def test_damaged_and_hostile_xml_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        formats.read(save(tmp_path, text))


def test_an_empty_gpx_is_no_error(tmp_path: Path) -> None:
    assert (
        formats.read(save(tmp_path, '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"/>')).rows
        == []
    )


def test_a_placemark_without_a_place_is_a_row_with_a_problem(tmp_path: Path) -> None:
    text = KML.format(name="봉").replace(
        "<Point><coordinates>126.94491,37.682468,495.5</coordinates></Point>", ""
    )

    assert formats.read(save(tmp_path, text, "a.kml")).rows[0].problem == "it has no position"
