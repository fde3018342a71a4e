"""What follows a report: positions, messages, taking it back, and the status that the phone reads."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from emergency.models import Event, Fix, Incident, Message, Report
from tests.asgi import Ask, House, Phone

from .scene import SUMMIT_FIX, Scene, fix


def test_positions_follow_and_improve_what_is_known(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    answer = phone.fix(fix(1), fix(2, uncertainty_m=4.0))
    assert answer.json() == {"accepted": [1, 2], "refused": []}
    assert Fix.objects.count() == 2
    assert phone.status().json()["fixes"] == 2


def test_a_position_that_contradicts_the_plate_is_known_to_the_list(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    assert Report.objects.get().best_agreement == "plate_only"
    phone.fix(fix(1, longitude=126.95, latitude=37.66))
    assert Report.objects.get().best_agreement == "elsewhere"


def test_an_impossible_position_is_named_and_the_others_are_kept(phone: Phone) -> None:
    phone.send()
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    content = json.dumps(
        {
            "fixes": [
                fix(1),
                fix(2, uncertainty_m=-3),
                fix(3, longitude=float("nan")),
                fix(4, fixed_at=later),
                fix(5, latitude=126.9, longitude=37.6),
            ]
        }
    ).encode()
    answer = phone.house.ask(Ask("POST", f"/api/v1/reports/{phone.report}/fixes", content, phone.headers))
    assert answer.json()["accepted"] == [1]
    assert [refused["sequence"] for refused in answer.json()["refused"]] == [2, 3, 4, 5]
    assert all(refused["why"] for refused in answer.json()["refused"])
    assert [row.sequence for row in Fix.objects.all()] == [1]


def test_a_batch_of_positions_sent_again_is_stored_and_told_once(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    for _ in range(3):
        assert phone.fix(fix(1), fix(2)).json()["accepted"] == [1, 2]
    phone.fix(fix(2), fix(3))
    assert sorted(row.sequence for row in Fix.objects.all()) == [1, 2, 3]
    told = Event.objects.filter(kind="fixes_received")
    assert [event.data["count"] for event in told.order_by("sequence")] == [2, 1]


def test_two_batches_in_one_moment_are_fused_together(house: House, phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    sure, unsure = fix(1, uncertainty_m=3.0), fix(2, uncertainty_m=900.0)
    house.all_at_once(phone.asking("POST", "/fixes", fixes=[one]) for one in (sure, unsure))
    assert Report.objects.get().best_uncertainty_m < 50


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("/fixes", {"fixes": [fix()]}),
        ("/messages", {"id": str(uuid4()), "text": "a"}),
        ("/cancel", {"reason": "safe"}),
    ],
)
def test_nobody_adds_to_a_report_without_its_secret(
    house: House, phone: Phone, part: str, fields: dict[str, Any]
) -> None:
    phone.send()
    stranger = Phone(house, report=phone.report)
    assert house.ask(stranger.asking("POST", part, **fields)).json()["type"] == "/problems/secret-wrong"
    assert stranger.status().status_code == 403
    assert stranger.follow().status == 403
    assert Event.objects.count() == 1


def test_a_message_sent_twice_is_said_once(phone: Phone) -> None:
    phone.send()
    message = uuid4()
    answers = [phone.say("절벽 아래에 있어요", message) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert Message.objects.get().text == "절벽 아래에 있어요"
    assert Event.objects.filter(kind="message_from_person").count() == 1


def test_what_happened_is_written_where_the_dispatcher_looks(phone: Phone) -> None:
    phone.send()
    message = uuid4()
    answers = [phone.say("추락·넘어짐", message, kind="fall") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    incident = Incident.objects.get()
    assert (incident.kind, incident.version) == ("fall", 2)
    assert Report.objects.get().kind == "fall"
    told = Event.objects.get(kind="message_from_person")
    assert (told.data, told.incident_version) == ({"kind": "fall"}, 2)


def test_a_second_word_on_what_happened_leaves_the_incident_its_first(phone: Phone) -> None:
    phone.send(kind="fire")
    phone.say("아픔", kind="illness")
    assert (Report.objects.get().kind, Incident.objects.get().kind) == ("illness", "fire")
    assert Incident.objects.get().version == 1
    assert Event.objects.get(kind="message_from_person").data == {"kind": "illness"}


@pytest.mark.parametrize("nonsense", ["dragon", "", None, 7, ["fall"], {"kind": "fall"}, "unknown"])
def test_nonsense_about_what_happened_never_costs_the_words(phone: Phone, nonsense: Any) -> None:
    phone.send()
    assert phone.say("도와주세요", kind=nonsense).status_code == 201
    assert (Incident.objects.get().kind, Incident.objects.get().version) == ("unknown", 1)
    assert Event.objects.get(kind="message_from_person").data == {}


def test_who_says_too_much_at_once_learns_how_much_was_kept_and_the_dispatcher_too(phone: Phone) -> None:
    phone.send()
    assert phone.say("가" * 1000).json()["kept"] == 1000
    assert "cut" not in Report.objects.get().flags
    for message in [uuid4()] * 2:
        assert phone.say("나" * 1001, message).json()["kept"] == 1000
    assert Report.objects.get().flags.count("cut") == 1
    assert phone.say("rest").json()["kept"] == 4


def test_other_words_under_the_same_message_id_are_refused(phone: Phone) -> None:
    phone.send()
    message = uuid4()
    phone.say("one", message)
    assert phone.say("two", message).status_code == 422
    assert Message.objects.get().text == "one"


def test_taking_a_report_back_marks_it_once_and_closes_nothing(phone: Phone) -> None:
    phone.send()
    answers = [phone.cancel(), phone.cancel("mistake")]
    assert answers[0].json() == answers[1].json()
    assert Report.objects.get().cancel_reason == "safe"
    assert (Incident.objects.get().state, Incident.objects.get().version) == ("new", 2)
    assert Event.objects.filter(kind="report_cancelled").count() == 1


def test_a_report_and_what_follows_it_may_arrive_in_one_moment(house: House, phone: Phone) -> None:
    asks = [phone.asking("POST", "/fixes", fixes=[fix(n)]) for n in range(2, 6)]
    answers = house.all_at_once([phone.asking("PUT", fix=fix(1)), *asks])
    taken = [answer.status_code for answer in answers[1:]].count(200)
    assert answers[0].status_code == 201
    assert Fix.objects.count() == 1 + taken
    assert all(answer.status_code in (200, 404) for answer in answers[1:])


def test_the_status_never_holds_a_position(phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"), fix=fix())
    text = phone.status().text
    assert not any(f"{number}"[:6] in text for number in SUMMIT_FIX)
