"""What we hand off stands the published schemas; and we see what a schema cannot, in the published examples."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from emergency.handoff import cap, eido, geojson, gpx, pidf_lo, verify
from emergency.handoff.facts import Facts
from emergency.handoff.reading import Reading, Unfit
from tests.emergency.handoff.told import facts, fix

WIRE = Path(__file__).parents[2].parent / "shared" / "data" / "wire"
SCHEMAS = {
    "pidflo": "pidflo/schema/pidflo.xsd",
    "cap12": "cap12/schema/CAP-v1.2.xsd",
    "gpx11": "gpx11/schema/gpx.xsd",
    "eido": "eido/eido-subset.schema.json",
}
READERS: dict[str, Callable[[bytes], Reading]] = {
    "pidflo": pidf_lo.read,
    "cap12": cap.read,
    "gpx11": gpx.read,
    "eido": eido.read,
}
WRITERS: dict[str, Callable[[Facts], bytes]] = {
    "pidflo": pidf_lo.write,
    "cap12": cap.write,
    "gpx11": gpx.write,
    "eido": eido.write,
}
# Where the examples' casualty is: their valid documents say so, and the wrong ones differ from it.
TRUE = facts(
    position=fix(
        longitude=126.977778,
        latitude=37.658611,
        uncertainty_m=25.0,
        fixed_at=datetime(2030, 1, 1, tzinfo=UTC),
    ),
    tracks=(),
)
CASES = {
    "a real call": facts(),
    "an exercise": facts(is_exercise=True),
    "the plate alone": facts(position=fix(method="plate"), tracks=(), phone="", words=(), people=None),
    "no plate": facts(plate=None, place_ko="", place_en=""),
    "closed": facts(state="closed", disposition="helped"),
    "on the date line": facts(position=fix(longitude=180.0), tracks=((fix(longitude=180.0),),)),
    "who must stay silent": facts(may_call=False),
    "control characters": facts(place_ko="능선\x0b아래", place_en="<&>\x00"),
}


@cache
def schema(kind: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    return etree.XMLSchema(etree.parse(str(WIRE / SCHEMAS[kind]), parser))


@cache
def json_schema() -> Draft202012Validator:
    # Without its library the format of a time is not looked at, and every text would do.
    assert "date-time" in Draft202012Validator.FORMAT_CHECKER.checkers
    read = json.loads((WIRE / SCHEMAS["eido"]).read_text("utf-8"))
    return Draft202012Validator(read, format_checker=Draft202012Validator.FORMAT_CHECKER)


def complaint(kind: str, document: bytes) -> str:
    """Return what the schema says against a document; nothing where it is valid."""
    if kind == "eido":
        return "; ".join(error.message for error in json_schema().iter_errors(json.loads(document)))
    judge = schema(kind)
    return "" if judge.validate(etree.fromstring(document)) else str(judge.error_log)


def examples(prefix: str, *kinds: str) -> list[tuple[str, Path]]:
    return [(kind, path) for kind in kinds for path in sorted((WIRE / kind / "examples").glob(f"{prefix}-*"))]


def named(value: object) -> str:
    return value.name if isinstance(value, Path) else str(value)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", SCHEMAS)
def test_what_we_write_is_valid_and_says_what_we_know(kind: str, case: str) -> None:
    document = WRITERS[kind](CASES[case])
    assert complaint(kind, document) == ""
    assert verify.problems(READERS[kind](document), CASES[case]) == ()


@pytest.mark.parametrize(("kind", "path"), examples("valid", *SCHEMAS), ids=named)
def test_each_valid_example_is_read(kind: str, path: Path) -> None:
    document = path.read_bytes()
    assert complaint(kind, document) == ""
    found = READERS[kind](document)
    if found.uncertainty_m == 25:
        assert [text for text in verify.problems(found, TRUE) if "osition" in text] == []


@pytest.mark.parametrize(("kind", "path"), examples("blind", *SCHEMAS), ids=named)
def test_each_example_that_only_looks_valid_is_caught(kind: str, path: Path) -> None:
    document = path.read_bytes()
    assert complaint(kind, document) == ""
    with pytest.raises(Unfit):
        READERS[kind](document)


@pytest.mark.parametrize(("kind", "path"), examples("invalid", *SCHEMAS), ids=named)
def test_the_schema_does_its_part(kind: str, path: Path) -> None:
    assert complaint(kind, path.read_bytes()) != ""


def test_a_place_is_inside_an_incident_as_a_valid_document() -> None:
    (location,) = json.loads(eido.write(facts()))["locationComponent"]
    assert complaint("pidflo", location["locationByValue"].encode()) == ""


def test_an_incident_with_a_reference_or_without_a_place_is_valid() -> None:
    assert complaint("eido", eido.write(facts(), reference_url="https://here.example.kr/r/token")) == ""
    nowhere = facts(position=None, plate=None, place_ko="", place_en="", tracks=())
    assert complaint("eido", eido.write(nowhere)) == ""


def test_the_axes_stand_as_the_published_table_says() -> None:
    table = json.loads((WIRE / "geouri" / "vectors.json").read_text("utf-8"))["axis_order"]
    spelt = {row["format"]: row.get("example") for row in table}
    presence, alert = etree.fromstring(pidf_lo.write(TRUE)), etree.fromstring(cap.write(TRUE))
    waypoint = etree.fromstring(gpx.write(TRUE)).find("g:wpt", gpx.NAMES)

    assert (
        presence.findtext(".//gml:pos", None, pidf_lo.NAMES)
        == (spelt["GML pos in PIDF-LO, urn:ogc:def:crs:EPSG::4326"])
    )
    assert alert.findtext(".//c:circle", None, cap.NAMES) == spelt["CAP 1.2 circle"]
    assert json.loads(geojson.write_position(TRUE))["geometry"]["coordinates"] == spelt["GeoJSON (RFC 7946)"]
    assert spelt["GPX 1.1"] == f'<wpt lat="{waypoint.get("lat")}" lon="{waypoint.get("lon")}"/>'
