"""What a code means is public; the seal, and the QR code that holds it, are for those who make plates."""

import io
import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from PIL import Image

from addresses import codes, seals, tags
from tests.cast import Person, Town, person


@pytest.fixture(autouse=True)
def _address(settings) -> None:
    settings.PUBLIC_URL = "https://yeogi.example.org"


def picture(somebody: Person, code: str, kind: str = "png", **headers: str):
    return somebody.get(f"/api/v1/tags/{code}/qr.{kind}", headers=headers)


def test_it_tells_what_stands_behind_a_code(hiker: Person, town: Town):
    tag = town.tag("nogosan-summit")
    told = hiker.get(f"/api/v1/tags/{codes.write(tag.code)}").json()
    assert (told["code"], told["shown"], told["state"]) == ("48279154", "4827-9154", "installed")
    assert told["point"]["properties"]["name_ko"] == "노고산 정상"


def test_it_never_tells_the_seal(hiker: Person, editor: Person, town: Town):
    tag = town.tag("nogosan-summit")
    seal = seals.seal(tag.code, tags.seal_key())
    for somebody in (hiker, editor):
        assert seal not in somebody.get(f"/api/v1/tags/{tag.code}").content.decode()


def test_it_tells_the_whole_life_of_a_tag(hiker: Person, town: Town):
    replaced = hiker.get(f"/api/v1/tags/{town.tag_that_is('replaced').code}").json()
    assert replaced["state"] == "replaced"
    assert codes.is_valid(replaced["replaced_by"])
    withdrawn = hiker.get(f"/api/v1/tags/{town.tag_that_is('withdrawn').code}").json()
    assert withdrawn["point"] is not None
    assert hiker.get(f"/api/v1/tags/{town.tag_that_is('issued').code}").json()["point"] is None


def test_an_unknown_a_mistyped_and_a_half_typed_code_are_told_apart(hiker: Person, town: Town):
    assert hiker.get("/api/v1/tags/10000006").json()["type"] == "/problems/mistyped-code"
    unknown = next(code for code in (codes.new() for _ in range(9)) if code != "48279154")
    answer = hiker.get(f"/api/v1/tags/{unknown}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-tag")
    half = hiker.get("/api/v1/tags/4827")
    assert (half.status_code, half.json()["missing_digits"]) == (404, 4)
    assert hiker.get("/api/v1/tags/summit").json()["type"] == "/problems/unreadable-reference"


def test_a_phone_reads_from_the_png_what_the_plate_bears(editor: Person, town: Town):
    tag = town.tag("nogosan-summit")
    answer = picture(editor, tag.code)
    assert answer["Content-Type"] == "image/png"
    drawn = Image.open(io.BytesIO(answer.content))
    (read,) = zxingcpp.read_barcodes(drawn)
    assert (
        read.text
        == tags.url(tag)
        == f"HTTPS://YEOGI.EXAMPLE.ORG/48279154.{seals.seal(tag.code, tags.seal_key())}"
    )
    assert read.ec_level == "Q"


def test_it_is_written_in_alphanumeric_mode(editor: Person, town: Town):
    """40 characters at level Q fit version 3 (29 modules) in alphanumeric mode; in bytes they need version 4.

    Source: ISO/IEC 18004, table 7: version 3-Q holds 47 alphanumeric characters and 32 bytes.
    """
    tag = town.tag("nogosan-summit")
    assert 32 < len(tags.url(tag)) <= 47
    drawn = Image.open(io.BytesIO(picture(editor, tag.code).content)).convert("L")
    dark = [x for x in range(drawn.width) for y in range(drawn.height) if drawn.getpixel((x, y)) < 128]
    module_px = 16
    assert (max(dark) - min(dark) + 1) / module_px == 29
    assert min(dark) == 4 * module_px


def test_an_installation_under_a_path_gets_a_code_too(editor: Person, town: Town, settings):
    settings.PUBLIC_URL = "https://example.org/yeogi"
    tag = town.tag("nogosan-summit")
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture(editor, tag.code).content)))
    assert read.text == tags.url(tag)
    assert read.text.startswith("https://example.org/yeogi/48279154.")


def test_the_svg_is_one_path_in_millimetres_with_a_quiet_zone(editor: Person, town: Town):
    answer = picture(editor, town.tag("nogosan-summit").code, "svg")
    assert answer["Content-Type"] == "image/svg+xml"
    drawn = ET.fromstring(answer.content)
    assert drawn.attrib["width"] == "37mm"
    assert len(drawn.findall("{http://www.w3.org/2000/svg}path")) == 1


def test_a_picture_is_kept_by_the_browser_and_the_same_every_time(editor: Person, town: Town):
    code = town.tag("nogosan-summit").code
    first, second = picture(editor, code, "svg"), picture(editor, code, "svg")
    assert first.content == second.content
    assert "private" in first["Cache-Control"]
    again = picture(editor, code, "svg", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("who", ["hiker", "outsider", "dispatcher", "auditor"])
def test_a_stranger_gets_no_picture_for_it_would_prove_presence(who: str, request, town: Town):
    answer = picture(request.getfixturevalue(who), town.tag("nogosan-summit").code)
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


def test_an_editor_gets_no_picture_of_the_next_citys_plates(editor: Person, town: Town):
    assert picture(editor, town.tag("lake-park-aed").code).status_code == 403
    assert picture(person("editor-ilsan"), town.tag("lake-park-aed").code).status_code == 200


def test_a_blank_plate_is_made_by_any_editor(editor: Person, town: Town):
    assert picture(editor, town.tag_that_is("issued").code).status_code == 200


def test_there_is_no_picture_of_an_unknown_code(editor: Person, town: Town):
    assert picture(editor, "10000006").status_code == 404
    assert editor.get("/api/v1/tags/48279154/qr.gif").status_code == 404


def test_whoever_tries_code_after_code_is_slowed_down(hiker: Person, town: Town):
    answers = [hiker.get(f"/api/v1/tags/{number:08d}").status_code for number in range(130)]
    assert answers[0] == 404
    assert answers[-1] == 429
    made_up = hiker.get("/api/v1/tags/48279154", headers={"X-Forwarded-For": "203.0.113.9"})
    assert made_up.status_code == 429
    assert int(made_up["Retry-After"]) > 0


def test_a_demonstration_shows_its_plates_to_anybody(hiker, settings):
    settings.DEMONSTRATION = True
    answer = hiker.get("/api/v1/tags/48279154/qr.svg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
