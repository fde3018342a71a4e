"""An alerting system reads the CAP message: an exercise is one, and the circle is in kilometres."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from emergency.handoff import cap, verify
from emergency.handoff.facts import NoPosition
from emergency.handoff.reading import Unfit

from .told import AT, facts, fix, spoilt

NAMES = {"c": "urn:oasis:names:tc:emergency:cap:1.2"}


def all_of(document: bytes, path: str) -> list[str]:
    return [str(found.text) for found in etree.fromstring(document).iterfind(path, NAMES)]


def one(document: bytes, path: str) -> str:
    (found,) = all_of(document, path)
    return found


def test_the_circle_is_latitude_then_longitude_and_a_radius_in_kilometres() -> None:
    circles = all_of(cap.write(facts()), "c:info/c:area/c:circle")
    assert circles == ["37.658702,126.977903 0.012"] * 2


def test_a_circle_is_never_smaller_than_we_are_sure() -> None:
    narrow = cap.write(facts(position=fix(uncertainty_m=0.4)))
    assert all_of(narrow, "c:info/c:area/c:circle")[0].endswith(" 0.001")
    assert all_of(cap.write(facts(position=fix(uncertainty_m=1234.5))), ".//c:circle")[0].endswith(" 1.235")


def test_an_exercise_and_a_real_call_are_told_apart() -> None:
    drill = cap.write(facts(is_exercise=True))
    assert one(drill, "c:status") == "Exercise"
    assert all_of(drill, "c:info/c:event") == [
        "[훈련] 구조 요청: 추락·넘어짐",
        "[EXERCISE] call for help: fall",
    ]
    assert one(cap.write(facts()), "c:status") == "Actual"


def test_the_time_has_its_offset_in_numbers() -> None:
    assert one(cap.write(facts()), "c:sent") == "2030-01-01T00:05:00-00:00"
    assert all_of(cap.write(facts()), "c:info/c:expires") == ["2030-01-01T06:05:00-00:00"] * 2


def test_each_message_has_an_identifier_of_its_own() -> None:
    first, second = (cap.write(facts(as_of=AT + timedelta(milliseconds=ms))) for ms in (1, 2))
    assert one(first, "c:identifier") != one(second, "c:identifier")
    assert one(first, "c:sender") == "goyang@here.example.kr"


def test_it_is_for_those_who_help_and_holds_nothing_personal() -> None:
    document = cap.write(facts())
    assert one(document, "c:scope") == "Restricted"
    assert one(document, "c:restriction")
    assert "발목" not in document.decode()
    assert "12345678" not in document.decode()


def test_the_plate_is_named_by_its_numbers() -> None:
    values = all_of(cap.write(facts()), "c:info/c:area/c:geocode/c:value")
    assert values == ["다사 5394 6226", "48279153"] * 2


def test_a_call_that_is_over_is_past() -> None:
    over = cap.write(facts(state="closed", disposition="helped"))
    assert all_of(over, "c:info/c:urgency") == ["Past"] * 2
    assert all_of(over, "c:info/c:responseType") == ["AllClear"] * 2


def test_what_nobody_has_taken_on_is_only_said() -> None:
    assert all_of(cap.write(facts(state="opened")), "c:info/c:certainty") == ["Unknown"] * 2
    assert all_of(cap.write(facts()), "c:info/c:certainty") == ["Likely"] * 2


def test_who_is_nowhere_has_no_message() -> None:
    with pytest.raises(NoPosition):
        cap.write(facts(position=None))


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.5, 9e5), st.booleans())
def test_what_is_read_back_is_what_was_measured(
    longitude: float, latitude: float, radius_m: float, drill: bool
) -> None:
    told = facts(
        position=fix(longitude=longitude, latitude=latitude, uncertainty_m=radius_m), is_exercise=drill
    )
    assert verify.problems(cap.read(cap.write(told)), told) == ()


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("37.658702,126.977903", "126.977903,37.658702", "axes swapped"),
        (" 0.012<", " 12 m<", "radius in kilometres"),
        (" 0.012<", " 0<", "is none"),
        (">goyang@", ">the centre, goyang@", "no spaces"),
        ("<restriction>구조·구급·경찰 기관에 한함</restriction>", "", "needs restriction"),
        (">Alert<", ">Update<", "needs references"),
        ("00:05:00-00:00</sent>", "00:05:00Z</sent>", "offset in numbers"),
    ],
)
def test_what_no_schema_sees_is_refused(was: str, becomes: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        cap.read(spoilt(cap.write(facts()), was, becomes))


def test_metres_for_kilometres_are_found_by_the_facts() -> None:
    document = spoilt(cap.write(facts()), " 0.012<", " 12<")
    (problem,) = verify.problems(cap.read(document), facts())
    assert "kilometres and metres are mixed up" in problem
