"""Look up the plates that a batch of reports names: one query for all of them."""

from collections.abc import Collection
from dataclasses import dataclass

from addresses.models import Tag, TagState

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


def by_code(codes: Collection[str]) -> dict[str, Plate]:
    """Return the plates behind ``codes``; a code that was never issued is absent."""
    rows = Tag.objects.filter(code__in=set(codes)).values_list(
        "code", "state", "point__position", "point__uncertainty_m", "point__name_ko", "point__name_en"
    )
    return {row[0]: _plate(*row) for row in rows}


def _plate(code: str, state: str, position: object, uncertainty_m: float, ko: str, en: str) -> Plate:
    if position is None:
        return Plate(code, state in GONE)
    longitude, latitude = position.coords  # type: ignore[attr-defined]
    return Plate(code, state in GONE, ko, en or ko, longitude, latitude, uncertainty_m)
