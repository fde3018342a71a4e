"""Telephone numbers as gateways, phones and people write them: one number is one text. Pure."""

import re
from typing import Final

KOREA: Final = "82"
MOST_CHARACTERS: Final = 20
# What can receive a text in Korea: 010 and its predecessors (전기통신번호관리세칙), and numbers abroad.
_MOBILE: Final = re.compile(r"01[016789][0-9]{7,8}|\+[1-9][0-9]{6,14}")
_LEAST_DIGITS: Final = 3


def canonical(written: str) -> str:
    """Return a number as it is dialled in Korea, abroad with its plus; empty for what is none.

    Example: ``+82 10-1234-5678``, ``8210 1234 5678`` and ``010-1234-5678`` are all ``01012345678``.
    """
    text = re.sub(r"[\s().-]", "", written.strip())
    if not re.fullmatch(r"\+?[0-9]+", text, re.ASCII):
        return ""
    text = re.sub(r"^00(?:[0-9]{3})?(?=82)", "+", text) if text.startswith("00") else text
    digits = text.lstrip("+")
    if digits.startswith(KOREA) and (text.startswith("+") or len(digits) >= 11):
        return _bounded("0" + digits[len(KOREA) :].lstrip("0"))
    return _bounded(text)


def spellings(number: str) -> list[str]:
    """Return how a canonical number may stand in a report: phones keep the digits and the plus alone."""
    if number.startswith("0"):
        return [number, f"+{KOREA}{number[1:]}", f"{KOREA}{number[1:]}", f"+{KOREA}{number}"]
    return [number, number.lstrip("+")]


def takes_texts(number: str) -> bool:
    """Say whether a canonical number is a mobile one: 119 and a landline get no link to touch."""
    return _MOBILE.fullmatch(number) is not None


def _bounded(number: str) -> str:
    return number if len(number.lstrip("+")) >= _LEAST_DIGITS and len(number) <= MOST_CHARACTERS else ""
