"""Places as GeoJSON (RFC 7946). Nothing here is ever for responders only."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from addresses.models import AddressPoint, Jurisdiction
from addresses.nearest import Near

from . import asked

Row = TypeVar("Row", bound=Model)
# Degrees are told to a centimetre; what is stored is more than that.
DECIMALS = 7


def feature(pk: Any, geometry: GEOSGeometry | None, **properties: Any) -> dict[str, Any]:
    """Return one GeoJSON feature."""
    shape = json.loads(geometry.json) if geometry is not None else None
    if shape is not None:
        shape["coordinates"] = _rounded(shape["coordinates"])
    return {"type": "Feature", "id": pk, "geometry": shape, "properties": properties}


def collection(features: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return a GeoJSON feature collection."""
    listed = list(features)
    return {"type": "FeatureCollection", "features": listed, "numberReturned": len(listed), **more}


def page(request: Request, rows: QuerySet[Row], default: int) -> tuple[Sequence[Row], dict[str, Any]]:
    """Return the rows of the asked page, and how many there are with the address of the next page."""
    limit = asked.whole(request, "limit", default, 1, asked.MOST_AT_ONCE)
    offset = asked.whole(request, "offset", 0, 0, 100_000_000)
    matched = rows.count()
    links = []
    if offset + limit < matched:
        here = replace_query_param(request.build_absolute_uri(), "limit", str(limit))
        links.append({"rel": "next", "href": replace_query_param(here, "offset", str(offset + limit))})
    if offset:
        here = replace_query_param(request.build_absolute_uri(), "limit", str(limit))
        before = str(max(offset - limit, 0))
        href = (
            replace_query_param(here, "offset", before)
            if before != "0"
            else remove_query_param(here, "offset")
        )
        links.append({"rel": "prev", "href": href})
    return list(rows[offset : offset + limit]), {"numberMatched": matched, "links": links}


def near(found: Near[Any], told: dict[str, Any]) -> dict[str, Any]:
    """Return a feature with how far it is, and in which direction."""
    told["properties"] |= {
        "distance_m": round(found.distance_m, 1),
        "bearing_deg": round(found.bearing_deg, 1) % 360,
    }
    return told


def point(row: AddressPoint) -> dict[str, Any]:
    """Return what everybody may know about an address point."""
    return feature(
        row.pk,
        row.position,
        name_ko=row.name_ko,
        name_en=row.name_en,
        facility_type=row.facility_type_id,
        facility_ko=row.facility_type.name_ko,
        facility_en=row.facility_type.name_en,
        uncertainty_m=row.uncertainty_m,
        survey_method=row.survey_method,
        surveyed_on=row.surveyed_on,
        elevation_m=row.elevation_m,
        object_address=row.object_address,
        npn=row.npn,
        npn_state=row.npn_state,
        aliases=[alias.text for alias in row.aliases.all()],
        public_note_ko=row.public_note_ko,
        public_note_en=row.public_note_en,
        state=row.state,
        version=row.version,
        updated_at=row.updated_at,
    )


def jurisdiction(row: Jurisdiction) -> dict[str, Any]:
    """Return a jurisdiction with its centre's name and numbers."""
    return feature(
        row.pk,
        row.area,
        slug=row.slug,
        name_ko=row.name_ko,
        name_en=row.name_en,
        centre_name_ko=row.centre_name_ko,
        centre_name_en=row.centre_name_en,
        fire_number=row.fire_number,
        police_number=row.police_number,
        language=row.language,
        sharing_mode=row.sharing_mode,
        is_default=row.is_default,
        area_note=row.area_note,
    )


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]
