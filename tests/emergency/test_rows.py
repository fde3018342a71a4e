"""Rows in bulk: what the fast way writes and reads is what the ORM would have."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from emergency import asked, events, rows
from emergency.models import Event, EventKind, Incident, Report

from .scene import Scene

NOW = datetime(2026, 11, 22, 5, 3, 22, 123456, tzinfo=UTC)
WORDS = 'He said "help" \\ 살려 주세요 {} %s 😀\n\t'


def incident(scene: Scene, **more: object) -> Incident:
    return rows.unsaved(Incident, id=uuid.uuid4(), jurisdiction=scene.goyang, received_at=NOW, **more)


def report(of: Incident, **more: object) -> Report:
    return rows.unsaved(
        Report,
        id=uuid.uuid4(),
        secret_sha256=bytes(range(32)),
        body_sha256=b"",
        incident=of,
        jurisdiction=of.jurisdiction,
        received_at=NOW,
        **more,
    )


def test_an_unsaved_row_is_what_the_constructor_makes(scene: Scene) -> None:
    quick = incident(scene, kind="fall")
    slow = Incident(id=quick.id, jurisdiction=scene.goyang, received_at=NOW, kind="fall")
    fields = [field.attname for field in Incident._meta.concrete_fields]
    assert [getattr(quick, name) for name in fields] == [getattr(slow, name) for name in fields]
    assert quick.jurisdiction is scene.goyang
    assert quick._state.adding
    one, other = report(quick), report(quick)
    assert one.flags == []
    assert one.flags is not other.flags


def test_every_kind_of_value_comes_back_as_it_went(scene: Scene) -> None:
    of = incident(scene)
    told = report(
        of,
        words=WORDS,
        people=3,
        is_exercise=True,
        consent={"purposes": ["dispatch"], "text": WORDS},
        flags=["a", "b"],
        best_longitude=126.94490000000001,
        best_latitude=37.6e-300,
        best_fixed_at=NOW,
    )
    rows.insert({Incident: [of], Report: [told]})
    stored = Report.objects.get(pk=told.id)
    for field in Report._meta.concrete_fields:
        value = getattr(stored, field.attname)
        assert (bytes(value) if isinstance(value, memoryview) else value) == getattr(told, field.attname)


def test_a_change_touches_the_named_columns_of_the_named_rows(scene: Scene) -> None:
    one, other = incident(scene), incident(scene)
    rows.insert({Incident: [one, other]})
    one.place_ko, one.place_en = "노고산", "Nogosan"
    rows.update(Incident, [one], ["place_ko"])
    assert list(Incident.objects.filter(pk=one.id).values_list("place_ko", "place_en")) == [("노고산", "")]
    assert Incident.objects.get(pk=other.id).place_ko == ""


@pytest.mark.django_db(transaction=True)
def test_of_several_tables_all_rows_are_stored_or_none(scene: Scene) -> None:
    of = incident(scene)
    twice = report(of)
    told = events.Draft(of.jurisdiction_id, EventKind.REPORT_RECEIVED, of.id, 1, NOW, report_id=twice.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        events.append([told], {Incident: [of], Report: [twice, twice]})
    assert not Incident.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_statement_alone_is_a_change_of_its_own_only_where_it_is_one_statement(scene: Scene) -> None:
    of = incident(scene)
    told = events.Draft(of.jurisdiction_id, EventKind.REPORT_RECEIVED, of.id, 1, NOW)
    if connection.vendor == "postgresql":
        events.append([told, told], {Incident: [of]}, alone=True)
        assert list(Event.objects.values_list("sequence", flat=True)) == [1, 2]
    else:
        with pytest.raises(transaction.TransactionManagementError):
            events.append([told], {Incident: [of]}, alone=True)
        assert not Incident.objects.exists()


def test_several_questions_are_answered_each_with_its_own_rows(scene: Scene) -> None:
    one, other = incident(scene, place_ko=WORDS), incident(scene, tag_code="52601819")
    rows.insert({Incident: [one, other]})
    found, nothing, all_of_them = asked.together(
        ("SELECT place_ko, version FROM emergency_incident WHERE id = ANY(%s)", [[one.id]]),
        ("SELECT 1 FROM emergency_report", []),
        ("SELECT tag_code FROM emergency_incident ORDER BY tag_code", []),
    )
    assert found == [(WORDS, 1)]
    assert nothing == []
    assert all_of_them == [("",), ("52601819",)]
