"""The event log: gapless, in order, and whoever follows it sees every event once."""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, transaction

from emergency import events, intake, log_reader, parse
from emergency.models import Event, EventKind, Incident

from .scene import Scene

WRITERS = 8
EACH = 12


def incident(jurisdiction_id: int) -> Incident:
    return Incident.objects.create(jurisdiction_id=jurisdiction_id, received_at=datetime.now(UTC))


def draft(of: Incident) -> events.Draft:
    return events.Draft(
        jurisdiction_id=of.jurisdiction_id,
        kind=EventKind.FIXES_RECEIVED,
        incident_id=of.id,
        incident_version=1,
        at=datetime.now(UTC),
    )


def beside(watch: Callable[[threading.Event], None], work: Callable[[], None]) -> None:
    """Run the work while a thread watches; the watcher is told when the work is over, however it ends."""
    over = threading.Event()
    watcher = threading.Thread(target=watch, args=(over,))
    watcher.start()
    try:
        work()
    finally:
        over.set()
        watcher.join()


def in_turn(change: Callable[[], None]) -> None:
    """Make a change, and again when SQLite says that others were quicker for too long: a slow disk's doing."""
    while True:
        try:
            with transaction.atomic():
                return change()
        except OperationalError as error:
            if "locked" not in str(error):
                raise


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Run the work in threads, each with a connection of its own; raise what any of them raised."""
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_numbers_begin_at_one_and_leave_no_gap(scene: Scene) -> None:
    here, there = incident(scene.goyang.pk), incident(scene.paju.pk)
    with transaction.atomic():
        events.append([draft(here), draft(there), draft(here)])
    with transaction.atomic():
        events.append([draft(there)])
    assert list(Event.objects.filter(incident=here).values_list("sequence", flat=True)) == [1, 2]
    assert list(Event.objects.filter(incident=there).values_list("sequence", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_an_event_is_written_inside_the_change_that_it_tells_of(scene: Scene) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        events.append([draft(incident(scene.goyang.pk))])


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_no_number_behind(scene: Scene) -> None:
    of = incident(scene.goyang.pk)
    with transaction.atomic():
        events.append([draft(of)])
        transaction.set_rollback(True)
    with transaction.atomic():
        events.append([draft(of)])
    assert Event.objects.get().sequence == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_polls_while_eight_write_sees_every_event_once_and_in_order(scene: Scene) -> None:
    of = {pk: incident(pk) for pk in (scene.goyang.pk, scene.paju.pk)}
    seen: list[tuple[int, int]] = []

    def write(number: int) -> None:
        luck = random.Random(number)
        for _ in range(EACH):
            both = [draft(of[scene.goyang.pk]), draft(of[scene.paju.pk])]
            chosen = luck.choice([both, both[::-1], both[:1], both[1:], both[:1] * 3])

            def change(chosen: list[events.Draft] = chosen) -> None:
                time.sleep(luck.random() * 0.003)
                events.append(chosen)
                time.sleep(luck.random() * 0.003)  # committed late, with numbers taken early

            in_turn(change)

    def follow(over: threading.Event) -> None:
        reached: dict[int, int] = {}
        while True:
            last = over.is_set()
            heads = log_reader.heads()
            for event in log_reader.since(reached, heads):
                seen.append((event.jurisdiction_id, event.sequence))
            reached = heads
            if last:
                return connection.close()

    beside(follow, lambda: in_threads(WRITERS, write))

    for pk in of:
        mine = [sequence for jurisdiction, sequence in seen if jurisdiction == pk]
        assert mine == list(range(1, len(mine) + 1))
    assert len(seen) == Event.objects.count() >= WRITERS * EACH


@pytest.mark.django_db(transaction=True)
def test_a_number_is_never_visible_before_a_smaller_one(scene: Scene) -> None:
    """What a reader that remembers only the largest number would miss."""
    of = incident(scene.goyang.pk)
    gaps: list[list[int]] = []

    def watch(over: threading.Event) -> None:
        while not over.is_set():
            numbers = sorted(Event.objects.values_list("sequence", flat=True))
            if numbers != list(range(1, len(numbers) + 1)):
                gaps.append(numbers)
        connection.close()

    def write(number: int) -> None:
        luck = random.Random(number)
        for _ in range(EACH):

            def change() -> None:
                events.append([draft(of)] * luck.randint(1, 3))
                time.sleep(luck.random() * 0.004)

            in_turn(change)

    beside(watch, lambda: in_threads(WRITERS, write))
    assert gaps == []
    assert Event.objects.count() >= WRITERS * EACH


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_report_store_it_once(scene: Scene) -> None:
    answers: list[int] = []
    same = [
        parse.report(uuid.UUID(int=n), bytes(32), b"{}", now=datetime.now(UTC), source_key="")
        for n in range(20)
    ]

    def send(_: int) -> None:
        for command in same:
            while (answer := intake.commit([command])[0].status) == 503:  # a slow disk: a phone tries again
                continue
            answers.append(answer)

    in_threads(4, send)
    assert Counter(answers) == {201: 20, 200: 60}
    assert Event.objects.count() == 20
