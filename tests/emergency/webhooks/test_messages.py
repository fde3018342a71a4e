"""What a receiver gets: one signed envelope per event, which its own libraries verify and read."""

import json
from datetime import datetime, timedelta

import pytest
import standardwebhooks
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from emergency import actions, references
from emergency.actions import By
from emergency.models import Event, Reference
from emergency.webhooks import keys, plan
from tests.emergency.scene import SUMMIT_FIX, Scene, called, fix, positions_follow

from .conftest import hook, sent
from .receivers import Receiver


def test_a_call_reaches_the_receiver_as_a_signed_envelope(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    report = called(scene.plate("nogosan"))
    assert sent(endpoint) == 1

    (letter,) = receiver.letters
    told = standardwebhooks.Webhook(keys.secret(endpoint.salt)).verify(letter.body, letter.headers)
    event = Event.objects.get()
    assert letter.path == "/hook"
    assert letter.headers["webhook-id"] == told["id"] == f"evt_{scene.goyang.pk}_{event.sequence}"
    assert (told["type"], told["subject"]) == ("yeogi.incident.report_received", str(report.incident_id))
    assert (told["sequence"], told["exercise"]) == (f"{event.sequence:012}", False)
    data = told["data"]
    assert (data["jurisdiction"], data["number"], data["kind"]) == (
        "goyang",
        event.sequence,
        "report_received",
    )
    assert data["report"] == str(report.pk)
    assert (data["incident"]["state"], data["incident"]["place_ko"]) == ("new", "nogosan 지점")
    assert data["links"]["console"].endswith(f"/console/#{report.incident_id}")
    assert data["links"]["position"] is None


def test_another_library_reads_the_envelope(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    sent(endpoint)
    (letter,) = receiver.letters
    assert letter.headers["content-type"].startswith("application/cloudevents+json")
    event = from_structured_event(HTTPMessage(headers=letter.headers, body=letter.body))
    assert event.get_specversion() == "1.0"
    assert event.get_time() == Event.objects.get().at
    assert event.get_extension("sequence") == letter.told["sequence"]
    assert event.get_data()["kind"] == "report_received"


def test_it_holds_no_words_no_number_and_no_position(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url, kinds=["report_received", "fixes_received"])
    report = called({**scene.plate("nogosan"), "words": "secret words", "phone": "01012345678", "fix": fix()})
    positions_follow(report, fix(2))
    assert sent(endpoint) == 2
    for letter in receiver.letters:
        for hidden in ("secret words", "01012345678", str(SUMMIT_FIX[0]), str(SUMMIT_FIX[1])):
            assert hidden not in letter.body.decode()


def test_an_altered_or_an_old_message_is_no_message_of_ours(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    sent(endpoint)
    (letter,) = receiver.letters
    verifier = standardwebhooks.Webhook(keys.secret(endpoint.salt))
    with pytest.raises(WebhookVerificationError):
        verifier.verify(letter.body.replace(b"report_received", b"report_cancelled"), letter.headers)
    hour = timezone.now() - timedelta(hours=1)
    stale = keys.headers(endpoint, letter.headers["webhook-id"], letter.body.decode(), hour)
    with pytest.raises(WebhookVerificationError):
        verifier.verify(letter.body, stale)


def test_a_new_secret_and_the_old_one_are_both_good_for_a_day(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    old = keys.secret(endpoint.salt)
    keys.rotate(endpoint, timezone.now(), actor=None, origin="system")
    new = keys.secret(endpoint.salt)
    assert new != old
    called(scene.plate("nogosan"))
    sent(endpoint)
    (letter,) = receiver.letters
    assert len(letter.headers["webhook-signature"].split()) == 2
    for secret in (old, new):
        standardwebhooks.Webhook(secret).verify(letter.body, letter.headers)

    body, later = letter.body.decode(), timezone.now() + keys.BOTH_GOOD_FOR
    assert len(keys.headers(endpoint, "evt_1_1", body, later)["webhook-signature"].split()) == 1


def test_no_copy_of_the_database_holds_the_secret(scene: Scene, receiver: Receiver, settings) -> None:
    endpoint = hook(scene, receiver.url)
    here = keys.secret(endpoint.salt)
    settings.SECRET_KEY = "the key of another installation, which restored our backup"
    assert keys.secret(endpoint.salt) != here


def test_it_tells_the_incident_as_it_stands_when_it_is_sent(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    report = called(scene.plate("nogosan"))
    actions.open_(report.incident_id, By.now(scene.people["dispatcher"]))
    assert sent(endpoint) == 2
    first, second = (letter.told["data"] for letter in receiver.letters)
    assert (first["incident_version"], second["incident_version"]) == (1, 2)
    assert first["incident"]["state"] == second["incident"]["state"] == "opened"
    assert first["number"] + 1 == second["number"]


def test_an_endpoint_that_asks_for_it_gets_a_link_to_the_newest_position(
    scene: Scene, receiver: Receiver
) -> None:
    endpoint = hook(scene, receiver.url, gives_reference=True)
    report = called({**scene.plate("nogosan"), "fix": fix()})
    positions_follow(report, fix(2))
    actions.open_(report.incident_id, By.now(scene.people["dispatcher"]))
    while sent(endpoint):
        pass
    links = {letter.told["data"]["links"]["position"] for letter in receiver.letters}
    reference = Reference.objects.get()
    assert links == {references.address(reference)}
    assert (reference.recipient, reference.made_by_name) == ("119", f"webhook {endpoint.pk}")
    # The link itself is an event, which this endpoint asked for.
    assert [letter.told["data"]["kind"] for letter in receiver.letters] == [
        "report_received",
        "opened",
        "reference_made",
    ]


def test_a_closed_incident_is_told_without_a_link(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url, gives_reference=True, kinds=["closed"])
    report = called(scene.plate("nogosan"))
    by = By.now(scene.people["dispatcher"])
    actions.open_(report.incident_id, by)
    actions.close(report.incident_id, 2, by, "safe")
    assert sent(endpoint) == 1
    data = receiver.letters[0].told["data"]
    assert (data["links"]["position"], data["details"]) == (None, {"disposition": "safe"})
    assert data["incident"]["disposition"] == "safe"
    assert not Reference.objects.exists()


def test_an_exercise_is_marked_and_goes_to_those_who_asked(scene: Scene, receiver: Receiver) -> None:
    quiet = hook(scene, receiver.url + "/quiet")
    trained = hook(scene, receiver.url + "/trained", takes_exercises=True)
    called({**scene.plate("nogosan"), "exercise": True})
    assert (sent(quiet), sent(trained)) == (0, 1)
    (letter,) = receiver.letters
    assert letter.path == "/hook/trained"
    assert letter.told["exercise"] is letter.told["data"]["incident"]["exercise"] is True


def test_the_times_are_those_of_rfc_3339(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    sent(endpoint)
    told = json.loads(receiver.letters[0].body)
    assert told["time"].endswith("Z")
    assert datetime.fromisoformat(told["time"]) == Event.objects.get().at


def test_what_came_before_a_webhook_is_not_told(scene: Scene, receiver: Receiver) -> None:
    called(scene.plate("nogosan"))
    endpoint = hook(scene, receiver.url)
    assert sent(endpoint) == 0
    assert plan.newest(scene.goyang.pk) == 1


def test_a_link_that_a_dispatcher_ended_is_not_replaced(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url, gives_reference=True)
    report = called({**scene.plate("nogosan"), "fix": fix()})
    while sent(endpoint):
        pass
    assert receiver.letters[0].told["data"]["links"]["position"]
    by = By.now(scene.people["dispatcher"])
    references.revoke(report.incident_id, Reference.objects.get().pk, by)
    actions.open_(report.incident_id, by)
    while sent(endpoint):
        pass
    later = [
        letter.told["data"]
        for letter in receiver.letters
        if letter.told["data"]["kind"] in ("reference_revoked", "opened")
    ]
    assert [data["links"]["position"] for data in later] == [None, None]
    assert Reference.objects.count() == 1
