"""One incident whole, for another control room: the Emergency Incident Data Object, EIDO 1.0.

NENA-STA-021.1b, JSON. The place is a PIDF-LO as text, the plate's code and National Point Number are local
identifiers. What was said and the number to call back go with it: the receiver takes the call on.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import orjson

from emergency.phrases import phrase

from . import pidf_lo
from .facts import Facts
from .reading import Reading, Unfit
from .spelling import international, utc_ms

# The standard registers no media type of its own.
MEDIA_TYPE: Final = "application/json"
VERSION: Final = "1.0"
EXERCISE: Final = "EXERCISE"
# APCO ANS 2.103.2. What has no code of its own there is a rescue; our own word stands beside it.
_TYPES: Final = {"fall": "FALL", "lost": "SAR"}
_OTHER_TYPE: Final = "RESCUE"
_STATUS: Final = {"dispatched": "ResourcesEnroute", "closed": "Closed"}
_DRILL: Final = f"{EXERCISE}: 훈련입니다, 실제 상황이 아닙니다. This is an exercise, no real emergency."
_SILENT: Final = (
    "전화하지 마십시오: 소리가 나면 위험합니다. Do not call: a sound may put this person in danger."
)
_COMPONENTS: Final = (
    *("agencyComponent", "agentComponent", "locationComponent", "notesComponent", "mediaComponent"),
    *("personComponent", "callbackComponent", "cautionComponent", "linkComponent", "callComponent"),
    *("mergeComponent", "dispatchComponent", "emergencyResourceComponent", "alarmsSensorsComponent"),
    *("additionalDataComponent", "vehicleComponent", "sharedCommunicationResourceComponent"),
    "externalInformationSourceComponent",
)


def write(facts: Facts, *, reference_url: str = "") -> bytes:
    """Return an incident with all that its centre knows; without a position it has no place.

    ``reference_url`` is where the newest position can be fetched later.
    """
    agency = f"{facts.centre.slug}.{facts.host}"
    here = _Components(agency, utc_ms(facts.as_of))
    locations = list(_locations(facts, here, reference_url))
    notes = list(_notes(facts, here))
    callbacks = list(_callbacks(facts, here))
    whole = {
        **here.component(f"urn:emergency:uid:incidentid:{facts.id.hex}:{facts.host}"),
        "eidoVersion": VERSION,
        "issuingElementIdentification": facts.host,
        "agencyComponent": [_agency(here, facts)],
        "locationComponent": locations,
        "notesComponent": notes,
        "callbackComponent": callbacks,
        "personComponent": [_person(here, locations, callbacks)],
    }
    whole["incidentComponent"] = _incident(facts, here, locations, notes)
    filled = {name: value for name, value in whole.items() if value != []}
    return orjson.dumps(filled, option=orjson.OPT_INDENT_2)


class _Components:
    """Makes components with the three fields that every one begins with."""

    def __init__(self, agency: str, at: str) -> None:
        self.agency = agency
        self.at = at

    def component(self, name: str, **fields: Any) -> dict[str, Any]:
        prologue = {
            "$id": name,
            "lastUpdateTimeStamp": self.at,
            "updatedByAgencyReference": {"$ref": self.agency},
        }
        return prologue | fields


def _agency(here: _Components, facts: Facts) -> dict[str, Any]:
    return here.component(
        here.agency,
        agencyRoleDescriptionRegistryText=["CallReceiving"],
        agencyType=["psap"],
        incidentOwningAgencyIndicator=True,
        agencyJcard=_jcard(facts),
    )


def _jcard(facts: Facts) -> str:
    """Return the centre's name as a jCard (RFC 7095), which the standard holds as a text."""
    card = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", facts.centre.name_ko]]]
    return orjson.dumps(card).decode()


def _incident(
    facts: Facts, here: _Components, locations: list[dict[str, Any]], notes: list[dict[str, Any]]
) -> dict[str, Any]:
    mark = f"{EXERCISE} 훈련 " if facts.is_exercise else ""
    internal = [phrase("state", facts.state, "ko")]
    if facts.disposition:
        internal.append(phrase("disposition", facts.disposition, "ko"))
    return here.component(
        "incident",
        incidentTypeCommonRegistryText=_TYPES.get(facts.kind, _OTHER_TYPE),
        incidentTypeInternalCode=facts.kind,
        incidentTypeInternalText=mark + phrase("kind", facts.kind, "ko"),
        incidentStatusCommonRegistryText=[_STATUS.get(facts.state, "Active")],
        incidentStatusInternalText=internal,
        internalIncidentId=str(facts.id),
        locationReference=_references(locations),
        personReference=[{"$ref": "person"}],
        notesReference=_references(notes),
    )


def _locations(facts: Facts, here: _Components, reference_url: str) -> Iterator[dict[str, Any]]:
    plate = facts.plate
    known = {
        "locationByValue": pidf_lo.write(facts).decode() if facts.position else "",
        "locationByReferenceUrl": reference_url,
        "locationDescriptionText": " / ".join(filter(None, (facts.place_ko, facts.place_en))),
        "localIdentifier": [one for one in (plate.code, plate.npn) if one] if plate else [],
    }
    said = {name: value for name, value in known.items() if value}
    if said:
        yield here.component("location", locationTypeDescriptionRegistryText="Caller", **said)


def _notes(facts: Facts, here: _Components) -> Iterator[dict[str, Any]]:
    texts = [_DRILL] if facts.is_exercise else []
    if not facts.may_call:
        texts.append(_SILENT)
    if facts.people is not None:
        texts.append(f"인원 {facts.people}, people")
    if facts.language:
        texts.append(f"언어 {facts.language}, language")
    moments = [(text, "") for text in texts] + [(said.text, utc_ms(said.at)) for said in facts.words]
    for number, (text, at) in enumerate(moments, 1):
        note = here.component(f"note-{number}", notesActionComments=text)
        yield note | ({"lastUpdateTimeStamp": at} if at else {})


def _callbacks(facts: Facts, here: _Components) -> Iterator[dict[str, Any]]:
    # Where a ring would put somebody in danger there is no number to ring.
    number = international(facts.phone) if facts.may_call else ""
    if number:
        yield here.component("callback", callBackInformationUri=[f"tel:{number}"])


def _person(
    here: _Components, locations: list[dict[str, Any]], callbacks: list[dict[str, Any]]
) -> dict[str, Any]:
    called = {"callBackReference": _references(callbacks)[0]} if callbacks else {}
    return here.component(
        "person",
        personIncidentRoleRegistryText=["Caller"],
        locationReference=_references(locations),
        **called,
    )


def _references(components: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"$ref": one["$id"]} for one in components]


def read(document: bytes) -> Reading:
    """Return the first place that is told by value, when the object is whole. Raises Unfit."""
    try:
        whole = orjson.loads(document)
    except ValueError as error:
        raise Unfit(f"This is not JSON: {error}.") from None
    if not isinstance(whole, dict) or whole.get("eidoVersion") != VERSION:
        raise Unfit(f"This is no EIDO {VERSION}.")
    _check_references(whole)
    kind = (whole.get("incidentComponent") or {}).get("incidentTypeInternalText", "")
    places = [one.get("locationByValue") for one in whole.get("locationComponent", [])]
    found = [pidf_lo.read(place.encode()) for place in places if place]
    place = next((one for one in found if one.longitude is not None), Reading())
    is_exercise = str(kind).startswith(EXERCISE)
    if place.is_exercise not in (None, is_exercise):
        raise Unfit("The incident and its place do not agree on whether it is an exercise.")
    return Reading(
        longitude=place.longitude,
        latitude=place.latitude,
        uncertainty_m=place.uncertainty_m,
        confidence_pct=place.confidence_pct,
        fixed_at=place.fixed_at,
        is_exercise=is_exercise,
    )


def _check_references(whole: dict[str, Any]) -> None:
    """Raise Unfit where an identifier stands for two components, or a reference leads to none."""
    parts = [one for name in _COMPONENTS for one in whole.get(name, [])]
    incident = whole.get("incidentComponent")
    counted = Counter(one.get("$id") for one in [whole, *([incident] if incident else []), *parts])
    double = [name for name, times in counted.items() if times > 1]
    if double:
        raise Unfit(f"{double[0]} names two components.")
    for name in _pointed_at(whole):
        if name not in counted:
            raise Unfit(f"{name} is pointed at, and no component has this name.")


def _pointed_at(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield str(value["$ref"])
        for inner in value.values():
            yield from _pointed_at(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pointed_at(inner)
