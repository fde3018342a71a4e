"""The town's points, with their numbers on other bodies' signs."""

from typing import Any

from django.contrib.gis.geos import Point

from addresses import changes, references
from addresses.grids import npn, place
from addresses.models import AddressPoint, NpnState, PointAlias, SurveyMethod

from .rows import SOURCE, TOLD, table

MARKER = "trail-marker"
# Far from named roads, such places are known by their National Point Number.
NUMBERED = {
    MARKER,
    "fortress-gate",
    "junction",
    "mountain-shelter",
    "peak",
    "trailhead",
    "viewpoint",
}


def load() -> list[AddressPoint]:
    """Add the points that are missing; return them."""
    rows = table("points")
    return add(
        [point(row["key"], **_fields(row)) for row in rows], {row["key"]: row["aliases"] for row in rows}
    )


def point(key: str, *, longitude: float, latitude: float, **fields: Any) -> AddressPoint:
    """Return an unsaved point of the town; a marker or a peak gets its candidate number."""
    if fields["facility_type_id"] in NUMBERED:
        fields["npn"] = npn.compact(npn.write(place.Point(longitude, latitude)))
        fields["npn_state"] = NpnState.CANDIDATE
    return AddressPoint(
        position=Point(longitude, latitude, srid=4326),
        survey_method=SurveyMethod.APPROXIMATE,
        source=SOURCE,
        source_key=key,
        **fields,
    )


def add(points: list[AddressPoint], signs: dict[str, str]) -> list[AddressPoint]:
    """Save the points whose key is not there yet, with the park signs of their keys; return them."""
    known = set(AddressPoint.objects.filter(source=SOURCE).values_list("source_key", flat=True))
    added = changes.create_all([one for one in points if one.source_key not in known], **TOLD)
    signed = [(one, sign) for one in added for sign in signs[one.source_key].split()]
    changes.create_all([_alias(one, sign) for one, sign in signed], **TOLD)
    return added


def _fields(row: dict[str, str]) -> dict[str, Any]:
    texts = (
        "name_ko",
        "name_en",
        "district",
        "road_name",
        "public_note_ko",
        "public_note_en",
        "responder_note",
    )
    has_address = bool(row["road_name"])
    return {
        **{name: row[name] for name in texts},
        "facility_type_id": row["facility_type"],
        "longitude": float(row["longitude"]),
        "latitude": float(row["latitude"]),
        "uncertainty_m": float(row["uncertainty_m"]),
        "elevation_m": float(row["elevation_m"]),
        "sido": "경기도" if has_address else "",
        "sigungu": "고양시" if has_address else "",
        "object_number": int(row["object_number"]) if row["object_number"] else None,
        "object_subnumber": int(row["object_subnumber"]) if row["object_subnumber"] else None,
    }


def _alias(point_: AddressPoint, sign: str) -> PointAlias:
    normalised = references.park_sign(sign) or sign
    return PointAlias(point=point_, kind=PointAlias.Kind.PARK_SIGN, text=sign, normalised=normalised)
