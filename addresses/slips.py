"""What may have been meant by a text with one slip: a wrong sign, two swapped, one too many or too few. Pure."""

import re
from collections.abc import Iterator

from addresses import codes
from addresses.grids import npn

_DIGITS = "0123456789"


def of_code(digits: str) -> list[str]:
    """Return the valid codes one slip away from seven, eight or nine digits."""
    if not re.fullmatch(r"[0-9]{7,9}", digits):
        return []
    if len(digits) == codes.DIGITS:
        return codes.near(digits)
    if len(digits) < codes.DIGITS:
        places = range(codes.DIGITS)
        tried = (digits[:place] + digit + digits[place:] for place in places for digit in _DIGITS)
    else:
        tried = (digits[:place] + digits[place + 1 :] for place in range(len(digits)))
    return [code for code in dict.fromkeys(tried) if codes.is_valid(code)]


def of_digits(text: str) -> Iterator[str]:
    """Yield a text with one of its digits wrong, or two neighbours swapped; swaps first, each once."""
    seen = {text}
    for slip in (*_swapped(text), *_replaced(text)):
        if slip not in seen:
            seen.add(slip)
            yield slip


def of_npn(text: str) -> Iterator[str]:
    """Yield a National Point Number with one digit or letter wrong, or two digits swapped."""
    yield from of_digits(text)
    for place, letters in ((0, npn.EAST_LETTERS), (1, npn.NORTH_LETTERS)):
        for letter in letters:
            if letter != text[place]:
                yield text[:place] + letter + text[place + 1 :]


def is_one_apart(one: str, other: str) -> bool:
    """Say whether two texts differ in one sign: another one, one more, one less, or two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    begin = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, others = one[begin:], other[begin:]
    if len(one) != len(other):
        return rest[1:] == others or rest == others[1:]
    return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])


def _swapped(text: str) -> Iterator[str]:
    for place in range(len(text) - 1):
        if text[place].isdigit() and text[place + 1].isdigit():
            yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _replaced(text: str) -> Iterator[str]:
    for place, sign in enumerate(text):
        if sign in _DIGITS:
            for digit in _DIGITS:
                yield text[:place] + digit + text[place + 1 :]
