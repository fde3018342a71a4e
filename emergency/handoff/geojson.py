"""The best position, the plate and each phone's way as GeoJSON: for maps and situation boards.

RFC 7946: longitude before latitude, WGS 84, no ``crs`` member. The radius is a property in metres at
95 %. Neither words nor telephone numbers are in it: a map is shown to many.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import orjson

from . import reading
from .facts import Facts, Fix, Plate
from .reading import Reading, Unfit
from .spelling import DIGITS, up, utc_ms

MEDIA_TYPE: Final = "application/geo+json"
_POSITION, _PLATE, _FIX, _TRACK = "position", "plate", "fix", "track"


def write(facts: Facts) -> bytes:
    """Return a FeatureCollection, the best position first. Raises NoPosition."""
    features = [_best(facts)]
    if facts.plate:
        features.append(_plate(facts.plate))
    for number, track in enumerate(facts.tracks, 1):
        features += [_feature("Point", _at(fix), what=_FIX, phone=number, **_measured(fix)) for fix in track]
        if len(track) > 1:
            features.append(_feature("LineString", [_at(fix) for fix in track], what=_TRACK, phone=number))
    return orjson.dumps({"type": "FeatureCollection", "features": features}, option=orjson.OPT_INDENT_2)


def write_position(facts: Facts) -> bytes:
    """Return the best position alone, as one Feature. Raises NoPosition."""
    return orjson.dumps(_best(facts), option=orjson.OPT_INDENT_2)


def _best(facts: Facts) -> dict[str, Any]:
    fix = facts.located()
    return _feature("Point", _at(fix), what=_POSITION, **_incident(facts), **_measured(fix))


def _feature(kind: str, coordinates: list[Any], /, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def _at(place: Fix | Plate) -> list[float]:
    return [round(place.longitude, DIGITS), round(place.latitude, DIGITS)]


def _incident(facts: Facts) -> dict[str, Any]:
    return {
        "incident": str(facts.id),
        "exercise": facts.is_exercise,
        "kind": facts.kind,
        "state": facts.state,
        "place_ko": facts.place_ko,
        "place_en": facts.place_en,
        "received_at": utc_ms(facts.received_at),
    }


def _measured(fix: Fix) -> dict[str, Any]:
    return {
        "uncertainty_m": up(fix.uncertainty_m, 10),
        "confidence_pct": 95,
        "method": fix.method,
        "fixed_at": utc_ms(fix.fixed_at),
        "altitude_m": fix.altitude_m,
    }


def _plate(plate: Plate) -> dict[str, Any]:
    return _feature(
        "Point",
        _at(plate),
        what=_PLATE,
        code=plate.code,
        npn=plate.npn,
        object_address=plate.object_address,
        place_ko=plate.name_ko,
        place_en=plate.name_en,
        uncertainty_m=up(plate.uncertainty_m, 10),
    )


def read(document: bytes) -> Reading:
    """Return the position and the track of a Feature or a FeatureCollection. Raises Unfit."""
    try:
        whole = orjson.loads(document)
        features = whole["features"] if whole["type"] == "FeatureCollection" else [whole]
        if "crs" in whole:
            raise Unfit(
                "GeoJSON knows one coordinate system: a crs member is not read (RFC 7946, section 4)."
            )
        found = [(one["properties"], list(_places(one["geometry"]))) for one in features]
        best, ((longitude, latitude),) = next(one for one in found if one[0]["what"] == _POSITION)
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(f"This is no hand-off in GeoJSON: {error!r}.") from None
    return Reading(
        longitude=longitude,
        latitude=latitude,
        uncertainty_m=reading.radius(reading.number(str(best["uncertainty_m"]))),
        confidence_pct=best["confidence_pct"],
        fixed_at=reading.moment(best["fixed_at"]),
        is_exercise=best["exercise"],
        track=_track(found) if whole["type"] == "FeatureCollection" else None,
    )


def _places(geometry: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Return every position of a Point or a LineString, checked."""
    listed = geometry["coordinates"] if geometry["type"] == "LineString" else [geometry["coordinates"]]
    for longitude, latitude, *_ in listed:
        yield reading.place(float(longitude), float(latitude))


def _track(found: list[tuple[dict[str, Any], list[tuple[float, float]]]]) -> tuple[Any, ...]:
    fixes = [(properties, places[0]) for properties, places in found if properties["what"] == _FIX]
    return tuple((*place, _moment(properties)) for properties, place in fixes)


def _moment(properties: dict[str, Any]) -> datetime | None:
    return reading.moment(properties["fixed_at"])
