"""Look up the plates that a batch of reports names: one query for all of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from addresses.errors import UnreadableReference
from addresses.grids import npn
from addresses.models import TagState
from emergency.asked import Question, Row

GONE = frozenset((TagState.LOST, TagState.REPLACED, TagState.WITHDRAWN))


@dataclass(frozen=True, slots=True)
class Plate:
    """The surveyed place behind a code; the position is None while the tag is blank."""

    code: str
    is_gone: bool
    name_ko: str = ""
    name_en: str = ""
    longitude: float | None = None
    latitude: float | None = None
    uncertainty_m: float | None = None


def question(codes: Collection[str]) -> Question:
    """Return what to ask for the plates behind ``codes``."""
    return (
        "SELECT t.code, t.state, p.name_ko, p.name_en, ST_X(p.position), ST_Y(p.position), p.uncertainty_m"
        " FROM addresses_tag t LEFT JOIN addresses_addresspoint p ON p.id = t.point_id"
        " WHERE t.code = ANY(%s)",
        [list(set(codes))],
    )


def by_code(rows: Sequence[Row]) -> dict[str, Plate]:
    """Return the plates that the question brought; a code that was never issued is absent."""
    return {row[0]: _plate(*row) for row in rows}


def square(text: str) -> Plate | None:
    """Return the square of a National Point Number that was typed instead of a code: a place without a plate."""
    try:
        found = npn.read(text)
        name = npn.normal(text)
    except UnreadableReference:
        return None
    at = found.point
    return Plate(
        "", False, f"국가지점번호 {name}", f"NPN {name}", at.longitude, at.latitude, found.uncertainty_m
    )


def _plate(code: str, state: str, ko: str | None, en: str, *placed: float) -> Plate:
    if ko is None:
        return Plate(code, state in GONE)
    return Plate(code, state in GONE, ko, en or ko, *placed)
