"""A partner passes on where a caller is, in the form fields of AML: signed, once each, with the radius at 95 %."""

import hmac
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from addresses.models import SharingMode
from emergency.errors import Refused
from emergency.flags import Flag
from emergency.models import Event, Fix, Incident, Report
from emergency.ways_in import aml, refusals
from tests.emergency.scene import SUMMIT_FIX, Scene, called

KEY = "AML"
NUMBER = "01012345678"
# Published with its key, "AML", and its signature.
PUBLISHED = (
    b"v=1&device_number=%2B33611223344&location_latitude=0.85732&location_longitude=-4.26325"
    b"&location_time=1604912121000&location_accuracy=10.4&location_source=GPS&location_certainty=83"
)
PUBLISHED_HMAC = b"f64c70eb238bb239e00e8ac8c023bf2b5d3c41dd"


def form(**more: Any) -> bytes:
    fields = {
        "v": "1",
        "emergency_number": "119",
        "source": "call",
        "device_number": "+821012345678",
        "device_imsi": "450081234567890",
        "device_imei": "356938035643809",
        "location_latitude": SUMMIT_FIX[1],
        "location_longitude": SUMMIT_FIX[0],
        "location_time": round(datetime.now(UTC).timestamp() * 1000),
        "location_accuracy": 20,
        "location_confidence": 68,
        "device_languages": "ko-KR,en",
        **more,
    }
    return urlencode({name: value for name, value in fields.items() if value is not None}).encode()


def signed(body: bytes, key: str = KEY) -> bytes:
    return body + b"&hmac=" + hmac.new(key.encode(), body, "sha1").hexdigest().encode()


class Partner:
    def send(self, body: bytes | None = None, **more: Any) -> Any:
        return self.post(signed(form(**more) if body is None else body))

    def post(self, body: bytes) -> Any:
        return Client().post("/api/v1/aml", body, "application/x-www-form-urlencoded")


@pytest.fixture
def partner(scene: Scene) -> Iterator[Partner]:
    cache.clear()
    with override_settings(AML_IN_KEYS=["another", KEY]):
        yield Partner()


def test_the_published_signature_is_good_and_its_position_is_read() -> None:
    now = datetime(2020, 11, 9, 9, 0, tzinfo=UTC)
    located = aml.read(aml.check(PUBLISHED + b"&hmac=" + PUBLISHED_HMAC, [KEY]), now)
    assert located.fix is not None
    assert (located.number, located.fix.latitude, located.fix.longitude) == (
        "+33611223344",
        0.85732,
        -4.26325,
    )
    assert located.fix.fixed_at == datetime(2020, 11, 9, 8, 55, 21, tzinfo=UTC)
    assert 13.5 < located.fix.uncertainty_m < 13.6


@pytest.mark.parametrize(
    ("confidence", "radius_m"), [(0.39346934, 244.77), (0.68, 162.15), (0.95, 100), (0.99, 100)]
)
def test_a_radius_is_turned_into_one_of_95_percent_and_never_made_smaller(
    confidence: float, radius_m: float
) -> None:
    assert aml.radius_95_m(100, confidence) == pytest.approx(radius_m, abs=0.01)


def test_a_position_of_nobody_known_opens_an_incident(partner: Partner) -> None:
    answer = partner.send()
    report = Report.objects.select_related("incident").get()
    assert (answer.status_code, answer.json()["taken"]) == (201, "report")
    assert (report.channel, report.phone, report.language, report.flags) == ("aml", NUMBER, "ko-KR", [])
    assert report.best_uncertainty_m == pytest.approx(32.43, abs=0.01)
    assert Event.objects.get().data == {"channel": "aml"}


def test_nothing_of_a_sim_or_a_handset_is_stored(partner: Partner) -> None:
    partner.send()
    stored = repr(Report.objects.values().get()) + repr(Event.objects.values().get())
    assert "450081234567890" not in stored
    assert "356938035643809" not in stored


def test_it_joins_the_open_incident_of_its_number_and_follows_it(partner: Partner) -> None:
    mine = called({"phone": "010-1234-5678"})
    assert partner.send().json()["incident"] == str(mine.incident_id)
    soon = round((datetime.now(UTC) + timedelta(seconds=20)).timestamp() * 1000)
    answer = partner.send(location_time=soon, location_accuracy=8)
    assert (answer.status_code, answer.json()["taken"]) == (201, "position")
    assert list(Fix.objects.values_list("sequence", flat=True)) == [0, 1]
    assert (Incident.objects.count(), Report.objects.count()) == (1, 2)
    assert partner.send(location_time=soon, location_accuracy=8).status_code == 200
    assert Fix.objects.count() == 2


def test_the_same_body_again_changes_nothing(partner: Partner) -> None:
    body = form()
    first, second = partner.send(body), partner.send(body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Fix.objects.count() == 1


def test_what_was_called_yesterday_is_another_emergency(partner: Partner) -> None:
    mine = called({"phone": NUMBER}, at=timezone.now() - timedelta(hours=7))
    assert partner.send().json()["incident"] != str(mine.incident_id)


def test_an_exercise_is_never_answered_with_a_real_position(partner: Partner) -> None:
    mine = called({"phone": NUMBER, "exercise": True})
    assert partner.send().json()["incident"] != str(mine.incident_id)


@pytest.mark.parametrize(
    "fields",
    [
        {"location_latitude": SUMMIT_FIX[0], "location_longitude": SUMMIT_FIX[1]},
        {"location_latitude": 0, "location_longitude": 0},
        {"location_latitude": "nan"},
        {"location_latitude": "37,68"},
        {"location_accuracy": None},
        {"location_accuracy": -5},
        {"location_accuracy": "1e400"},
        {"location_time": round((datetime.now(UTC) + timedelta(hours=3)).timestamp() * 1000)},
        {"location_longitude": None},
    ],
)
def test_a_position_that_makes_no_sense_is_flagged_and_the_call_is_shown(
    partner: Partner, fields: Any
) -> None:
    assert partner.send(**fields).status_code == 201
    report = Report.objects.get()
    assert (report.phone, report.flags) == (NUMBER, [Flag.REFUSED_FIX, Flag.NO_POSITION])
    assert not Fix.objects.exists()


@pytest.mark.parametrize(
    ("fields", "radius_m"),
    [
        ({"location_confidence": None}, 32.43),
        ({"location_confidence": 0.68}, 32.43),
        ({"location_confidence": 95}, 20),
        ({"location_confidence": 100}, 20),
        ({"location_confidence": 0}, 32.43),
        ({"location_confidence": "very"}, 32.43),
        ({"location_accuracy": 0, "location_confidence": 95}, 1),
    ],
)
def test_whatever_is_said_of_the_confidence_there_is_a_radius(
    partner: Partner, fields: Any, radius_m: float
) -> None:
    partner.send(**fields)
    assert Fix.objects.get().uncertainty_m == pytest.approx(radius_m, abs=0.01)


def test_the_older_names_of_the_fields_and_seconds_are_read(partner: Partner) -> None:
    at = int(datetime.now(UTC).timestamp())
    older = {"location_latitude": None, "location_longitude": None, "location_time": None}
    older |= {
        "gt_location_latitude": SUMMIT_FIX[1],
        "gt_location_longitude": SUMMIT_FIX[0],
        "gt_location_time": at,
    }
    partner.send(**older)
    fix = Fix.objects.get()
    assert (fix.longitude, fix.latitude, int(fix.fixed_at.timestamp())) == (*SUMMIT_FIX, at)


@pytest.mark.parametrize(
    "body",
    [
        form(),
        form() + b"&hmac=",
        form() + b"&hmac=" + b"0" * 40,
        signed(form(), "wrong"),
        signed(form()) + b"&location_latitude=1",
        signed(form())[:-3],
        signed(form()).replace(b"location_accuracy=20", b"location_accuracy=1"),
        b"",
        b"\xff\xfe\x00",
        b"&hmac=" + "é".encode(),
    ],
)
def test_a_wrong_signature_is_refused_told_and_counted(
    partner: Partner, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = partner.post(body)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-signed")
    assert refusals.totals()["aml"] == 1
    assert "was not signed by a key that we know" in caplog.text
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"v=1", b"device_number=abc", b"a=1&" * 200, "device_number=가".encode("cp949")]
)
def test_what_says_neither_who_nor_where_is_refused_with_a_sentence(partner: Partner, body: bytes) -> None:
    answer = partner.send(body)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/unreadable")


def test_a_field_that_is_there_twice_counts_as_it_came_first(partner: Partner) -> None:
    assert partner.send(form() + b"&location_latitude=1").status_code == 201
    assert Fix.objects.get().latitude == SUMMIT_FIX[1]


def test_what_is_too_long_is_refused(partner: Partner) -> None:
    assert partner.send(form(device_model="x" * 9000)).status_code == 413


def test_a_centre_that_takes_no_positions_gets_none(partner: Partner, scene: Scene) -> None:
    scene.goyang.sharing_mode = SharingMode.DEVICE_ONLY
    scene.goyang.save()
    answer = partner.send()
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/sharing-off")
    assert not Report.objects.exists()


def test_without_a_key_there_is_no_such_way_in(partner: Partner) -> None:
    with override_settings(AML_IN_KEYS=[]):
        assert partner.send().status_code == 404
    with override_settings(AML_IN_KEYS=[""]):
        assert partner.post(signed(form(), "")).status_code == 401


@given(st.binary(max_size=400))
def test_no_body_is_too_strange(body: bytes) -> None:
    with suppress(Refused):
        aml.read(body, datetime.now(UTC))
