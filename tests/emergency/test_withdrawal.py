"""What comes after a withdrawal, and what hides in a corner when it is made: nothing of its person stays."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client

from emergency.models import Event, Fix, Message, Report
from tests.asgi import House, Phone

from .callers import Caller, anybody
from .scene import Scene, browser, fix

LATE = "절벽 아래 붉은 텐트"
SQUARE = "다사 5105 6491"


def everything() -> str:
    """Return what all tables of the emergency hold, in one text."""
    tables = [
        list(table._default_manager.values()) for table in apps.get_app_config("emergency").get_models()
    ]
    return json.dumps(tables, default=str, ensure_ascii=False)


def withdraw(phone: Phone) -> None:
    assert Caller(secret=phone.secret, id=phone.report).ask("POST", "withdraw", {}).status_code == 200


@pytest.fixture
def phone(house: House, scene: Scene) -> Phone:
    phone = Phone(house)
    phone.send(**scene.plate("nogosan"), kind="fall", fix=fix())
    return phone


def test_words_that_come_after_it_are_kept_nowhere_and_the_centre_hears_that_there_were_some(
    phone: Phone,
) -> None:
    withdraw(phone)
    answer = phone.say(LATE)
    # A refusal would stay in the phone's outbox for ever, and its person may be in need: the centre can call.
    assert (answer.status_code, answer.json()["kept"]) == (201, len(LATE))
    assert LATE not in everything()
    (message,) = Message.objects.all()
    assert (message.text, message.quick) == ("", "")
    told = Event.objects.latest("sequence")
    assert (told.kind, told.message_id, told.data) == ("message_from_person", message.id, {})


def test_words_sent_again_because_the_answer_was_lost_do_not_come_back(phone: Phone) -> None:
    before, after = uuid4(), uuid4()
    phone.say(LATE, before)
    withdraw(phone)
    for message, status in ((before, 200), (after, 201), (after, 200)):
        assert phone.say(LATE, message).status_code == status
    assert LATE not in everything()
    assert Message.objects.count() == 2


def test_what_is_tapped_after_it_changes_nothing(phone: Phone) -> None:
    withdraw(phone)
    phone.say("조용히", quick="silent")
    phone.say("물에 빠짐", kind="water")
    report = Report.objects.select_related("incident").get()
    assert (report.voice, report.kind, report.incident.kind) == ("", "fall", "fall")
    assert "조용히" not in everything()
    assert "물에 빠짐" not in everything()


def test_the_report_sent_again_with_its_words_does_not_come_back(phone: Phone, scene: Scene) -> None:
    withdraw(phone)
    phone.send(**scene.plate("nogosan"), kind="fall", fix=fix(), words=LATE, phone="01098765432")
    assert LATE not in everything()
    assert not Fix.objects.exists()
    assert Report.objects.get().phone == ""


@pytest.mark.django_db(transaction=True)
def test_words_written_without_a_script_after_it_are_kept_nowhere(client: Client, scene: Scene) -> None:
    path = f"/{scene.plates['nogosan']}"
    html = client.get(path).content.decode()
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', html.split('id="send"')[1]))
    client.post(path, sent)
    report = Report.objects.get()
    # The secret of the form is that of its report.
    assert Caller(secret=sent["secret"], id=report.pk).ask("POST", "withdraw", {}).status_code == 200
    for more in (LATE, LATE * 200):
        assert client.post(path, sent | {"words": more}).status_code == 303
    assert LATE not in everything()


def test_a_typed_square_goes_from_every_table(scene: Scene) -> None:
    hiker = anybody({"tag": SQUARE, "words": f"여기는 {SQUARE}", "fix": fix()})
    assert "다사" in everything()
    detail: Any = browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{hiker.report.incident_id}")
    assert "다사" in detail.content.decode()
    hiker.ask("POST", "withdraw", {})
    assert "다사" not in everything()
    detail = browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{hiker.report.incident_id}")
    assert "다사" not in detail.content.decode()


def test_an_unreadable_text_in_the_place_of_a_code_goes_too(scene: Scene) -> None:
    hiker = anybody({"tag": "계곡 옆 정자", "fix": fix()})
    assert "계곡 옆 정자" in everything()
    hiker.ask("POST", "withdraw", {})
    assert "계곡 옆 정자" not in everything()
