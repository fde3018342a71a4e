"""Trails and access points as GeoJSON, for everybody; who has a gate's key is not told here."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses import boxes
from addresses.api import asked, features
from addresses.api.answers import Mapped
from trails import access_points
from trails.models import AccessPoint, Trail

PAGE = 500
IN_BOX = [
    OpenApiParameter("bbox", description="west,south,east,north in degrees"),
    OpenApiParameter("limit", int),
    OpenApiParameter("offset", int),
]


class TrailList(APIView):
    """Walking lines, whole or those that meet a box."""

    permission_classes = [AllowAny]
    throttle_classes = [Mapped]

    @extend_schema(operation_id="trails_list", parameters=IN_BOX, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Return a feature collection of the trails in use."""
        rows: QuerySet[Trail] = Trail.objects.filter(is_active=True).order_by("pk")
        if (box := asked.box(request)) is not None:
            rows = boxes.inside(rows, "line", box)
        listed, more = features.page(request, rows, PAGE)
        return Response(features.collection(map(trail, listed), **more))


class TrailDetail(APIView):
    """One trail with its heights."""

    permission_classes = [AllowAny]

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: int) -> Response:
        """Return the trail; ``elevations_m`` has one height for each place of the line."""
        row = Trail.objects.filter(pk=pk, is_active=True).first()
        if row is None:
            raise Http404("There is no such trail.")
        told = trail(row)
        told["properties"]["elevations_m"] = row.elevations_m
        return Response(told, headers={"ETag": f'"{row.version}"', "Cache-Control": "no-cache"})


class AccessPointList(APIView):
    """Where vehicles reach the network: whole, in a box, or the nearest to a place."""

    permission_classes = [AllowAny]
    throttle_classes = [Mapped]

    @extend_schema(
        parameters=[*IN_BOX, OpenApiParameter("near", description="longitude,latitude: the nearest first")],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Return a feature collection of access points."""
        here = asked.place(request)
        if here is not None:
            limit = asked.whole(request, "limit", 5, 1, 100)
            found = access_points.nearest(*here, limit=limit, within_m=100_000)
            return Response(
                features.collection(features.near(near, access_point(near.point)) for near in found)
            )
        rows: QuerySet[AccessPoint] = AccessPoint.objects.order_by("pk")
        if (box := asked.box(request)) is not None:
            rows = boxes.inside(rows, "position", box)
        listed, more = features.page(request, rows, PAGE)
        return Response(features.collection(map(access_point, listed), **more))


def trail(row: Trail) -> dict[str, Any]:
    """Return what everybody may know about a trail."""
    return features.feature(
        row.pk,
        row.line,
        name_ko=row.name_ko,
        name_en=row.name_en,
        kind=row.kind,
        length_m=round(row.length_m, 1),
        note_ko=row.note_ko,
        note_en=row.note_en,
        version=row.version,
        updated_at=row.updated_at,
    )


def access_point(row: AccessPoint) -> dict[str, Any]:
    """Return what everybody may know about an access point."""
    return features.feature(
        row.pk,
        row.position,
        name_ko=row.name_ko,
        name_en=row.name_en,
        kind=row.kind,
        uncertainty_m=row.uncertainty_m,
        trail=row.trail_id,
        metre=None if row.metre is None else round(row.metre, 1),
        vehicle_note_ko=row.vehicle_note_ko,
        vehicle_note_en=row.vehicle_note_en,
        version=row.version,
    )
