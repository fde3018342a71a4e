"""One telephone number is one person, however it is written."""

import pytest

from emergency.ways_in import numbers


@pytest.mark.parametrize(
    "written",
    [
        "010-1234-5678",
        "01012345678",
        "+82 10-1234-5678",
        "+82(0)10 1234 5678",
        "821012345678",
        "0082 10 1234 5678",
        "00700 82 10 1234 5678",
    ],
)
def test_every_spelling_is_one_number(written: str) -> None:
    assert numbers.canonical(written) == "01012345678"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("119", "119"),
        ("+81 90-1234-5678", "+819012345678"),
        ("02-123-4567", "021234567"),
        ("8212345", "8212345"),
    ],
)
def test_other_numbers_stay_what_they_are(written: str, number: str) -> None:
    assert numbers.canonical(written) == number


@pytest.mark.parametrize(
    "written", ["", "12", "모름", "YEOGI", "1" * 30, "+", "010-1234-567x", "٠١٠١٢٣٤٥٦٧٨"]
)
def test_what_is_no_number_is_none(written: str) -> None:
    assert numbers.canonical(written) == ""


@pytest.mark.parametrize(("number", "can"), [("01012345678", True), ("+819012345678", True), ("119", False)])
def test_only_a_mobile_number_gets_a_link(number: str, can: bool) -> None:
    assert numbers.takes_texts(number) is can
    assert numbers.takes_texts("0212345678") is False
