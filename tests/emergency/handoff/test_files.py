"""A dispatcher hands an incident off as a file: in every format, logged, and never by a stranger."""

import json
from uuid import uuid4

import gpxpy
import pytest
from django.test import override_settings
from django.utils import timezone
from lxml import etree

from addresses.models import Jurisdiction, SharingMode
from emergency import retention
from emergency.handoff import aml, cap, document, pidf_lo
from emergency.handoff.facts import Facts
from emergency.models import Incident, Look
from tests.emergency.callers import Caller, anybody
from tests.emergency.scene import SUMMIT_FIX, Scene, browser, fix

from .told import spoilt

TYPES = {
    "pidf-lo": ("application/pidf+xml", "pidf.xml"),
    "eido": ("application/json", "eido.json"),
    "cap": ("application/cap+xml", "cap.xml"),
    "gpx": ("application/gpx+xml", "gpx"),
    "geojson": ("application/geo+json", "geojson"),
    "aml": ("application/x-www-form-urlencoded", "aml.txt"),
}
ON_DUTY = ("dispatcher", "supervisor", "second")
STRANGERS = {
    "": 403,
    "editor": 403,
    "inspector": 403,
    "auditor": 403,
    "administrator": 403,
    "outsider": 403,
    "superuser": 403,
    "next city": 404,
}


@pytest.fixture
def hiker(scene: Scene) -> Caller:
    said = {"words": "발목을 다쳤어요", "phone": "010-1234-5678", "language": "en", "kind": "fall"}
    return anybody({**scene.plate("nogosan"), **said, "fix": fix()})


class Desk:
    """Somebody who hands off the incident of a hiker."""

    def __init__(self, scene: Scene, hiker: Caller, who: str = "dispatcher") -> None:
        self.client = browser(scene.people[who] if who else None)
        self.path = f"/api/v1/incidents/{hiker.report.incident_id}"

    def file(self, name: str, accept: str = "*/*"):  # type: ignore[no-untyped-def]
        return self.client.get(f"{self.path}/handoff/{name}", headers={"Accept": accept})


@pytest.fixture
def desk(scene: Scene, hiker: Caller) -> Desk:
    return Desk(scene, hiker)


@pytest.mark.parametrize("name", TYPES)
def test_each_format_comes_as_a_file_of_its_kind(desk: Desk, hiker: Caller, name: str) -> None:
    media_type, ending = TYPES[name]
    answer = desk.file(name, accept=media_type)
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    file = f'attachment; filename="{hiker.report.incident_id}.{ending}"'
    assert answer["Content-Disposition"] == file
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert document.FORMATS[name].read(answer.content).longitude == pytest.approx(SUMMIT_FIX[0], abs=0.001)


@pytest.mark.parametrize("name", TYPES)
def test_the_name_of_the_file_is_an_address_too(desk: Desk, name: str) -> None:
    media_type, ending = TYPES[name]
    answer = desk.client.get(f"{desk.path}.{ending}")
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)


def test_a_format_that_nobody_knows_is_named_with_those_that_are(desk: Desk) -> None:
    for answer in (desk.file("kml"), desk.client.get(f"{desk.path}.kml")):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert "geojson" in answer.json()["detail"]


def test_the_crew_gets_the_way_that_the_phone_went(desk: Desk, hiker: Caller) -> None:
    hiker.measured(2)
    read = gpxpy.parse(desk.file("gpx").content.decode())
    assert [len(segment.points) for track in read.tracks for segment in track.segments] == [2]


def test_each_file_is_a_look_of_who_made_it(desk: Desk, hiker: Caller, scene: Scene) -> None:
    for name in TYPES:
        desk.file(name)
    looks = Look.objects.filter(incident=hiker.report.incident, path="hand-off")
    assert {look.method for look in looks} == {f"file {name}" for name in TYPES}
    assert {look.recipient for look in looks} == {scene.people["dispatcher"]}


def test_a_refusal_is_no_look(desk: Desk, hiker: Caller) -> None:
    desk.file("kml")
    Jurisdiction.objects.update(sharing_mode=SharingMode.CONSOLE)
    desk.file("gpx")
    assert not Look.objects.filter(path="hand-off").exists()


@pytest.mark.parametrize("who", ON_DUTY)
def test_whoever_is_on_duty_may(scene: Scene, hiker: Caller, who: str) -> None:
    assert Desk(scene, hiker, who).file("gpx").status_code == 200


@pytest.mark.parametrize(("who", "status"), STRANGERS.items())
def test_strangers_may_not(scene: Scene, hiker: Caller, who: str, status: int) -> None:
    stranger = Desk(scene, hiker, who)
    for answer in (stranger.file("gpx"), stranger.client.get(f"{stranger.path}.gpx")):
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Look.objects.filter(path="hand-off").exists()


def test_a_centre_that_shares_with_nobody_hands_off_nothing(desk: Desk, hiker: Caller) -> None:
    Jurisdiction.objects.update(sharing_mode=SharingMode.CONSOLE)
    answer = desk.file("eido")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/sharing-off")


def test_who_is_nowhere_can_be_handed_off_whole_only(scene: Scene) -> None:
    desk = Desk(scene, anybody({"words": "도와주세요"}))
    for name in TYPES:
        answer = desk.file(name)
        if name == "eido":
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-position")


def test_what_was_erased_is_gone(desk: Desk, hiker: Caller) -> None:
    Incident.objects.update(state="closed", closed_at=timezone.now())
    retention.erase(hiker.report.incident_id, timezone.now())
    answer = desk.file("eido")
    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/erased")


def test_an_exercise_says_so_in_each_format_or_is_not_handed_off(scene: Scene) -> None:
    desk = Desk(scene, anybody({**scene.plate("nogosan"), "exercise": True, "fix": fix()}))
    for name in TYPES:
        answer = desk.file(name)
        if name == "aml":
            assert (answer.status_code, answer.json()["type"]) == (409, "/problems/exercise")
            continue
        assert document.FORMATS[name].read(answer.content).is_exercise
        assert 'filename="exercise-' in answer["Content-Disposition"]
    assert etree.fromstring(desk.file("cap").content).findtext("c:status", None, cap.NAMES) == "Exercise"


def test_a_document_that_differs_from_the_facts_does_not_leave(
    desk: Desk, hiker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(told: Facts) -> bytes:
        return spoilt(pidf_lo.write(told), 'EPSG::9001">', 'EPSG::9001">1000')

    monkeypatch.setitem(document.FORMATS, "pidf-lo", document.FORMATS["pidf-lo"]._replace(write=careless))
    desk.client.raise_request_exception = False
    assert desk.file("pidf-lo").status_code == 500
    assert not Look.objects.filter(path="hand-off").exists()


@override_settings(AML_KEY="between two centres")
def test_the_form_of_aml_is_signed_with_the_key_of_the_receiver(desk: Desk) -> None:
    assert aml.read(desk.file("aml").content, b"between two centres").uncertainty_m is not None


def test_a_link_to_the_newest_position_can_stand_in_the_whole_incident(desk: Desk) -> None:
    body = {"id": str(uuid4()), "recipient": "경기북부 119"}
    made = desk.client.post(f"{desk.path}/references", json.dumps(body), "application/json").json()
    answer = desk.client.get(f"{desk.path}/handoff/eido?reference={made['id']}").json()
    assert answer["locationComponent"][0]["locationByReferenceUrl"] == made["url"]
    for other in (str(uuid4()), "none"):
        refused = desk.client.get(f"{desk.path}/handoff/eido?reference={other}")
        assert (refused.status_code, refused.json()["type"]) == (404, "/problems/unknown-reference")
