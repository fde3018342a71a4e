"""Seals: only the holder of the key makes one, and any reader's spelling of it is understood."""

import itertools
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addresses import codes
from addresses.seals import SealVerdict, seal, url, verify

KEY = b"the key of this city's plates 01"
NEXT_KEY = b"the key of this city's plates 02"
CODE = "48279154"

digits = st.text("0123456789", min_size=8, max_size=8)
keys = st.binary(min_size=16, max_size=64)


@settings(deadline=None)
@given(digits, keys)
def test_a_seal_is_five_characters_that_a_qr_code_packs_tightly_and_it_verifies(code, key):
    made = seal(code, key)

    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{5}", made)
    assert verify(code, made, key) is SealVerdict.VALID


@settings(deadline=None)
@given(digits, keys)
def test_small_letters_and_lookalikes_are_understood(code, key):
    made = seal(code, key)

    assert verify(code, made.lower(), [key]) is SealVerdict.VALID
    assert verify(code, made.replace("0", "O").replace("1", "l"), [key]) is SealVerdict.VALID
    assert verify(code, made.replace("0", "o").replace("1", "I"), [key]) is SealVerdict.VALID


def test_any_changed_character_is_wrong():
    made = seal(CODE, KEY)

    for place in range(5):
        for character in set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") - {made[place]}:
            assert verify(CODE, made[:place] + character + made[place + 1 :], KEY) is SealVerdict.WRONG


@pytest.mark.parametrize("typed", ["K7", "K7Q4MM", "UUUUU", "안녕하세요", "\ud800", "😀", " "])
def test_a_seal_of_the_wrong_shape_is_wrong_and_nothing_worse(typed):
    assert verify(CODE, typed, KEY) is SealVerdict.WRONG


@pytest.mark.parametrize("typed", [None, ""])
def test_a_typed_code_has_no_seal(typed):
    assert verify(CODE, typed, KEY) is SealVerdict.MISSING


def test_a_plate_sealed_with_the_old_key_stays_valid_while_that_key_is_kept():
    old = seal(CODE, KEY)

    assert verify(CODE, old, [NEXT_KEY, KEY]) is SealVerdict.VALID
    assert verify(CODE, old, [NEXT_KEY]) is SealVerdict.WRONG
    assert verify(CODE, old, []) is SealVerdict.WRONG


def test_the_seal_of_one_code_does_not_fit_another():
    sealed = [(code, seal(code, KEY)) for code in (codes.new(random.Random(seed)) for seed in range(200))]

    for (code, _), (_, other) in itertools.pairwise(sealed):
        assert verify(code, other, KEY) is SealVerdict.WRONG


def test_seals_use_the_whole_alphabet():
    made = "".join(seal(codes.new(random.Random(seed)), KEY) for seed in range(400))

    assert set(made) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_a_printed_seal_stays_the_same_for_decades():
    # HMAC-SHA256(key, "yeogi/tag-seal/1" NUL "48279154"), its first 25 bits: printed plates depend on it.
    assert seal(CODE, b"0123456789abcdef") == "C5CYA"


def test_a_key_that_can_be_guessed_is_refused():
    with pytest.raises(ValueError, match="at least 16"):
        seal(CODE, b"secret")


@pytest.mark.parametrize(
    ("origin", "printed"),
    [
        ("https://yeogi.example", "HTTPS://YEOGI.EXAMPLE/48279154.K7Q4M"),
        ("https://yeogi.example/", "HTTPS://YEOGI.EXAMPLE/48279154.K7Q4M"),
        ("http://127.0.0.1:8000", "HTTP://127.0.0.1:8000/48279154.K7Q4M"),
        ("https://여기.한국", "HTTPS://XN--OK0B236B.XN--3E0B707E/48279154.K7Q4M"),
        ("https://여기.한국:8443", "HTTPS://XN--OK0B236B.XN--3E0B707E:8443/48279154.K7Q4M"),
        ("https://city.example/A", "HTTPS://CITY.EXAMPLE/A/48279154.K7Q4M"),
    ],
)
def test_the_printed_address_is_in_capitals_for_larger_modules(origin, printed):
    made = url(origin, CODE, "K7Q4M")

    assert made == printed
    assert re.fullmatch(r"[0-9A-Z $%*+\-./:]+", made)
    assert codes.parse(made.replace("/A/", "/")) == (CODE, "K7Q4M")


@pytest.mark.parametrize(
    "origin", ["https://city.example/yeogi", "http://[::1]:8000", "https://my_host.example"]
)
def test_an_origin_that_capitals_would_break_or_not_help_stays_as_it_is(origin):
    assert url(origin, CODE, "K7Q4M") == f"{origin}/48279154.K7Q4M"
