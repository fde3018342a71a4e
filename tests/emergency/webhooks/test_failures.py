"""Receivers that refuse, hang, lie or vanish: each message is tried for a day, and nobody else waits."""

import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from addresses.models import Change
from emergency.models import Delivery, Outcome, Webhook
from emergency.webhooks import courier, plan
from emergency.webhooks.post import retry_after_s
from emergency.webhooks.turn import turn
from tests.emergency.scene import Scene, called

from .conftest import Opened, hook, sent, the_one
from .receivers import (
    Receiver,
    certificate,
    dripping,
    flooding,
    hanging,
    hanging_up,
    saying,
)

Clock = Callable[[timedelta], datetime]


def tried(scene: Scene, receiver: Receiver, **more) -> tuple[Webhook, Delivery]:
    """Let one call reach a receiver's webhook once."""
    endpoint = hook(scene, more.pop("url", receiver.url), **more)
    called(scene.plate("nogosan"))
    assert sent(endpoint) == 1
    endpoint.refresh_from_db()
    return endpoint, the_one(endpoint)


def test_a_fault_there_is_noted_and_tried_again(scene: Scene, open_receiver: Opened, clock: Clock) -> None:
    receiver = open_receiver(saying(500, b"<b>database</b> is\x00 away"))
    endpoint, delivery = tried(scene, receiver)
    (attempt,) = delivery.attempts.all()
    assert (attempt.number, attempt.outcome, attempt.status) == (1, Outcome.ANSWERED, 500)
    assert attempt.detail == "<b>database</b> is  away"
    assert (delivery.state, delivery.due_at) == ("due", attempt.at + timedelta(seconds=5))
    assert sent(endpoint) == 0

    clock(timedelta(seconds=6))
    receiver.answering = saying(200)
    assert sent(endpoint) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.last_error) == ("sent", 2, "")
    first, second = receiver.letters
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_the_waits_grow_and_end_after_a_day(scene: Scene, open_receiver: Opened, clock: Clock) -> None:
    receiver = open_receiver(saying(503))
    endpoint, delivery = tried(scene, receiver)
    begun, waits = delivery.planned_at, []
    assert begun is not None
    while delivery.state == "due":
        before = timezone.now()
        waits.append((delivery.due_at - before).total_seconds())
        clock(delivery.due_at - before)
        while sent(endpoint) == 0:
            clock(timedelta(seconds=1))  # the endpoint still rests
        delivery.refresh_from_db()
    assert waits[:6] == [5, 30, 120, 600, 1800, 3600]
    assert delivery.state == "failed"
    assert timezone.now() - begun >= timedelta(hours=24)
    assert delivery.attempts.count() == delivery.tries == len(receiver.letters) == len(waits) + 1


def test_one_that_is_told_to_wait_waits(scene: Scene, open_receiver: Opened, clock: Clock) -> None:
    receiver = open_receiver(saying(429, Retry_After="900"))
    endpoint, delivery = tried(scene, receiver)
    assert (delivery.due_at - timezone.now()).total_seconds() == 900
    called(scene.plate("nogosan"))
    clock(timedelta(seconds=899))
    assert sent(endpoint) == 0  # all of its messages wait
    clock(timedelta(seconds=2))
    receiver.answering = saying(204)
    assert sent(endpoint) == 2


def test_it_waits_until_the_time_that_a_receiver_names() -> None:
    now = datetime.fromisoformat("2026-11-23T05:00:00+00:00")
    assert retry_after_s("Mon, 23 Nov 2026 05:02:00 GMT", now) == 120
    assert retry_after_s("Mon, 23 Nov 2026 04:00:00 GMT", now) == 0
    for nonsense in ("", "soon", "-5", "1.5", "9" * 40, "²"):
        assert retry_after_s(nonsense, now) is None


def test_a_receiver_cannot_put_a_message_off_beyond_its_day(
    scene: Scene, open_receiver: Opened, clock: Clock
) -> None:
    _, delivery = tried(scene, open_receiver(saying(503, Retry_After="999999999")))
    assert delivery.planned_at is not None
    assert delivery.due_at == delivery.planned_at + timedelta(hours=24)


def test_one_that_is_gone_is_switched_off_and_history_says_why(scene: Scene, open_receiver: Opened) -> None:
    receiver = open_receiver(saying(410))
    endpoint = hook(scene, receiver.url)
    for number in range(3):
        called(scene.plate("nogosan"), address=str(number))
    assert sent(endpoint) == 1
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.gone_at is None) == (False, False)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"failed"}
    change = Change.objects.get(object_type="emergency.webhook", object_id=str(endpoint.pk))
    assert (change.reason, change.new["is_active"]) == ("410 Gone", False)
    called(scene.plate("nogosan"))
    assert sent(endpoint) == 0
    assert len(receiver.letters) == 1


def test_one_message_that_is_refused_does_not_hold_up_the_next(scene: Scene, open_receiver: Opened) -> None:
    receiver = open_receiver(saying(422))
    endpoint = hook(scene, receiver.url)
    for number in range(3):
        called(scene.plate("nogosan"), address=str(number))
    assert sent(endpoint) == 3
    endpoint.refresh_from_db()
    assert (endpoint.rests_until, endpoint.failures) == (None, 0)
    assert Delivery.objects.filter(state="due", tries=1).count() == 3


def test_a_redirect_to_a_private_address_is_not_followed(scene: Scene, open_receiver: Opened) -> None:
    inside = open_receiver()
    receiver = open_receiver(saying(307, Location=inside.url))
    _, delivery = tried(scene, receiver)
    assert delivery.attempts.get().outcome == Outcome.REDIRECTED
    assert not inside.letters
    assert delivery.state == "due"


@pytest.mark.parametrize("answering", [hanging, dripping], ids=["hangs", "drips"])
def test_one_that_never_ends_is_cut(answering, scene: Scene, open_receiver: Opened) -> None:
    endpoint, delivery = tried(scene, open_receiver(answering))
    assert delivery.attempts.get().outcome == Outcome.SILENT
    assert (delivery.state, endpoint.failures) == ("due", 1)
    assert endpoint.rests_until is not None


def test_an_answer_that_does_not_end_is_not_read_to_the_end(scene: Scene, open_receiver: Opened) -> None:
    _, delivery = tried(scene, open_receiver(flooding))
    assert (delivery.state, delivery.attempts.get().status) == ("sent", 200)


def test_one_that_hangs_up_or_does_not_listen_is_tried_again(scene: Scene, open_receiver: Opened) -> None:
    _, delivery = tried(scene, open_receiver(hanging_up))
    assert (delivery.attempts.get().outcome, delivery.state) == (Outcome.UNREACHABLE, "due")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        other = hook(scene, f"http://127.0.0.1:{nobody.getsockname()[1]}/")
        called(scene.plate("nogosan"))
        assert sent(other) == 1
    assert the_one(other).attempts.get().outcome == Outcome.UNREACHABLE


def test_a_wrong_certificate_is_a_failure_and_nothing_is_sent(
    scene: Scene, open_receiver: Opened, tmp_path: Path
) -> None:
    _, context = certificate(tmp_path, "127.0.0.1")
    receiver = open_receiver(context=context)
    _, delivery = tried(scene, receiver)
    assert delivery.attempts.get().outcome == Outcome.CERTIFICATE
    assert not receiver.letters


def test_a_certificate_for_another_name_is_a_failure(
    scene: Scene, open_receiver: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate(tmp_path, "elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    receiver = open_receiver(context=context)
    _, delivery = tried(scene, receiver)
    attempt = delivery.attempts.get()
    assert (attempt.outcome, "IP address mismatch" in attempt.detail) == (Outcome.CERTIFICATE, True)
    assert not receiver.letters


def test_a_certificate_of_an_authority_that_is_trusted_is_good(
    scene: Scene, open_receiver: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    receiver = open_receiver(context=context)
    endpoint, delivery = tried(scene, receiver)
    assert (delivery.state, len(receiver.letters)) == ("sent", 1)
    for number in range(3):
        called(scene.plate("nogosan"), address=str(number))
    assert sent(endpoint) == 3
    assert len(receiver.connections) == 2  # one for each turn


def test_messages_of_one_turn_share_a_line_and_survive_its_end(scene: Scene, open_receiver: Opened) -> None:
    def first_then_gone(receiver: Receiver, request) -> None:
        saying(200)(receiver, request)
        request.close_connection = True  # without having said so

    receiver = open_receiver(first_then_gone)
    endpoint = hook(scene, receiver.url)
    for number in range(3):
        called(scene.plate("nogosan"), address=str(number))
    assert sent(endpoint) == 3
    assert set(Delivery.objects.values_list("state", "tries")) == {("sent", 1)}


def test_a_centre_that_stopped_sharing_sends_nothing_more(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    plan.all_(timezone.now())
    type(scene.goyang).objects.filter(pk=scene.goyang.pk).update(sharing_mode="console")
    turn(endpoint.pk)
    assert (the_one(endpoint).state, receiver.letters) == ("failed", [])
    called(scene.plate("nogosan"), address="another")
    assert sent(endpoint) == 0
    assert Delivery.objects.count() == 1


def test_a_fault_of_ours_in_one_message_lets_the_others_go(
    scene: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from emergency.webhooks import envelope

    endpoint, write, asked = hook(scene, receiver.url), envelope.body, []

    def broken_once(*given) -> str:
        asked.append(given)
        if len(asked) == 1:
            raise ValueError("a fault of ours")
        return write(*given)

    monkeypatch.setattr(envelope, "body", broken_once)
    for number in range(2):
        called(scene.plate("nogosan"), address=str(number))
    assert sent(endpoint) == 2
    states = Delivery.objects.order_by("pk").values_list("state", "last_error")
    assert list(states) == [("due", "ValueError: a fault of ours"), ("sent", "")]
    endpoint.refresh_from_db()
    assert endpoint.rests_until is None


def test_what_was_never_taken_is_given_up_and_forgotten_in_time(
    scene: Scene, open_receiver: Opened, clock: Clock
) -> None:
    _, delivery = tried(scene, open_receiver(saying(500)))
    now = clock(timedelta(hours=26))
    courier.tidy(now)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    courier.tidy(clock(timedelta(days=30)))
    assert not Delivery.objects.exists()


def test_nobody_sweeping_is_noticed(scene: Scene, receiver: Receiver, clock: Clock) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    assert not courier.is_overdue(timezone.now())
    assert courier.is_overdue(clock(timedelta(minutes=3)))  # not even planned
    plan.all_(timezone.now())
    assert not courier.is_overdue(timezone.now())
    assert courier.is_overdue(clock(timedelta(minutes=3)))  # planned, and nobody sends
    turn(endpoint.pk)
    assert not courier.is_overdue(timezone.now())
