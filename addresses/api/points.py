"""Address points: read by everybody, changed by the editors of their jurisdiction."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses import access, boxes, changes, jurisdictions, nearest
from addresses.models import AddressPoint, PointState, Role

from . import asked, features
from .answers import Mapped, refused
from .editing import PointEdit

# What "near" means at most: nobody walks further, and the search ends there.
FURTHEST_M = 100_000.0
PAGE = 500
# Who reads what is for responders only.
SERVING = (Role.DISPATCHER, Role.SUPERVISOR, Role.EDITOR, Role.INSPECTOR)


class PointList(APIView):
    """Points as GeoJSON: in a box, near a place, or page by page."""

    permission_classes = [AllowAny]
    throttle_classes = [Mapped]

    @extend_schema(
        operation_id="points_list",
        parameters=[
            OpenApiParameter("bbox", description="west,south,east,north in degrees"),
            OpenApiParameter("near", description="longitude,latitude in degrees: the nearest first"),
            OpenApiParameter("within_m", float, description="with near: no further than this"),
            OpenApiParameter("facility_type", description="slugs with commas between"),
            OpenApiParameter("limit", int),
            OpenApiParameter("offset", int),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Return a feature collection of active points."""
        kinds = _kinds(request)
        here = asked.place(request)
        if here is not None:
            return Response(_nearest(request, here, kinds))
        rows = told().filter(state=PointState.ACTIVE)
        if kinds is not None:
            rows = rows.filter(facility_type__in=kinds)
        if (box := asked.box(request)) is not None:
            rows = boxes.inside(rows, "position", box)
        listed, more = features.page(request, rows.order_by("pk"), PAGE)
        return Response(features.collection(map(features.point, listed), **more))


class PointDetail(APIView):
    """One point. Its version is its entity tag; a change names the one that it was made from."""

    permission_classes = [AllowAny]

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: int) -> Response:
        """Return the point with its tags; with the responders' note to those who serve there."""
        point = _point(pk)
        return _shown(request, point)

    @extend_schema(
        request=PointEdit,
        parameters=[OpenApiParameter("If-Match", location="header", required=True, description='e.g. "3"')],
        responses=OpenApiTypes.OBJECT,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change the named fields of the version in If-Match, as an editor of its jurisdiction."""
        point = _point(pk)
        _need_editor(request, point)
        version = _version_seen(request)
        if version is None:
            return refused(
                "version-missing",
                428,
                "Version missing",
                'Send If-Match with the version you changed, such as "3".',
            )
        edit = PointEdit(point, data=request.data, partial=True)
        edit.is_valid(raise_exception=True)
        fields = dict(edit.validated_data)
        reason = fields.pop("reason", "")
        if "position" in fields:
            _need_editor(request, AddressPoint(position=fields["position"]))
        try:
            changes.update(point, fields, actor=request.user, origin="API", reason=reason, version=version)
        except changes.Stale:
            return _stale(_point(pk))
        return _shown(request, _point(pk))


def told() -> QuerySet[AddressPoint]:
    """Return the points with all that a feature tells."""
    return AddressPoint.objects.select_related("facility_type").prefetch_related("aliases")


def _point(pk: int) -> AddressPoint:
    point = told().prefetch_related("tags").filter(pk=pk).first()
    if point is None:
        raise Http404("There is no such point.")
    return point


def _shown(request: Request, point: AddressPoint) -> Response:
    etag = f'"{point.version}"'
    detail = features.point(point)
    detail["properties"]["tags"] = [{"code": tag.code, "state": tag.state} for tag in point.tags.all()]
    centre = jurisdictions.containing(point.position.x, point.position.y)
    detail["properties"]["jurisdiction"] = centre.slug
    serves = access.jurisdictions_of(request.user, *SERVING).filter(pk=centre.pk).exists()
    if serves:
        detail["properties"]["responder_note"] = point.responder_note
    headers = {"ETag": etag, "Vary": "Cookie", "Cache-Control": "private, no-cache" if serves else "no-cache"}
    if request.method == "GET" and request.headers.get("If-None-Match") == etag:
        return Response(status=304, headers=headers)
    return Response(detail, headers=headers)


def _stale(current: AddressPoint) -> Response:
    answer = refused(
        "stale-version",
        412,
        "Somebody else was faster",
        "The point has changed since you read it. Look at the current one and make your change again.",
        current=features.point(current),
    )
    answer["ETag"] = f'"{current.version}"'
    return answer


def _need_editor(request: Request, point: AddressPoint) -> None:
    centre = jurisdictions.containing(point.position.x, point.position.y)
    if not access.may(request.user, Role.EDITOR, centre):
        raise PermissionDenied(f"Only editors of {centre.name_en} change points there.")


def _version_seen(request: Request) -> int | None:
    shape = re.fullmatch(r'\s*(?:W/)?"?(\d{1,9})"?\s*', request.headers.get("If-Match", ""))
    return int(shape[1]) if shape else None


def _kinds(request: Request) -> list[str] | None:
    text = request.query_params.get("facility_type", "")
    return [kind for kind in text.split(",") if kind] or None


def _nearest(request: Request, here: tuple[float, float], kinds: list[str] | None) -> dict[str, Any]:
    limit = asked.whole(request, "limit", 5, 1, 100)
    within_m = asked.number(request, "within_m", FURTHEST_M, 0, FURTHEST_M)
    found = nearest.points(*here, limit=limit, facility_types=kinds, within_m=within_m)
    rows = told().in_bulk([near.point.pk for near in found])
    return features.collection(
        features.near(near, features.point(rows[near.point.pk])) for near in found if near.point.pk in rows
    )
