"""Neighbours of what was read out wrongly that make sense where the listener works: plates, signs and places."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from addresses import finding, jurisdictions, nearest, references, slips
from addresses.errors import AddressError
from addresses.grids import npn
from addresses.grids.place import Place
from addresses.models import AddressPoint, PointAlias, PointState, Tag, TagState
from addresses.references import Kind, Reading

MOST: Final = 5
MOST_LOOKED_AT: Final = 40
NEAR_M: Final = 2_000.0
_LONGEST: Final = 60  # of a text whose slips are tried: each digit has ten


@dataclass(frozen=True, slots=True)
class Meant:
    """One neighbour: what it is, how it is written, where it is (EPSG:4326, metres at 95 %), the point it names."""

    kind: str
    text: str
    longitude: float
    latitude: float
    uncertainty_m: float
    point: AddressPoint | None = None


def of(text: str, readings: Collection[Reading], jurisdiction_ids: Collection[int]) -> list[Meant]:
    """Return up to five neighbours one slip away, the likeliest first; none where what was said lies in the area."""
    found: Iterator[Meant] = iter(())
    if any(_is_inside(reading.place, jurisdiction_ids) for reading in readings if reading.place):
        return []
    for reading in readings:
        if reading.kind is Kind.CODE:
            found = _codes(reading.text)
            break
        if reading.kind is Kind.TEXT:
            found = iter([*_signs(reading.text), *_addresses(text)])
            break
        return _places(text, reading, jurisdiction_ids)
    inside = (one for one in found if _holds(one.longitude, one.latitude, jurisdiction_ids))
    return list(islice(inside, MOST))


def _codes(digits: str) -> Iterator[Meant]:
    """Yield the plates that hang and whose code is one slip away."""
    tags = Tag.objects.select_related("point__facility_type").filter(
        pk__in=slips.of_code(digits), state=TagState.INSTALLED
    )
    for tag in tags:
        if tag.point is not None:
            yield _at("code", tag.code, tag.point)


def _signs(typed: str) -> Iterator[Meant]:
    """Yield the points whose sign of another body bears a number one slip away."""
    if not typed or len(typed) > _LONGEST:
        return
    digits = "".join(sign for sign in typed if sign.isdigit() or sign == "-").strip("-")
    letters = typed.rstrip("0123456789- ")
    # Either the name was right or the number was: both ways to look are bounded.
    aliases = PointAlias.objects.select_related("point__facility_type").filter(point__state=PointState.ACTIVE)
    same_name = aliases.filter(normalised__startswith=letters) if letters else aliases.none()
    same_number = aliases.filter(normalised__endswith=digits) if digits else aliases.none()
    seen: set[int] = set()
    for alias in (*same_name[:2000], *same_number[:2000]):
        if alias.point_id not in seen and slips.is_one_apart(typed, alias.normalised):
            seen.add(alias.point_id)
            yield _at("alias", alias.normalised, alias.point)


def _addresses(text: str) -> Iterator[Meant]:
    """Yield the objects on the same road whose number is next to the one that is not there."""
    asked = finding.address(text)
    if asked is None:
        return
    road, number = asked
    here = AddressPoint.objects.filter(state=PointState.ACTIVE).select_related("facility_type")
    on_it = sorted(
        here.filter(road_name=road)[:2000], key=lambda point: abs((point.object_number or 0) - number)
    )
    same_number = here.filter(object_number=number)[:2000]
    misspelt = (point for point in same_number if slips.is_one_apart(point.road_name, road))
    for point in (*on_it, *misspelt):
        yield _at("object_address", point.object_address, point)


def _places(text: str, reading: Reading, jurisdiction_ids: Collection[int]) -> list[Meant]:
    """Return the places one slip away that lie in the area: those of a sign first, then those near something known."""
    looked: list[tuple[float, Meant]] = []
    for kind, said, place in _spelt(text, reading):
        if len(looked) == MOST_LOOKED_AT:
            break
        if _is_inside(place, jurisdiction_ids):
            looked.append(_ranked(kind, said, place))
    looked.sort(key=lambda pair: pair[0])
    return [one for _, one in looked[:MOST]]


def _spelt(text: str, reading: Reading) -> Iterator[tuple[Kind, str, Place]]:
    if reading.kind is Kind.NPN:
        read: Callable[[str], Place] = npn.read
        compact = "".join(text.split()).replace("-", "")
        if len(compact) != len("다사53946226"):
            return
        for slip in slips.of_npn(compact):
            try:
                yield Kind.NPN, npn.normal(slip), read(slip)
            except AddressError:
                continue
        return
    for slip in slips.of_digits(text[:_LONGEST]):
        for other in references.read(slip)[:1]:
            if other.place is not None and other.kind is reading.kind:
                yield other.kind, other.text, other.place


def _ranked(kind: Kind, said: str, place: Place) -> tuple[float, Meant]:
    point = finding.by_npn("".join(said.split())).first() if kind is Kind.NPN else None
    at = place.point
    one = Meant(kind.value, said, at.longitude, at.latitude, place.uncertainty_m, point)
    if point is not None:
        return -1.0, one
    near = next(iter(nearest.points(at.longitude, at.latitude, limit=1, within_m=NEAR_M)), None)
    return near.distance_m if near else NEAR_M, one


def _at(kind: str, text: str, point: AddressPoint) -> Meant:
    return Meant(kind, text, point.position.x, point.position.y, point.uncertainty_m, point)


def _is_inside(place: Place | None, jurisdiction_ids: Collection[int]) -> bool:
    return place is not None and _holds(place.point.longitude, place.point.latitude, jurisdiction_ids)


def _holds(longitude: float, latitude: float, jurisdiction_ids: Collection[int]) -> bool:
    inside = jurisdictions.holding(longitude, latitude)
    return inside is not None and inside.pk in jurisdiction_ids
