"""Who cannot speak answers by one touch; the dispatcher reads it in the centre's own language, and does not call."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from emergency import detail, parse, queue, retention, sight, withdrawal
from emergency.models import Incident, Message, Quick, Report
from tests.asgi import Phone

from .scene import Console, Scene


def voice() -> str:
    incident = Incident.objects.get()
    return str(queue.rows([incident])[incident.id]["voice"])


def test_the_parser_knows_every_answer_that_is_stored() -> None:
    assert set(Quick.values) == parse.QUICK


def test_an_answer_is_kept_with_the_words_of_its_person(phone: Phone, scene: Scene, console: Console) -> None:
    phone.send(**scene.plate("nogosan"), language="vi")
    line = console()
    line.next("hello")
    assert phone.say("Không nói được", quick="cannot_speak").status_code == 201
    told = line.next("incident").data
    assert told["message"]["quick"] == "cannot_speak"
    assert told["message"]["text"] == "Không nói được"
    assert told["incident"]["voice"] == "cannot_speak"
    assert phone.status().json()["messages"][0]["quick"] == "cannot_speak"
    shown = detail.of(Incident.objects.get())
    assert shown["messages"][0]["quick"] == "cannot_speak"
    assert shown["report_list"][0]["voice"] == "cannot_speak"


@pytest.mark.parametrize("quick", ["nonsense", 7, None, ["yes"], {"yes": 1}])
def test_an_answer_that_nobody_knows_costs_no_words(phone: Phone, scene: Scene, quick: object) -> None:
    phone.send(**scene.plate("nogosan"))
    assert phone.say("hello", quick=quick).status_code == 201
    assert [(m.text, m.quick) for m in Message.objects.all()] == [("hello", "")]


def test_an_answer_sent_again_is_said_once(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    message = uuid4()
    assert [phone.say("Yes", message, quick="yes").status_code for _ in range(2)] == [201, 200]
    assert Message.objects.count() == 1


def test_who_must_stay_silent_is_marked_until_they_say_that_it_is_over(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    seen = Incident.objects.get().version
    marked = []
    for quick in ("yes", "cannot_speak", "silent", "cannot_speak", "no", "silent_over"):
        phone.say(quick, quick=quick)
        marked.append(voice())
    assert marked == ["", "cannot_speak", "silent", "silent", "silent", ""]
    assert Incident.objects.get().version > seen


def test_one_person_who_must_not_be_called_is_enough_for_an_incident(scene: Scene) -> None:
    loud, quiet = Report(voice=""), Report(voice="silent")
    assert (
        queue.row(Incident(received_at=timezone.now()), [quiet, loud], sight.Seers(own=1))["voice"]
        == "silent"
    )


def test_answers_are_destroyed_with_the_words(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    phone.say("Bleeding", quick="bleeding")
    phone.say("Silent", quick="silent")
    Incident.objects.update(state="closed", closed_at=timezone.now() - timedelta(days=365))
    retention.sweep()
    assert set(Message.objects.values_list("text", "quick")) == {("", "")}
    assert Report.objects.get().voice == ""


def test_answers_are_destroyed_when_consent_is_withdrawn(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    phone.say("Silent", quick="silent")
    withdrawal.take(Report.objects.get().pk, timezone.now())
    assert set(Message.objects.values_list("text", "quick")) == {("", "")}
    assert voice() == ""
