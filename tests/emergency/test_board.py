"""The situation board: right counts, for those who may see them, and nothing about a person in any answer."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from addresses.models import Tag, TagState
from addresses.models.plate_report import PlateReport
from emergency import actions, merging
from emergency.board import answer, kept
from emergency.models import Incident, IncidentState, Look

from .scene import SUMMIT_FIX, Scene, browser, called, fix, positions_follow

NOT_FOR = ("editor", "inspector", "auditor", "administrator", "outsider", "superuser")
WORDS, PHONE, SAID = "발목을 다쳤어요", "01098765432", "절벽 아래로 내려가지 마세요"


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    answer.forget()
    yield
    answer.forget()


def board(scene: Scene, who: str = "dispatcher", **query: str) -> dict[str, Any]:
    """Return what this person's board shows now."""
    answer.forget()
    told = browser(scene.people[who]).get("/api/v1/board", query)
    assert told.status_code == 200, told.content
    return dict(told.json())


def call(scene: Scene, plate: str = "nogosan", *, ago: timedelta = timedelta(0), **more: Any) -> Incident:
    """Let somebody call from a plate, some while ago."""
    report = called({**scene.plate(plate), **more}, address=uuid4().hex)
    Incident.objects.filter(pk=report.incident_id).update(received_at=datetime.now(UTC) - ago)
    return Incident.objects.get(pk=report.incident_id)


def by(scene: Scene) -> actions.By:
    return actions.By.now(scene.people["dispatcher"])


def closed(scene: Scene, incident: Incident, disposition: str) -> None:
    version = actions.open_(incident.pk, by(scene)).version
    actions.close(incident.pk, version, by(scene), disposition)


@pytest.fixture
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of these calls are an hour old, and all of them shall be of the same day."""
    monkeypatch.setattr("emergency.board.content.midnight", lambda now: now - timedelta(hours=12))


def test_a_report_stands_on_the_board_with_its_kind_and_its_plate(scene: Scene) -> None:
    call(scene, kind="fall")
    told = board(scene)
    assert (told["real"]["total"], told["real"]["kinds"], told["real"]["states"]) == (
        1,
        {"fall": 1},
        {"new": 1},
    )
    (row,) = told["incidents"]
    assert (row["place_ko"], row["tag"], row["state"]) == ("nogosan 지점", scene.plates["nogosan"], "new")
    assert row["plate"] == {"longitude": 126.9449, "latitude": 37.6825}


def test_who_waits_longest_stands_first_and_is_overdue_after_a_minute(scene: Scene) -> None:
    opened = call(scene, ago=timedelta(minutes=9))
    actions.open_(opened.pk, by(scene))
    call(scene, "lake", ago=timedelta(seconds=20))
    call(scene, ago=timedelta(minutes=3))
    told = board(scene)
    assert [row["state"] for row in told["incidents"]] == ["new", "new", "opened"]
    assert told["incidents"][0]["place_en"] == "Nogosan"
    assert (told["real"]["unopened"], told["real"]["overdue"]) == (2, 1)


def test_an_exercise_is_counted_apart_and_stands_last(scene: Scene) -> None:
    call(scene, ago=timedelta(minutes=5), exercise=True)
    call(scene, "lake")
    told = board(scene)
    assert (told["real"]["total"], told["exercises"]["total"]) == (1, 1)
    assert (told["real"]["overdue"], told["exercises"]["overdue"]) == (0, 1)
    assert [row["exercise"] for row in told["incidents"]] == [False, True]
    assert (told["today"]["real"]["received"], told["today"]["exercises"]["received"]) == (1, 1)


def test_reports_that_joined_one_incident_are_one_on_the_board(scene: Scene) -> None:
    for _ in range(8):
        called(scene.plate("nogosan"), address="one carrier")
    incidents = Incident.objects.count()
    assert incidents < 8
    assert board(scene)["real"]["total"] == incidents


@pytest.mark.usefixtures("_noon")
def test_what_was_merged_is_counted_and_shown_once_and_twice_again_when_split(scene: Scene) -> None:
    first, second = call(scene, kind="fire"), call(scene, "lake", kind="fire")
    seen = [actions.open_(one.pk, by(scene)).version for one in (first, second)]
    merging.merge(first.pk, seen[0], second.pk, seen[1], by(scene))
    told = board(scene)
    assert (told["real"]["total"], told["real"]["kinds"], len(told["incidents"])) == (1, {"fire": 1}, 1)
    assert told["today"]["real"]["received"] == 1
    version = Incident.objects.get(pk=first.pk).version
    merging.split(first.pk, version, second.pk, by(scene))
    told = board(scene)
    assert (told["real"]["total"], told["today"]["real"]["received"]) == (2, 2)


@pytest.mark.usefixtures("_noon")
def test_what_is_closed_leaves_the_board_and_a_double_leaves_the_totals(scene: Scene) -> None:
    closed(scene, call(scene, kind="fire"), "helped")
    closed(scene, call(scene, "lake", kind="fire"), "duplicate")
    told = board(scene)
    assert (told["real"]["total"], told["real"]["kinds"], told["incidents"]) == (0, {}, [])
    assert (told["today"]["real"]["received"], told["today"]["real"]["closed"]) == (1, 1)


@pytest.mark.usefixtures("_noon")
def test_the_median_time_to_open_is_of_what_was_opened_today(scene: Scene) -> None:
    for waited in (10, 40, 3000):
        incident = call(scene, ago=timedelta(seconds=waited))
        Incident.objects.filter(pk=incident.pk).update(
            state=IncidentState.OPENED, opened_at=incident.received_at + timedelta(seconds=waited)
        )
    call(scene, "lake")
    yesterday = call(scene, ago=timedelta(days=2))
    Incident.objects.filter(pk=yesterday.pk).update(opened_at=yesterday.received_at + timedelta(hours=9))
    told = board(scene)["today"]["real"]
    assert (told["received"], told["median_to_open_s"]) == (4, 40.0)


def test_nothing_about_a_person_is_in_the_answer(scene: Scene) -> None:
    sent = {
        **scene.plate("nogosan"),
        "words": WORDS,
        "phone": PHONE,
        "people": 3,
        "battery_pct": 7,
        "fix": fix(),
    }
    report = called(sent)
    positions_follow(report, fix(2))
    actions.acknowledge(report.incident_id, actions.open_(report.incident_id, by(scene)).version, by(scene))
    actions.say(report.incident_id, uuid4(), SAID, by(scene))
    told = json.dumps(board(scene), ensure_ascii=False)
    private = [
        WORDS,
        PHONE,
        SAID,
        str(report.id),
        str(report.incident_id),
        scene.people["dispatcher"].get_username(),
        *(str(number) for number in SUMMIT_FIX),
        "battery",
        "people",
        "words",
        "uncertainty",
    ]
    assert [value for value in private if value in told] == []


def test_a_caller_without_a_plate_has_no_place_on_the_board(scene: Scene) -> None:
    called({"fix": fix()})
    told = board(scene)
    assert (told["real"]["total"], told["incidents"][0]["plate"], told["incidents"][0]["place_ko"]) == (
        1,
        None,
        "",
    )
    assert str(SUMMIT_FIX[0]) not in json.dumps(told)


def test_more_than_a_board_has_room_for_are_counted_all_the_same(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emergency.board.content.MOST_SHOWN", 2)
    for plate in ("nogosan", "lake", "nogosan"):
        call(scene, plate)
    told = board(scene)
    assert (told["real"]["total"], len(told["incidents"]), told["left_out"]) == (3, 2, 1)


def test_it_counts_the_plates_of_its_own_area_and_what_is_said_of_them(scene: Scene) -> None:
    Tag.objects.filter(pk=scene.plates["lake"]).update(installed_at=timezone.now())
    for kind in ("damaged", "damaged", "missing", "wrong_text"):
        PlateReport.objects.create(
            id=uuid4(), tag_id=scene.plates["nogosan"], kind=kind, at=timezone.now(), words=WORDS
        )
    PlateReport.objects.create(
        id=uuid4(), tag_id=scene.plates["lake"], kind="missing", at=timezone.now(), state="done"
    )
    told = board(scene)
    assert told["plates"] == {
        "installed": 2,
        "lost": 0,
        "unchecked": 1,
        "damaged": 1,
        "missing": 1,
        "wrong": 1,
    }
    assert WORDS not in json.dumps(told, ensure_ascii=False)
    Tag.objects.filter(pk=scene.plates["lake"]).update(state=TagState.LOST)
    assert board(scene)["plates"]["lost"] == 1


def test_a_centre_without_an_area_counts_the_plates_that_lie_in_nobodys(scene: Scene) -> None:
    scene.goyang.area = None
    scene.goyang.save()
    assert board(scene)["plates"]["installed"] == 3  # the two of Goyang and the one at sea


@pytest.mark.parametrize("who", NOT_FOR)
def test_it_shows_nothing_to_who_is_not_on_duty(scene: Scene, who: str) -> None:
    call(scene)
    refused = browser(scene.people[who]).get("/api/v1/board")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/permission-denied")
    assert "nogosan" not in refused.content.decode()


def test_it_asks_an_outsider_to_sign_in(db: None) -> None:
    refused = Client().get("/api/v1/board")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-authenticated")


def test_a_dispatcher_sees_their_own_centre_and_no_other(scene: Scene) -> None:
    call(scene)
    call(scene, "paju")
    told = board(scene)
    assert (told["jurisdiction"]["slug"], told["real"]["total"]) == ("goyang", 1)
    assert board(scene, "next city")["jurisdiction"]["slug"] == "paju"
    foreign = browser(scene.people["dispatcher"]).get("/api/v1/board", {"at": "paju"})
    assert foreign.status_code == 404


def test_a_board_that_shows_what_is_true_is_told_so_in_no_bytes(scene: Scene) -> None:
    client = browser(scene.people["dispatcher"])
    first = client.get("/api/v1/board")
    version = first.json()["version"]
    again = client.get("/api/v1/board", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, first["ETag"]) == (304, b"", f'"{version}"')
    call(scene)
    answer.forget()
    moved = client.get("/api/v1/board", headers={"If-None-Match": first["ETag"]})
    assert (moved.status_code, moved.json()["version"] == version) == (200, False)


def test_twenty_boards_ask_the_tables_once(scene: Scene) -> None:
    client = browser(scene.people["dispatcher"])
    client.get("/api/v1/board")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _ in range(20):
            client.get("/api/v1/board")
    assert [query["sql"] for query in asked if "emergency_" in query["sql"]] == []


def test_who_asks_within_the_time_gets_what_was_made_and_later_something_new() -> None:
    now, made = [0.0], iter(range(9))
    keeps = kept.Kept[int](1.0, clock=lambda: now[0])
    assert [keeps.get(1, lambda: next(made)), keeps.get(1, lambda: next(made))] == [0, 0]
    assert keeps.get(2, lambda: next(made)) == 1
    now[0] = 1.5
    assert keeps.get(1, lambda: next(made)) == 2


def test_the_page_is_the_same_for_everybody_and_holds_nothing_of_a_centre(scene: Scene) -> None:
    call(scene)
    nobodys, theirs = Client().get("/board/"), browser(scene.people["dispatcher"]).get("/board/")
    assert nobodys.content == theirs.content
    assert "no-store" in theirs["Cache-Control"]
    assert theirs["Referrer-Policy"] == "no-referrer"


def test_that_somebody_on_duty_opened_the_board_is_logged_once_a_day(scene: Scene) -> None:
    for who in ("dispatcher", "dispatcher", "editor"):
        browser(scene.people[who]).get("/board/")
    look = Look.objects.get()
    assert (look.path, look.recipient) == ("board", scene.people["dispatcher"])


def test_it_speaks_the_language_that_is_asked_for(db: None) -> None:
    assert '<html lang="en">' in Client().get("/board/?lang=en").content.decode()
    assert '<html lang="ko">' in Client().get("/board/?lang=ko").content.decode()
