"""Who sends when: one turn at a time for an endpoint, endpoints beside each other, none lost with its worker."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from emergency import work
from emergency.models import Delivery, Endpoint, Event, Try, Webhook
from emergency.webhooks import courier, plan
from emergency.webhooks.turn import LEASE, turn
from tests.emergency.scene import Scene, called

from .conftest import Opened, hook, sent
from .receivers import Receiver, eventually, hanging, saying

Clock = Callable[[timedelta], datetime]
ROOT = Path(__file__).parents[3]


@pytest.mark.django_db(transaction=True)
def test_one_that_hangs_holds_up_nobody_else(scene: Scene, open_receiver: Opened, settings) -> None:
    settings.WEBHOOK_TIMEOUT_S = 30
    stuck, quick = open_receiver(hanging), open_receiver()
    hook(scene, stuck.url), hook(scene, quick.url)
    for number in range(12):
        called(scene.plate("nogosan"), address=str(number))

    assert courier.sweep() == 2
    assert eventually(lambda: len(quick.letters) == 12)
    assert len(stuck.letters) == 1
    called(scene.plate("nogosan"), address="later")
    assert eventually(lambda: bool(courier.sweep() or len(quick.letters) == 13))
    assert eventually(lambda: len(quick.letters) == 13)
    assert len(stuck.letters) == 1
    stuck.released.set()


@pytest.mark.django_db(transaction=True)
def test_receivers_that_hang_leave_the_intake_its_connections(
    scene: Scene, open_receiver: Opened, settings
) -> None:
    settings.WEBHOOK_TIMEOUT_S = 30
    stuck = open_receiver(hanging)
    for number in range(courier.MOST_TURNS):
        hook(scene, f"{stuck.url}/{number}")
    called(scene.plate("nogosan"))
    assert courier.sweep() == courier.MOST_TURNS
    assert eventually(lambda: len(stuck.letters) == courier.MOST_TURNS)

    taken: list[int] = []

    def taking(number: int) -> None:
        called(scene.plate("nogosan"), address=str(number))
        taken.append(number)
        connection.close()

    threads = [threading.Thread(target=taking, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [0, 1, 2, 3]
    stuck.released.set()


@pytest.mark.django_db(transaction=True)
def test_mail_does_not_wait_for_a_webhook_that_hangs(
    scene: Scene, open_receiver: Opened, settings, mailoutbox
) -> None:
    settings.WEBHOOK_TIMEOUT_S = 30
    stuck = open_receiver(hanging)
    hook(scene, stuck.url)
    Endpoint.objects.create(jurisdiction=scene.goyang, channel="email", address="duty@example.org")
    called(scene.plate("nogosan"))
    assert work.once() == 1
    assert len(mailoutbox) == 1
    assert eventually(lambda: len(stuck.letters) == 1)
    stuck.released.set()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_to_one_endpoint_at_once(scene: Scene, open_receiver: Opened) -> None:
    receiver = open_receiver()
    endpoint = hook(scene, receiver.url)
    for number in range(30):
        called(scene.plate("nogosan"), address=str(number))
    plan.all_(timezone.now())
    begin = threading.Barrier(4)

    def one_turn() -> None:
        begin.wait()
        turn(endpoint.pk)
        connection.close()

    threads = [threading.Thread(target=one_turn) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.letters) == 30
    assert set(Delivery.objects.values_list("state", "tries")) == {("sent", 1)}


def test_a_worker_that_died_lets_go_after_its_lease(scene: Scene, receiver: Receiver, clock: Clock) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    plan.all_(timezone.now())
    Webhook.objects.update(leased_until=timezone.now() + LEASE)  # and then the worker dies
    assert turn(endpoint.pk) == 0
    clock(LEASE + timedelta(seconds=2))
    assert turn(endpoint.pk) == 1


def test_an_endpoint_that_does_not_answer_rests_and_its_messages_go_together_later(
    scene: Scene, open_receiver: Opened, clock: Clock
) -> None:
    receiver = open_receiver(saying(502))
    endpoint = hook(scene, receiver.url)
    for number in range(5):
        called(scene.plate("nogosan"), address=str(number))
    assert sent(endpoint) == 1  # the others would fare no better
    assert (sent(endpoint), courier.sweep()) == (0, 0)
    clock(timedelta(seconds=6))
    receiver.answering = saying(204)
    assert sent(endpoint) == 5
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.rests_until) == (0, None)
    assert endpoint.last_success_at == timezone.now()


@pytest.mark.django_db(transaction=True)
def test_one_that_is_switched_off_in_the_middle_of_a_turn_gets_no_further_batch(
    scene: Scene, open_receiver: Opened
) -> None:
    def switched_off(receiver: Receiver, request) -> None:
        if len(receiver.letters) == 1:
            Webhook.objects.update(is_active=False)
            connection.close()
        saying(204)(receiver, request)

    receiver = open_receiver(switched_off)
    endpoint = hook(scene, receiver.url)
    for number in range(25):
        called(scene.plate("nogosan"), address=str(number))
    assert 1 <= sent(endpoint) <= 10
    assert sent(endpoint) == 0
    assert Delivery.objects.filter(state="due").count() == 25 - len(receiver.letters)


KILLED = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
from django.utils import timezone
from emergency.webhooks import plan
from emergency.webhooks.turn import turn
plan.all_(timezone.now())
turn(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_what_was_accepted_reaches_the_receiver_although_the_worker_is_killed(
    scene: Scene, open_receiver: Opened
) -> None:
    killed = threading.Event()

    def third_hangs(receiver: Receiver, request) -> None:
        if len(receiver.letters) == 3 and not killed.is_set():
            killed.wait(60)
        saying(204)(receiver, request)

    receiver = open_receiver(third_hangs)
    endpoint = hook(scene, receiver.url)
    for number in range(8):
        called(scene.plate("nogosan"), address=str(number))

    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(endpoint.pk)], cwd=ROOT, env=_of_the_test_database()
    )
    try:
        assert eventually(lambda: len(receiver.letters) == 3)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        killed.set()
    Webhook.objects.update(leased_until=timezone.now() - LEASE)  # a minute later
    while sent(endpoint):
        pass

    ids = [letter.headers["webhook-id"] for letter in receiver.letters]
    numbers = Event.objects.values_list("sequence", flat=True)
    assert set(ids) == {f"evt_{scene.goyang.pk}_{number}" for number in numbers}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Try.objects.count() == 8


def _of_the_test_database() -> dict[str, str]:
    """Return the environment of a process that works on the rows of this test."""
    name = str(connection.settings_dict["NAME"])
    if settings.EMBEDDED:
        url = f"spatialite:///{name}"
    else:
        given = connection.settings_dict
        url = f"postgis://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "WEBHOOK_NETWORKS": "127.0.0.0/8",
    }
