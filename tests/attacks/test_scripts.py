"""What a stranger writes is text to everybody who reads it, and never a script or a header."""

import json
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core import mail

from emergency import actions, deliveries, status_page
from emergency.models import Endpoint, Incident
from tests.cast import Person, Town
from tests.emergency.scene import called

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{7*7}} '; DROP TABLE x; --"
MARKS = ("<script>alert", "<img src=x", "onerror=alert(2)>")


def test_words_come_back_to_the_console_as_json(town: Town, dispatcher: Person) -> None:
    called({"words": EVIL, "tag": EVIL[:40], "language": "<b>"})
    for path in ("/api/v1/incidents", f"/api/v1/incidents/{Incident.objects.get().pk}"):
        answer = dispatcher.get(path)
        assert answer["Content-Type"] == "application/json"
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["report_list"][0]["words"] == EVIL


def test_the_persons_page_shows_what_was_said_as_text(town: Town, hiker: Person, dispatcher: Person) -> None:
    report = called({"words": EVIL})
    assert dispatcher.user is not None
    actions.say(report.incident_id, uuid4(), EVIL, actions.By.now(dispatcher.user))
    page = hiker.get(status_page.path(report.pk)).content.decode()
    assert "alert(1)" in page
    assert not any(mark in page for mark in MARKS)


@pytest.mark.parametrize(
    "path", ["/{evil}", "/1{evil}", "/?code={evil}", "/48279154?lang={evil}", "/r/{evil}.{evil}"]
)
def test_what_stands_in_an_address_is_not_run(town: Town, hiker: Person, path: str) -> None:
    answer = hiker.get(path.format(evil=quote(EVIL)), follow=True)
    assert answer.status_code < 500
    assert not any(mark in answer.content.decode() for mark in MARKS)


def test_what_stood_in_the_form_comes_back_as_text(town: Town, hiker: Person) -> None:
    code = town.tag("nogosan-3").code
    sent = {"words": EVIL, "kind": EVIL, "people": EVIL, "phone": EVIL, "report": EVIL, "secret": EVIL}
    answer = hiker.post(f"/{code}", sent, follow=True)
    assert answer.status_code < 500
    assert not any(mark in answer.content.decode() for mark in MARKS)


def test_a_places_name_opens_no_second_header_in_a_mail(town: Town) -> None:
    tag = town.tag("nogosan-3")
    assert tag.point is not None
    type(tag.point).objects.filter(pk=tag.point.pk).update(name_ko="정상\nBcc: all@example.org")
    Endpoint.objects.all().delete()
    Endpoint.objects.create(jurisdiction=town.deokyang, channel="email", address="duty@example.org")
    called({"tag": tag.code})
    deliveries.sweep()
    assert all(letter.recipients() == ["duty@example.org"] for letter in mail.outbox)
    assert not any(
        "\n" in str(letter.message()["Subject"]) and "Bcc" in letter.message() for letter in mail.outbox
    )


@pytest.mark.parametrize(
    "value", [EVIL, "../../etc/passwd", "%00", "\u202e", "1e308,1e308", "-1 OR 1=1", "9" * 5000]
)
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/locate?q={}",
        "/api/v1/points?bbox={}",
        "/api/v1/points?near={}",
        "/api/v1/tags/{}",
        "/api/v1/incidents?state={}",
    ],
)
def test_strange_questions_get_clear_answers(town: Town, dispatcher: Person, path: str, value: str) -> None:
    answer: Any = dispatcher.get(path.format(quote(value, safe="")))
    assert answer.status_code < 500
    if answer.status_code >= 400 and answer["Content-Type"] == "application/problem+json":
        assert json.loads(answer.content)["detail"]
