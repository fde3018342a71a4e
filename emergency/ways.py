"""The way there: how a crew comes to the person of an incident on foot. Whoever calls this logs the look."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from addresses import nearest
from addresses.candidates import Wanted
from addresses.models import AddressPoint, FacilityType
from trails import access_points
from trails.models import AccessKind, AccessPoint, Closure, Trail

from . import gather
from .handoff.facts import Facts
from .models import Incident
from .place import rounded

if TYPE_CHECKING:
    from trails.ways.asking import Told
    from trails.ways.question import OnTrail
    from trails.ways.way import Way

WITHIN_M: Final = 5_000
MOST: Final = 2  # of each kind that is near
_NO_WAYS: Final[dict[str, Any]] = {
    "on_trail": None,
    "ways": [],
    "others": [],
    "through": [],
    "perhaps": [],
    "sections_in_circle": 0,
}


def of(incident: Incident, now: datetime) -> dict[str, Any]:
    """Return the ways to an incident's best known position, or to its plate where nothing else is known."""
    # scipy takes half a second and 30 MB, which a process that nobody asks for a way need not spend.
    from trails.ways import asking, walking

    here = _position(gather.position(incident, now))
    told = asking.ways_to(here["longitude"], here["latitude"], here["uncertainty_m"], now) if here else None
    return {
        "incident": str(incident.pk),
        "position": here,
        "network": _network(told),
        "walking": {
            "function": "tobler_1993",
            "load_factor": walking.LOAD_FACTOR,
            "off_path_factor": walking.OFF_PATH,
            "detour_factor": walking.DETOUR,
        },
        **(_answered(told, here["uncertainty_m"]) if told and here else _NO_WAYS),
        "near": _near(here["longitude"], here["latitude"]) if here else [],
    }


def _position(facts: Facts) -> dict[str, Any] | None:
    best = facts.position
    if best:
        where: Any = best
        source = best.method
    elif facts.plate:
        where, source = facts.plate, "plate"
    else:
        return None
    return {
        "longitude": where.longitude,
        "latitude": where.latitude,
        "uncertainty_m": where.uncertainty_m,
        "source": source,
    }


def _network(told: "Told | None") -> dict[str, Any]:
    if told is None:
        return {"state": "not_made", "made_at": None}
    return {"state": "current" if told.is_current else "outdated", "made_at": told.built_at.isoformat()}


def _answered(told: "Told", uncertainty_m: float) -> dict[str, Any]:
    answer = told.answer
    perhaps = [
        {
            "on_trail": _on_trail(told, one.on_trail, uncertainty_m),
            "way": _way(told, one.way) if one.way else None,
        }
        for one in answer.perhaps
    ]
    return {
        "on_trail": answer.on_trail and _on_trail(told, answer.on_trail, uncertainty_m),
        "ways": _ways(told, answer.ways),
        "others": _ways(told, answer.others),
        "through": _ways(told, answer.through),
        "perhaps": perhaps,
        "sections_in_circle": answer.sections_in_circle,
    }


def _on_trail(told: "Told", place: "OnTrail", uncertainty_m: float) -> dict[str, Any]:
    # Said over the radio: no finer than the person's place is known.
    metre = rounded(place.metre, uncertainty_m)
    return {**_trail(told.trails.get(place.trail)), "metre": metre, "off_m": round(place.off_m, 1)}


def _trail(trail: Trail | None) -> dict[str, Any]:
    """Return a trail's names; one that was deleted since the network was made has none."""
    return {
        "trail": trail.pk if trail else None,
        "trail_ko": trail.name_ko if trail else "",
        "trail_en": (trail.name_en or trail.name_ko) if trail else "",
    }


def _ways(told: "Told", ways: Iterable["Way"]) -> list[dict[str, Any]]:
    return [_way(told, way) for way in ways]


def _way(told: "Told", way: "Way") -> dict[str, Any]:
    from trails.ways import walking

    legs = [
        {
            **_trail(told.trails.get(leg.trail)),
            "from_metre": round(leg.from_metre, 1),
            "to_metre": round(leg.to_metre, 1),
        }
        for leg in way.legs
    ]
    return {
        "access": _access(told.accesses[way.entrance]),
        "length_m": round(way.length_m, 1),
        "climb_m": round(way.climb_m, 1),
        "descent_m": round(way.descent_m, 1),
        "has_heights": way.has_heights,
        "minutes_up": round(walking.minutes(way.up_s), 1),
        "minutes_down": round(walking.minutes(way.down_s), 1),
        "access_off_m": round(way.access_off_m, 1),
        "off_m": round(way.off_m, 1),
        "legs": legs,
        "closures": [_closure(one) for one in told.closed_on(way)],
        "line": [list(place) for place in way.line],
    }


def _access(access: AccessPoint) -> dict[str, Any]:
    return {
        "id": access.pk,
        "kind": access.kind,
        "name_ko": access.name_ko,
        "name_en": access.name_en or access.name_ko,
        "longitude": access.position.x,
        "latitude": access.position.y,
        "uncertainty_m": access.uncertainty_m,
        "vehicle_note_ko": access.vehicle_note_ko,
        "vehicle_note_en": access.vehicle_note_en or access.vehicle_note_ko,
        "responder_note": access.responder_note,
    }


def _closure(closure: Closure) -> dict[str, Any]:
    return {
        "trail": closure.trail_id,
        "from_metre": closure.from_metre,
        "to_metre": closure.to_metre,
        "reason_ko": closure.reason_ko,
        "reason_en": closure.reason_en or closure.reason_ko,
        "since": closure.since.isoformat(),
        "until": closure.until.isoformat() if closure.until else None,
    }


def _near(longitude: float, latitude: float) -> list[dict[str, Any]]:
    """Return the nearest defibrillators, shelters and helicopter places by air line."""
    refuges = list(FacilityType.objects.filter(is_refuge=True, is_active=True).values_list("pk", flat=True))
    aeds, shelters, helicopters = nearest.searches(
        [
            Wanted(nearest.active(["aed"]), MOST, WITHIN_M),
            Wanted(nearest.active(refuges), MOST, WITHIN_M),
            Wanted(access_points.among([AccessKind.HELICOPTER]), MOST, WITHIN_M),
        ],
        longitude,
        latitude,
    )
    points = AddressPoint.objects.only("name_ko", "name_en", "position", "responder_note").in_bulk
    return [
        *_things("aed", nearest.loaded(aeds, points)),
        *_things("refuge", nearest.loaded(shelters, points)),
        *_things("helicopter", nearest.loaded(helicopters, AccessPoint.objects.in_bulk)),
    ]


def _things(what: str, found: Sequence[nearest.Near[Any]]) -> list[dict[str, Any]]:
    return [
        {
            "what": what,
            "name_ko": one.point.name_ko,
            "name_en": one.point.name_en or one.point.name_ko,
            "distance_m": round(one.distance_m, 1),
            "bearing_deg": round(one.bearing_deg, 1),
            "longitude": one.point.position.x,
            "latitude": one.point.position.y,
            "note": one.point.responder_note,
        }
        for one in found
    ]
