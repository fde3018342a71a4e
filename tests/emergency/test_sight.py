"""Who sees what: each city its own, and what nobody has opened in time is everybody's until somebody does."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from emergency import actions, looks, merging
from emergency.models import Escalation, Incident, Look, Report, Sight
from tests.asgi import Phone

from .scene import Console, Scene, browser, called, person


def everybodys(report: Report) -> Incident:
    Incident.objects.filter(pk=report.incident_id).update(escalation=Escalation.EVERYBODYS)
    return Incident.objects.get(pk=report.incident_id)


def listed(client: Client, state: str = "open") -> list[str]:
    return [row["id"] for row in client.get(f"/api/v1/incidents?state={state}").json()["incidents"]]


def press(client: Client, incident: Incident, verb: str, **body: Any) -> int:
    path = f"/api/v1/incidents/{incident.pk}/{verb}"
    return client.post(path, body, content_type="application/json").status_code


def test_the_next_city_sees_nothing_of_a_report_that_is_merely_late(scene: Scene) -> None:
    report = called(scene.plate("nogosan"))
    Incident.objects.filter(pk=report.incident_id).update(escalation=Escalation.TOLD)
    next_city = browser(scene.people["next city"])
    assert listed(next_city) == []
    assert next_city.get(f"/api/v1/incidents/{report.incident_id}").status_code == 404


def test_what_is_everybodys_stands_in_every_centres_queue_and_opens_there(scene: Scene) -> None:
    incident = everybodys(called(scene.plate("nogosan")))
    next_city = browser(scene.people["next city"])
    assert listed(next_city) == [str(incident.pk)]
    assert press(next_city, incident, "open") == 200
    assert Incident.objects.get(pk=incident.pk).state == "opened"


def test_it_is_nobodys_who_has_no_duty_at_any_console(scene: Scene) -> None:
    incident = everybodys(called(scene.plate("nogosan")))
    for name in ("outsider", "editor", "auditor"):
        assert press(browser(scene.people[name]), incident, "open") == 403


def test_the_centre_that_opened_it_keeps_it_beside_its_own_and_the_others_do_not(scene: Scene) -> None:
    incident = everybodys(called(scene.plate("nogosan")))
    helping = browser(scene.people["next city"])
    valley = browser(person("valley desk", (scene.valley, "dispatcher")))
    press(helping, incident, "open")
    assert listed(helping) == [str(incident.pk)]
    assert listed(valley) == []
    assert listed(browser(scene.people["dispatcher"])) == [str(incident.pk)]
    assert press(helping, incident, "acknowledge", version=2) == 200
    assert press(valley, incident, "open") == 404
    (row,) = helping.get("/api/v1/incidents").json()["incidents"]
    assert row["sights"] == [{"jurisdiction": scene.paju.pk, "reason": "opened"}]


def test_its_own_centre_needs_no_sight_of_what_it_opens_late(scene: Scene) -> None:
    incident = everybodys(called(scene.plate("nogosan")))
    press(browser(scene.people["dispatcher"]), incident, "open")
    assert not Sight.objects.exists()
    assert listed(browser(scene.people["next city"])) == []


def test_a_closed_one_stays_with_the_centre_that_helped(scene: Scene) -> None:
    incident = everybodys(called(scene.plate("nogosan")))
    helping = browser(scene.people["next city"])
    press(helping, incident, "open")
    assert press(helping, incident, "close", version=2, disposition="helped") == 200
    assert listed(helping, "closed") == [str(incident.pk)]


def test_the_person_is_told_which_other_centre_looked(scene: Scene) -> None:
    report = called(scene.plate("nogosan"))
    incident = everybodys(report)
    press(browser(scene.people["next city"]), incident, "open")
    assert Look.objects.get(incident=incident).centre == scene.paju
    (look,) = looks.of(report)["looks"]
    assert look["name_ko"] == scene.paju.centre_name_ko


def test_another_centres_console_is_told_of_it_and_that_it_is_gone(
    console: Console, phone: Phone, scene: Scene
) -> None:
    line = console("next city")
    assert line.next("outside").data == {"incidents": []}
    receipt = phone.send(**scene.plate("nogosan")).json()
    Incident.objects.filter(pk=receipt["incident"]).update(escalation=Escalation.EVERYBODYS)
    phone.say("아무도 없나요")
    told = line.next("incident")
    assert (told.data["incident"]["id"], told.data["incident"]["escalation"]) == (receipt["incident"], 3)
    assert not told.cursor, "the next city counts its own events alone"
    actions.open_(receipt["incident"], actions.By(scene.people["dispatcher"], timezone.now()))
    assert line.next("gone").data == {"incident": receipt["incident"]}


def test_a_console_that_comes_back_is_told_all_that_is_everybodys_now(
    console: Console, phone: Phone, scene: Scene
) -> None:
    cursor = console("next city").next("hello").cursor
    receipt = phone.send(**scene.plate("nogosan")).json()
    Incident.objects.filter(pk=receipt["incident"]).update(escalation=Escalation.EVERYBODYS)
    line = console("next city", cursor=cursor)
    (row,) = line.next("outside").data["incidents"]
    assert row["id"] == receipt["incident"]


@pytest.mark.parametrize("verb", ["acknowledge", "open"])
def test_it_stays_with_the_helping_centre_whichever_key_was_first(scene: Scene, verb: str) -> None:
    incident = everybodys(called(scene.plate("nogosan")))
    helping = browser(scene.people["next city"])
    assert press(helping, incident, verb, version=1) == 200
    assert listed(helping) == [str(incident.pk)]


def test_what_was_everybodys_and_went_into_another_one_is_its_centres_alone(scene: Scene) -> None:
    incident = everybodys(called({"words": "help", **scene.plate("nogosan")}))
    other = Incident.objects.get(pk=called(scene.plate("lake"), address="y").incident_id)
    by = actions.By.now(scene.people["dispatcher"])
    opened = actions.open_(other.pk, by)
    merging.merge(opened.pk, opened.version, incident.pk, incident.version, by)
    next_city = browser(scene.people["next city"])
    assert listed(next_city) == []
    assert next_city.get(f"/api/v1/incidents/{incident.pk}").status_code == 404
    assert browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{incident.pk}").status_code == 200
