"""What nobody opens: louder, a second person, everybody's; each once, whoever sweeps and whatever dies meanwhile."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, connections, transaction

from addresses.models import Jurisdiction
from emergency import actions, deliveries, escalation, events, merging, work
from emergency.models import Contact, Delivery, Escalation, Event, Incident, Report

from .scene import Scene, browser, called, fix

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def waiting(scene: Scene, **sent: object) -> Report:
    return called({**scene.plate("nogosan"), **sent}, at=NOW)


def reached(report: Report) -> int:
    return Incident.objects.get(pk=report.incident_id).escalation


def steps(report: Report) -> list[str]:
    told = Event.objects.filter(incident=report.incident_id, kind__startswith="escalated")
    return list(told.order_by("sequence").values_list("kind", flat=True))


@pytest.fixture
def contacts(scene: Scene) -> list[Contact]:
    numbers = [("overdue_sms", "01012345678"), ("overdue_email", "supervisor@example.org")]
    return [
        Contact.objects.create(jurisdiction=scene.goyang, channel=channel, address=address, name=address)
        for channel, address in numbers
    ]


def test_nothing_happens_before_the_first_time_is_over(scene: Scene) -> None:
    report = waiting(scene)
    assert escalation.sweep(after(59)) == 0
    assert reached(report) == Escalation.NONE


def test_it_moves_a_step_at_each_of_its_centres_times(scene: Scene) -> None:
    report = waiting(scene)
    seen = []
    for seconds in (60, 90, 120, 150, 180, 900):
        escalation.sweep(after(seconds))
        seen.append(reached(report))
    assert seen == [1, 1, 2, 2, 3, 3]
    assert steps(report) == ["escalated_louder", "escalated_told", "escalated_everybodys"]


def test_the_times_are_the_centres_own(scene: Scene) -> None:
    Jurisdiction.objects.filter(pk=scene.goyang.pk).update(
        louder_after_s=5, told_after_s=10, everybodys_after_s=600
    )
    quick, slow = waiting(scene), called(scene.plate("paju"), at=NOW)
    escalation.sweep(after(30))
    assert (reached(quick), reached(slow)) == (Escalation.TOLD, Escalation.NONE)


def test_after_an_outage_every_step_that_was_missed_is_written_in_its_order(scene: Scene) -> None:
    report = waiting(scene)
    assert escalation.sweep(after(3600)) == 1
    assert steps(report) == ["escalated_louder", "escalated_told", "escalated_everybodys"]
    versions = Event.objects.filter(incident=report.incident_id).order_by("sequence")
    assert list(versions.values_list("incident_version", flat=True)) == [1, 2, 3, 4]


def test_what_somebody_has_opened_goes_no_further(scene: Scene) -> None:
    report = waiting(scene)
    escalation.sweep(after(60))
    actions.open_(report.incident_id, actions.By(scene.people["dispatcher"], after(70)))
    assert escalation.sweep(after(3600)) == 0
    assert steps(report) == ["escalated_louder"]


def test_what_was_merged_or_closed_goes_no_further(scene: Scene) -> None:
    by = actions.By(scene.people["dispatcher"], after(10))
    first, second = waiting(scene), called(scene.plate("lake"), at=NOW)
    opened = actions.open_(first.incident_id, by)
    merging.merge(first.incident_id, opened.version, second.incident_id, 1, by)
    closed = called(scene.plate("paju"), at=NOW)
    actions.close(closed.incident_id, actions.open_(closed.incident_id, by).version, by, "safe")
    assert escalation.sweep(after(3600)) == 0


def test_what_was_taken_out_of_another_one_waits_from_then_on(scene: Scene) -> None:
    by = actions.By(scene.people["dispatcher"], after(1000))
    first, second = waiting(scene), called(scene.plate("lake"), at=NOW)
    opened = actions.open_(first.incident_id, actions.By(by.user, after(10)))
    merging.merge(first.incident_id, opened.version, second.incident_id, 1, actions.By(by.user, after(20)))
    kept = Incident.objects.get(pk=first.incident_id)
    merging.split(first.incident_id, kept.version, second.incident_id, by)
    assert escalation.sweep(after(1030)) == 0
    assert escalation.sweep(after(1060)) == 1
    assert reached(second) == Escalation.LOUDER


def test_an_exercise_grows_louder_in_its_own_queue_and_wakes_nobody(
    scene: Scene, contacts: list[Contact]
) -> None:
    drill = waiting(scene, exercise=True)
    escalation.sweep(after(3600))
    assert steps(drill) == ["escalated_louder"]
    assert Event.objects.get(incident=drill.incident_id, kind="escalated_louder").data["exercise"] is True
    assert not Delivery.objects.exists()
    assert browser(scene.people["next city"]).get("/api/v1/incidents").json()["incidents"] == []


def test_each_contact_of_the_centre_is_told_once(scene: Scene, contacts: list[Contact]) -> None:
    Contact.objects.create(jurisdiction=scene.paju, channel="overdue_sms", address="01099998888")
    Contact.objects.create(
        jurisdiction=scene.goyang, channel="overdue_sms", address="01000000000", is_active=False
    )
    report = waiting(scene)
    for seconds in (120, 121, 180, 3600):
        escalation.sweep(after(seconds))
    owed = Delivery.objects.filter(incident=report.incident_id).order_by("endpoint_id")
    assert [one.endpoint_id for one in owed] == [contact.pk for contact in contacts]
    told = Event.objects.get(incident=report.incident_id, kind="escalated_told")
    assert told.data == {"waited_s": 120, "contacts": 2}


def test_a_centre_without_contacts_says_so_in_the_log_and_goes_on(scene: Scene) -> None:
    report = waiting(scene)
    escalation.sweep(after(180))
    assert Event.objects.get(incident=report.incident_id, kind="escalated_told").data["contacts"] == 0
    assert reached(report) == Escalation.EVERYBODYS


def test_a_contact_is_not_told_of_every_report(scene: Scene, contacts: list[Contact]) -> None:
    waiting(scene)
    assert not Delivery.objects.exists()


def test_the_message_says_what_where_and_how_long_and_nothing_of_the_person(
    scene: Scene, contacts: list[Contact], settings: object, tmp_path: object
) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    report = waiting(scene, kind="fall", words="secret words", phone="01055554444", fix=fix())
    escalation.sweep(after(120))
    assert deliveries.sweep() == 2
    (letter,) = mail.outbox
    text = (tmp_path / "sms.log").read_text()  # type: ignore[operator]
    assert letter.to == ["supervisor@example.org"]
    assert '"to": "01012345678"' in text
    for said in (text, f"{letter.subject}{letter.body}"):
        assert "nogosan 지점" in said
        assert "아무도 열지 않음" in said
        assert f"/console/#{report.incident_id}" in said
        for hidden in ("secret words", "01055554444", "126.94", "37.68", "다사"):
            assert hidden not in said


def test_a_message_that_comes_too_late_is_not_sent(scene: Scene, contacts: list[Contact]) -> None:
    report = waiting(scene)
    escalation.sweep(after(120))
    actions.open_(report.incident_id, actions.By(scene.people["dispatcher"], after(121)))
    deliveries.sweep()
    assert mail.outbox == []
    assert {one.state for one in Delivery.objects.all()} == {"failed"}
    assert "opened before" in Delivery.objects.first().last_error  # type: ignore[union-attr]


def test_a_crash_in_the_middle_leaves_nothing_half_done(
    scene: Scene, contacts: list[Contact], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = waiting(scene)

    def dying(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dies:
        dies.setattr(events, "append", dying)
        with pytest.raises(KeyboardInterrupt):
            escalation.sweep(after(120))
    assert (reached(report), steps(report), Delivery.objects.count()) == (Escalation.NONE, [], 0)
    escalation.sweep(after(120))
    assert (reached(report), Delivery.objects.count()) == (Escalation.TOLD, 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_each_step_once(scene: Scene, contacts: list[Contact]) -> None:
    reports = [waiting(scene, kind=kind) for kind in ("fall", "lost", "fire")]
    start, moved = threading.Barrier(2), []

    def sweep() -> None:
        start.wait(10)
        moved.append(escalation.sweep(after(180)))
        connections.close_all()

    workers = [threading.Thread(target=sweep) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sum(moved) == 3
    for report in reports:
        assert steps(report) == ["escalated_louder", "escalated_told", "escalated_everybodys"]
        assert Delivery.objects.filter(incident=report.incident_id).count() == 2


def test_whoever_opens_it_while_a_sweep_looks_is_first(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    report = waiting(scene)
    found = list(escalation._due(after(60)))
    actions.open_(report.incident_id, actions.By(scene.people["dispatcher"], after(60)))
    monkeypatch.setattr(escalation, "_due", lambda _: iter(found))
    assert escalation.sweep(after(60)) == 0
    assert steps(report) == []


def test_the_work_that_every_installation_does_moves_it(scene: Scene) -> None:
    report = called(scene.plate("nogosan"), at=datetime.now(UTC) - timedelta(seconds=200))
    work.once()
    assert reached(report) == Escalation.EVERYBODYS


def test_it_is_reported_when_nobody_sweeps(scene: Scene) -> None:
    waiting(scene)
    assert not escalation.is_overdue(after(179))
    assert escalation.is_overdue(after(181))
    escalation.sweep(after(181))
    assert not escalation.is_overdue(after(181))


def test_the_database_itself_refuses_steps_out_of_order(scene: Scene) -> None:
    with pytest.raises(Exception, match="each_step_after"), transaction.atomic():
        Jurisdiction.objects.filter(pk=scene.goyang.pk).update(louder_after_s=200)
    assert connection.in_atomic_block
