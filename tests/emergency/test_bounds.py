"""How long a message may be, by where it goes."""

import pytest

from addresses import plate_reports
from emergency import bounds

REPORT = "/api/v1/plate-reports/01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("path", "query", "kept"),
    [
        (REPORT, b"", plate_reports.MOST_REPORT_BYTES),
        (REPORT + "/", b"", plate_reports.MOST_REPORT_BYTES),
        (REPORT + "/photo", b"", plate_reports.MOST_PHOTO_BYTES),
        (REPORT + "/photo", b"plate", plate_reports.MOST_PHOTO_BYTES),
        ("/4827-9151", b"lang=en&plate", bounds.MOST_PLATE_FORM_BYTES),
        ("/4827-9151", b"plate=", bounds.MOST_PLATE_FORM_BYTES),
        ("/4827-9151", b"lang=en", bounds.USUAL.kept),
        ("/admin/addresses/tag/", b"plate", bounds.USUAL.kept),
        ("/", b"%ff=%", bounds.USUAL.kept),
    ],
)
def test_each_message_about_a_plate_has_its_own_bound(path: str, query: bytes, kept: int) -> None:
    assert bounds.of({"path": path, "query_string": query}).kept == kept


def test_where_nothing_looks_at_the_length_nothing_is_cut() -> None:
    assert bounds.USUAL.kept == bounds.USUAL.read


def test_the_form_has_room_for_its_photo_and_its_words() -> None:
    assert bounds.MOST_PLATE_FORM_BYTES > plate_reports.MOST_FORM_PHOTO_BYTES + plate_reports.MOST_WORDS * 4
