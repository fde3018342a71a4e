"""What is wrong with a plate can be told without JavaScript, and is never taken for a call for help."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from addresses import plate_reports
from addresses.models import PlateReport
from emergency import bounds
from emergency.models import Report
from tests.emergency.scene import Scene

A_REPORT = "01890000-0000-7000-8000-000000000000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def photo(kind: str = "JPEG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(out, kind)
    return SimpleUploadedFile("../../x.html", out.getvalue(), "image/jpeg")


def said(client: Client, scene: Scene, **more: Any) -> Any:
    """Open the form, fill it in, send it, and return the page that it leads to."""
    path = f"/{scene.plates['nogosan']}?lang=en&plate"
    html = client.get(path).content.decode()
    (report,) = re.findall(r'name="report" value="([^"]+)"', html)
    answer = client.post(path, {"report": report, "kind": "missing", "words": "only the pole", **more})
    assert answer.status_code == 303
    return client.get(answer["Location"])


def test_the_form_says_that_it_is_no_call_for_help_and_leads_back_to_one(
    client: Client, scene: Scene
) -> None:
    html = client.get(f"/{scene.plates['nogosan']}?lang=en&plate").content.decode()
    assert "This is not a call for help" in html
    assert f'href="/{scene.plates["nogosan"]}?lang=en"' in html


def test_a_hiker_tells_it_with_a_photo_and_is_thanked(client: Client, scene: Scene, folder: Path) -> None:
    assert "Thank you" in said(client, scene, photo=photo()).content.decode()
    told = PlateReport.objects.get()
    assert (told.tag_id, told.kind, told.words) == (scene.plates["nogosan"], "missing", "only the pole")
    assert [file.name for file in folder.rglob("*") if file.is_file()] == [told.photo]
    assert not Report.objects.exists()


def test_a_photo_that_cannot_be_taken_costs_only_the_photo(client: Client, scene: Scene) -> None:
    assert "the photo could not be taken" in said(client, scene, photo=photo("GIF")).content.decode()
    assert not PlateReport.objects.get().photo


def test_who_says_too_much_is_asked_to_come_back_later(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plate_reports, "MANY", 0)
    path = f"/{scene.plates['nogosan']}?lang=en&plate"
    answer = client.post(path, {"report": A_REPORT, "kind": "missing", "words": "only the <pole>"})
    assert answer.status_code == 429
    html = answer.content.decode()
    assert "again in an hour" in html
    assert "If you need help, go back here" in html
    assert ">only the &lt;pole&gt;</textarea>" in html
    assert '<option value="missing" selected>' in html
    assert f'name="report" value="{A_REPORT}"' in html


@pytest.mark.parametrize("size", [plate_reports.MOST_FORM_PHOTO_BYTES + 1, 2 * bounds.MOST_PLATE_FORM_BYTES])
def test_a_photo_that_is_too_long_costs_only_the_photo_and_fills_no_disk(
    client: Client, scene: Scene, folder: Path, settings: Any, size: int
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(folder / "nowhere")
    long = SimpleUploadedFile("x.jpg", b"\xff" * size, "image/jpeg")
    assert "below 8 MB" in said(client, scene, photo=long).content.decode()
    told = PlateReport.objects.get()
    assert (told.words, told.photo) == ("only the pole", "")
    assert not [file for file in folder.rglob("*") if file.is_file()]


def test_other_files_are_passed_over(client: Client, scene: Scene, folder: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(folder / "nowhere")
    more = {"film": SimpleUploadedFile("x.mp4", b"\0" * 9_000_000, "video/mp4"), "photo": photo()}
    assert "Thank you" in said(client, scene, **more).content.decode()
    assert PlateReport.objects.get().photo


def test_a_form_whose_end_was_cut_off_keeps_its_words(client: Client, scene: Scene) -> None:
    path = f"/{scene.plates['nogosan']}?lang=en&plate"
    fields = {"report": A_REPORT, "kind": "missing", "words": "only the pole", "photo": photo()}
    whole = encode_multipart(BOUNDARY, fields)
    cut: dict[str, Any] = {
        "wsgi.input": io.BytesIO(whole[:-300]),
        "CONTENT_TYPE": MULTIPART_CONTENT,
        "CONTENT_LENGTH": str(bounds.MOST_PLATE_FORM_BYTES + 1),
    }
    answer = client.generic("POST", path, **cut)
    assert answer["Location"].endswith("plate=no-photo")
    assert PlateReport.objects.get().words == "only the pole"


@pytest.mark.parametrize("length", ["", "-5", "nonsense", "9" * 5000])
def test_a_form_without_a_true_length_is_asked_for_again_without_its_photo(
    client: Client, scene: Scene, length: str
) -> None:
    path = f"/{scene.plates['nogosan']}?lang=en&plate"
    whole = encode_multipart(BOUNDARY, {"kind": "missing", "photo": photo()})
    answer = client.generic("POST", path, whole, MULTIPART_CONTENT, CONTENT_LENGTH=length)
    assert answer.status_code == 400
    assert "send it again, without the photo" in answer.content.decode()
    assert "<textarea" in answer.content.decode()
    assert not PlateReport.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"words=" + b"x" * 2_000_000, "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data"),
        (b"{}", "application/json"),
    ],
    ids=["empty", "endless words", "no boundary", "another kind"],
)
def test_what_no_form_of_ours_sends_is_asked_for_again(
    client: Client, scene: Scene, body: bytes, kind: str
) -> None:
    path = f"/{scene.plates['nogosan']}?lang=en&plate"
    answer = client.generic("POST", path, body, kind)
    assert answer.status_code == 400
    assert "send it again" in answer.content.decode()
    assert not PlateReport.objects.exists()


def test_a_form_without_a_usable_id_is_taken(client: Client, scene: Scene) -> None:
    said(client, scene, report="nonsense")
    assert PlateReport.objects.count() == 1


def test_a_code_that_no_plate_bears_keeps_its_page_with_the_calls(client: Client, scene: Scene) -> None:
    answer = client.get("/4827-9150?plate")
    assert answer.status_code == 404
    assert "tel:119" in answer.content.decode()
