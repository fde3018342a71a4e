"""A body far too large is refused in words, also to a client that is still sending it."""

import uuid

import httpx

from tests.journeys.places import SUMMIT
from tests.servers import Server

from .phones import Phone


def test_ten_megabytes_are_answered_with_a_problem(server: Server) -> None:
    phone = Phone(server)
    for content in (b" " * 10_000_000, (b" " * 65_536 for _ in range(160))):
        answer = httpx.put(phone.url, content=content, headers=phone.headers, timeout=60)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert phone.send().status_code == 201


def test_a_photo_that_is_far_too_large_costs_the_form_about_a_plate_only_its_photo(server: Server) -> None:
    """Sent with a length and in chunks, as a proxy may pass it on: the page is read, and the words are kept."""
    where = f"{server.url}/{SUMMIT.code}?lang=en&plate"
    form = {"report": str(uuid.uuid4()), "kind": "missing", "words": "only the pole"}
    whole = httpx.Request(
        "POST", where, data=form, files={"photo": ("x.jpg", b"\xff" * 20_000_000, "image/jpeg")}
    )
    kind = {"Content-Type": whole.headers["Content-Type"]}
    body = whole.read()
    for content in (body, (body[at : at + 65_536] for at in range(0, len(body), 65_536))):
        answer = httpx.post(where, content=content, headers=kind, timeout=60, follow_redirects=True)
        assert answer.status_code == 200
        assert "the photo could not be taken" in answer.text


def test_a_report_about_a_plate_is_refused_in_words_when_it_is_too_long(server: Server) -> None:
    where = f"{server.url}/api/v1/plate-reports/{uuid.uuid4()}"
    json = {"Content-Type": "application/json"}
    assert httpx.put(where, json={"tag": SUMMIT.code, "kind": "missing"}).status_code == 201
    for path, kind, size in (("", json, 70_000), ("/photo", {"Content-Type": "image/jpeg"}, 3_000_000)):
        answer = httpx.put(where + path, content=b" " * size, headers=kind, timeout=60)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
