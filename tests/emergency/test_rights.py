"""A person sees who looked at their position, and takes their consent back: what is theirs is destroyed at once."""

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from emergency import actions, looks, retention
from emergency.models import Event, Fix, Incident, LocateRequest, Look, Message, Report, Share
from tests.asgi import House, Phone

from .callers import Caller, anybody
from .scene import NOGOSAN, SUMMIT_FIX, Console, Scene, browser, fix

WORDS, PHONE, SAID = "발목을 다쳤어요", "01098765432", "절벽 아래"
TABLES = (Report, Fix, Message, Event, Incident, Look, Share, LocateRequest)


@pytest.fixture
def hiker(scene: Scene) -> Caller:
    caller = anybody({**scene.plate("nogosan"), "words": WORDS, "phone": PHONE, "people": 3, "fix": fix()})
    caller.measured(2)
    return caller


def read(answer: Any) -> Any:
    return json.loads(answer.content)


def everything() -> str:
    return json.dumps([list(table.objects.values()) for table in TABLES], default=str, ensure_ascii=False)


def looked_at_by(scene: Scene, hiker: Caller, who: str = "dispatcher") -> None:
    browser(scene.people[who]).get(f"/api/v1/incidents/{hiker.report.incident_id}")


def test_a_person_sees_which_centre_looked_when_and_how(hiker: Caller, scene: Scene) -> None:
    looked_at_by(scene, hiker)
    seen = read(hiker.ask("GET", "looks"))
    look = Look.objects.get(incident=hiker.report.incident)
    assert seen == {
        "total": 1,
        "looks": [
            {
                "who": "centre",
                "name_ko": "고양 119",
                "name_en": "Goyang 119",
                "path": "console",
                "method": "screen",
                "at": look.at.isoformat(),
            }
        ],
    }


def test_the_name_of_the_dispatcher_is_told_to_auditors_alone(hiker: Caller, scene: Scene) -> None:
    looked_at_by(scene, hiker)
    assert scene.people["dispatcher"].get_username() not in hiker.ask("GET", "looks").content.decode()
    assert Look.objects.get(incident=hiker.report.incident).recipient == scene.people["dispatcher"]


def test_the_newest_look_stands_first_and_all_are_counted(hiker: Caller, scene: Scene) -> None:
    at = timezone.now() + timedelta(minutes=1)
    Look.objects.bulk_create(
        Look(
            incident=hiker.report.incident,
            recipient_name="x",
            path="console",
            method="screen",
            at=at + timedelta(seconds=n),
        )
        for n in range(230)
    )
    seen = read(hiker.ask("GET", "looks"))
    assert (seen["total"], len(seen["looks"])) == (230, 200)
    assert seen["looks"][0]["at"] > seen["looks"][1]["at"]


def test_what_family_sees_again_and_again_hides_no_look_of_the_centre(hiker: Caller, scene: Scene) -> None:
    looked_at_by(scene, hiker)
    hiker.link()
    at, share = timezone.now() + timedelta(minutes=1), Share.objects.get()
    for n in range(230):
        looks.log_link(share, at + n * looks.ONE_OPENING)
    seen = read(hiker.ask("GET", "looks"))
    assert (seen["total"], len(seen["looks"])) == (231, 101)
    assert [look["who"] for look in seen["looks"]] == ["link"] * 100 + ["centre"]


def test_a_look_at_others_is_told_to_those_alone(scene: Scene) -> None:
    first, second = anybody({"fix": fix()}), anybody({"fix": fix()})
    looked_at_by(scene, first)
    first.client.get(first.link())
    Report.objects.filter(pk=second.id).update(
        incident=first.report.incident_id, received_at=timezone.now() + timedelta(seconds=1)
    )
    assert read(second.ask("GET", "looks"))["total"] == 0
    assert read(first.ask("GET", "looks"))["total"] == 2


def test_who_withdraws_is_forgotten_at_once_and_the_course_of_events_stays(
    hiker: Caller, scene: Scene
) -> None:
    link = hiker.link()
    hiker.client.get(link)
    looked_at_by(scene, hiker)
    by = actions.By.now(scene.people["dispatcher"])
    actions.say(hiker.report.incident_id, uuid4(), f"{SAID} 어느 쪽인가요", by)
    before = list(Event.objects.values_list("sequence", "kind"))
    answer = hiker.ask("POST", "withdraw", {})
    assert answer.status_code == 200
    left = everything()
    private = [WORDS, PHONE, SAID, *(f"{number:.3f}" for number in (*SUMMIT_FIX, *NOGOSAN))]
    assert [value for value in private if value in left] == []
    assert not Fix.objects.exists()
    assert not Share.objects.exists()
    assert not Look.objects.filter(incident=hiker.report.incident).exists()
    assert list(Event.objects.values_list("sequence", "kind"))[: len(before)] == before
    assert hiker.report.incident.tag_code == scene.plates["nogosan"]
    assert hiker.report.consent == {}


def test_the_console_is_told_that_somebody_has_withdrawn(
    house: House, scene: Scene, console: Console
) -> None:
    hiker = anybody({**scene.plate("nogosan"), "fix": fix()})
    line = console()
    hiker.ask("POST", "withdraw", {})
    told = line.next("incident")
    assert (told.data["kind"], told.data["report"]) == ("consent_withdrawn", str(hiker.id))
    assert told.data["incident"]["uncertainty_m"] is None
    assert told.data["incident"]["plate"] is None
    detail = read(browser(scene.people["dispatcher"]).get(f"/api/v1/incidents/{told.data['incident']['id']}"))
    assert (detail["position"], detail["report_list"][0]["fixes"]) == (None, [])
    assert detail["state"] == "new"


def test_withdrawing_again_changes_nothing(hiker: Caller) -> None:
    first, second = hiker.ask("POST", "withdraw", {}), hiker.ask("POST", "withdraw")
    assert read(first) == read(second)
    assert Event.objects.filter(kind="consent_withdrawn").count() == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawing_twice_at_once_is_told_once(scene: Scene) -> None:
    hiker = anybody({"fix": fix()})
    answers: list[Any] = []

    def tab() -> None:
        try:
            answers.append(Caller(secret=hiker.secret, id=hiker.id).ask("POST", "withdraw", {}))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tab) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    assert Event.objects.filter(kind="consent_withdrawn").count() == 1


def test_a_position_that_was_under_way_does_not_come_back(house: House, scene: Scene) -> None:
    phone = Phone(house)
    phone.send(**scene.plate("nogosan"), fix=fix())
    hiker = Caller(secret=phone.secret, id=phone.report)
    hiker.ask("POST", "withdraw", {})
    assert phone.fix(fix(2)).status_code == 200
    assert not Fix.objects.exists()
    assert Report.objects.get().best_longitude is None
    assert phone.send(**scene.plate("nogosan"), fix=fix()).status_code in (200, 422)
    assert not Fix.objects.exists()


def test_another_person_of_the_same_incident_keeps_everything(scene: Scene) -> None:
    first, second = anybody({"words": WORDS, "fix": fix()}), anybody({"words": SAID, "fix": fix()})
    Report.objects.filter(pk=second.id).update(incident=first.report.incident_id)
    looked_at_by(scene, first)
    second.link()
    first.ask("POST", "withdraw", {})
    assert second.report.words == SAID
    assert Fix.objects.filter(report=second.id).count() == 1
    assert Share.objects.count() == 1
    assert Look.objects.filter(incident=first.report.incident).count() == 1
    second.ask("POST", "withdraw", {})
    assert not Look.objects.filter(incident=first.report.incident).exists()


def test_who_withdrew_does_not_share_any_more(hiker: Caller) -> None:
    hiker.ask("POST", "withdraw", {})
    assert read(hiker.share())["type"] == "/problems/nothing-to-share"


def test_an_erased_incident_can_still_be_withdrawn_from(hiker: Caller, scene: Scene) -> None:
    by = actions.By.now(scene.people["dispatcher"])
    incident = actions.open_(hiker.report.incident_id, by)
    actions.close(incident.pk, incident.version, by, "helped")
    retention.sweep(timezone.now() + timedelta(days=2))
    assert hiker.ask("POST", "withdraw", {}).status_code == 200
    assert hiker.report.plate_longitude is None
