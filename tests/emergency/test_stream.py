"""The stream: a console misses nothing, whatever becomes of its line, and sees its own city alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session

from addresses.models import Membership
from emergency import actions, door, frames, log_reader, merging, stream
from emergency.models import Event, Incident, Look
from tests.asgi import House, Line, Phone

from .scene import SUMMIT_FIX, Console, Scene, cookie, fix


def by(user: AbstractBaseUser) -> actions.By:
    return actions.By.now(user)


def test_the_stream_begins_with_where_it_stands(console: Console, phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    line = console()
    hello = line.next()
    assert (hello.event, hello.data["cursor"]) == ("hello", f"{scene.goyang.pk}.1")
    assert hello.cursor == hello.data["cursor"]
    assert line.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert line.headers["x-accel-buffering"] == "no"


@pytest.mark.parametrize("ends", ["session", "account", "role"])
def test_a_stream_ends_with_its_session_its_account_or_its_role(
    console: Console, phone: Phone, scene: Scene, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    monkeypatch.setattr(door, "ON_DUTY_EVERY_S", 0.05)
    line, other = console(), console("second")
    line.next("hello")
    other.next("hello")
    user = scene.people["dispatcher"]
    if ends == "session":
        for session in Session.objects.all():
            if session.get_decoded()["_auth_user_id"] == str(user.pk):
                session.delete()
    elif ends == "account":
        type(user).objects.filter(pk=user.pk).update(is_active=False)  # type: ignore[attr-defined]
    else:
        Membership.objects.filter(user=user).delete()
    line.ended()
    # Who is on duty goes on.
    phone.send(**scene.plate("nogosan"))
    assert other.next("incident").data["kind"] == "report_received"


def test_a_report_stands_on_the_console_with_its_row(console: Console, phone: Phone, scene: Scene) -> None:
    line = console()
    line.next("hello")
    receipt = phone.send(**scene.plate("nogosan"), people=2).json()
    told = line.next("incident")
    assert told.data["kind"] == "report_received"
    assert told.data["incident"]["id"] == receipt["incident"]
    assert (told.data["incident"]["place_ko"], told.data["incident"]["people"]) == ("nogosan 지점", 2)
    assert told.cursor == f"{scene.goyang.pk}.1"


def test_a_console_that_comes_back_is_told_what_it_missed(
    console: Console, phone: Phone, scene: Scene
) -> None:
    line = console()
    cursor = line.next("hello").cursor
    line.cut()
    phone.send(**scene.plate("nogosan"))
    phone.say("one")
    phone.say("two")
    again = console(cursor=cursor)
    again.next("hello")
    kinds = [again.next("incident").data["kind"] for _ in range(3)]
    assert kinds == ["report_received", "message_from_person", "message_from_person"]


def test_the_cursor_may_stand_in_the_address(
    house: House, console: Console, phone: Phone, scene: Scene
) -> None:
    phone.send(**scene.plate("nogosan"))
    path = f"/api/v1/events?cursor={scene.goyang.pk}.0"
    line = house.open(path, cookie(scene.people["dispatcher"]))
    assert line.next("incident").cursor == f"{scene.goyang.pk}.1"


def test_a_cursor_ahead_of_the_log_means_read_the_list_again(
    console: Console, phone: Phone, scene: Scene
) -> None:
    phone.send(**scene.plate("nogosan"))
    hello = console(cursor=f"{scene.goyang.pk}.900").next("hello")
    assert (hello.data["resync"], hello.data["cursor"]) == (True, f"{scene.goyang.pk}.1")


def test_a_console_far_behind_reads_the_list_instead(
    console: Console, phone: Phone, monkeypatch: pytest.MonkeyPatch, scene: Scene
) -> None:
    monkeypatch.setattr(log_reader, "MOST_BEHIND", 2)
    phone.send(**scene.plate("nogosan"))
    phone.say("one")
    phone.say("two")
    line = console(cursor=f"{scene.goyang.pk}.0")
    assert line.next("hello").data["resync"] is True
    phone.say("three")
    assert line.next("incident").data["message"]["text"] == "three"


@pytest.mark.parametrize("cursor", ["nonsense", "1.2.3", "~~", "-1.-1", "9" * 300, "1.1~" * 200, "<script>"])
def test_a_cursor_that_is_none_reads_as_new(console: Console, scene: Scene, cursor: str) -> None:
    assert console(cursor=cursor).next("hello").data["cursor"] == f"{scene.goyang.pk}.0"


def test_the_dispatcher_of_the_next_city_sees_nothing_of_it(
    console: Console, phones: Callable[[int], list[Phone]], scene: Scene
) -> None:
    line = console("next city", cursor=f"{scene.goyang.pk}.0")
    assert str(scene.goyang.pk) not in frames.positions(line.next("hello").cursor)
    ours, theirs = phones(2)
    ours.send(**scene.plate("nogosan"))
    ours.say("help")
    theirs.send(**scene.plate("paju"))
    told = line.next("incident")
    assert told.data["jurisdiction"] == scene.paju.pk
    assert line.waiting() == []
    assert told.cursor == f"{scene.paju.pk}.1"


def test_no_frame_of_a_console_holds_a_measured_position(
    console: Console, phone: Phone, scene: Scene
) -> None:
    line = console()
    phone.send(**scene.plate("nogosan"), fix=fix(1))
    phone.fix(fix(2))
    told = [line.next("incident") for _ in range(2)]
    assert not any(str(number) in str(frame.data) for frame in told for number in SUMMIT_FIX)
    assert told[-1].data["incident"]["source"] is not None


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("supervisor", 200),
        ("second", 200),
        ("editor", 403),
        ("inspector", 403),
        ("auditor", 403),
        ("administrator", 403),
        ("outsider", 403),
        ("superuser", 403),
    ],
)
def test_only_those_on_duty_follow_the_events(console: Console, who: str, status: int) -> None:
    assert console(who).status == status


@pytest.mark.parametrize("header", [{}, {"Cookie": "sessionid=0123456789abcdef"}, {"Cookie": "sessionid="}])
def test_without_a_session_the_stream_asks_to_sign_in(house: House, header: dict[str, str]) -> None:
    line = house.open("/api/v1/events", header)
    assert (line.status, b"/problems/sign-in" in line.problem) == (401, True)


def test_a_session_that_has_run_out_is_none(house: House, scene: Scene) -> None:
    header = cookie(scene.people["dispatcher"], _session_expiry=-5)
    assert house.open("/api/v1/events", header).status == 401


def test_a_changed_password_ends_the_session(house: House, scene: Scene) -> None:
    dispatcher = scene.people["dispatcher"]
    header = cookie(dispatcher)
    dispatcher.set_unusable_password()
    dispatcher.save()
    assert house.open("/api/v1/events", header).status == 401


def test_somebody_who_left_is_not_let_in(house: House, scene: Scene) -> None:
    dispatcher = scene.people["dispatcher"]
    header = cookie(dispatcher)
    type(dispatcher)._default_manager.filter(pk=dispatcher.pk).update(is_active=False)
    assert house.open("/api/v1/events", header).status == 401


def test_an_odd_cookie_of_somebody_elses_hides_no_session(house: House, scene: Scene) -> None:
    header = cookie(scene.people["dispatcher"])
    header["Cookie"] = 'odd[x]="{\\"a\\": 1}; b@d=1; ' + header["Cookie"]
    assert house.open("/api/v1/events", header).status == 200


def test_following_is_logged_as_a_look(console: Console) -> None:
    console().next("hello")
    look = Look.objects.get()
    assert (look.recipient_name, look.path, look.incident) == ("dispatcher", "console stream", None)


# The person's own stream: a status may be told again, because it is always the whole one


def until(line: Line, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return the first status from now on for which something holds."""
    while not holds(status := line.next("status").data):
        pass
    return status


def test_the_phone_sees_each_step_of_its_own_report(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    line = phone.follow()
    assert line.next("status").data["state"] == "received"
    incident, dispatcher = Incident.objects.get(), by(scene.people["dispatcher"])
    actions.open_(incident.pk, dispatcher)
    assert until(line, lambda told: told["state"] == "opened")["acknowledged_at"] is None
    actions.acknowledge(incident.pk, 2, dispatcher)
    assert until(line, lambda told: told["state"] == "acknowledged")["acknowledged_at"] is not None
    actions.dispatch(incident.pk, 3, dispatcher, "헬기가 갑니다")
    told = until(line, lambda told: told["state"] == "dispatched")
    assert told["messages"][-1]["text"] == "헬기가 갑니다"


def test_a_phone_hears_nothing_of_another_report(phones: Callable[[int], list[Phone]], scene: Scene) -> None:
    mine, other = phones(2)
    for phone in (mine, other):
        phone.send(**scene.plate("lake"))
    line = mine.follow()
    line.next("status")
    other.say("a secret")
    mine.say("my own")
    heard = until(line, lambda told: bool(told["messages"]))["messages"]
    assert [said["text"] for said in heard] == ["my own"]


def test_a_position_is_told_by_the_answer_to_it_and_all_else_to_everybody_of_the_incident(
    phones: Callable[[int], list[Phone]], scene: Scene
) -> None:
    mine, other, elsewhere = phones(3)
    for phone in (mine, other, elsewhere):
        phone.send(**scene.plate("lake"))
    kept, joined = (Incident.objects.get(reports=phone.report) for phone in (mine, other))
    dispatcher = by(scene.people["dispatcher"])
    merging.merge(kept.pk, kept.version, joined.pk, joined.version, dispatcher)
    assert other.fix(fix(sequence=1)).json()["accepted"] == [1]
    moved = Event.objects.get(kind="fixes_received")
    assert moved.incident_id == kept.pk
    watched = {mine.report, other.report, elsewhere.report}
    assert stream.concerned([moved], watched) == set()
    assert other.status().json()["fixes"] == 1
    actions.open_(kept.pk, dispatcher)
    opened = Event.objects.get(kind="opened")
    assert stream.concerned([moved, opened], watched) == {mine.report, other.report}
