"""What a page tells about a place: facts of one point, its trail, and what is near, ready to show."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from addresses import nearest
from addresses.candidates import Wanted
from addresses.grids import geouri
from addresses.grids.place import Point
from addresses.models import AddressPoint, NpnState, SurveyMethod
from trails import access_points
from trails.models import AccessKind, AccessPoint

from .asked import together
from .languages import Words

WITHIN_M = 5_000
# Further away a helicopter or a boat is the centre's matter, not the hiker's.
OTHER_WAYS_WITHIN_M = 1_000
VEHICLE = (AccessKind.ROAD, AccessKind.GATE, AccessKind.CAR_PARK)
OTHER_WAYS = (AccessKind.HELICOPTER, AccessKind.BOAT)
UNCONFIRMED = (NpnState.CANDIDATE, NpnState.REQUESTED, NpnState.SURVEYED)
DIRECTIONS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")

# What every page asks besides the point itself, in one journey to the database.
_ON_TRAIL = (
    "SELECT t.name_ko, t.name_en, a.metre, a.side, a.offset_m"
    " FROM trails_anchor a JOIN trails_trail t ON t.id = a.trail_id WHERE a.point_id = %s"
)
_ALIASES = "SELECT text FROM addresses_pointalias WHERE point_id = %s ORDER BY id"
_REFUGES = "SELECT slug FROM addresses_facilitytype WHERE is_refuge AND is_active ORDER BY slug"


class _OnTrail(NamedTuple):
    """Where on a trail a point stands: metres along it, the side of it and how far beside it."""

    name_ko: str
    name_en: str
    metre: float
    side: str
    offset_m: float


@dataclass(frozen=True, slots=True)
class Near:
    """One thing near a place: ``what`` is aed, refuge or a kind of access point; ``towards`` is empty right here."""

    what: str
    label: str
    name: str
    note: str
    distance: str
    towards: str
    map_link: str


@dataclass(frozen=True, slots=True)
class Place:
    """Everything public about a point, in one language. Coordinates in degrees of EPSG:4326."""

    point: AddressPoint
    name: str
    other_name: str
    facility: str
    object_address: str
    npn: str
    longitude: float
    latitude: float
    coordinates: str
    uncertainty_m: str
    survey: str
    trail: str
    metre: str
    side: str
    note: str
    aliases: tuple[str, ...]
    near: tuple[Near, ...]
    map_link: str

    @property
    def has_candidate_npn(self) -> bool:
        """Whether the National Point Number is computed, and no office has confirmed it yet."""
        return self.point.npn_state in UNCONFIRMED

    @property
    def is_approximate(self) -> bool:
        return self.point.survey_method == SurveyMethod.APPROXIMATE


def facts(point: AddressPoint, words: Words, *, apple: bool = False) -> Place:
    """Return what the page shows of a point. ``apple``: a phone that opens no ``geo:`` links."""
    language = words.language
    trails, aliases, refuges = together((_ON_TRAIL, [point.pk]), (_ALIASES, [point.pk]), (_REFUGES, []))
    anchor = _OnTrail(*trails[0]) if trails else None
    longitude, latitude = point.position.x, point.position.y
    name = named(point, language)
    return Place(
        point=point,
        name=name,
        other_name="" if point.name_ko == name else point.name_ko,
        facility=named(point.facility_type, language),
        object_address=point.object_address,
        npn=grouped(point.npn),
        longitude=longitude,
        latitude=latitude,
        coordinates=f"{latitude:.6f}, {longitude:.6f}",
        uncertainty_m=metres(point.uncertainty_m),
        survey=words.page[f"survey_{point.survey_method}"],
        trail=named(anchor, language) if anchor else "",
        metre=f"{rounded(anchor.metre, point.uncertainty_m):,.0f}" if anchor else "",
        side=_side(anchor, point.uncertainty_m, words) if anchor else "",
        note=_in_language(point, "public_note", language),
        aliases=tuple(text for (text,) in aliases),
        near=tuple(_near(point, [slug for (slug,) in refuges], words, apple=apple)),
        map_link=map_link(longitude, latitude, point.uncertainty_m, apple=apple),
    )


def _side(anchor: _OnTrail, uncertainty_m: float, words: Words) -> str:
    """Return on which side of the trail a point stands; nothing when it may as well be the other one."""
    if anchor.offset_m <= uncertainty_m:
        return ""
    offset_m = rounded(anchor.offset_m, uncertainty_m)
    return words.page[f"side_{anchor.side}"].format(offset=metres(offset_m))


def rounded(value_m: float, uncertainty_m: float) -> float:
    """Return a length to the first digit of its uncertainty: 1,237 m ±30 m is 1,240 m."""
    step_m = 10.0 ** math.floor(math.log10(max(uncertainty_m, 1.0)))
    return round(value_m / step_m) * step_m


def grouped(npn: str) -> str:
    """Return a National Point Number as it is read aloud: ``다사 5393 6228``."""
    letters, digits = npn[:2], npn[2:]
    half = len(digits) // 2
    return " ".join(part for part in (letters, digits[:half], digits[half:]) if part)


def metres(value: float) -> str:
    """Return metres with as many digits as help: below ten one decimal unless it is whole."""
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:,.0f}"


def distance(value_m: float) -> str:
    """Return a distance as a person says it: ``120 m``, ``1.4 km``."""
    if value_m < 995:
        return f"{max(round(value_m / 10) * 10, 10)} m" if value_m >= 5 else f"{value_m:.0f} m"
    return f"{value_m / 1000:.1f} km"


def direction(bearing_deg: float) -> str:
    """Return one of eight directions as a key of the catalogue: ``ne``."""
    return DIRECTIONS[round(bearing_deg / 45) % 8]


def map_link(longitude: float, latitude: float, uncertainty_m: float, *, apple: bool) -> str:
    """Return a link that the phone's own map opens: ``geo:`` (RFC 5870), or Apple's, which knows none."""
    if apple:
        return f"https://maps.apple.com/?ll={latitude:.6f},{longitude:.6f}&q={latitude:.6f},{longitude:.6f}"
    return geouri.write(Point(longitude, latitude), uncertainty_m)


def named(thing: Any, language: str) -> str:
    """Return a thing's name in a language, in Korean where it has no other."""
    return _in_language(thing, "name", language)


def _near(point: AddressPoint, refuges: Sequence[str], words: Words, *, apple: bool) -> Iterator[Near]:
    longitude, latitude = point.position.x, point.position.y
    aed, refuge, ways, others = nearest.searches(
        [
            Wanted(nearest.active(["aed"]), 1, WITHIN_M),
            Wanted(nearest.active(refuges), 1, WITHIN_M),
            Wanted(access_points.among(VEHICLE), 1, WITHIN_M),
            Wanted(access_points.among(OTHER_WAYS), 2, OTHER_WAYS_WITHIN_M),
        ],
        longitude,
        latitude,
    )
    aeds = {key for key, _, _ in aed}
    points = AddressPoint.objects.only("name_ko", "name_en", "position", "uncertainty_m")
    for found in nearest.loaded(aed + refuge, points.in_bulk):
        yield _told("aed" if found.point.pk in aeds else "refuge", found, "", words, apple=apple)
    told: set[str] = set()
    for access in nearest.loaded(ways + others, AccessPoint.objects.in_bulk):
        kind = access.point.kind
        if kind not in told:
            told.add(kind)
            note = _in_language(access.point, "vehicle_note", words.language)
            yield _told(kind, access, note, words, apple=apple)


def _told(what: str, found: nearest.Near[Any], note: str, words: Words, *, apple: bool) -> Near:
    place = found.point
    return Near(
        what=what,
        label=words.page[f"near_{what}"],
        name=named(place, words.language),
        note=note,
        distance=distance(found.distance_m),
        # Below that a direction says more about the survey than about the way.
        towards=words.page[direction(found.bearing_deg)] if found.distance_m >= 3 else "",
        map_link=map_link(place.position.x, place.position.y, place.uncertainty_m, apple=apple),
    )


def _in_language(thing: Any, field: str, language: str) -> str:
    """Return a field in a language; what was not translated is shown in Korean: better than nothing."""
    if language == "ko":
        return str(getattr(thing, f"{field}_ko"))
    return str(getattr(thing, f"{field}_en") or getattr(thing, f"{field}_ko"))
