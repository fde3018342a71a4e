"""How a crew comes to the person: what those on duty read, and what nobody else may."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from addresses import changes
from emergency.models import Incident, Look, Report
from tests.cast import Person, Town
from trails.models import AccessPoint, Closure

from .scene import called, fix


def summit(town: Town, **more: Any) -> Report:
    """Somebody calls from the summit of Nogosan, with its plate and a position."""
    tag = town.tag("nogosan-summit")
    assert tag.point is not None
    where = {"longitude": tag.point.position.x, "latitude": tag.point.position.y}
    return called({"tag": tag.code, "fix": fix(1, **(where | more))})


def ways(person: Person, incident: Incident) -> Any:
    answer = person.get(f"/api/v1/incidents/{incident.pk}/ways")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json()


def test_a_dispatcher_reads_the_quickest_way_and_who_has_the_key(town: Town, dispatcher: Person):
    told = ways(dispatcher, summit(town).incident)
    best = told["ways"][0]
    gate = AccessPoint.objects.get(source_key="nogosan-forest-road")
    assert best["access"]["id"] == gate.pk
    assert "열쇠" in best["access"]["responder_note"]
    assert [leg["trail_en"] for leg in best["legs"]] == ["Nogosan trail"]
    assert best["has_heights"]
    assert best["minutes_up"] > best["minutes_down"] > 0
    assert best["minutes_up"] < told["ways"][1]["minutes_up"]
    assert told["walking"]["load_factor"] > 1
    assert told["network"]["state"] == "current"


def test_the_line_leads_from_the_gate_to_the_person(town: Town, dispatcher: Person):
    told = ways(dispatcher, summit(town).incident)
    best, here = told["ways"][0], told["position"]
    assert best["line"][0] == [best["access"]["longitude"], best["access"]["latitude"]]
    assert best["line"][-1] == [here["longitude"], here["latitude"]]
    assert len(best["line"]) > 10


def test_it_says_on_which_trail_and_metre_no_finer_than_the_position_is_known(town: Town, dispatcher: Person):
    place = ways(dispatcher, summit(town).incident)["on_trail"]
    assert place["trail_ko"] == "노고산 산길"
    assert place["metre"] == round(place["metre"])
    assert place["off_m"] < 50


def test_helicopter_places_have_a_way_of_their_own_and_stand_among_what_is_near(
    town: Town, dispatcher: Person
):
    told = ways(dispatcher, summit(town).incident)
    assert "helicopter" in {way["access"]["kind"] for way in told["others"]}
    assert "helicopter" not in {way["access"]["kind"] for way in told["ways"]}
    near = {one["what"] for one in told["near"]}
    assert near <= {"aed", "refuge", "helicopter"}
    assert "helicopter" in near


def test_a_closure_that_nobody_is_told_of_counts_for_responders(town: Town, dispatcher: Person):
    incident = summit(town).incident
    changes.create(
        Closure(
            trail=town.trail("nogosan"),
            reason_ko="군 사격 훈련",
            since=timezone.now() - timedelta(hours=1),
            is_public=False,
        ),
        actor=None,
        origin="form",
    )
    told = ways(dispatcher, incident)
    assert told["ways"] == []
    assert [one["reason_ko"] for one in told["through"][0]["closures"]] == ["군 사격 훈련"]


def test_an_incident_without_any_position_has_no_way(town: Town, dispatcher: Person):
    told = ways(dispatcher, called({}).incident)
    assert told["position"] is None
    assert (told["ways"], told["near"], told["on_trail"]) == ([], [], None)


def test_a_plate_alone_is_enough_to_lead_to(town: Town, dispatcher: Person):
    told = ways(dispatcher, called({"tag": town.tag("nogosan-summit").code}).incident)
    assert told["position"]["source"] == "plate"
    assert told["ways"]


def test_where_no_trail_leads_it_says_how_far_it_is_without_one(town: Town, dispatcher: Person):
    told = ways(dispatcher, summit(town, longitude=126.9, latitude=37.7).incident)
    assert told["ways"]
    assert all(way["off_m"] > 100 for way in told["ways"])


def test_every_reading_is_a_look_without_the_position(town: Town, dispatcher: Person):
    incident = summit(town).incident
    ways(dispatcher, incident)
    ways(dispatcher, incident)
    looks = Look.objects.filter(incident=incident)
    assert [(look.recipient, look.path, look.method) for look in looks] == [
        (dispatcher.user, "console", "screen"),
        (dispatcher.user, "console", "screen"),
    ]


def test_the_next_city_an_editor_and_a_hiker_read_no_way(
    town: Town, neighbour_dispatcher: Person, editor: Person, hiker: Person
):
    path = f"/api/v1/incidents/{summit(town).incident.pk}/ways"
    assert neighbour_dispatcher.get(path).status_code == 404
    assert editor.get(path).status_code == 403
    assert hiker.get(path).status_code in (401, 403)
    assert not Look.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_ways_are_only_read(town: Town, dispatcher: Person, method: str):
    path = f"/api/v1/incidents/{summit(town).incident.pk}/ways"
    assert getattr(dispatcher, method)(path).status_code == 405
