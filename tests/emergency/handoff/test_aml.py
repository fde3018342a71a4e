"""A centre that takes the form of Advanced Mobile Location gets ours: metres, milliseconds, signed."""

from urllib.parse import parse_qs, parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency.handoff import aml, verify
from emergency.handoff.facts import NoPosition, NotMarked
from emergency.handoff.reading import Unfit

from .told import facts, fix, spoilt

KEY = b"between two centres"
# Published with its key, "AML".
PUBLISHED = (
    b"v=1&device_number=%2B33611223344&location_latitude=0.85732&location_longitude=-4.26325"
    b"&location_time=1604912121000&location_accuracy=10.4&location_source=GPS&location_certainty=83"
)


def fields(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode()))


def test_the_form_holds_the_position_in_its_own_fields() -> None:
    assert fields(aml.write(facts())) == {
        "v": "1",
        "device_number": "+821012345678",
        "time": "1893456000000",
        "location_latitude": "37.658702",
        "location_longitude": "126.977903",
        "location_time": "1893456000000",
        "location_source": "unknown",
        "location_accuracy": "12.0",
        "location_confidence": "95",
        "device_languages": "en",
    }


def test_the_signature_is_that_of_the_published_example() -> None:
    signed = aml.signed(PUBLISHED, b"AML")
    assert signed.endswith(b"&hmac=f64c70eb238bb239e00e8ac8c023bf2b5d3c41dd")
    read = aml.read(signed, b"AML")
    assert (read.latitude, read.longitude, read.uncertainty_m) == (0.85732, -4.26325, 10.4)
    assert read.confidence_pct == 83


def test_the_signature_stands_last() -> None:
    body = aml.write(facts(), KEY)
    assert list(parse_qs(body.decode()))[-1] == "hmac"
    assert verify.problems(aml.read(body, KEY), facts()) == ()


def test_a_changed_form_is_refused() -> None:
    body = aml.write(facts(), KEY)
    for wrong in (spoilt(body, "37.658702", "37.658703"), aml.write(facts()), body[:-1], body + b"&v=1"):
        with pytest.raises(Unfit, match="signature"):
            aml.read(wrong, KEY)


def test_an_exercise_is_not_sent_because_the_form_cannot_say_so() -> None:
    with pytest.raises(NotMarked):
        aml.write(facts(is_exercise=True))


def test_who_must_stay_silent_is_handed_off_without_the_number() -> None:
    assert "device_number" not in fields(aml.write(facts(may_call=False)))


def test_no_field_of_a_sim_or_a_handset_is_sent() -> None:
    sent = " ".join(fields(aml.write(facts())))
    assert not any(word in sent for word in ("imsi", "imei", "iccid", "cell"))


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("010-1234-5678", "+821012345678"),
        ("0311234567", "+82311234567"),
        ("+84 912 345 678", "+84912345678"),
        ("119", ""),
        ("", ""),
        ("1234567890", ""),
    ],
)
def test_a_number_is_written_so_that_it_can_be_dialled_from_anywhere(written: str, dialled: str) -> None:
    assert fields(aml.write(facts(phone=written))).get("device_number", "") == dialled


def test_who_is_nowhere_has_no_form() -> None:
    with pytest.raises(NoPosition):
        aml.write(facts(position=None))


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.5, 9e5))
def test_what_is_read_back_is_what_was_measured(longitude: float, latitude: float, radius_m: float) -> None:
    told = facts(position=fix(longitude=longitude, latitude=latitude, uncertainty_m=radius_m))
    assert verify.problems(aml.read(aml.write(told, KEY), KEY), told) == ()


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("location_latitude=37.658702", "location_latitude=126.977903", "axes swapped"),
        ("location_latitude=37.658702&", "", "not a number"),
        ("v=1", "v=1&v=1", "twice"),
        ("v=1", "v", "no form"),
        ("location_accuracy=12.0", "location_accuracy=-12.0", "is none"),
        ("location_time=1893456000000", "location_time=1e300", "no time"),
    ],
)
def test_what_is_none_is_refused(was: str, becomes: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        aml.read(spoilt(aml.write(facts()), was, becomes))


def test_kilometres_for_metres_are_found_by_the_facts() -> None:
    body = spoilt(aml.write(facts()), "location_accuracy=12.0", "location_accuracy=0.012")
    (problem,) = verify.problems(aml.read(body), facts())
    assert "kilometres and metres" in problem
