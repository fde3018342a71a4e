"""Tag codes: what can be typed wrong is noticed, and what was meant can be found again."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addresses import codes
from addresses.errors import HalfTypedCode, MistypedCode, UnreadableReference

random_codes = st.integers(0, 2**32).map(lambda seed: codes.new(random.Random(seed)))


def test_a_new_code_is_eight_digits_that_pass_the_check():
    made = {codes.new() for _ in range(500)}

    assert all(codes.is_valid(code) for code in made)
    assert len(made) > 495


def test_a_new_code_is_never_one_digit_over_and_over():
    class Bored(random.Random):
        draws = iter("1111111" + "0000000" + "4827915")

        def choice(self, seq):
            assert seq == "0123456789"
            return next(self.draws)

    assert codes.new(Bored()) == "48279154"


@pytest.mark.parametrize("valid", ["48279154", "12345671", "20300007"])
def test_the_check_digit_is_the_damm_digit_of_order_ten(valid):
    table = [
        "0317598642",
        "7092154863",
        "4206871359",
        "1750983426",
        "6123045978",
        "3674209581",
        "5869720134",
        "8945362017",
        "9438617205",
        "2581436790",
    ]
    interim = 0
    for digit in valid:
        interim = int(table[interim][int(digit)])

    assert codes.is_valid(valid) == (interim == 0)


@settings(deadline=None, max_examples=50)
@given(random_codes)
def test_every_single_wrong_digit_is_caught_and_the_right_code_suggested(code):
    for place in range(8):
        for digit in set("0123456789") - {code[place]}:
            slip = code[:place] + digit + code[place + 1 :]
            with pytest.raises(MistypedCode):
                codes.parse(slip)
            assert code in codes.near(slip)


@settings(deadline=None, max_examples=50)
@given(random_codes)
def test_every_swap_of_neighbours_is_caught_and_the_right_code_suggested(code):
    for place in range(7):
        slip = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if slip != code:
            with pytest.raises(MistypedCode):
                codes.parse(slip)
            assert code in codes.near(slip)


@settings(deadline=None)
@given(st.text("0123456789", min_size=8, max_size=8))
def test_every_suggestion_is_one_slip_away_and_passes_the_check(digits):
    for other in codes.near(digits):
        places = [place for place in range(8) if digits[place] != other[place]]
        assert codes.is_valid(other)
        assert len(places) == 1 or (
            len(places) == 2
            and places[1] == places[0] + 1
            and digits[places[0]] + digits[places[1]] == other[places[1]] + other[places[0]]
        )


def test_a_valid_code_and_a_half_typed_one_have_no_suggestions():
    assert codes.near("48279154") == []
    assert codes.near("4827915") == []
    assert codes.near("다사536228") == []


def test_a_swap_is_suggested_before_a_wrong_digit():
    assert codes.near("84279154")[0] == "48279154"


@settings(deadline=None)
@given(random_codes)
def test_what_it_writes_it_parses_again(code):
    assert codes.parse(codes.write(code)) == (code, None)


@pytest.mark.parametrize(
    "typed",
    [
        "48279154",
        "4827-9154",
        "4827 9154",
        " 48 27 91 54 ",
        "4827–9154",
        "４８２７－９１５４",
        "٤٨٢٧٩١٥٤",
        "4827-9154/",
        "48279154.",
    ],
)
def test_a_hiker_may_type_it_in_any_way(typed):
    assert codes.parse(typed) == ("48279154", None)


@pytest.mark.parametrize(
    ("typed", "seal"),
    [
        ("48279154.K7Q4M", "K7Q4M"),
        ("4827-9154.k7q4m", "k7q4m"),
        ("HTTPS://YEOGI.EXAMPLE/48279154.K7Q4M", "K7Q4M"),
        ("http://localhost:8000/4827-9154.K7Q4M/?utm=1#top", "K7Q4M"),
        ("48279154.K7", "K7"),
        ("48279154.안녕", "안녕"),
    ],
)
def test_it_takes_the_seal_as_it_comes_so_that_a_damaged_one_never_hides_the_code(typed, seal):
    assert codes.parse(typed) == ("48279154", seal)


@pytest.mark.parametrize(
    ("typed", "missing", "words"),
    [
        ("4827915", 1, "1 digit is missing"),
        ("4827-9", 3, "3 digits are missing"),
        ("4", 7, "7 digits are missing"),
    ],
)
def test_a_half_typed_code_says_how_many_digits_are_missing(typed, missing, words):
    with pytest.raises(HalfTypedCode, match=words) as caught:
        codes.parse(typed)

    assert caught.value.missing_digits == missing


@pytest.mark.parametrize(
    ("typed", "advice"), [("4827-91540", "these are 9"), ("4827-9153", "Compare them with the plate")]
)
def test_a_mistyped_code_says_what_to_do(typed, advice):
    with pytest.raises(MistypedCode, match=advice) as caught:
        codes.parse(typed)

    assert caught.value.digits == typed.replace("-", "")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "안녕",
        "4827-915x",
        "37.65",
        "37.6589,126.9778",
        "010-1234-5678",
        "48279154.a b",
        "ftp://x/48279154",
        "4" * 400,
    ],
)
def test_what_is_no_code_at_all_is_refused(typed):
    with pytest.raises(UnreadableReference):
        codes.parse(typed)
