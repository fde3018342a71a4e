"""Packages for phones: which ones fit here, a version whole or in pieces, and what has changed since another."""

import re
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses import jurisdictions
from addresses.api import asked
from addresses.api.answers import Mapped
from addresses.boxes import Box
from trails.models import Package, PackageArea
from trails.packages import areas, building
from trails.packages.encoding import FORMAT, VERSION_DIGITS

# Already compressed, and kept compressed by the phone: as a plain file it can be taken up again where it broke off.
PACKED = "application/gzip"
UPDATE = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
_VERSION = re.compile(f"[0-9a-f]{{{VERSION_DIGITS}}}")
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


class PackageList(APIView):
    """What a phone can keep of the place where it is."""

    permission_classes = [AllowAny]
    throttle_classes = [Mapped]

    @extend_schema(
        operation_id="packages_list",
        parameters=[
            OpenApiParameter("near", description="longitude,latitude in degrees"),
            OpenApiParameter(
                "area", description="instead of a place: the package that the phone already has"
            ),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Return the packages that hold a place, its surroundings first; or the newest one of an area."""
        slugs = _asked_for(request)
        newest = Package.objects.filter(area=OuterRef("pk")).order_by("-id")
        rows = PackageArea.objects.filter(pk__in=slugs).annotate(newest=Subquery(newest.values("pk")[:1]))
        found = {row.pk: row for row in rows if row.newest is not None}
        packages = Package.objects.defer("content", "step").in_bulk([row.newest for row in found.values()])
        told = [_told(found[slug], packages[found[slug].newest]) for slug in slugs if slug in found]
        return Response({"packages": told}, headers={"Cache-Control": "no-cache"})


class PackageContent(APIView):
    """One version of a package."""

    permission_classes = [AllowAny]
    throttle_classes = [Mapped]

    @extend_schema(
        operation_id="packages_retrieve",
        parameters=[
            OpenApiParameter(
                "from", description="the version that the phone has: answers with what has changed since"
            ),
            OpenApiParameter(
                "Range", location="header", description="bytes=4096- takes up a download that broke off"
            ),
        ],
        responses={
            (200, PACKED): OpenApiTypes.BINARY,
            (200, UPDATE): OpenApiTypes.BINARY,
            (206, PACKED): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="It has not changed."),
            404: OpenApiTypes.OBJECT,
            416: OpenApiResponse(description="It is not that long."),
        },
    )
    def get(self, request: Request, area: str, version: str) -> HttpResponse:
        """Return the package compressed by gzip; with ``from`` the steps from there, where they are shorter."""
        package = _package(area, version)
        older = request.query_params.get("from")
        if older is not None:
            if not _VERSION.fullmatch(older):
                raise ValidationError({"from": "Give a version: 32 hexadecimal digits."})
            steps = building.chain(area, older, package)
            if steps is not None:
                return HttpResponse(steps, content_type=UPDATE, headers={"Cache-Control": "no-cache"})
        return _piece(request, bytes(package.content or b""), f'"{version}-{package.pk}"')


def _asked_for(request: Request) -> list[str]:
    """Return the areas asked for: who has a package need not say again where they were."""
    area = request.query_params.get("area")
    if area is not None:
        return [area] if areas.SLUG.fullmatch(area) else []
    here = asked.place(request)
    if here is None:
        raise ValidationError(
            {"near": "Give the longitude and the latitude in degrees, with a comma between."}
        )
    return _around(*here)


def _around(longitude: float, latitude: float) -> list[str]:
    """Return the cell of a place, those whose packages reach over it, and the city."""
    reach = areas.wider(Box(longitude, latitude, longitude, latitude), areas.OVER_EDGE)
    slugs = [areas.slug_at(longitude, latitude), *areas.cells(reach)]
    city = jurisdictions.holding(longitude, latitude)
    return list(dict.fromkeys([*slugs, *([areas.slug_of(city)] if city else [])]))


def _told(area: PackageArea, package: Package) -> dict[str, Any]:
    return {
        "area": area.pk,
        "name_ko": area.name_ko,
        "name_en": area.name_en,
        "points": area.points,
        "trails": area.trails,
        "access_points": area.access_points,
        "version": package.version,
        "size_bytes": package.size_bytes,
        "format": FORMAT,
        "built_at": package.built_at,
        "href": f"/api/v1/packages/{area.pk}/{package.version}",
    }


def _package(area: str, version: str) -> Package:
    rows = Package.objects.filter(area_id=area, version=version, content__isnull=False).order_by("-id")
    found = rows.first() if _VERSION.fullmatch(version) and areas.SLUG.fullmatch(area) else None
    if found is None:
        raise Http404("There is no such package now. Ask /api/v1/packages?near= for the present one.")
    return found


def _piece(request: Request, data: bytes, etag: str) -> HttpResponse:
    """Return the bytes, or the asked range of them (RFC 9110, section 14)."""
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": FOR_EVER}
    if etag in (one.strip() for one in request.headers.get("If-None-Match", "").split(",")):
        return HttpResponse(status=304, headers=headers)
    asked_for = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked_for is None or not any(asked_for.groups()) or request.headers.get("If-Range", etag) != etag:
        return HttpResponse(data, content_type=PACKED, headers=headers)
    first, last = asked_for.groups()
    begin = int(first) if first else max(len(data) - int(last), 0)
    end = min(int(last) + 1, len(data)) if first and last else len(data)
    if begin >= end:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{len(data)}"})
    part = {"Content-Range": f"bytes {begin}-{end - 1}/{len(data)}"}
    return HttpResponse(data[begin:end], status=206, content_type=PACKED, headers=headers | part)
