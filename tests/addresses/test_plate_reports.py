"""A passer-by says what is wrong with a plate; an editor reads it, sees the photo, and ends it."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.utils import timezone
from PIL import Image

from addresses import plate_photos, plate_reports
from addresses.models import PlateReport, Tag
from tests.cast import Person, Town

from .forms import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def photo(colour: str = "blue") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "JPEG")
    return out.getvalue()


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def code() -> str:
    return Tag.objects.filter(point__isnull=False).order_by("pk")[0].code


def put(client: Client, report: UUID, **said: object) -> Any:
    body = {"tag": code(), "kind": "damaged", **said}
    return client.put(f"/api/v1/plate-reports/{report}", body, content_type="application/json")


def put_photo(client: Client, report: UUID, data: bytes, kind: str = "image/jpeg") -> Any:
    return client.put(f"/api/v1/plate-reports/{report}/photo", data, content_type=kind)


def test_a_report_sent_twice_is_there_once(hiker: Person, town: Town) -> None:
    report = uuid4()
    first, second = put(hiker, report), put(hiker, report)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["report"] == str(report)
    assert PlateReport.objects.get().kind == "damaged"


def test_words_that_come_later_join_a_report_that_nobody_has_read(hiker: Person, town: Town) -> None:
    report = uuid4()
    put(hiker, report)
    put(hiker, report, words="  the lower half is gone \x00 ")
    assert PlateReport.objects.get().words == "the lower half is gone"
    PlateReport.objects.update(state="done")
    put(hiker, report, words="something else")
    assert PlateReport.objects.get().words == "the lower half is gone"


def test_an_id_stays_with_its_plate(hiker: Person, town: Town) -> None:
    report = uuid4()
    put(hiker, report)
    other = Tag.objects.filter(point__isnull=False).order_by("pk")[1].code
    assert put(hiker, report, tag=other).status_code == 409


@pytest.mark.parametrize("tag", ["00000000", "12345678", "", None, 7, {"a": 1}, "48279154" * 99])
def test_a_plate_that_there_is_not_is_not_found(hiker: Person, town: Town, tag: object) -> None:
    answer = put(hiker, uuid4(), tag=tag)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert not PlateReport.objects.exists()


def test_a_kind_that_there_is_not_is_another_one(hiker: Person, town: Town) -> None:
    put(hiker, uuid4(), kind=["damaged"], words={"a": 1}, language=9)
    told = PlateReport.objects.get()
    assert (told.kind, told.words, told.language) == ("other", "", "")


@pytest.mark.parametrize("body", [b"[1]", b"{", b"\xff", b"null"])
def test_what_is_no_report_breaks_nothing(hiker: Person, town: Town, body: bytes) -> None:
    answer = hiker.put(f"/api/v1/plate-reports/{uuid4()}", body, content_type="application/json")
    assert answer.status_code in (400, 404)


def test_one_connection_is_slowed_and_what_it_said_before_is_kept(
    hiker: Person, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plate_reports, "MANY", 3)
    ids = [uuid4() for _ in range(4)]
    assert [put(hiker, report).status_code for report in ids] == [201, 201, 201, 429]
    assert put(hiker, ids[3])["Retry-After"] == "600"
    assert put(hiker, ids[0], words="more").status_code == 200
    PlateReport.objects.update(at=timezone.now() - timedelta(hours=2))
    assert put(hiker, ids[3]).status_code == 201


def test_the_network_address_is_never_stored_and_its_stand_in_goes_within_a_day(
    hiker: Person, town: Town
) -> None:
    put(hiker, uuid4())
    assert PlateReport.objects.get().source_key not in ("", "127.0.0.1")
    PlateReport.objects.update(at=timezone.now() - timedelta(hours=25))
    plate_reports.sweep(timezone.now())
    assert PlateReport.objects.get().source_key == ""


def test_a_photo_is_kept_outside_of_what_is_served(hiker: Person, town: Town, folder: Path) -> None:
    report = uuid4()
    put(hiker, report)
    answer = put_photo(hiker, report, photo())
    assert answer.status_code == 200
    assert answer.json()["photo"] is True
    name = PlateReport.objects.get().photo
    assert [file.relative_to(folder).as_posix() for file in folder.rglob("*.jpg")] == [f"plate-photos/{name}"]
    for guess in (f"/plate-photos/{name}", f"/media/{name}", f"/static/plate-photos/{name}"):
        assert hiker.get(guess).get("Content-Type") != "image/jpeg"


@pytest.mark.parametrize(
    ("data", "status"), [(b"MZ", 422), (b"<svg/>", 422), (b"\xff" * (2 * 1024 * 1024 + 1), 413)]
)
def test_a_hostile_file_is_refused_and_the_report_stays(
    hiker: Person, town: Town, folder: Path, data: bytes, status: int
) -> None:
    report = uuid4()
    put(hiker, report)
    answer = put_photo(hiker, report, data)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert not files(folder)
    assert not PlateReport.objects.get().photo


@pytest.mark.parametrize("path", ["", "/photo"])
@pytest.mark.parametrize("length", [str(12 * 1024 * 1024), "9" * 5000, "nonsense"])
def test_what_promises_to_be_too_long_is_refused_before_it_is_read(
    hiker: Person, town: Town, path: str, length: str
) -> None:
    report = uuid4()
    put(hiker, report)
    kind = "image/jpeg" if path else "application/json"
    where = f"/api/v1/plate-reports/{report}{path}"
    answer = hiker.generic("PUT", where, b'{"tag": "', kind, CONTENT_LENGTH=length)
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/too-large"
    assert not PlateReport.objects.get().photo


def test_a_report_that_nests_too_deep_is_refused(hiker: Person, town: Town) -> None:
    deep = b"[" * (plate_reports.MOST_REPORT_BYTES - 1)
    answer = hiker.put(f"/api/v1/plate-reports/{uuid4()}", deep, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_photo_sent_twice_is_there_once(hiker: Person, town: Town, folder: Path) -> None:
    report = uuid4()
    put(hiker, report)
    first, second = put_photo(hiker, report, photo()), put_photo(hiker, report, photo())
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert len(files(folder)) == 1


@pytest.mark.parametrize("state", ["new", "seen", "done"])
def test_a_photo_that_may_have_been_looked_at_is_never_replaced(
    hiker: Person, town: Town, folder: Path, state: str
) -> None:
    report = uuid4()
    put(hiker, report)
    put_photo(hiker, report, photo())
    PlateReport.objects.update(state=state)
    shown = plate_photos.read(PlateReport.objects.get().photo)
    answer = put_photo(hiker, report, photo("red"))
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert "Make a new report" in answer.json()["detail"]
    assert PlateReport.objects.get().state == state
    assert [file.read_bytes() for file in files(folder)] == [shown]


@pytest.mark.parametrize("state", ["seen", "done"])
def test_a_photo_that_arrives_after_its_report_was_read_is_for_somebody_to_see(
    hiker: Person, town: Town, state: str
) -> None:
    report = uuid4()
    put(hiker, report)
    PlateReport.objects.update(state=state, ended_at=timezone.now() - timedelta(days=100))
    assert put_photo(hiker, report, photo()).status_code == 200
    told = PlateReport.objects.get()
    assert (told.state, told.ended_at) == ("new", None)
    assert plate_reports.sweep(timezone.now()) == 0
    assert plate_photos.read(told.photo)


def test_a_report_that_is_deleted_while_its_photo_comes_leaves_no_file(
    hiker: Person, town: Town, folder: Path
) -> None:
    put(hiker, uuid4())
    told = PlateReport.objects.get()
    PlateReport.objects.all().delete()
    with pytest.raises(PlateReport.DoesNotExist):
        plate_reports.take_photo(told, photo())
    assert not files(folder)


def test_no_row_names_a_photo_that_could_not_be_written(
    hiker: Person, town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(hiker, uuid4())

    def full(report: UUID, jpeg: bytes) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(plate_photos, "keep", full)
    with pytest.raises(OSError, match="no space"):
        plate_reports.take_photo(PlateReport.objects.get(), photo())
    assert not PlateReport.objects.get().photo


def test_files_that_no_report_names_go_within_two_hours_and_no_others(
    hiker: Person, town: Town, folder: Path
) -> None:
    report = uuid4()
    put(hiker, report)
    put_photo(hiker, report, photo())
    plate_photos.keep(uuid4(), b"of a process that died")
    (folder / "plate-photos" / "tmphalf").write_bytes(b"half of a photo")
    plate_reports.sweep(timezone.now())
    assert len(files(folder)) == 3
    plate_reports.sweep(timezone.now() + timedelta(hours=2))
    assert [file.name for file in files(folder)] == [PlateReport.objects.get().photo]


def test_a_report_deleted_at_the_desk_takes_its_photo_along_once_that_is_certain(
    hiker: Person, town: Town, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    report = uuid4()
    put(hiker, report)
    put_photo(hiker, report, photo())
    desk = admin.site.get_model_admin(PlateReport)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        desk.delete_queryset(RequestFactory().post("/"), PlateReport.objects.all())
        assert not PlateReport.objects.exists()
        assert len(files(folder)) == 1
    assert len(callbacks) == 1
    assert not files(folder)


def test_a_photo_without_its_report_is_sent_again_later(hiker: Person, town: Town) -> None:
    assert put_photo(hiker, uuid4(), photo()).status_code == 404


def test_what_calls_itself_no_picture_is_not_read(hiker: Person, town: Town) -> None:
    report = uuid4()
    put(hiker, report)
    assert put_photo(hiker, report, photo(), "text/html").status_code == 415


def test_an_editor_reads_the_newest_first_with_links_and_the_photo(
    hiker: Person, editor: Person, town: Town
) -> None:
    old, new = uuid4(), uuid4()
    put(hiker, old, words="the older one")
    PlateReport.objects.update(at=timezone.now() - timedelta(days=2))
    put(hiker, new, words="<script>alert(1)</script>")
    put_photo(hiker, new, photo())
    page = editor.get(address(PlateReport, "changelist")).content.decode()
    assert page.index("&lt;script&gt;alert(1)") < page.index("the older one")
    assert "<script>alert(1)" not in page
    where = f"/admin/addresses/platereport/{new}/photo"
    assert where in page
    assert f"/admin/addresses/tag/{code()}/change/" in page
    answer = editor.get(where)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert editor.get(f"/admin/addresses/platereport/{old}/photo").status_code == 404


@pytest.mark.parametrize("who", ["hiker", "outsider", "dispatcher", "auditor"])
def test_nobody_else_sees_a_photo(
    who: str, request: pytest.FixtureRequest, hiker: Person, town: Town
) -> None:
    report = uuid4()
    put(hiker, report)
    put_photo(hiker, report, photo())
    answer = request.getfixturevalue(who).get(f"/admin/addresses/platereport/{report}/photo")
    assert answer.status_code in (302, 403, 404)
    assert answer["Content-Type"] != "image/jpeg"


def test_an_editor_ends_a_report_and_its_photo_goes_in_time(
    hiker: Person, editor: Person, town: Town, folder: Path
) -> None:
    report = uuid4()
    put(hiker, report)
    put_photo(hiker, report, photo())
    editor.post(address(PlateReport, "changelist"), {"action": "finish", "_selected_action": [str(report)]})
    assert PlateReport.objects.get().state == "done"
    assert plate_reports.sweep(timezone.now()) == 0
    assert plate_photos.read(PlateReport.objects.get().photo)
    assert plate_reports.sweep(timezone.now() + timedelta(days=91)) == 1
    assert not files(folder)
    assert not PlateReport.objects.get().photo


def test_a_report_is_never_rewritten_at_the_desk(hiker: Person, editor: Person, town: Town) -> None:
    report = uuid4()
    put(hiker, report, words="as it was said")
    editor.post(address(PlateReport, "change", report), {"words": "as I like it", "kind": "other"})
    told = PlateReport.objects.get()
    assert (told.words, told.kind) == ("as it was said", "damaged")
    assert editor.get(address(PlateReport, "add")).status_code == 403
