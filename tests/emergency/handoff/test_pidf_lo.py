"""A control room reads a PIDF-LO: the axes, the unit and the certainty are what the standards say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from emergency.handoff import pidf_lo, verify
from emergency.handoff.facts import NoPosition
from emergency.handoff.reading import Unfit

from .told import LATITUDE, LONGITUDE, facts, fix, spoilt

# Spelt out once more: a receiver does not know our constants.
NAMES = {
    "p": "urn:ietf:params:xml:ns:pidf",
    "dm": "urn:ietf:params:xml:ns:pidf:data-model",
    "gp": "urn:ietf:params:xml:ns:pidf:geopriv10",
    "gbp": "urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy",
    "con": "urn:ietf:params:xml:ns:geopriv:conf",
    "gml": "http://www.opengis.net/gml",
    "gs": "http://www.opengis.net/pidflo/1.0",
}


def one(document: bytes, path: str) -> str:
    (found,) = etree.fromstring(document).xpath(path, namespaces=NAMES)
    return str(found)


def test_the_latitude_stands_before_the_longitude() -> None:
    document = pidf_lo.write(facts())
    assert one(document, "//gs:Circle/@srsName") == "urn:ogc:def:crs:EPSG::4326"
    assert one(document, "//gs:Circle/gml:pos/text()") == "37.658702 126.977903"


def test_the_radius_is_in_metres_and_holds_95_percent() -> None:
    document = pidf_lo.write(facts())
    assert one(document, "//gs:radius/text()") == "12.0"
    assert one(document, "//gs:radius/@uom") == "urn:ogc:def:uom:EPSG::9001"
    assert one(document, "//con:confidence/text()") == "95"
    assert one(document, "//con:confidence/@pdf") == "normal"


def test_the_person_stays_without_a_name_and_the_receiver_is_told_how_long_to_keep_it() -> None:
    document = pidf_lo.write(facts())
    assert one(document, "/p:presence/@entity") == "pres:0190a8d0-0000-7000-8000-000000000001@here.example.kr"
    assert one(document, "//gbp:retransmission-allowed/text()") == "false"
    assert one(document, "//gbp:retention-expiry/text()") == "2030-01-02T00:00:00Z"
    assert "12345678" not in document.decode()


def test_the_time_is_that_of_the_measurement() -> None:
    assert one(pidf_lo.write(facts(position=fix(7))), "//dm:timestamp/text()") == "2030-01-01T00:00:07Z"


def test_only_a_surveyed_place_says_how_it_was_found() -> None:
    surveyed = pidf_lo.write(facts(position=fix(method="plate")))
    assert one(surveyed, "//gp:method/text()") == "Manual"
    assert etree.fromstring(pidf_lo.write(facts())).find(".//gp:method", NAMES) is None


def test_an_exercise_is_marked() -> None:
    document = pidf_lo.write(facts(is_exercise=True))
    assert one(document, "//dm:note/text()").startswith("EXERCISE")
    assert pidf_lo.read(document).is_exercise
    assert verify.problems(pidf_lo.read(document), facts()) == ("A real call is marked as an exercise.",)


def test_who_is_nowhere_has_no_document() -> None:
    with pytest.raises(NoPosition):
        pidf_lo.write(facts(position=None))


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.5, 9e5))
def test_what_is_read_back_is_what_was_measured(longitude: float, latitude: float, radius_m: float) -> None:
    told = facts(position=fix(longitude=longitude, latitude=latitude, uncertainty_m=radius_m))
    read = pidf_lo.read(pidf_lo.write(told))
    assert verify.problems(read, told) == ()
    assert read.uncertainty_m is not None
    assert read.uncertainty_m >= radius_m - 1e-6


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        (f"{LATITUDE} {LONGITUDE}", f"{LONGITUDE} {LATITUDE}", "axes swapped"),
        ("EPSG::9001", "EPSG::9036", "not in metres"),
        (">12.0<", ">-12.0<", "is none"),
        (">12.0<", ">zwölf<", "not a number"),
        (' srsName="urn:ogc:def:crs:EPSG::4326"', "", "axes are not known"),
        ("126.977903<", "126.977903 812.5<", "has 2 axes"),
        ("00:00:00Z</dm:timestamp>", "00:00:00</dm:timestamp>", "offset from UTC"),
    ],
)
def test_what_no_schema_sees_is_refused(was: str, becomes: str, says: str) -> None:
    with pytest.raises(Unfit, match=says):
        pidf_lo.read(spoilt(pidf_lo.write(facts()), was, becomes))


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        (">12.0<", ">0.012<", "kilometres and metres are mixed up"),
        (">95<", ">67<", "67 % of the time"),
        ("37.658702", "37.658712", "1 m from where it was measured"),
        ("00:00:00Z</dm:timestamp>", "00:09:00Z</dm:timestamp>", "is of 2030-01-01"),
    ],
)
def test_what_is_possible_but_false_is_found_by_the_facts(was: str, becomes: str, says: str) -> None:
    (problem,) = verify.problems(pidf_lo.read(spoilt(pidf_lo.write(facts()), was, becomes)), facts())
    assert says in problem


def test_swapped_axes_are_named_where_both_orders_are_possible() -> None:
    told = facts(position=fix(longitude=24.9, latitude=60.2))
    document = spoilt(pidf_lo.write(told), "60.200000 24.900000", "24.900000 60.200000")
    (problem,) = verify.problems(pidf_lo.read(document), told)
    assert problem.endswith("the axes are swapped.")


def test_an_entity_is_not_followed() -> None:
    bomb = b'<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>&e;</p>'
    with pytest.raises(Unfit, match="DTD"):
        pidf_lo.read(bomb)
