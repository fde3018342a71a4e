"""What a dispatcher does through the API, and what nobody else may."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from emergency.models import Event, Incident, Look, Message

from .scene import SUMMIT_FIX, Scene, browser, called, fix, positions_follow

ON_DUTY = ("dispatcher", "supervisor", "second")
EVERYBODY = (
    *ON_DUTY,
    "editor",
    "inspector",
    "auditor",
    "administrator",
    "outsider",
    "superuser",
    "next city",
    "",
)
ENDPOINTS = {
    "": None,
    "/open": {},
    "/acknowledge": {"version": 1},
    "/dispatch": {"version": 1, "note": ""},
    "/message": {"id": str(uuid4()), "text": "들리세요?"},
    "/close": {"version": 1, "disposition": "safe"},
    "/reopen": {"version": 1},
}


class Desk:
    """One dispatcher at one incident."""

    def __init__(self, client: Client, incident: Incident) -> None:
        self.client = client
        self.path = f"/api/v1/incidents/{incident.pk}"

    def see(self) -> Any:
        return self.client.get(self.path).json()

    def do(self, action: str, **body: Any) -> Any:
        return self.client.post(f"{self.path}/{action}", json.dumps(body), "application/json")


@pytest.fixture
def incident(scene: Scene) -> Incident:
    report = called({**scene.plate("nogosan"), "words": "help", "phone": "01012345678", "fix": fix(1)})
    return report.incident


@pytest.fixture
def desk(scene: Scene, incident: Incident) -> Desk:
    return Desk(browser(scene.people["dispatcher"]), incident)


@pytest.fixture
def second(scene: Scene, incident: Incident) -> Desk:
    return Desk(browser(scene.people["second"]), incident)


def test_a_course_from_the_first_look_to_the_end(desk: Desk) -> None:
    assert desk.do("open").json()["state"] == "opened"
    assert desk.do("acknowledge", version=2).json()["acknowledged_by"] == "dispatcher"
    assert desk.do("dispatch", version=3, note="구조대가 갑니다").json()["state"] == "dispatched"
    closed = desk.do("close", version=4, disposition="helped").json()
    assert (closed["state"], closed["disposition"]) == ("closed", "helped")
    reopened = desk.do("reopen", version=5).json()
    assert (reopened["state"], reopened["closed_at"]) == ("acknowledged", None)
    kinds = ["report_received", "opened", "acknowledged", "dispatched", "closed", "reopened"]
    assert [entry["kind"] for entry in reopened["timeline"]] == kinds


def test_the_second_to_act_is_told_what_the_first_did(desk: Desk, second: Desk) -> None:
    seen = second.see()["version"]
    desk.do("acknowledge", version=seen)
    answer = second.do("acknowledge", version=seen)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (409, "/problems/stale-version")
    assert answer["Content-Type"] == "application/problem+json"
    assert (problem["current"]["acknowledged_by"], problem["current"]["version"]) == ("dispatcher", seen + 1)
    assert Event.objects.filter(kind="acknowledged").count() == 1


def test_opening_twice_is_opening_once(desk: Desk, second: Desk) -> None:
    desk.do("open")
    assert second.do("open").json()["version"] == 2
    assert Event.objects.filter(kind="opened").count() == 1


@pytest.mark.parametrize(
    ("before", "action", "body"),
    [
        ([], "dispatch", {}),
        ([], "close", {"disposition": "safe"}),
        ([], "reopen", {}),
        (["acknowledge"], "acknowledge", {}),
        (["acknowledge"], "reopen", {}),
    ],
)
def test_a_step_that_the_state_does_not_allow_is_explained(
    desk: Desk, incident: Incident, before: list[str], action: str, body: dict[str, str]
) -> None:
    for step in before:
        desk.do(step, version=Incident.objects.get().version)
    version = Incident.objects.get().version
    answer = desk.do(action, version=version, note="nothing of this remains", **body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/not-now")
    assert Incident.objects.get().version == version
    assert not Message.objects.exists()


def test_a_message_sent_twice_is_said_once(desk: Desk) -> None:
    said = {"id": str(uuid4()), "text": "움직이지 마세요"}
    answers = [desk.do("message", **said) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert [message["text"] for message in desk.see()["messages"]] == ["움직이지 마세요"]
    assert Event.objects.filter(kind="message_from_centre").count() == 1


def test_a_message_id_of_another_message_is_refused_and_not_swallowed(desk: Desk) -> None:
    said = str(uuid4())
    desk.do("message", id=said, text="one")
    answer = desk.do("message", id=said, text="two")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/report-differs")


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("acknowledge", {}),
        ("acknowledge", {"version": "x"}),
        ("acknowledge", {"version": 0}),
        ("close", {"version": 1, "disposition": "bored"}),
        ("message", {"id": "x", "text": "a"}),
        ("message", {"id": str(uuid4()), "text": "x" * 1001}),
        ("message", {"id": str(uuid4()), "text": "a\x00b"}),
        ("dispatch", {"version": 1, "note": ["x"]}),
    ],
)
def test_nonsense_from_a_console_names_its_field(desk: Desk, action: str, body: dict[str, Any]) -> None:
    answer = desk.do(action, **body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert Event.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 5000, b"7"])
def test_what_is_no_json_is_refused(desk: Desk, content: bytes) -> None:
    answer = desk.client.post(f"{desk.path}/acknowledge", content, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_problem_is_told_in_one_language_whatever_the_browser_speaks(scene: Scene, desk: Desk) -> None:
    korean = {"Accept-Language": "ko-KR"}
    acknowledged = f"{desk.path}/acknowledge"
    answers = {
        "not-authenticated": browser().get("/api/v1/incidents", headers=korean),
        "permission-denied": browser(scene.people["editor"]).get("/api/v1/incidents", headers=korean),
        "invalid": desk.client.post(acknowledged, {}, "application/json", headers=korean),
        "parse-error": desk.client.post(acknowledged, "{", "application/json", headers=korean),
        "method-not-allowed": desk.client.delete(desk.path, headers=korean),
        "not-found": desk.client.get(f"/api/v1/incidents/{uuid4()}", headers=korean),
    }
    for kind, answer in answers.items():
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == f"/problems/{kind}"
        assert answer.content.decode().isascii()


# Who sees what


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_but_the_neighbours_reaches_an_incident_of_the_next_city(scene: Scene, who: str) -> None:
    foreign = called({**scene.plate("paju"), "fix": fix(longitude=126.8, latitude=37.8)}).incident
    client = browser(scene.people.get(who))
    for part, body in ENDPOINTS.items():
        path = f"/api/v1/incidents/{foreign.pk}{part}"
        sent = client.get(path) if body is None else client.post(path, json.dumps(body), "application/json")
        reached = 200 <= sent.status_code < 300
        assert (not reached) or (who == "next city"), f"{who} reached {path}"
        assert "nogosan" not in sent.content.decode()


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name not in ON_DUTY])
def test_nobody_off_duty_reaches_an_incident(scene: Scene, incident: Incident, who: str) -> None:
    client = browser(scene.people.get(who))
    for part, body in ENDPOINTS.items():
        path = f"/api/v1/incidents/{incident.pk}{part}"
        sent = client.get(path) if body is None else client.post(path, json.dumps(body), "application/json")
        assert sent.status_code in (403, 404)
    assert not Look.objects.exists()
    assert Event.objects.count() == 1


@pytest.mark.parametrize("who", ON_DUTY)
def test_those_on_duty_see_their_own_list_and_nothing_else(
    scene: Scene, incident: Incident, who: str
) -> None:
    called({**scene.plate("paju")})
    answer = browser(scene.people[who]).get("/api/v1/incidents")
    assert [row["id"] for row in answer.json()["incidents"]] == [str(incident.pk)]
    assert answer.json()["cursor"] == f"{scene.goyang.pk}.1"
    assert answer["Cache-Control"] == "no-store"


def test_a_closed_incident_leaves_the_list_for_the_other_one(desk: Desk) -> None:
    desk.do("open")
    desk.do("close", version=2, disposition="safe")
    assert desk.client.get("/api/v1/incidents").json()["incidents"] == []
    assert len(desk.client.get("/api/v1/incidents?state=closed").json()["incidents"]) == 1


def test_a_foreign_page_cannot_act_with_a_dispatchers_session(scene: Scene, incident: Incident) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser(scene.people["dispatcher"]).cookies
    answer = client.post(f"/api/v1/incidents/{incident.pk}/open", "{}", "application/json")
    assert answer.status_code == 403
    assert Incident.objects.get().state == "new"


# Looks


def digits_of_positions() -> set[str]:
    return {str(number)[:length] for number in SUMMIT_FIX for length in (7, len(str(number)))}


def test_each_look_at_a_position_is_logged_without_the_position(desk: Desk, second: Desk) -> None:
    desk.see()
    second.do("open")
    looks = list(Look.objects.values_list("recipient_name", "path", "method"))
    assert looks == [("dispatcher", "console", "screen"), ("second", "console", "screen")]
    written = " ".join(str(list(look.values())) for look in Look.objects.values())
    assert not any(digits in written for digits in digits_of_positions())


def test_the_event_log_holds_no_coordinates_and_no_words(
    scene: Scene, incident: Incident, desk: Desk
) -> None:
    positions_follow(incident.reports.get(), fix(2), fix(3))
    desk.do("message", id=str(uuid4()), text="secret words")
    desk.do("close", version=desk.do("open").json()["version"], disposition="safe", note="more words")
    written = json.dumps(list(Event.objects.values()), default=str)
    assert Event.objects.count() == 5
    for hidden in (*digits_of_positions(), "secret words", "more words", "help", "12345678"):
        assert hidden not in written


def test_the_list_holds_no_measured_position_and_the_detail_does(desk: Desk) -> None:
    listed = desk.client.get("/api/v1/incidents").content.decode()
    assert not any(digits in listed for digits in digits_of_positions())
    fixes = desk.see()["report_list"][0]["fixes"]
    assert (fixes[0]["longitude"], fixes[0]["latitude"]) == SUMMIT_FIX


def test_who_may_look_is_told_who_they_are(scene: Scene) -> None:
    session = browser(scene.people["dispatcher"]).get("/api/v1/session").json()
    assert [(one["slug"], one["roles"]) for one in session["jurisdictions"]] == [("goyang", ["dispatcher"])]
    assert browser().get("/api/v1/session").status_code in (401, 403)
