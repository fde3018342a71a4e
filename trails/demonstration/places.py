"""The town's jurisdictions, and its points with their numbers on other bodies' signs."""

from typing import Any

from django.contrib.gis.geos import Point

from addresses import changes, references
from addresses.grids import npn, place
from addresses.models import AddressPoint, Jurisdiction, NpnState, PointAlias, SharingMode, SurveyMethod

from .rows import SOURCE, TOLD, features, table

MARKER = "trail-marker"


def load_jurisdictions() -> None:
    """Add the two demonstration centres. An installation's own default centre stays the default."""
    known = set(Jurisdiction.objects.values_list("slug", flat=True))
    taken = Jurisdiction.objects.filter(is_default=True).exists()
    for properties, area in features("jurisdictions"):
        if properties["slug"] not in known:
            fields = {**properties, "is_default": properties["is_default"] and not taken}
            jurisdiction = Jurisdiction(
                **fields,
                area=area,
                area_note="drawn by hand for demonstration: no official boundary",
                sharing_mode=SharingMode.CONSOLE_AND_FEEDS,
            )
            changes.create(jurisdiction, **TOLD)


def load_points() -> list[AddressPoint]:
    """Add the points that are missing; return them."""
    rows = {row["key"]: row for row in table("points")}
    added = add([point(key, **_fields(row)) for key, row in rows.items()])
    signs = [(point_, sign) for point_ in added for sign in rows[point_.source_key]["aliases"].split()]
    changes.create_all([_alias(point_, sign) for point_, sign in signs], **TOLD)
    return added


def point(key: str, *, longitude: float, latitude: float, **fields: Any) -> AddressPoint:
    """Return an unsaved point of the town; a trail marker gets its candidate number."""
    if fields["facility_type_id"] == MARKER:
        fields["npn"] = npn.compact(npn.write(place.Point(longitude, latitude)))
        fields["npn_state"] = NpnState.CANDIDATE
    return AddressPoint(
        position=Point(longitude, latitude, srid=4326),
        survey_method=SurveyMethod.APPROXIMATE,
        source=SOURCE,
        source_key=key,
        **fields,
    )


def add(points: list[AddressPoint]) -> list[AddressPoint]:
    """Save the points whose key is not there yet; return them."""
    known = set(AddressPoint.objects.filter(source=SOURCE).values_list("source_key", flat=True))
    return changes.create_all([one for one in points if one.source_key not in known], **TOLD)


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
