"""What is wrong with a plate can be told without JavaScript, and is never taken for a call for help."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from addresses import plate_reports
from addresses.models import PlateReport
from emergency.models import Report
from tests.emergency.scene import Scene

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
    assert (told.tag_id, told.kind, told.words, told.photo) == (
        scene.plates["nogosan"],
        "missing",
        "only the pole",
        True,
    )
    assert [file.name for file in folder.rglob("*") if file.is_file()] == [f"{told.id}.jpg"]
    assert not Report.objects.exists()


def test_a_photo_that_cannot_be_taken_costs_only_the_photo(client: Client, scene: Scene) -> None:
    assert "the photo could not be taken" in said(client, scene, photo=photo("GIF")).content.decode()
    assert not PlateReport.objects.get().photo


def test_who_says_too_much_is_asked_to_come_back_later(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plate_reports, "MANY", 0)
    assert "again in an hour" in said(client, scene).content.decode()


def test_a_form_without_a_usable_id_is_taken(client: Client, scene: Scene) -> None:
    said(client, scene, report="nonsense")
    assert PlateReport.objects.count() == 1


def test_a_code_that_no_plate_bears_keeps_its_page_with_the_calls(client: Client, scene: Scene) -> None:
    answer = client.get("/4827-9150?plate")
    assert answer.status_code == 404
    assert "tel:119" in answer.content.decode()
