"""A phone at the door: what it sends is kept once, answered clearly, and never refused for a detail."""

import json
from collections import Counter
from uuid import uuid4

import pytest

from addresses.models import Tag
from emergency.models import Event, Fix, Incident, Look, Message, Report
from tests.asgi import Ask, House, Phone

from .scene import Scene, fix


def test_a_report_from_a_plate_is_kept_and_its_receipt_names_place_and_centre(
    phone: Phone, scene: Scene
) -> None:
    answer = phone.send(**scene.plate("nogosan"), words="발목을 다쳤어요")
    receipt = answer.json()
    assert answer.status_code == 201
    assert (receipt["presence"], receipt["place_ko"]) == ("qr_sealed", "nogosan 지점")
    assert receipt["centre"]["name_ko"] == "고양 119"
    assert Report.objects.get().words == "발목을 다쳤어요"
    assert [event.kind for event in Event.objects.all()] == ["report_received"]


def test_a_report_with_nothing_in_it_is_taken_and_flagged(phone: Phone, scene: Scene) -> None:
    receipt = phone.send().json()
    assert receipt["flags"] == ["consent_unknown", "no_position"]
    assert Incident.objects.get().jurisdiction == scene.goyang


# What a person typed or scanned


@pytest.mark.parametrize(
    ("typed", "flag"),
    [
        ("48279145", "mistyped_tag"),
        ("4827", "mistyped_tag"),
        ("48279154", "unknown_tag"),
        ("<b>", "mistyped_tag"),
    ],
)
def test_a_code_that_leads_nowhere_is_flagged_and_kept_as_typed(phone: Phone, typed: str, flag: str) -> None:
    answer = phone.send(tag=typed)
    assert answer.status_code == 201
    assert flag in answer.json()["flags"]
    assert (Report.objects.get().tag_text, Report.objects.get().presence) == (typed, "none")


def test_a_wrong_seal_is_flagged_and_only_lowers_the_proof(phone: Phone, scene: Scene) -> None:
    receipt = phone.send(tag=scene.plates["nogosan"], seal="AAAAA").json()
    assert "wrong_seal" in receipt["flags"]
    assert (receipt["presence"], receipt["place_en"]) == ("typed", "Nogosan")


def test_a_withdrawn_plate_still_says_where_it_stood(phone: Phone, scene: Scene) -> None:
    Tag.objects.filter(code=scene.plates["nogosan"]).update(state="withdrawn")
    receipt = phone.send(**scene.plate("nogosan")).json()
    assert "withdrawn_tag" in receipt["flags"]
    assert receipt["place_en"] == "Nogosan"


# Where it goes


def test_the_plate_decides_which_centre_answers(phone: Phone, scene: Scene) -> None:
    assert phone.send(**scene.plate("paju"), fix=fix()).json()["centre"]["name_ko"] == "파주 119"


def test_without_a_plate_the_fix_decides(phone: Phone) -> None:
    assert phone.send(fix=fix(longitude=126.8, latitude=37.8)).json()["centre"]["name_ko"] == "파주 119"


@pytest.mark.parametrize("name", ["plate", "fix"])
def test_outside_every_polygon_the_default_centre_answers_and_is_told_so(
    phone: Phone, scene: Scene, name: str
) -> None:
    sent = scene.plate("sea") if name == "plate" else {"fix": fix(longitude=124.0, latitude=36.0)}
    receipt = phone.send(**sent).json()
    assert receipt["centre"]["name_ko"] == "고양 119"
    assert "outside_jurisdictions" in receipt["flags"]


@pytest.mark.parametrize("name", ["plate", "fix"])
def test_where_positions_stay_on_the_phone_nothing_is_stored(phone: Phone, scene: Scene, name: str) -> None:
    sent = scene.plate("valley") if name == "plate" else {"fix": fix(longitude=127.15, latitude=37.65)}
    answer = phone.send(**sent, words="help")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/sharing-off")
    assert "119" in answer.json()["detail"]
    for table in (Report, Incident, Fix, Event, Message, Look):
        assert not table.objects.exists()


# The same id again


def test_the_same_report_fifty_times_at_once_is_one_row_and_fifty_equal_answers(
    house: House, phone: Phone, scene: Scene
) -> None:
    answers = house.all_at_once([phone.asking("PUT", **scene.plate("nogosan"), fix=fix())] * 50)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 49}
    assert len({answer.content for answer in answers}) == 1
    assert (Report.objects.count(), Incident.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_a_report_repeated_later_gets_the_same_receipt(phone: Phone, scene: Scene) -> None:
    first = phone.send(**scene.plate("nogosan"))
    again = phone.send(**scene.plate("nogosan"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_an_id_with_another_secret_is_somebody_elses(house: House, phone: Phone) -> None:
    phone.send(words="mine")
    answer = Phone(house, report=phone.report).send(words="mine")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/id-taken")
    assert Report.objects.get().words == "mine"


def test_other_contents_under_the_same_id_change_nothing(phone: Phone) -> None:
    phone.send(words="first")
    answer = phone.send(words="second")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/report-differs")
    assert Report.objects.get().words == "first"


def test_the_same_id_with_two_secrets_in_one_moment_belongs_to_one(house: House, phone: Phone) -> None:
    other = Phone(house, report=phone.report)
    answers = house.all_at_once([phone.asking("PUT"), other.asking("PUT")] * 10)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 9, 409: 10}


# What cannot be understood


@pytest.mark.parametrize(
    ("method", "part", "content", "status", "kind"),
    [
        ("PUT", "", b"", 400, "unreadable"),
        ("PUT", "", b"[]", 400, "unreadable"),
        ("PUT", "", b"\xff\xfe", 400, "unreadable"),
        ("POST", "/fixes", b"{}", 400, "unreadable"),
        ("POST", "/messages", b'{"id": "x", "text": "a"}', 400, "unreadable"),
        ("POST", "/cancel", b'{"reason": "bored"}', 400, "unreadable"),
        ("PUT", "", b" " * 10_000_000, 413, "too-large"),
        ("POST", "/fixes", b" " * 10_000_000, 413, "too-large"),
        ("POST", "", b"{}", 405, "method"),
        ("DELETE", "", b"", 405, "method"),
        ("PUT", "/events", b"{}", 405, "method"),
        ("POST", "/fixes", json.dumps({"fixes": [fix()]}).encode(), 404, "unknown-report"),
        ("GET", "", b"", 404, "unknown-report"),
        ("GET", "/events", b"", 404, "unknown-report"),
    ],
)
def test_nonsense_gets_a_problem_that_says_what_to_do(
    house: House, phone: Phone, method: str, part: str, content: bytes, status: int, kind: str
) -> None:
    answer = house.ask(Ask(method, f"/api/v1/reports/{phone.report}{part}", content, phone.headers))
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["type"]) == (status, status, f"/problems/{kind}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"].endswith(".")
    assert not Report.objects.exists()


@pytest.mark.parametrize("path", ["x", "48279154", "0191d0c0-0000-7000-8000-00000000000g", "%00"])
def test_a_report_needs_an_id_that_a_phone_makes(house: House, phone: Phone, path: str) -> None:
    answer = house.ask(Ask("PUT", f"/api/v1/reports/{path}", b"{}", phone.headers))
    assert (answer.status_code, answer.json()["field"]) == (400, "id")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Report short"}, {"Authorization": "Basic eDp5"}])
def test_without_a_secret_nothing_is_taken(house: House, header: dict[str, str]) -> None:
    answer = house.ask(Ask("PUT", f"/api/v1/reports/{uuid4()}", b"{}", header))
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/secret-missing")
    assert not Report.objects.exists()


def test_every_answer_forbids_keeping_framing_and_guessing(phone: Phone) -> None:
    for answer in (phone.send(), phone.status(), phone.send(words="other"), phone.say("")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_health_and_readiness_answer_apart(house: House) -> None:
    assert house.ask(Ask("GET", "/healthz")).json() == {"process": "alive"}
    ready = house.ask(Ask("GET", "/readyz"))
    assert ready.json()["database"] == "ready"
