"""A dispatcher takes down what is read out over the telephone, and pastes what came as a text message."""

import json
from typing import Any
from uuid import uuid4

import pytest

from addresses.models import SharingMode
from emergency.flags import Flag
from emergency.models import Event, Incident, Look, Message, Report
from emergency.ways_in.called import MOST_PLACE_CHARACTERS
from tests.emergency.scene import SUMMIT_FIX, Scene, browser, called

from .gateway import HELP, NUMBER

PATHS = ("/api/v1/incidents", "/api/v1/incidents/from-text")
NOT_ON_DUTY = ("editor", "inspector", "auditor", "administrator", "outsider", "")


class Desk:
    """A dispatcher with a headset on."""

    def __init__(self, scene: Scene, who: str = "dispatcher") -> None:
        self.client = browser(scene.people[who] if who else None)

    def call(self, **said: Any) -> Any:
        return self._post(PATHS[0], {"id": str(uuid4()), **said})

    def text(self, said: str = HELP, *, preview: bool = False, **more: Any) -> Any:
        path = PATHS[1] + ("?preview" if preview else "")
        return self._post(path, {"id": str(uuid4()), "text": said, **more})

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self.client.post(path, json.dumps(body), "application/json")


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene)


def here(**more: Any) -> dict[str, Any]:
    return {"longitude": SUMMIT_FIX[0], "latitude": SUMMIT_FIX[1], "uncertainty_m": 20, **more}


def test_a_call_with_a_code_is_an_incident_at_the_plate_that_its_dispatcher_has_opened(
    desk: Desk, scene: Scene
) -> None:
    answer = desk.call(
        phone="010-1234-5678", place={"code": scene.plates["nogosan"]}, kind="fall", words=HELP
    )
    shown, report = answer.json(), Report.objects.get()
    assert (answer.status_code, shown["state"], shown["place_ko"]) == (201, "opened", "nogosan 지점")
    assert (report.channel, report.phone, report.kind, report.words) == ("voice", NUMBER, "fall", HELP)
    assert (report.flags, report.presence) == ([], "typed")
    entries = [(entry["kind"], entry["actor_name"], entry["data"]) for entry in shown["timeline"]]
    assert entries == [
        ("report_received", "dispatcher", {"channel": "voice"}),
        ("opened", "dispatcher", {}),
    ]
    assert Look.objects.filter(incident=shown["id"]).count() == 1


def test_a_call_with_words_only_belongs_to_whoever_takes_it(scene: Scene) -> None:
    answer = Desk(scene, "next city").call(words="폭포 근처라고 합니다")
    assert Incident.objects.get().jurisdiction == scene.paju
    assert answer.json()["position"] is None
    assert Report.objects.get().flags == [Flag.NO_POSITION]


def test_a_call_with_a_position_or_a_square(desk: Desk) -> None:
    shown = desk.call(place=here(text="북한68-01")).json()
    assert (shown["position"]["uncertainty_m"], shown["typed"]) == (20, "북한68-01")
    shown = desk.call(place={"text": "다사 5088-6513"}).json()
    assert shown["place_ko"] == "국가지점번호 다사 5088 6513"


def test_the_same_call_sent_twice_is_one_incident(desk: Desk) -> None:
    body = {"id": str(uuid4()), "phone": NUMBER, "words": HELP}
    first, second = desk.call(**body), desk.call(**body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json()["id"], Incident.objects.count()) == (second.json()["id"], 1)
    assert [entry["kind"] for entry in second.json()["timeline"]] == ["report_received", "opened"]
    changed = desk.call(**{**body, "words": "다른 말"})
    assert (changed.status_code, changed.json()["type"]) == (422, "/problems/report-differs")


def test_what_a_caller_reads_out_later_goes_into_their_incident(desk: Desk, scene: Scene) -> None:
    opened = desk.call(words=HELP).json()
    shown = desk.call(incident=opened["id"], place={"code": scene.plates["nogosan"]}).json()
    assert (shown["id"], shown["place_ko"], len(shown["report_list"])) == (opened["id"], "nogosan 지점", 2)
    assert Incident.objects.count() == 1


def test_a_place_of_another_centre_stays_with_whoever_took_the_call_and_says_so(
    desk: Desk, scene: Scene
) -> None:
    answer = desk.call(place={"code": scene.plates["paju"]})
    assert answer.status_code == 201
    assert (Incident.objects.get().jurisdiction, Report.objects.get().flags) == (
        scene.goyang,
        ["other_jurisdiction"],
    )
    desk.call(place={"code": scene.plates["sea"]})
    assert Flag.OUTSIDE_JURISDICTIONS in Report.objects.order_by("-received_at")[0].flags


def test_what_was_heard_wrongly_is_taken_and_flagged(desk: Desk) -> None:
    answer = desk.call(phone="모른다고 함", place={"code": "1234-5678"})
    report = Report.objects.get()
    assert answer.status_code == 201
    assert (report.phone, report.tag_text) == ("", "1234-5678")
    assert report.flags == ["unreadable:phone", Flag.MISTYPED_TAG, Flag.NO_POSITION]


@pytest.mark.parametrize(
    "body",
    [
        {"id": "no"},
        {"place": {"longitude": 126.9, "latitude": 37.6}},
        {"place": here(latitude=126.9)},
        {"place": here(longitude="NaN")},
        {"kind": "dragon"},
        {"people": 0},
        {"words": "가" * 1001},
        {"incident": "018f4e9e-0000-7000-8000-000000000001"},
        {"jurisdiction": "paju"},
    ],
)
def test_nonsense_is_refused_with_its_field(desk: Desk, body: dict[str, Any]) -> None:
    assert desk.call(**body).status_code in (400, 404)
    assert not Incident.objects.exists()


@pytest.mark.parametrize("who", NOT_ON_DUTY)
def test_only_who_is_on_duty_takes_anything_down(scene: Scene, who: str) -> None:
    desk = Desk(scene, who)
    assert desk.call(words=HELP).status_code == 403
    assert desk.text().status_code == 403
    assert not Incident.objects.exists()


def test_nobody_reads_another_centres_incident_by_its_reports_id(scene: Scene) -> None:
    foreign = called({"words": HELP})
    stranger = Desk(scene, "next city")
    assert stranger.call(id=str(foreign.pk), words="x").status_code == 404
    assert stranger.text(id=str(foreign.pk)).status_code == 404
    assert stranger.call(incident=str(foreign.incident_id)).status_code == 404


def test_a_pasted_text_is_understood_as_one_that_came_by_itself(desk: Desk, scene: Scene) -> None:
    code = scene.plates["nogosan"]
    answer = desk.text(f"[119구조]{code[:4]}-{code[4:]} ±8m 낙상1명", phone="010-1234-5678")
    report = Report.objects.get()
    assert (answer.status_code, answer.json()["state"]) == (201, "opened")
    assert (report.channel, report.tag_code, report.kind, report.phone) == ("sms", code, "fall", NUMBER)
    assert Event.objects.order_by("sequence")[0].actor_name == "dispatcher"


def test_a_preview_says_what_is_understood_and_stores_nothing(desk: Desk, scene: Scene) -> None:
    mine = called({"phone": NUMBER})
    code = scene.plates["nogosan"]
    shown = desk.text(f"[119구조]{code[:4]}-{code[4:]} ±8m", phone=NUMBER, preview=True).json()
    assert (shown["code"], shown["place_ko"], shown["incident"]) == (
        code,
        "nogosan 지점",
        str(mine.incident_id),
    )
    shown = desk.text("여기 37.68247,126.94491", preview=True).json()
    assert shown["position"] == {"longitude": 126.94491, "latitude": 37.68247, "uncertainty_m": 100.0}
    assert (Report.objects.count(), Message.objects.count()) == (1, 0)


def test_a_pasted_text_of_somebody_known_becomes_their_message(desk: Desk) -> None:
    mine = called({"phone": NUMBER})
    answer = desk.text(phone=NUMBER)
    assert (answer.status_code, answer.json()["id"]) == (201, str(mine.incident_id))
    assert Message.objects.get().text == HELP


def test_a_number_that_only_another_centre_knows_is_not_told(scene: Scene) -> None:
    called({"phone": NUMBER})
    stranger = Desk(scene, "next city")
    assert stranger.text(phone=NUMBER, preview=True).json()["incident"] is None
    assert stranger.text(phone=NUMBER).status_code == 201
    assert Incident.objects.count() == 2


def test_the_same_pasted_text_twice_is_one(desk: Desk) -> None:
    identity = str(uuid4())
    first, second = desk.text(id=identity, phone=NUMBER), desk.text(id=identity, phone=NUMBER)
    assert (first.status_code, second.status_code, Report.objects.count()) == (201, 200, 1)
    desk.text("또 왔어요", id=(again := str(uuid4())), phone=NUMBER)
    assert desk.text("또 왔어요", id=again, phone=NUMBER).status_code == 200
    assert Message.objects.count() == 1


def test_calls_are_taken_down_where_nothing_is_taken_over_the_internet(desk: Desk, scene: Scene) -> None:
    scene.goyang.sharing_mode = SharingMode.DEVICE_ONLY
    scene.goyang.save()
    assert desk.call(words=HELP).status_code == 201


def test_a_place_that_takes_many_words_is_kept_whole(desk: Desk) -> None:
    place = "노고산 등산로 입구에서 이십 분쯤 올라가 큰 바위에서 왼쪽 계곡 옆 소나무 아래"
    assert len(place) > MOST_PLACE_CHARACTERS
    shown = desk.call(place={"text": place}, words=HELP).json()
    assert [report["words"] for report in shown["report_list"]] == [f"{place}\n{HELP}"]
    assert desk.call(place={"text": "폭포 아래"}, words=HELP).json()["report_list"][0]["words"] == HELP
