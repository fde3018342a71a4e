"""The alerts about closed trails stand the published schema of CAP, and its tricks are seen in what we write."""

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from emergency.alerts import message, verify
from emergency.alerts.hazard import Notice
from emergency.handoff import cap
from emergency.handoff.reading import Unfit
from tests.emergency.alerts.closed import SHORT, hazard, notice

CAP12 = Path(__file__).parents[2].parent / "shared" / "data" / "wire" / "cap12"
REFERENCES = (message.extended(notice()), message.extended(notice(identifier="closure-1.2")))
HAZARDS: dict[str, dict[str, Any]] = {
    "a long stretch": {},
    "a short stretch": {"line": SHORT},
    "an exercise": {"is_exercise": True},
    "no English": {"trail_en": "", "reason_en": "", "centre_en": ""},
    "a whole trail until further notice": {"from_metre": None, "to_metre": None, "until": None},
    "control characters": {"reason_ko": "낙석\x0b아래", "reason_en": "<&>\x00"},
}
NOTICES = {
    "Alert": notice(),
    "Update": notice(kind="Update", identifier="closure-1.3", references=REFERENCES),
    "Cancel": notice(kind="Cancel", identifier="closure-1.3", references=REFERENCES),
}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    return etree.XMLSchema(etree.parse(str(CAP12 / "schema" / "CAP-v1.2.xsd"), parser))


@pytest.mark.parametrize("kind", NOTICES)
@pytest.mark.parametrize("case", HAZARDS)
def test_every_message_about_a_closure_is_valid(schema: etree.XMLSchema, case: str, kind: str) -> None:
    about, says = hazard(**HAZARDS[case]), NOTICES[kind]
    document = message.write(about, says)
    schema.assertValid(etree.fromstring(document))
    assert verify.problems(document, about, says) == ()


def told(name: str, document: bytes) -> str:
    """Return one element's text of a message."""
    found = etree.fromstring(document).findtext(f".//c:{name}", None, cap.NAMES)
    assert found
    return str(found)


def swapped(document: bytes) -> bytes:
    was = told("polygon", document)
    becomes = " ".join(",".join(reversed(corner.split(","))) for corner in was.split(" "))
    return document.replace(was.encode(), becomes.encode())


def in_metres(document: bytes) -> bytes:
    was = told("circle", document)
    place, radius_km = was.split(" ")
    return document.replace(was.encode(), f"{place} {float(radius_km) * 1000:.1f}".encode())


def left_open(document: bytes) -> bytes:
    was = told("polygon", document)
    return document.replace(was.encode(), was.rpartition(" ")[0].encode())


def unnamed(document: bytes) -> bytes:
    was = told("references", document)
    return document.replace(f"<references>{was}</references>".encode(), b"")


def spaced(document: bytes) -> bytes:
    return document.replace(b"closure-1.", b"closure 1.")


@pytest.mark.parametrize(
    ("fault", "line", "kind"),
    [
        (swapped, {}, "Alert"),
        (in_metres, {"line": SHORT}, "Alert"),
        (left_open, {}, "Alert"),
        (unnamed, {}, "Update"),
        (spaced, {}, "Alert"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_only_looks_valid_does_not_leave(
    schema: etree.XMLSchema, fault: Any, line: dict[str, Any], kind: str
) -> None:
    about, says = hazard(**line), NOTICES[kind]
    wrong = fault(message.write(about, says))
    # The published examples named blind- have the same faults: the schema sees none of them.
    schema.assertValid(etree.fromstring(wrong))
    assert seen(wrong, says) != ()


def seen(document: bytes, says: Notice) -> tuple[str, ...]:
    about = hazard(line=SHORT) if b"<circle>" in document else hazard()
    try:
        return verify.problems(document, about, says)
    except Unfit as unfit:
        return (str(unfit),)
