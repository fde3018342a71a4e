"""A gateway brings text messages: signed, once each, never lost, and one person's into one incident."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from addresses.models import SharingMode
from emergency import actions, metrics
from emergency.flags import Flag
from emergency.models import Event, Fix, Incident, Message, Report, TextPart
from emergency.ways_in import gathered, refusals, signed
from tests.emergency.scene import Scene, browser, called

from .gateway import HELP, LONG_AGO, NUMBER, SECRET, Gateway, headers

OTHER = "whsec_" + "YW5vdGhlci1zZWNyZXQtdGhhdC1ub2JvZHktaGFz"


def read(answer: Any) -> Any:
    return json.loads(answer.content)


def test_a_text_that_says_nothing_we_know_is_a_call_for_help_with_its_words(gateway: Gateway) -> None:
    answer = gateway.text(HELP)
    report = Report.objects.select_related("incident").get()
    assert (answer.status_code, read(answer)["taken"]) == (201, "report")
    assert (report.channel, report.words, report.phone) == ("sms", HELP, NUMBER)
    assert report.flags == [Flag.NO_POSITION]
    assert (report.incident.state, report.incident.jurisdiction.slug) == ("new", "goyang")
    assert Event.objects.get().data == {"channel": "sms"}


def test_our_own_form_leads_to_the_plate_and_its_centre(gateway: Gateway, scene: Scene) -> None:
    code = scene.plates["paju"]
    gateway.text(f"[119구조]{code[:4]}-{code[4:]} ±8m 낙상2명")
    report = Report.objects.select_related("incident").get()
    assert (report.tag_code, report.kind, report.people, report.presence) == (code, "fall", 2, "typed")
    assert (report.incident.place_ko, report.jurisdiction) == ("paju 지점", scene.paju)
    assert (report.best_source, report.flags) == ("plate", [])


def test_a_position_becomes_a_fix_with_its_radius(gateway: Gateway) -> None:
    gateway.text("[119구조]37.68247,126.94491 ±30m", received_at="2026-11-22T14:03:22")
    fix = Fix.objects.get()
    assert (fix.longitude, fix.latitude, fix.uncertainty_m) == (126.94491, 37.68247, 30)
    assert fix.fixed_at == datetime(2026, 11, 22, 5, 3, 22, tzinfo=UTC)


def test_the_same_message_again_changes_nothing(gateway: Gateway) -> None:
    first = gateway.text(HELP, message_id="m1")
    second = gateway.text(HELP, message_id="m1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert read(first) == read(second)
    gateway.text("더 아파요", message_id="m2")
    assert gateway.text("더 아파요", message_id="m2").status_code == 200
    assert (Report.objects.count(), Message.objects.count()) == (1, 1)


def test_a_gateway_that_uses_one_id_for_two_messages_loses_neither(gateway: Gateway) -> None:
    gateway.text(HELP, message_id="m1")
    gateway.text("다른 사람입니다", number="01099998888", message_id="m1")
    assert Incident.objects.count() == 2


def test_what_the_same_person_says_next_becomes_messages_of_the_incident(gateway: Gateway) -> None:
    gateway.text(HELP)
    answer = gateway.text("아직 기다려요", number="+82-10-1234-5678")
    message = Message.objects.get()
    assert (answer.status_code, read(answer)["taken"]) == (201, "message")
    assert (message.text, message.from_centre, message.incident) == (
        "아직 기다려요",
        False,
        Incident.objects.get(),
    )
    assert list(Event.objects.values_list("kind", flat=True)) == ["report_received", "message_from_person"]


def test_a_place_in_a_later_message_is_a_report_of_the_same_incident(gateway: Gateway, scene: Scene) -> None:
    code = scene.plates["nogosan"]
    gateway.text(HELP)
    gateway.text(f"{code[:4]}-{code[4:]}")
    gateway.text(f"{code[:4]}-{code[4:]}")
    incident = Incident.objects.get()
    assert (incident.tag_code, incident.place_ko) == (code, "nogosan 지점")
    assert sorted(incident.reports.values_list("words", flat=True)) == ["", HELP]
    assert Message.objects.count() == 2
    row = incident.reports.get(tag_code=code)
    assert (row.best_source, row.jurisdiction) == ("plate", scene.goyang)


def test_who_called_from_the_page_and_then_writes_is_one_person(gateway: Gateway) -> None:
    report = called({"phone": "010-1234-5678"})
    gateway.text("전화가 안 돼요")
    assert Message.objects.get().report_id == report.pk
    assert Incident.objects.count() == 1


def test_who_was_sent_a_link_and_writes_instead_is_in_that_incident(gateway: Gateway, scene: Scene) -> None:
    desk = browser(scene.people["dispatcher"])
    body = json.dumps({"id": "018f4e9e-0000-7000-8000-000000000001", "phone": "010-1234-5678"})
    made = read(desk.post("/api/v1/locate-requests", body, "application/json"))
    gateway.text(HELP)
    assert str(Report.objects.get().incident_id) == made["incident"]


def test_after_the_incident_is_closed_a_message_rings_anew(gateway: Gateway, scene: Scene) -> None:
    gateway.text(HELP)
    by = actions.By.now(scene.people["dispatcher"])
    incident = actions.open_(Incident.objects.get().pk, by)
    actions.close(incident.pk, incident.version, by, "safe")
    gateway.text("또 다쳤어요")
    assert Incident.objects.count() == 2


def test_an_exercise_and_a_real_call_of_one_number_stay_apart(gateway: Gateway) -> None:
    gateway.text("[훈련][119구조]37.68247,126.94491 ±30m")
    gateway.text(HELP)
    assert sorted(Incident.objects.values_list("is_exercise", flat=True)) == [False, True]


def test_messages_without_a_number_are_incidents_of_their_own(gateway: Gateway) -> None:
    gateway.text(HELP, number="")
    gateway.text(HELP, number="UNKNOWN")
    assert Incident.objects.count() == 2
    assert set(Report.objects.values_list("phone", flat=True)) == {""}


def test_a_centre_that_takes_nothing_over_the_internet_gets_its_text_messages(
    gateway: Gateway, scene: Scene
) -> None:
    scene.goyang.sharing_mode = SharingMode.DEVICE_ONLY
    scene.goyang.save()
    assert gateway.text(HELP).status_code == 201


def test_a_long_message_is_kept_in_several_and_what_is_beyond_is_flagged(gateway: Gateway) -> None:
    gateway.text(" ".join(str(number) for number in range(2000)))
    report = Report.objects.get()
    assert len(report.words) == 1000
    assert Message.objects.count() == 3
    assert Flag.CUT in report.flags


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_form_is_read_in_either_encoding(gateway: Gateway, encoding: str) -> None:
    answer = gateway.form({"from": NUMBER, "to": "119", "text": HELP, "received_at": "1795410000"}, encoding)
    assert answer.status_code == 201
    assert Report.objects.get().words == HELP


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"from": NUMBER, "text": HELP}).encode("utf-16"),
        json.dumps({"from": NUMBER, "text": HELP}, ensure_ascii=False).encode("utf-8-sig"),
    ],
)
def test_json_is_read_with_whatever_mark_stands_in_front(gateway: Gateway, body: bytes) -> None:
    said = str(int(datetime.now(UTC).timestamp()))
    made = hmac.new(signed.key(SECRET), f"m1.{said}.".encode() + body, hashlib.sha256).digest()
    given = {"webhook-id": "m1", "webhook-timestamp": said}
    given["webhook-signature"] = "v1," + base64.b64encode(made).decode()
    assert gateway.post(body, given=given).status_code == 201
    assert Report.objects.get().words == HELP


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'{"text": 5e999}', b'{"text": ["a"]}', b"\x00" * 50]
)
def test_what_is_no_message_is_refused_with_a_sentence(gateway: Gateway, body: bytes) -> None:
    answer = gateway.post(body)
    assert (answer.status_code, read(answer)["type"]) == (400, "/problems/unreadable")
    assert not Report.objects.exists()


def test_what_is_too_long_is_refused(gateway: Gateway) -> None:
    assert gateway.text("가" * 40_000).status_code == 413


BODY = json.dumps({"from": NUMBER, "text": HELP}).encode()
# Made when they are sent: a signature has its time.
WRONG: dict[str, Callable[[], dict[str, str]]] = {
    "nothing": lambda: {},
    "another secret": lambda: headers(BODY, "m1", secret=OTHER),
    "another body": lambda: headers(BODY + b" ", "m1"),
    "too old": lambda: headers(BODY, "m1", at=datetime.now(UTC) - LONG_AGO),
    "too new": lambda: headers(BODY, "m1", at=datetime.now(UTC) + LONG_AGO),
    "another id": lambda: {**headers(BODY, "m1"), "webhook-id": "m2"},
    "another time": lambda: {**headers(BODY, "m1"), "webhook-timestamp": "0"},
    "no time": lambda: {**headers(BODY, "m1"), "webhook-timestamp": "soon"},
    "another version": lambda: {k: v.replace("v1,", "v2,") for k, v in headers(BODY, "m1").items()},
    "not base64": lambda: {**headers(BODY, "m1"), "webhook-signature": "v1,\u00e9\u00e9"},
}


@pytest.mark.parametrize("why", WRONG)
def test_what_nobody_we_know_signed_is_refused_told_and_counted(
    gateway: Gateway, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = gateway.post(BODY, given=WRONG[why]())
    assert (answer.status_code, read(answer)["type"]) == (401, "/problems/not-signed")
    assert not Report.objects.exists()
    assert "was not signed by a key that we know" in caplog.text
    assert NUMBER not in caplog.text
    assert refusals.totals() == {"sms": 1, "aml": 0}
    assert b'yeogi_ways_in_refused{way="sms"} 1.0' in metrics.Metrics().page(0, 0.0, {})


def test_a_flood_of_unsigned_requests_does_not_fill_the_log(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(30):
        gateway.post(BODY, given={})
    told = [record for record in caplog.records if record.name == "emergency.ways_in.refusals"]
    assert len(told) <= 20  # ten a minute, and a minute may end in between
    assert refusals.totals()["sms"] == 30


def test_either_of_two_secrets_is_good_while_one_takes_the_others_place(gateway: Gateway) -> None:
    with override_settings(SMS_IN_SECRETS=[OTHER, SECRET]):
        assert gateway.post(BODY).status_code == 201
        assert gateway.post(BODY, secret=OTHER).status_code == 201


def test_without_a_secret_there_is_no_such_way_in(gateway: Gateway) -> None:
    with override_settings(SMS_IN_SECRETS=[]):
        assert gateway.post(BODY).status_code == 404
    with override_settings(SMS_IN_SECRETS=["", "whsec_"]):
        assert gateway.post(BODY, given={}).status_code == 401


def part(gateway: Gateway, number: int, said: str, parts: int = 2, reference: str = "17") -> Any:
    return gateway.text(said, part=number, parts=parts, reference=reference)


def test_the_parts_of_one_message_are_joined_in_their_order(gateway: Gateway, scene: Scene) -> None:
    code = scene.plates["nogosan"]
    said = f"여기입니다 {code[:4]}-{code[4:]} 다리가 부러졌어요"
    middle = said.index("-") + 2  # the code is cut in two
    first = part(gateway, 2, said[middle:])
    assert (first.status_code, read(first)["taken"], Report.objects.count()) == (202, "part", 0)
    assert part(gateway, 1, said[:middle]).status_code == 201
    report = Report.objects.get()
    assert (report.words, report.tag_code, report.flags) == (said, code, [])
    assert set(TextPart.objects.values_list("text", flat=True)) == {""}


def test_a_part_that_comes_again_is_known(gateway: Gateway) -> None:
    part(gateway, 1, "살려")
    assert part(gateway, 1, "살려").status_code == 200
    part(gateway, 2, "주세요")
    assert part(gateway, 2, "주세요").status_code == 200
    assert (Report.objects.get().words, Message.objects.count()) == ("살려주세요", 0)


def test_a_reference_that_is_used_again_begins_another_message(gateway: Gateway) -> None:
    part(gateway, 1, "살려")
    part(gateway, 2, "주세요")
    part(gateway, 1, "아직")
    part(gateway, 2, "기다려요")
    assert Message.objects.get().text == "아직기다려요"


def test_help_does_not_wait_for_a_part_that_is_lost(gateway: Gateway) -> None:
    part(gateway, 1, "살려주세요", parts=3)
    part(gateway, 3, "빨리", parts=3)
    assert gathered.sweep(timezone.now()) == 0
    assert gathered.sweep(timezone.now() + gathered.WAIT + timedelta(seconds=1)) == 1
    report = Report.objects.get()
    assert (report.words, report.flags) == ("살려주세요 (…) 빨리", [Flag.PARTS_MISSING, Flag.NO_POSITION])
    part(gateway, 2, "북한산이에요", parts=3)
    assert Message.objects.get().text == "북한산이에요"
    gathered.tidy(timezone.now() + timedelta(days=2))
    assert not TextPart.objects.exists()


@pytest.mark.parametrize(("number", "parts"), [(0, 2), (3, 2), (1, 99), (-1, 2)])
def test_nonsense_about_parts_makes_a_message_of_its_own(gateway: Gateway, number: int, parts: int) -> None:
    assert part(gateway, number, HELP, parts).status_code == 201
    assert Report.objects.get().words == HELP


def test_texts_of_one_person_that_arrive_at_once_are_one_incident(
    transactional_db: None, gateway: Gateway
) -> None:
    def bring(number: int) -> int:
        try:
            return Gateway().text(f"{HELP} {number}").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(bring, range(8)))
    assert set(answers) <= {201, 503}
    assert (Incident.objects.count(), Report.objects.count()) == (1, 1)
    assert Message.objects.count() == answers.count(201) - 1
