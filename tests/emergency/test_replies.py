"""Whoever has no JavaScript answers from the page of the report: words, or that they are safe."""

import re

import pytest
from django.test import Client

from emergency import intake, status_page
from emergency.errors import StorageAway
from emergency.models import Event, Incident, Message, Report
from tests.emergency.scene import Scene, called

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report(scene: Scene) -> Report:
    return called(scene.plate("nogosan"))


@pytest.fixture
def phone(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def here(report: Report) -> str:
    return status_page.path(report.id)


def form(phone: Client, here: str) -> dict[str, str]:
    """Open the form; return what stands hidden in it."""
    html = phone.get(f"{here}?answer").content.decode()
    return dict(re.findall(r'type="hidden" name="(message)" value="([^"]+)"', html))


def test_the_page_leads_to_a_form_that_does_not_renew_itself(phone: Client, here: str) -> None:
    html = phone.get(here).content.decode()
    assert 'href="?answer&amp;lang=en"' in html
    assert "http-equiv" in html
    answering = phone.get(f"{here}?answer&lang=en").content.decode()
    assert "http-equiv" not in answering
    assert all(f'name="{name}"' in answering for name in ("words", "kind", "people", "phone", "ask"))


def test_an_answer_reaches_the_conversation_with_what_happened(
    phone: Client, here: str, report: Report
) -> None:
    sent = form(phone, here) | {"words": "by the rock", "kind": "fall", "people": "2", "phone": "010-1"}
    for _ in range(2):
        answer = phone.post(f"{here}?lang=en", sent)
        assert (answer.status_code, answer["Location"]) == (303, f"{here}?lang=en")
    message = Message.objects.get()
    assert message.text == "Fall\nby the rock\nHow many people? 2\nPhone number 010-1"
    assert message.report == report
    assert Incident.objects.get().kind == "fall"
    assert "by the rock" in phone.get(answer["Location"]).content.decode()


def test_the_same_word_may_be_said_again_later(phone: Client, here: str) -> None:
    for _ in range(2):
        phone.post(here, form(phone, here) | {"words": "yes"})
    assert [message.text for message in Message.objects.all()] == ["yes", "yes"]


@pytest.mark.parametrize(
    ("reason", "said", "said_ko"),
    [
        ("safe", "You said that you are safe", "안전하다고 알림"),
        ("mistake", "You took it back", "취소를 알림"),
    ],
)
def test_who_is_safe_or_was_mistaken_reads_just_that_on_the_page(
    phone: Client, here: str, report: Report, reason: str, said: str, said_ko: str
) -> None:
    written = form(phone, here) | {"words": "sorry", "people": "2"}
    asked = phone.post(here, written | {"ask": reason}).content.decode()
    report.refresh_from_db()
    assert (report.cancelled_at, Message.objects.count()) == (None, 0)
    assert "— tell them?" in asked
    assert "http-equiv" not in asked
    held = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked))
    assert held == {"kind": "", "phone": ""} | written
    assert f'name="cancel" value="{reason}"' in asked
    answer = phone.post(here, held | {"cancel": reason})
    report.refresh_from_db()
    assert (report.cancel_reason, Message.objects.get().text) == (reason, "sorry\nHow many people? 2")
    assert Incident.objects.get().state == "new"
    html = phone.get(answer["Location"]).content.decode()
    headlines = [
        re.findall(r"<h1>([^,]+),", phone.get(f"{here.split('?')[0]}?lang={language}").content.decode())[0]
        for language in ("en", "ko")
    ]
    assert headlines == [said, said_ko]
    assert ("You took it back" in html) is (reason == "mistake")
    # They can still answer, and are not asked again what they have said.
    assert "?answer" in html
    assert "I am safe, it was a mistake" not in html
    assert 'name="ask" value="safe"' not in phone.get(f"{answer['Location']}&answer").content.decode()
    assert "does not take the call back" not in html
    assert 'class="open"' not in html
    assert f'href="/{report.tag_code}?lang=en">Send anew' in html


def test_who_says_no_finds_what_they_wrote_in_the_form_again(
    phone: Client, here: str, report: Report
) -> None:
    sent = form(phone, here) | {"words": "hurt leg", "kind": "fall", "ask": "no"}
    html = phone.post(here, sent).content.decode()
    assert "hurt leg</textarea>" in html
    assert 'value="fall" selected' in html
    report.refresh_from_db()
    assert (report.cancelled_at, Message.objects.count()) == (None, 0)


def test_a_long_answer_is_said_in_parts_and_marked_where_it_ends(
    phone: Client, here: str, report: Report
) -> None:
    phone.post(here, form(phone, here) | {"words": "a" * 1000 + "b" * 1000})
    assert sorted(message.text[:1] for message in Message.objects.all()) == ["a", "b"]
    report.refresh_from_db()
    assert "cut" not in report.flags
    phone.post(here, form(phone, here) | {"words": "c" * 4001})
    report.refresh_from_db()
    assert "cut" in report.flags


def test_characters_that_no_database_holds_do_not_keep_an_answer_away(phone: Client, here: str) -> None:
    assert phone.post(here, form(phone, here) | {"words": "by\x00 the\r\nrock"}).status_code == 303
    assert Message.objects.get().text == "by the\nrock"


def test_an_answer_that_could_not_be_stored_stands_in_its_form_again(
    phone: Client, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = form(phone, here) | {"words": "hurt leg", "kind": "illness", "people": "3", "phone": "010"}
    with monkeypatch.context() as away:
        away.setattr(intake, "commit", lambda commands: [StorageAway("locked") for _ in commands])
        answer = phone.post(here, sent)
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "Not sent yet" in html
    for written in ("hurt leg", sent["message"], 'value="illness" selected', 'value="3"', 'value="010"'):
        assert written in html
    assert phone.post(here, sent).status_code == 303
    assert Message.objects.get().text.startswith("Illness\nhurt leg")


def test_an_empty_answer_says_nothing(phone: Client, here: str) -> None:
    assert phone.post(here, {"cancel": "dragon", "kind": "dragon", "message": "x"}).status_code == 303
    assert not Message.objects.exists()
    assert Event.objects.count() == 1


def test_nobody_answers_for_a_report_whose_address_they_guess(phone: Client, report: Report) -> None:
    answer = phone.post(f"/r/{report.pk}.{'0' * 26}", {"words": "false", "cancel": "safe"})
    assert answer.status_code == 404
    assert Event.objects.count() == 1
