"""Many reports from one network address: taken every one, put together only where they are one place."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from addresses import codes
from emergency import crowd
from emergency.models import Event, Incident, Report
from tests.asgi import House, Phone

from .scene import Scene, called, fix

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def test_a_thousand_reports_from_one_address_at_one_plate_become_few_incidents(
    house: House, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "SLOWEST_S", 0.01)
    asks = [Phone(house).asking("PUT", **scene.plate("nogosan"), words=str(n)) for n in range(1000)]
    answers = house.all_in_the_end(asks)
    assert {answer.status_code for answer in answers} <= {201, 200}
    assert Report.objects.count() == 1000
    assert Incident.objects.count() <= 10
    assert Event.objects.filter(kind="report_received").count() == 1000
    busiest = max(Incident.objects.all(), key=lambda incident: incident.reports.count())
    assert busiest.version == busiest.reports.count()


def test_a_hundred_phones_at_other_plates_behind_the_same_address_stay_apart(
    house: House, scene: Scene
) -> None:
    spam = [Phone(house).asking("PUT", **scene.plate("nogosan")) for _ in range(50)]
    names = [name for name in ("lake", "paju", "sea") for _ in range(3)]
    honest = [Phone(house) for _ in names]
    asks = [phone.asking("PUT", **scene.plate(name)) for phone, name in zip(honest, names, strict=True)]
    house.all_in_the_end([*spam, *asks])
    incidents = Incident.objects.filter(reports__in=[phone.report for phone in honest])
    assert incidents.distinct().count() == len(honest)


def test_phones_without_a_plate_are_put_together_only_where_they_stand_together(
    house: House, scene: Scene
) -> None:
    apart = [fix(longitude=126.70 + n / 200, latitude=37.6) for n in range(30)]
    together = [fix(longitude=126.95, latitude=37.68) for _ in range(30)]
    house.all_in_the_end(Phone(house).asking("PUT", fix=where) for where in apart + together)
    assert Report.objects.count() == 60
    west = Incident.objects.filter(reports__best_longitude__lt=126.94).distinct().count()
    assert west == 30
    assert Incident.objects.count() - west <= crowd.MANY


def test_people_who_typed_different_unknown_codes_stay_apart(scene: Scene) -> None:
    for code in {codes.new() for _ in range(20)}:
        called({"tag": code})
    assert Incident.objects.count() == Report.objects.count()


def test_the_sixth_from_one_plate_joins_the_newest_open_incident(scene: Scene) -> None:
    first = [called(scene.plate("nogosan")) for _ in range(crowd.MANY)]
    sixth = called(scene.plate("nogosan"))
    assert sixth.incident_id == first[-1].incident_id
    assert "many_from_one_address" in sixth.flags
    assert sixth.incident.version == 2


def test_nothing_joins_a_closed_incident(scene: Scene) -> None:
    for _ in range(crowd.MANY):
        called(scene.plate("nogosan"))
    Incident.objects.update(state="closed")
    assert called(scene.plate("nogosan")).incident.state == "new"


@pytest.mark.django_db(transaction=True)
def test_a_call_waits_for_nobody_who_writes_in_the_incident_that_it_might_join(scene: Scene) -> None:
    earlier = [called(scene.plate("nogosan")) for _ in range(crowd.MANY)]
    locked, answered = threading.Event(), threading.Event()

    def act() -> None:
        with transaction.atomic():
            Incident.objects.select_for_update().get(pk=earlier[-1].incident_id)
            locked.set()
            answered.wait(20)  # seconds: who waits all the same gets the wrong incident, not none
        connection.close()

    # SQLite locks no rows: there the dispatcher's turn is over before the call's begins.
    if not connection.features.has_select_for_update:
        answered.set()
    dispatcher = threading.Thread(target=act)
    dispatcher.start()
    try:
        locked.wait()
        # A batch that waited here could wait for a batch that waits for it.
        sixth = called(scene.plate("nogosan"))
    finally:
        answered.set()
        dispatcher.join()
    expected = earlier[-2:-1] if connection.features.has_select_for_update else earlier[-1:]
    assert [sixth.incident_id] == [report.incident_id for report in expected]


def test_an_exercise_never_joins_a_real_call(scene: Scene) -> None:
    for _ in range(crowd.MANY + 3):
        called(scene.plate("nogosan"))
    exercise = called({**scene.plate("nogosan"), "exercise": True})
    assert exercise.incident.is_exercise
    assert not Incident.objects.filter(is_exercise=False, reports=exercise).exists()


def test_another_address_at_the_same_plate_is_an_incident_of_its_own(scene: Scene) -> None:
    for _ in range(crowd.MANY + 3):
        called(scene.plate("nogosan"))
    other = called(scene.plate("nogosan"), address="y")
    assert other.incident.reports.count() == 1
    assert "many_from_one_address" not in other.flags


def test_ten_minutes_later_nobody_remembers() -> None:
    counter = crowd.Crowd()
    for _ in range(50):
        counter.count("x", uuid4(), NOW)
    assert counter.count("x", uuid4(), NOW + crowd.WINDOW + timedelta(seconds=1)) == 1


def test_one_report_tried_again_and_again_is_no_crowd() -> None:
    counter, report = crowd.Crowd(), uuid4()
    assert [counter.count("x", report, NOW + timedelta(seconds=n)) for n in range(60)] == [1] * 60


def test_it_counts_no_further_than_it_must() -> None:
    counter = crowd.Crowd()
    counts = [counter.count("x", uuid4(), NOW) for _ in range(crowd.MOST_COUNTED + 50)]
    assert counts[-1] == crowd.MOST_COUNTED


def test_a_call_beside_an_incident_that_somebody_took_on_rings_on_its_own(scene: Scene) -> None:
    for _ in range(crowd.MANY + 1):
        first = called(scene.plate("nogosan"))
    joined = called(scene.plate("nogosan"))
    assert joined.incident_id == first.incident_id
    Incident.objects.filter(pk=first.incident_id).update(state="dispatched")
    Incident.objects.exclude(pk=first.incident_id).update(state="closed")
    later = called(scene.plate("nogosan"))
    assert later.incident_id != first.incident_id
    assert later.incident.state == "new"


def test_the_answer_is_held_back_longer_and_longer_but_never_long() -> None:
    waits = [crowd.delay_s(count, 5) for count in (1, 5, 6, 10, 1000)]
    assert waits == [0.0, 0.0, 0.1, 0.5, 2.0]


def test_it_forgets_the_longest_unseen_and_stays_small() -> None:
    counter = crowd.Crowd()
    for number in range(crowd.REMEMBERED + 10):
        counter.count(str(number), uuid4(), NOW)
    assert counter.count("0", uuid4(), NOW) == 1
    assert counter.count(str(crowd.REMEMBERED + 9), uuid4(), NOW) == 2
