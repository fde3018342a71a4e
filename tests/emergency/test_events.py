"""The event log: gapless, in order, and whoever follows it sees every event once."""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

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
    over = threading.Event()
    seen: list[tuple[int, int]] = []

    def write(number: int) -> None:
        luck = random.Random(number)
        for _ in range(EACH):
            both = [draft(of[scene.goyang.pk]), draft(of[scene.paju.pk])]
            chosen = luck.choice([both, both[::-1], both[:1], both[1:], both[:1] * 3])
            with transaction.atomic():
                time.sleep(luck.random() * 0.003)
                events.append(chosen)
                time.sleep(luck.random() * 0.003)  # committed late, with numbers taken early

    def follow() -> None:
        reached: dict[int, int] = {}
        while True:
            last = over.is_set()
            heads = log_reader.heads()
            for event in log_reader.since(reached, heads):
                seen.append((event.jurisdiction_id, event.sequence))
            reached = heads
            if last:
                return connection.close()

    reader = threading.Thread(target=follow)
    reader.start()
    in_threads(WRITERS, write)
    over.set()
    reader.join()

    for pk in of:
        mine = [sequence for jurisdiction, sequence in seen if jurisdiction == pk]
        assert mine == list(range(1, len(mine) + 1))
    assert len(seen) == Event.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_number_is_never_visible_before_a_smaller_one(scene: Scene) -> None:
    """What a reader that remembers only the largest number would miss."""
    of = incident(scene.goyang.pk)
    over = threading.Event()
    gaps: list[list[int]] = []

    def watch() -> None:
        while not over.is_set():
            numbers = sorted(Event.objects.values_list("sequence", flat=True))
            if numbers != list(range(1, len(numbers) + 1)):
                gaps.append(numbers)
        connection.close()

    def write(number: int) -> None:
        luck = random.Random(number)
        for _ in range(EACH):
            with transaction.atomic():
                events.append([draft(of)] * luck.randint(1, 3))
                time.sleep(luck.random() * 0.004)

    watcher = threading.Thread(target=watch)
    watcher.start()
    in_threads(WRITERS, write)
    over.set()
    watcher.join()
    assert gaps == []


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_report_store_it_once(scene: Scene) -> None:
    answers: list[int] = []
    same = [
        parse.report(uuid.UUID(int=n), bytes(32), b"{}", now=datetime.now(UTC), source_key="")
        for n in range(20)
    ]

    def send(_: int) -> None:
        for command in same:
            answers.append(intake.commit([command])[0].status)

    in_threads(4, send)
    assert Counter(answers) == {201: 20, 200: 60}
    assert Event.objects.count() == 20
