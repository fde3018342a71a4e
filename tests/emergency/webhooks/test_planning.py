"""From the log to deliveries: each event once for each endpoint, none before its commit, and again at a replay."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emergency import deliveries
from emergency.models import Delivery, Event, EventKind
from emergency.webhooks import plan
from emergency.webhooks.turn import turn
from tests.emergency.scene import Scene, called, fix, positions_follow

from .conftest import Opened, hook, sent, the_one
from .receivers import Receiver


def owed(endpoint) -> list[int]:
    found = Delivery.objects.filter(endpoint=endpoint).order_by("pk")
    return list(found.values_list("event__sequence", flat=True))


def test_each_endpoint_gets_the_kinds_that_it_asked_for(scene: Scene, receiver: Receiver) -> None:
    everything = hook(scene, receiver.url + "/all", kinds=EventKind.values)
    calls = hook(scene, receiver.url + "/calls", kinds=["report_received"])
    neighbour = hook(scene, receiver.url + "/paju", jurisdiction=scene.paju)
    off = hook(scene, receiver.url + "/off", is_active=False)
    report = called(scene.plate("nogosan"))
    positions_follow(report, fix(1))
    called(scene.plate("paju"), address="another")
    assert plan.all_(timezone.now()) == 4
    assert (owed(everything), owed(calls), owed(neighbour), owed(off)) == ([1, 2], [1], [1], [])
    assert plan.all_(timezone.now()) == 0


def test_a_mail_is_no_webhook_and_a_webhook_no_mail(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    assert not Delivery.objects.exists()
    plan.all_(timezone.now())
    assert deliveries.sweep() == 0
    assert not deliveries.is_overdue(timezone.now() + timedelta(hours=1))
    assert the_one(endpoint).state == "due"


def test_what_is_rolled_back_is_told_to_nobody(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)

    with transaction.atomic():
        called(scene.plate("nogosan"))
        transaction.set_rollback(True)
    assert sent(endpoint) == 0
    called(scene.plate("nogosan"))
    assert sent(endpoint) == 1
    assert receiver.letters[0].told["data"]["number"] == 1


def test_the_intake_asks_the_database_nothing_more(scene: Scene, receiver: Receiver) -> None:
    called(scene.plate("nogosan"), address="first")  # what is asked once is asked
    with CaptureQueriesContext(connection) as without:
        called(scene.plate("nogosan"), address="second")
    hook(scene, receiver.url)
    with CaptureQueriesContext(connection) as beside:
        called(scene.plate("nogosan"), address="third")
    assert len(beside) == len(without)


def test_a_long_log_is_planned_in_pieces(
    scene: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "AT_ONCE", 2)
    monkeypatch.setattr(plan, "MOST_PLANNED", 4)
    endpoint = hook(scene, receiver.url)
    for number in range(5):
        called(scene.plate("nogosan"), address=str(number))
    assert [plan.all_(timezone.now()) for _ in range(3)] == [4, 1, 0]
    assert owed(endpoint) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_two_planners_in_one_moment_owe_each_event_once(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    for number in range(20):
        called(scene.plate("nogosan"), address=str(number))
    begin = threading.Barrier(3)
    made: list[int] = []

    def planning() -> None:
        begin.wait()
        made.append(plan.all_(timezone.now()))
        connection.close()

    threads = [threading.Thread(target=planning) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 20
    assert owed(endpoint) == list(range(1, 21))


def test_a_replay_sends_the_same_ids_again(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    for number in range(3):
        called(scene.plate("nogosan"), address=str(number))
    assert sent(endpoint) == 3
    told = plan.replay(endpoint, 2, timezone.now())
    assert (told.planned, told.through, told.next) == (2, 3, None)
    assert sent(endpoint) == 2
    ids = [letter.headers["webhook-id"] for letter in receiver.letters]
    assert ids[3:] == ids[1:3]
    assert Delivery.objects.count() == 3
    again = Delivery.objects.get(event__sequence=3)
    assert (again.state, again.attempts.count()) == ("sent", 2)


def test_a_replay_reaches_what_came_before_the_webhook(scene: Scene, receiver: Receiver) -> None:
    called(scene.plate("nogosan"))
    called({**scene.plate("nogosan"), "exercise": True}, address="practice")
    endpoint = hook(scene, receiver.url)
    assert plan.replay(endpoint, 1, timezone.now()).planned == 1
    assert sent(endpoint) == 1
    assert receiver.letters[0].told["data"]["number"] == 1


def test_what_is_new_goes_before_what_is_replayed(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    sent(endpoint)
    plan.replay(endpoint, 1, timezone.now())
    called(scene.plate("nogosan"), address="new")
    assert sent(endpoint) == 2
    assert [letter.told["data"]["number"] for letter in receiver.letters] == [1, 2, 1]


def test_a_long_replay_says_where_to_go_on(
    scene: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "AT_ONCE", 2)
    endpoint = hook(scene, receiver.url)
    for number in range(5):
        called(scene.plate("nogosan"), address=str(number))
    plan.all_(timezone.now())
    first = plan.replay(endpoint, 1, timezone.now(), most=4)
    assert (first.planned, first.through, first.next) == (4, 4, 5)
    assert first.next is not None
    rest = plan.replay(endpoint, first.next, timezone.now(), most=4)
    assert (rest.planned, rest.through, rest.next) == (1, 5, None)
    assert plan.replay(endpoint, 6, timezone.now()).planned == 0


def test_one_that_is_switched_off_is_not_replayed(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url, is_active=False)
    with pytest.raises(plan.SwitchedOff):
        plan.replay(endpoint, 1, timezone.now())


def test_a_turn_works_off_more_than_it_claims_at_once(scene: Scene, open_receiver: Opened) -> None:
    receiver = open_receiver()
    endpoint = hook(scene, receiver.url)
    for number in range(40):
        called(scene.plate("nogosan"), address=str(number))
    assert sent(endpoint) == 40
    numbers = sorted(letter.told["data"]["number"] for letter in receiver.letters)
    assert numbers == list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    assert turn(endpoint.pk) == 0
