"""Tags: what a code means, and the QR code that its plate bears."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses import access, codes, jurisdictions, qr, tags
from addresses.errors import AddressError, HalfTypedCode, MistypedCode, UnreadableReference
from addresses.models import Role, Tag

from . import features
from .answers import Unhurried, refused
from .points import told

MAKERS = (Role.EDITOR, Role.INSPECTOR, Role.ADMINISTRATOR)
DRAWN = {"svg": (qr.svg, "image/svg+xml"), "png": (qr.png, "image/png")}


class IsDemonstration(BasePermission):
    """Whether this installation shows a town that is not real."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(settings.DEMONSTRATION)


class TagDetail(APIView):
    """What a code means. The seal is not told: it proves that a plate was read."""

    permission_classes = [AllowAny]
    throttle_classes = [Unhurried]

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, typed: str) -> Response:
        """Return the tag with its point and what replaced it; 404 with codes one slip away."""
        try:
            tag = _resolved(typed).tag
        except (tags.UnknownTag, UnreadableReference) as error:
            return _unknown(error)
        point = told().filter(pk=tag.point_id).first() if tag.point_id else None
        return Response(
            {
                "code": tag.code,
                "shown": codes.write(tag.code),
                "state": tag.state,
                "medium": tag.medium,
                "issued_at": tag.issued_at,
                "installed_at": tag.installed_at,
                "ended_at": tag.ended_at,
                "replaced_by": tag.replaced_by_id,
                "point": features.point(point) if point else None,
            }
        )


class TagPicture(APIView):
    """The QR code for whoever makes the plate. It holds the seal, so strangers do not get it.

    A demonstration's plates prove nothing anyway: there anybody may look at them.
    """

    permission_classes = [IsAuthenticated | IsDemonstration]

    @extend_schema(
        responses={(200, "image/svg+xml"): OpenApiTypes.BINARY, (200, "image/png"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, typed: str, kind: str) -> Response | HttpResponse:
        """Return the tag's address as a QR code in alphanumeric mode, error level Q."""
        try:
            tag = _resolved(typed).tag
        except (tags.UnknownTag, UnreadableReference) as error:
            return _unknown(error)
        _need_maker(request, tag)
        text = tags.url(tag)
        etag = f'"{sha256(f"{kind} {text}".encode()).hexdigest()[:20]}"'
        headers = {"ETag": etag, "Cache-Control": "private, max-age=3600", "Vary": "Cookie"}
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers=headers)
        draw, content_type = DRAWN[kind]
        named = {"Content-Disposition": f'inline; filename="{tag.code}.{kind}"'}
        return HttpResponse(draw(text), content_type=content_type, headers=headers | named)


def _resolved(typed: str) -> tags.Resolved:
    return tags.resolve(codes.parse(typed).code, None)


def _need_maker(request: Request, tag: Tag) -> None:
    """A blank plate belongs to no place yet: whoever makes plates anywhere may make it."""
    if settings.DEMONSTRATION:
        return
    held = access.jurisdictions_of(request.user, *MAKERS)
    if tag.point is not None:
        centre = jurisdictions.containing(tag.point.position.x, tag.point.position.y)
        held = held.filter(pk=centre.pk)
    if not held.exists():
        raise PermissionDenied(
            "Only those who make or inspect plates of this jurisdiction get their QR codes."
        )


def _unknown(error: AddressError) -> Response:
    more: dict[str, Any] = {}
    if isinstance(error, tags.UnknownTag):
        more["suggestions"] = error.near
    if isinstance(error, HalfTypedCode):
        more["missing_digits"] = error.missing_digits
    title = "Mistyped code" if isinstance(error, MistypedCode | HalfTypedCode) else "Unknown code"
    return refused(error.slug, 404, title, str(error), **more)
