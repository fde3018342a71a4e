"""What other systems are owed: planned with the report, sent once, tried again until it is acknowledged."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from emergency import channels, deliveries
from emergency.channels import ChannelError
from emergency.models import Delivery, Endpoint

from .scene import Scene, called, fix

SECOND = timedelta(seconds=1)


@pytest.fixture
def endpoint(scene: Scene) -> Endpoint:
    return Endpoint.objects.create(jurisdiction=scene.goyang, channel="email", address="duty@example.org")


@pytest.fixture
def delivery(endpoint: Endpoint, scene: Scene) -> Delivery:
    called({**scene.plate("nogosan"), "words": "secret words", "phone": "01012345678", "fix": fix()})
    return Delivery.objects.select_related("report").get()


def answering(monkeypatch: pytest.MonkeyPatch, send: Callable[[Delivery], None]) -> None:
    monkeypatch.setitem(channels.SENDERS, "email", send)


def refusing(error: Exception) -> Callable[[Delivery], None]:
    def send(_: Delivery) -> None:
        raise error

    return send


def test_a_report_owes_each_endpoint_of_its_centre_one_message(scene: Scene, endpoint: Endpoint) -> None:
    Endpoint.objects.create(jurisdiction=scene.paju, channel="email", address="paju@example.org")
    Endpoint.objects.create(
        jurisdiction=scene.goyang, channel="email", address="off@example.org", is_active=False
    )
    called(scene.plate("nogosan"))
    assert [one.endpoint for one in Delivery.objects.all()] == [endpoint]


def test_an_exercise_and_a_console_only_centre_tell_nobody(scene: Scene, endpoint: Endpoint) -> None:
    called({**scene.plate("nogosan"), "exercise": True})
    type(scene.goyang).objects.filter(pk=scene.goyang.pk).update(sharing_mode="console")
    called(scene.plate("nogosan"))
    assert not Delivery.objects.exists()


def test_the_mail_tells_the_time_as_the_clock_of_the_centre_shows_it(delivery: Delivery) -> None:
    type(delivery.incident).objects.update(received_at=datetime(2026, 11, 22, 20, 42, 39, tzinfo=UTC))
    deliveries.sweep()
    assert "2026년 11월 23일 05:42:39" in mail.outbox[0].body


def test_the_mail_says_where_and_holds_no_position_and_no_words(delivery: Delivery) -> None:
    assert deliveries.sweep() == 1
    (letter,) = mail.outbox
    assert letter.to == ["duty@example.org"]
    assert "nogosan 지점" in letter.subject
    for hidden in ("secret words", "01012345678", "126.94", "37.68"):
        assert hidden not in str(letter.message())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.leased_until) == ("sent", None)
    assert deliveries.sweep() == 0


def test_a_failed_one_waits_longer_each_time(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, refusing(ChannelError("no answer")))
    now, waits = delivery.due_at, []
    for _ in range(8):
        assert deliveries.sweep(now - SECOND) == 0
        assert deliveries.sweep(now) == 1
        delivery.refresh_from_db()
        waits.append((delivery.due_at - now).total_seconds())
        now = delivery.due_at
    assert waits == [5, 30, 120, 600, 1800, 3600, 3600, 3600]
    assert (delivery.state, delivery.last_error) == ("due", "no answer")


def test_after_a_day_it_is_given_up(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, refusing(ChannelError("no answer")))
    deliveries.sweep(delivery.due_at + deliveries.GIVE_UP_AFTER - SECOND)
    delivery.refresh_from_db()
    assert delivery.state == "due"
    deliveries.sweep(delivery.due_at)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert deliveries.sweep(delivery.due_at + timedelta(days=30)) == 0


def test_what_can_never_succeed_is_tried_once(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)
    deliveries.sweep(delivery.due_at)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("failed", 1)


def test_an_unknown_channel_fails_and_says_so(delivery: Delivery) -> None:
    Endpoint.objects.update(channel="pigeon")
    deliveries.sweep(delivery.due_at)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert "pigeon" in delivery.last_error


def test_a_fault_in_one_channel_does_not_keep_the_others_waiting(
    scene: Scene, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(scene.plate("nogosan"))
    Endpoint.objects.create(jurisdiction=scene.goyang, channel="broken", address="x")
    called(scene.plate("nogosan"))
    monkeypatch.setitem(channels.SENDERS, "broken", refusing(ValueError("a fault of ours")))
    assert deliveries.sweep() == 3
    assert len(mail.outbox) == 2
    broken = Delivery.objects.get(endpoint__channel="broken")
    assert (broken.state, broken.last_error) == ("due", "ValueError: a fault of ours")


def test_a_worker_that_was_killed_lets_go_after_its_lease(delivery: Delivery) -> None:
    assert deliveries.claim(1, delivery.due_at) == [delivery]  # and then the worker dies
    assert deliveries.sweep(delivery.due_at + deliveries.LEASE - SECOND) == 0
    assert deliveries.sweep(delivery.due_at + deliveries.LEASE + SECOND) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("sent", 2)


def test_a_late_failure_does_not_undo_what_another_worker_has_sent(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: Delivery) -> None:
        answering(monkeypatch, lambda _: None)
        deliveries.sweep(delivery.due_at + deliveries.LEASE + SECOND)  # the lease ran out meanwhile
        raise ChannelError("no answer")

    answering(monkeypatch, slow)
    deliveries.sweep(delivery.due_at)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("sent", 2)


def test_what_was_claimed_with_slow_ones_is_given_back_while_its_lease_lasts(
    scene: Scene, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        called(scene.plate("nogosan"), address=str(number))
    clock = [timezone.now()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])

    def slow(_: Delivery) -> None:
        clock[0] += deliveries.LEASE / 3

    answering(monkeypatch, slow)
    # The third one would begin when two thirds of the lease are over.
    assert deliveries.sweep() == 2
    waiting = Delivery.objects.get(state="due")
    assert (waiting.tries, waiting.leased_until) == (0, None)
    assert deliveries.sweep() == 1
    assert set(Delivery.objects.values_list("state", "tries")) == {("sent", 1)}


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_in_one_moment_send_each_one_once(scene: Scene, endpoint: Endpoint) -> None:
    for number in range(20):
        called(scene.plate("nogosan"), address=str(number))
    sent: list[int] = []
    begin = threading.Barrier(4)

    def sweep() -> None:
        begin.wait()
        sent.append(deliveries.sweep())
        connection.close()

    sweeps = [threading.Thread(target=sweep) for _ in range(4)]
    for one in sweeps:
        one.start()
    for one in sweeps:
        one.join()
    assert sum(sent) == 20
    assert len(mail.outbox) == 20
    assert set(Delivery.objects.values_list("state", "tries")) == {("sent", 1)}
