"""An outsider polls what is closed: no account, standard forms, nobody's data."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from emergency.alerts import publish
from emergency.handoff import cap
from emergency.models import Alert
from tests.cast import Person, Town

from .closed import change, close

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED, PRACTICE = "/api/v1/alerts", "/api/v1/alerts/exercises"


def entries(reader: Person, address: str = FEED) -> list[tuple[str, str]]:
    """Return (kind, path of the message) of each entry."""
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml"
    read = etree.fromstring(answer.content)
    return [
        (
            entry.find("a:category", ATOM).get("term"),
            entry.find("a:link", ATOM).get("href").partition("/api")[2],
        )
        for entry in read.iterfind("a:entry", ATOM)
    ]


def test_a_stranger_reads_the_feed_and_each_message(hiker: Person, town: Town) -> None:
    closure = close(town)
    publish.sweep(timezone.now())
    ((kind, rest),) = entries(hiker)
    assert kind == "Alert"
    answer = hiker.get(f"/api{rest}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/cap+xml")
    assert "immutable" in answer["Cache-Control"]
    assert answer.content.decode() == Alert.objects.get().document
    assert cap.read(answer.content).is_exercise is False
    assert f"closure-{closure.pk}.1" in rest


def test_it_has_what_atom_demands(hiker: Person, town: Town) -> None:
    close(town)
    publish.sweep(timezone.now())
    read = etree.fromstring(hiker.get(FEED).content)
    for path in (
        "a:id",
        "a:title",
        "a:updated",
        "a:author/a:name",
        "a:entry/a:id",
        "a:entry/a:title",
        "a:entry/a:updated",
    ):
        assert read.findtext(path, None, ATOM)
    assert read.find("a:link[@rel='self']", ATOM).get("href").endswith(FEED)


def test_an_empty_feed_is_a_feed(hiker: Person, town: Town) -> None:
    assert entries(hiker) == []
    assert hiker.get(FEED).content == hiker.get(FEED).content


def test_who_polls_again_is_told_that_nothing_has_changed(hiker: Person, town: Town) -> None:
    closure = close(town)
    publish.sweep(timezone.now())
    first = hiker.get(FEED)
    again = hiker.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    change(closure, reason_ko="눈")
    publish.sweep(timezone.now())
    assert hiker.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_update_stands_in_the_place_of_what_it_updates(hiker: Person, town: Town) -> None:
    closure = close(town)
    publish.sweep(timezone.now())
    change(closure, to_metre=300.0)
    publish.sweep(timezone.now())
    assert entries(hiker) == [("Update", f"/v1/alerts/closure-{closure.pk}.2.cap.xml")]
    assert hiker.get(f"/api/v1/alerts/closure-{closure.pk}.1.cap.xml").status_code == 200


def test_an_end_is_told_for_a_day(hiker: Person, town: Town) -> None:
    closure = close(town)
    publish.sweep(timezone.now())
    change(closure, is_public=False)
    publish.sweep(timezone.now())
    assert [kind for kind, _ in entries(hiker)] == ["Cancel"]
    Alert.objects.filter(kind="Cancel").update(sent=timezone.now() - timedelta(hours=25))
    assert entries(hiker) == []


def test_what_is_over_is_no_longer_listed(hiker: Person, town: Town) -> None:
    close(town, until=timezone.now() + timedelta(days=1))
    publish.sweep(timezone.now())
    Alert.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert entries(hiker) == []


def test_exercises_stand_in_a_feed_of_their_own(hiker: Person, town: Town) -> None:
    close(town)
    close(town, is_exercise=True)
    publish.sweep(timezone.now())
    ((_, real),), ((_, practice),) = entries(hiker), entries(hiker, PRACTICE)
    assert b"<status>Actual" in hiker.get(f"/api{real}").content
    assert b"<status>Exercise" in hiker.get(f"/api{practice}").content


def test_the_alerts_of_one_jurisdiction_can_be_asked_for(hiker: Person, town: Town) -> None:
    close(town)
    publish.sweep(timezone.now())
    assert len(entries(hiker, f"{FEED}?at=deokyang")) == 1
    assert entries(hiker, f"{FEED}?at=ilsan") == []
    assert hiker.get(f"{FEED}?at=nowhere").status_code == 404


@pytest.mark.parametrize(
    "name", ["closure-1.1", "closure-1.99999999999999999999", "x.0", "0190f3c1-7a2b-7000-8000-000000000001.1"]
)
def test_what_was_never_published_is_a_problem_document(name: str, hiker: Person, town: Town) -> None:
    answer = hiker.get(f"/api/v1/alerts/{name}.cap.xml")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_it_is_named_where_the_tables_for_everybody_are(hiker: Person, town: Town) -> None:
    assert hiker.get("/api/v1/").json()["alerts"] == FEED


def test_nobody_writes_there(editor: Person, town: Town) -> None:
    assert {editor.post(FEED).status_code, editor.put(FEED).status_code, editor.delete(FEED).status_code} == {
        405
    }
