"""One slip in what a caller reads out: the dispatcher sees the neighbours that make sense in the own area."""

from typing import Any

import pytest

from addresses import codes, jurisdictions, references, slips
from addresses.grids import npn
from addresses.grids.place import Point
from addresses.models import AddressPoint, PointAlias
from tests.cast import Person, Town


def asked(who: Person, q: str) -> Any:
    answer = who.get("/api/v1/locate", {"q": q})
    assert answer.status_code == 200
    return answer.json()


def swapped(code: str) -> str:
    place = next(i for i in range(7) if code[i] != code[i + 1])
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


@pytest.mark.parametrize(
    "slip", [swapped, lambda code: code[:3] + code[4:], lambda code: code[:3] + "7" + code[3:]]
)
def test_a_code_with_one_slip_leads_to_the_plate_that_hangs_here(
    town: Town, dispatcher: Person, slip: Any
) -> None:
    code = town.tag("nogosan-3").code
    meant = asked(dispatcher, slip(code))["meant"]
    assert code in [one["text"] for one in meant]
    assert meant[0]["point"] is not None


def test_a_plate_of_the_next_city_makes_no_sense_here(town: Town, neighbour_dispatcher: Person) -> None:
    assert asked(neighbour_dispatcher, swapped(town.tag("nogosan-3").code))["meant"] == []


def test_the_number_of_a_square_with_one_slip_is_found_where_a_sign_bears_it(
    town: Town, dispatcher: Person
) -> None:
    point = town.point("nogosan-3")
    right = npn.normal(point.npn or npn.write(Point(point.position.x, point.position.y)))
    for wrong in ("가" + right[1:], right[0] + "가" + right[2:]):
        meant = asked(dispatcher, wrong)["meant"]
        assert right in [one["text"] for one in meant]


def test_a_position_with_one_digit_wrong_is_brought_back_into_the_area(
    town: Town, dispatcher: Person
) -> None:
    where = town.point("nogosan-3").position
    meant = asked(dispatcher, f"{where.y - 10:.5f}, {where.x:.5f}")["meant"]
    assert any(abs(one["latitude"] - where.y) < 1e-4 for one in meant)


def test_what_lies_in_the_area_has_no_neighbours(town: Town, dispatcher: Person) -> None:
    where = town.point("nogosan-3").position
    assert asked(dispatcher, f"{where.y:.5f}, {where.x:.5f}")["meant"] == []
    assert asked(dispatcher, town.tag("nogosan-3").code)["meant"] == []


@pytest.mark.parametrize(
    "text", ["?", "가", "9" * 200, "살려주세요", "1234", "강성로 99999", "-", "0", "북한99-99"]
)
def test_nonsense_has_none_or_few_and_is_answered(town: Town, dispatcher: Person, text: str) -> None:
    assert len(asked(dispatcher, text)["meant"]) <= 5


def test_a_stranger_is_told_of_no_neighbours(town: Town, hiker: Person, outsider: Person) -> None:
    for who in (hiker, outsider):
        assert "meant" not in asked(who, swapped(town.tag("nogosan-3").code))


def test_every_slip_of_a_code_is_a_code() -> None:
    for digits in ("4827915", "48279153", "482791544"):
        assert "48279154" in slips.of_code(digits)
        assert all(codes.is_valid(code) for code in slips.of_code(digits))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("북한68-01", "북한68-07", True),
        ("북한68-01", "북환68-01", True),
        ("북한68-01", "북한86-01", True),
        ("북한68-01", "북한6-01", True),
        ("북한68-01", "북한68-01", False),
        ("북한68-01", "도봉68-01", False),
        ("", "1", True),
    ],
)
def test_one_apart_is_one_sign(one: str, other: str, apart: bool) -> None:
    assert slips.is_one_apart(one, other) is apart
    assert slips.is_one_apart(other, one) is apart


def test_a_sign_of_another_body_with_one_slip_is_found(town: Town, dispatcher: Person) -> None:
    here = (
        alias.normalised
        for alias in PointAlias.objects.select_related("point").order_by("pk")
        if jurisdictions.containing(alias.point.position.x, alias.point.position.y) == town.deokyang
    )
    right = next(sign for sign in here if references.park_sign(sign))
    place = max(i for i, sign in enumerate(right) if sign.isdigit())
    others = set(PointAlias.objects.values_list("normalised", flat=True))
    slipped = (right[:place] + digit + right[place + 1 :] for digit in "9876543210")
    wrong = next(sign for sign in slipped if sign not in others)
    assert right in [one["text"] for one in asked(dispatcher, wrong)["meant"]]


def test_an_address_that_is_not_there_leads_to_the_next_numbers_of_its_road(
    town: Town, dispatcher: Person
) -> None:
    inside = [
        point
        for point in AddressPoint.objects.exclude(road_name="")
        if jurisdictions.containing(point.position.x, point.position.y) == town.deokyang
    ]
    road = inside[0].road_name
    meant = asked(dispatcher, f"{road} 99999")["meant"]
    assert meant
    assert all(road in one["text"] for one in meant)
