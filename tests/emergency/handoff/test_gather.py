"""What is handed off of an incident: the best position, every phone's way, what was said, and whether to call."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from emergency import actions, gather, retention
from emergency.handoff.facts import Facts
from emergency.models import Incident, Message, Report
from tests.emergency.callers import Caller, anybody
from tests.emergency.scene import NOGOSAN, SUMMIT_FIX, Scene, fix


def told(caller: Caller) -> Facts:
    return gather.facts(caller.report.incident, timezone.now())


@pytest.fixture
def hiker(scene: Scene) -> Caller:
    sent = {**scene.plate("nogosan"), "words": "발목을 다쳤어요", "phone": "010-1234-5678", "people": 2}
    return anybody({**sent, "kind": "fall", "language": "en", "fix": fix()})


def test_the_best_position_is_the_one_that_the_console_shows(hiker: Caller) -> None:
    report, position = hiker.report, told(hiker).position
    assert position is not None
    assert (position.longitude, position.latitude) == (report.best_longitude, report.best_latitude)
    assert (position.uncertainty_m, position.method) == (report.best_uncertainty_m, report.best_source)


def test_a_plate_alone_is_a_position(scene: Scene) -> None:
    position = told(anybody(scene.plate("nogosan"))).position
    assert position is not None
    assert (position.longitude, position.latitude, position.method) == (*NOGOSAN, "plate")


def test_who_sent_nothing_is_nowhere(scene: Scene) -> None:
    assert told(anybody({"words": "도와주세요"})).position is None


def test_the_plate_and_its_centre_are_named(hiker: Caller, scene: Scene) -> None:
    facts = told(hiker)
    assert facts.plate is not None
    assert (facts.plate.code, facts.plate.longitude) == (scene.plates["nogosan"], NOGOSAN[0])
    assert (facts.centre.slug, facts.centre.name_ko) == ("goyang", "고양 119")
    assert (facts.kind, facts.people, facts.language) == ("fall", 2, "en")


def test_each_phones_way_is_told_in_the_order_of_time(hiker: Caller) -> None:
    now = datetime.now(UTC)
    for number, ago in ((2, 30), (3, 60), (4, 10)):
        hiker.measured(number, fixed_at=(now - timedelta(seconds=ago)).isoformat())
    ((*way,),) = told(hiker).tracks
    assert len(way) == 4
    assert [one.fixed_at for one in way] == sorted(one.fixed_at for one in way)
    assert (way[0].longitude, way[0].latitude) == SUMMIT_FIX


def test_two_phones_have_two_ways(hiker: Caller) -> None:
    other = anybody({"fix": fix()})
    Report.objects.filter(pk=other.id).update(incident=hiker.report.incident_id)
    assert [len(way) for way in told(hiker).tracks] == [1, 1]


def test_what_the_person_said_first_and_later_is_told_in_order(hiker: Caller, scene: Scene) -> None:
    incident = hiker.report.incident_id
    actions.say(incident, uuid4(), "어디가 아프세요", actions.By.now(scene.people["dispatcher"]))
    Message.objects.create(
        id=uuid4(), incident_id=incident, from_centre=False, text="왼쪽이요", at=timezone.now()
    )
    assert [said.text for said in told(hiker).words] == ["발목을 다쳤어요", "왼쪽이요"]


def test_the_number_of_who_is_known_best_comes_first(hiker: Caller) -> None:
    other = anybody({"phone": "01055556666"})
    Report.objects.filter(pk=other.id).update(incident=hiker.report.incident_id)
    assert told(hiker).phone == "01012345678"
    Report.objects.filter(pk=hiker.id).update(phone="")
    assert told(hiker).phone == "01055556666"


def test_one_who_must_stay_silent_is_enough(hiker: Caller) -> None:
    assert told(hiker).may_call
    Report.objects.filter(pk=hiker.id).update(voice="silent")
    assert not told(hiker).may_call


def test_the_receiver_keeps_it_no_longer_than_we_do(hiker: Caller, scene: Scene) -> None:
    hours = timedelta(hours=scene.goyang.retention_hours)
    facts = told(hiker)
    assert facts.keep_until == facts.as_of + hours
    closed_at = timezone.now() - timedelta(hours=1)
    Incident.objects.update(state="closed", closed_at=closed_at)
    assert told(hiker).keep_until == closed_at + hours


def test_nothing_is_left_to_tell_after_the_erasure(hiker: Caller) -> None:
    Incident.objects.update(state="closed", closed_at=timezone.now())
    retention.erase(hiker.report.incident_id, timezone.now())
    facts = told(hiker)
    assert (facts.position, facts.tracks, facts.words, facts.phone) == (None, (), (), "")


def test_only_the_place_is_told_where_only_the_place_was_asked_for(hiker: Caller) -> None:
    facts = gather.position(hiker.report.incident, timezone.now())
    assert facts.position == told(hiker).position
    assert (facts.words, facts.phone, facts.tracks, facts.language) == ((), "", (), "")
