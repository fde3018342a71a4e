"""An auditor reads who looked at a position, of the own centre alone; nobody writes that log by hand."""

import csv
import io

from django.urls import reverse

from emergency import looks
from emergency.models import Look
from tests.cast import Person, Town, person

TABLE = reverse("admin:emergency_look_changelist")


def names(auditor: Person) -> set[str]:
    answer = auditor.get(TABLE)
    assert answer.status_code == 200
    return {look.recipient_name for look in answer.context["cl"].result_list}


def test_an_auditor_sees_the_looks_of_the_own_centre(
    auditor: Person, dispatcher: Person, neighbour_dispatcher: Person, town: Town
) -> None:
    for somebody in (dispatcher, neighbour_dispatcher):
        assert somebody.user
        looks.log(somebody.user, [None], path="console", method="screen")

    assert names(auditor) == {"dispatcher-deokyang"}
    assert names(person("auditor-ilsan")) == {"dispatcher-ilsan"}


def test_an_editor_sees_none_of_it(editor: Person) -> None:
    assert editor.get(TABLE).status_code == 403


def test_nobody_writes_or_erases_a_look_by_hand(
    administrator: Person, dispatcher: Person, town: Town
) -> None:
    assert dispatcher.user
    looks.log(dispatcher.user, [None], path="console", method="screen")
    look = Look.objects.get()

    for what in ("change", "delete"):
        address = reverse(f"admin:emergency_look_{what}", args=[look.pk])
        assert administrator.post(address, {"post": "yes", "recipient_name": "nobody"}).status_code == 403
    assert administrator.post(reverse("admin:emergency_look_add"), {}).status_code == 403
    look.refresh_from_db()
    assert look.recipient_name == "dispatcher-deokyang"


def test_the_last_look_stands_first(auditor: Person, dispatcher: Person, town: Town) -> None:
    assert dispatcher.user
    for path in ("console", "console stream"):
        looks.log(dispatcher.user, [None], path=path, method="screen")
    shown = [look.pk for look in auditor.get(TABLE).context["cl"].result_list]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == 2


def test_an_auditor_takes_away_what_was_picked_of_the_own_centre_and_nothing_else(
    auditor: Person, dispatcher: Person, neighbour_dispatcher: Person, town: Town
) -> None:
    for somebody in (dispatcher, neighbour_dispatcher):
        assert somebody.user
        looks.log(somebody.user, [None], path="console", method="screen")
    Look.objects.filter(recipient_name="dispatcher-deokyang").update(recipient_name="=HYPERLINK(1)")
    every = [str(pk) for pk in Look.objects.values_list("pk", flat=True)]
    answer = auditor.post(TABLE, {"action": "as_table", "_selected_action": every})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, row = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    told = dict(zip(head, row, strict=True))
    assert (told["recipient"], told["path"], told["method"]) == ("'=HYPERLINK(1)", "console", "screen")
    assert Look.objects.count() == 2


def test_an_editor_takes_none_of_it_away(editor: Person, dispatcher: Person, town: Town) -> None:
    assert dispatcher.user
    looks.log(dispatcher.user, [None], path="console", method="screen")
    every = [str(pk) for pk in Look.objects.values_list("pk", flat=True)]
    assert editor.post(TABLE, {"action": "as_table", "_selected_action": every}).status_code == 403
