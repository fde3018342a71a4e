"""A centre asks a caller where they are: the answer joins the caller's incident, once, and in time."""

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from addresses.models import SharingMode
from emergency import actions, intake, parse, retention
from emergency.errors import SharingOff
from emergency.models import Fix, Incident, LocateRequest, Report
from tests.asgi import House, Phone

from .callers import Caller, anybody
from .scene import Console, Scene, browser, fix

NUMBER = "010-1234-5678"
NOT_ON_DUTY = ("editor", "inspector", "auditor", "administrator", "outsider", "")


def read(answer: Any) -> Any:
    return json.loads(answer.content)


class Desk:
    """A dispatcher who asks where a caller is."""

    def __init__(self, scene: Scene, who: str = "dispatcher") -> None:
        self.client: Client = browser(scene.people[who] if who else None)

    def ask(self, **body: Any) -> Any:
        body = {"id": str(uuid4()), **body}
        return self.client.post("/api/v1/locate-requests", json.dumps(body), "application/json")

    def detail(self, incident: str) -> Any:
        return read(self.client.get(f"/api/v1/incidents/{incident}"))


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene)


def token(made: Any) -> str:
    return str(made["url"].rpartition("/")[2])


def sent(made: Any, **more: Any) -> Any:
    """Send a report through a centre's link and return what became of it."""
    body = json.dumps({"locate": token(made), "fix": fix(), **more}).encode()
    command = parse.report(uuid4(), b"0" * 32, body, now=timezone.now(), source_key="x")
    return intake.commit([command])[0]


def page(made: Any) -> Any:
    return browser().get(f"/l/{token(made)}")


def test_a_caller_without_an_incident_gets_one(desk: Desk, scene: Scene) -> None:
    answer = desk.ask(phone=NUMBER)
    made = read(answer)
    assert answer.status_code == 201
    incident = Incident.objects.get()
    assert (str(incident.pk), incident.jurisdiction, incident.state) == (
        made["incident"],
        scene.goyang,
        "opened",
    )
    assert made["text"].startswith("[고양 119]")
    assert made["url"] in made["text"]
    shown = desk.detail(made["incident"])
    (asked,) = shown["locate_requests"]
    assert (asked["phone"], asked["state"], asked["asked_by"]) == (NUMBER, "waiting", "dispatcher")
    assert [entry["kind"] for entry in shown["timeline"]] == ["opened", "locate_requested"]
    assert token(made) not in json.dumps(shown)


def test_the_report_that_answers_joins_the_incident(desk: Desk) -> None:
    first = anybody({})
    made = read(desk.ask(incident=str(first.report.incident_id)))
    second = anybody({"locate": token(made), "fix": fix()})
    assert second.report.incident_id == first.report.incident_id
    assert (second.report.presence, second.report.flags) == ("none", ["consent_unknown"])
    shown = desk.detail(made["incident"])
    assert len(shown["report_list"]) == 2
    assert shown["position"]["source"] == "device"
    assert shown["locate_requests"][0]["state"] == "used"


def test_the_console_hears_of_the_question_and_of_the_answer(
    house: House, scene: Scene, console: Console
) -> None:
    line = console()
    made = read(Desk(scene).ask(phone=NUMBER))
    assert [line.next("incident").data["kind"] for _ in range(2)] == ["opened", "locate_requested"]
    assert Phone(house).send(locate=token(made), fix=fix()).status_code == 201
    told = line.next("incident").data
    assert (told["kind"], told["incident"]["id"]) == ("report_received", made["incident"])
    assert told["incident"]["version"] == Incident.objects.get().version


def test_the_answer_sent_again_brings_the_same_receipt(house: House, scene: Scene) -> None:
    made = read(Desk(scene).ask(phone=NUMBER))
    phone = Phone(house)
    first, second = phone.send(locate=token(made)), phone.send(locate=token(made))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Report.objects.count() == 1


def test_a_link_is_answered_once_and_who_comes_later_rings_alone(house: House, scene: Scene) -> None:
    made = read(Desk(scene).ask(phone=NUMBER))
    phones = [Phone(house, address=f"203.0.113.{number}") for number in range(4)]
    answers = house.all_at_once([phone.asking("PUT", locate=token(made), fix=fix()) for phone in phones])
    assert [answer.status_code for answer in answers] == [201] * 4
    joined = [answer.json() for answer in answers if answer.json()["incident"] == made["incident"]]
    assert len(joined) == 1
    late = [answer.json()["flags"] for answer in answers if answer.json()["incident"] != made["incident"]]
    assert all("locate_over" in flags for flags in late)
    assert Incident.objects.count() == 4


def ended(made: Any, scene: Scene) -> None:
    LocateRequest.objects.update(ends_at=timezone.now() - timedelta(seconds=1))


def used(made: Any, scene: Scene) -> None:
    anybody({"locate": token(made)})


def closed(made: Any, scene: Scene) -> None:
    by = actions.By.now(scene.people["dispatcher"])
    actions.close(made["incident"], Incident.objects.get().version, by, "safe")


@pytest.mark.parametrize("over", [ended, used, closed])
def test_a_link_that_is_over_says_so_and_still_calls_and_reports(desk: Desk, scene: Scene, over: Any) -> None:
    made = read(desk.ask(phone=NUMBER))
    assert page(made).status_code == 200
    over(made, scene)
    answer = page(made)
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "이 링크는 끝났습니다" in text
    assert 'href="tel:119"' in text
    assert 'action="/?lang=ko"' in text
    assert "data-locate" not in text
    late = anybody({"locate": token(made), "fix": fix()})
    assert "locate_over" in late.report.flags
    assert str(late.report.incident_id) != made["incident"]


def test_an_unknown_link_is_answered_like_one_that_is_over(desk: Desk, scene: Scene) -> None:
    made = read(desk.ask(phone=NUMBER))
    ended(made, scene)
    pages = [page(made).content.decode(), browser().get("/l/" + "A" * 27).content.decode()]
    bare = {text.partition('name="report"')[0] for text in pages}
    assert len(bare) == 1


def test_the_page_behind_the_link_is_bound_to_the_incident_and_is_kept_nowhere(desk: Desk) -> None:
    made = read(desk.ask(phone=NUMBER, language="en"))
    answer = page(made)
    text = answer.content.decode()
    assert f'data-locate="{token(made)}"' in text
    assert f'action="/l/{token(made)}?lang=ko"' in text
    assert NUMBER not in text
    assert made["incident"] not in text
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert not answer.cookies
    assert desk.detail(made["incident"])["locate_requests"][0]["state"] == "opened"


def test_a_phone_without_javascript_answers_by_the_form(desk: Desk) -> None:
    made = read(desk.ask(phone=NUMBER))
    form = {"report": str(uuid4()), "secret": "s" * 32, "words": "큰 바위 옆"}
    for _ in range(2):
        answer = browser().post(f"/l/{token(made)}?lang=ko", form)
        assert answer.status_code == 303
    assert str(Report.objects.get().incident_id) == made["incident"]


def test_the_same_click_sent_again_brings_the_same_link(desk: Desk) -> None:
    ask = {"id": str(uuid4()), "phone": NUMBER}
    first, second = desk.ask(**ask), desk.ask(**ask)
    assert (first.status_code, second.status_code) == (201, 200)
    assert (read(first)["url"], read(first)["incident"]) == (read(second)["url"], read(second)["incident"])
    assert Incident.objects.count() == 1
    assert desk.ask(**{**ask, "phone": "010-9999-9999"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_the_same_click_twice_at_once_opens_one_incident(scene: Scene) -> None:
    ask, answers = {"id": str(uuid4()), "phone": NUMBER}, []
    desks = [Desk(scene) for _ in range(4)]

    def click(desk: Desk) -> None:
        try:
            answers.append(desk.ask(**ask))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({read(answer)["incident"] for answer in answers}) == 1
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("who", NOT_ON_DUTY)
def test_only_who_is_on_duty_asks(scene: Scene, who: str) -> None:
    assert Desk(scene, who).ask(phone=NUMBER).status_code == 403
    assert not Incident.objects.exists()


def test_nobody_asks_in_the_next_city(desk: Desk, scene: Scene) -> None:
    incident = anybody(scene.plate("paju")).report.incident_id
    assert desk.ask(incident=str(incident)).status_code == 404
    assert desk.ask(jurisdiction="paju").status_code == 404
    assert desk.ask(incident=str(uuid4())).status_code == 404
    assert not LocateRequest.objects.exists()


def test_a_closed_incident_is_asked_about_only_after_reopening(desk: Desk, scene: Scene) -> None:
    made = read(desk.ask(phone=NUMBER))
    closed(made, scene)
    assert desk.ask(incident=made["incident"]).status_code == 422


def test_a_centre_that_takes_no_positions_asks_for_none(desk: Desk, scene: Scene) -> None:
    scene.goyang.sharing_mode = SharingMode.DEVICE_ONLY
    scene.goyang.save()
    answer = desk.ask(phone=NUMBER)
    assert (answer.status_code, read(answer)["type"]) == (403, "/problems/sharing-off")
    assert not Incident.objects.exists()


def test_a_centre_that_takes_no_positions_any_more_gets_none_through_a_link_and_the_link_stays(
    desk: Desk, scene: Scene
) -> None:
    made = read(desk.ask(phone=NUMBER))
    scene.goyang.sharing_mode = SharingMode.DEVICE_ONLY
    scene.goyang.save()
    refused = sent(made)
    assert isinstance(refused, SharingOff)
    assert scene.goyang.fire_number in str(refused)
    assert not Report.objects.exists()
    assert not Fix.objects.exists()
    assert LocateRequest.objects.get().used_at is None
    scene.goyang.sharing_mode = SharingMode.CONSOLE
    scene.goyang.save()
    assert sent(made).status == 201
    assert LocateRequest.objects.get().used_at


def test_the_page_of_such_a_link_calls_and_texts_and_sends_nothing(desk: Desk, scene: Scene) -> None:
    made = read(desk.ask(phone=NUMBER))
    scene.goyang.sharing_mode = SharingMode.DEVICE_ONLY
    scene.goyang.save()
    html = page(made).content.decode()
    assert 'id="send"' not in html
    assert f"tel:{scene.goyang.fire_number}" in html
    assert 'href="sms:' in html
    answer = browser().post(f"/l/{token(made)}", {"words": "발목을 다쳤어요"})
    assert answer.status_code == 403
    assert f"tel:{scene.goyang.fire_number}" in answer.content.decode()
    assert not Report.objects.exists()


def test_at_a_plate_of_a_centre_that_takes_none_the_mode_of_the_centre_that_asked_counts(
    desk: Desk, scene: Scene
) -> None:
    made = read(desk.ask(phone=NUMBER))
    assert isinstance(sent(made, tag=scene.plates["valley"], locate="none"), SharingOff)
    assert sent(made, tag=scene.plates["valley"]).status == 201
    assert str(Report.objects.get().incident_id) == made["incident"]


@pytest.mark.parametrize(
    "body",
    [{"id": "7"}, {"id": None}, {"minutes": 4}, {"minutes": 241}, {"phone": "abc"}, {"phone": "1" * 40}],
)
def test_nonsense_is_refused(desk: Desk, body: Any) -> None:
    assert desk.ask(**body).status_code == 400
    assert not Incident.objects.exists()


@pytest.mark.parametrize("sent", [7, [], {}, "", "x" * 500, None])
def test_a_report_with_a_nonsensical_link_is_taken_all_the_same(scene: Scene, sent: Any) -> None:
    assert anybody({"locate": sent, "fix": fix()}).report.incident.state == "new"


def test_the_number_is_destroyed_with_the_rest(desk: Desk, scene: Scene) -> None:
    made = read(desk.ask(phone=NUMBER))
    closed(made, scene)
    retention.sweep(timezone.now() + timedelta(days=2))
    assert LocateRequest.objects.get().phone == ""


def test_who_withdraws_takes_the_number_along(desk: Desk) -> None:
    made = read(desk.ask(phone=NUMBER))
    hiker: Caller = anybody({"locate": token(made), "fix": fix()})
    hiker.ask("POST", "withdraw", {})
    assert LocateRequest.objects.get().phone == ""
    assert NUMBER not in json.dumps(desk.detail(made["incident"]))
