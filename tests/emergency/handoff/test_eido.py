"""The next control room takes a call on from an EIDO: whole, with the place inside, and nothing left dangling."""

import json
from typing import Any

import pytest

from emergency.handoff import eido, pidf_lo, verify
from emergency.handoff.facts import Facts
from emergency.handoff.reading import Unfit

from .told import LATITUDE, LONGITUDE, facts, fix, spoilt

REFERENCE = "https://here.example.kr/r/token"


def whole(told: Facts, **more: str) -> Any:
    return json.loads(eido.write(told, **more))


def notes(told: Facts) -> list[str]:
    return [note["notesActionComments"] for note in whole(told).get("notesComponent", [])]


def test_the_place_is_a_presence_document_inside() -> None:
    (location,) = whole(facts())["locationComponent"]
    assert location["locationTypeDescriptionRegistryText"] == "Caller"
    read = pidf_lo.read(location["locationByValue"].encode())
    assert (read.longitude, read.latitude, read.uncertainty_m) == (LONGITUDE, LATITUDE, 12.0)


def test_the_plate_is_named_by_its_numbers_and_the_place_in_words() -> None:
    (location,) = whole(facts())["locationComponent"]
    assert location["localIdentifier"] == ["48279153", "다사 5394 6226"]
    assert location["locationDescriptionText"] == "백운대 아래 / Below Baegundae"


def test_the_newest_position_can_be_fetched_where_there_is_a_reference() -> None:
    assert (
        whole(facts(), reference_url=REFERENCE)["locationComponent"][0]["locationByReferenceUrl"] == REFERENCE
    )
    assert "locationByReferenceUrl" not in whole(facts())["locationComponent"][0]


@pytest.mark.parametrize(
    ("kind", "code"), [("fall", "FALL"), ("lost", "SAR"), ("water", "RESCUE"), ("unknown", "RESCUE")]
)
def test_the_kind_has_the_fields_code_and_our_own_word(kind: str, code: str) -> None:
    incident = whole(facts(kind=kind))["incidentComponent"]
    assert (incident["incidentTypeCommonRegistryText"], incident["incidentTypeInternalCode"]) == (code, kind)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("new", "Active"),
        ("opened", "Active"),
        ("acknowledged", "Active"),
        ("dispatched", "ResourcesEnroute"),
        ("closed", "Closed"),
    ],
)
def test_the_state_has_the_fields_word(state: str, status: str) -> None:
    assert whole(facts(state=state))["incidentComponent"]["incidentStatusCommonRegistryText"] == [status]


def test_a_closed_incident_says_why_in_our_own_words() -> None:
    closed = whole(facts(state="closed", disposition="helped"))["incidentComponent"]
    assert closed["incidentStatusInternalText"] == ["종결", "구조 완료"]


def test_what_was_said_goes_with_it_and_how_to_call_back() -> None:
    assert notes(facts()) == ["인원 2, people", "언어 en, language", "발목을 다쳤어요 <&>"]
    told = whole(facts())
    assert told["callbackComponent"][0]["callBackInformationUri"] == ["tel:+821012345678"]
    assert told["personComponent"][0]["callBackReference"] == {"$ref": "callback"}


def test_who_must_stay_silent_is_not_called() -> None:
    told = facts(may_call=False)
    assert "callbackComponent" not in whole(told)
    assert any("Do not call" in note for note in notes(told))
    assert "12345678" not in eido.write(told).decode()


def test_an_exercise_is_marked_three_times() -> None:
    told = facts(is_exercise=True)
    assert whole(told)["incidentComponent"]["incidentTypeInternalText"].startswith("EXERCISE 훈련")
    assert notes(told)[0].startswith("EXERCISE")
    assert eido.read(eido.write(told)).is_exercise
    assert verify.problems(eido.read(eido.write(told)), told) == ()


def test_who_is_nowhere_is_handed_off_all_the_same() -> None:
    nowhere = facts(position=None, plate=None, place_ko="", place_en="", tracks=())
    assert "locationComponent" not in whole(nowhere)
    assert verify.problems(eido.read(eido.write(nowhere)), nowhere) == ()


def test_a_plate_without_a_position_still_names_the_place() -> None:
    (location,) = whole(facts(position=None))["locationComponent"]
    assert "locationByValue" not in location
    assert location["localIdentifier"] == ["48279153", "다사 5394 6226"]


def test_every_component_says_who_wrote_it_and_when() -> None:
    told = whole(facts())
    components = [
        one
        for name, some in told.items()
        if name.endswith("Component") and isinstance(some, list)
        for one in some
    ]
    for one in [told, told["incidentComponent"], *components]:
        assert one["updatedByAgencyReference"] == {"$ref": "goyang.here.example.kr"}
        assert one["lastUpdateTimeStamp"].endswith("Z")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('"$ref": "location"', '"$ref": "elsewhere"', "no component has this name"),
        ('"$id": "note-1"', '"$id": "person"', "names two components"),
        ('"eidoVersion": "1.0"', '"eidoVersion": "1.1"', "no EIDO"),
        ("37.658702 126.977903", "126.977903 37.658702", "axes swapped"),
        ("EPSG::9001", "km", "not in metres"),
        ("추락·넘어짐", "x\n", "not JSON"),
    ],
)
def test_what_no_schema_sees_is_refused(was: str, becomes: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        eido.read(spoilt(eido.write(facts()), was, becomes))


def test_an_exercise_that_only_one_half_knows_of_is_refused() -> None:
    with pytest.raises(Unfit, match="do not agree"):
        eido.read(spoilt(eido.write(facts(is_exercise=True)), '"EXERCISE 훈련 추락', '"추락'))


def test_a_wrong_place_is_found_by_the_facts() -> None:
    (problem,) = verify.problems(
        eido.read(eido.write(facts(position=fix(5)))), facts(position=fix(5, latitude=37.0))
    )
    assert "from where it was measured" in problem
