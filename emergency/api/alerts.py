"""What is closed, as a feed that anybody may poll and as messages in CAP 1.2: no account, no person, no incident."""

import hashlib
from typing import Final

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from addresses.api.answers import Mapped
from addresses.models import Jurisdiction
from addresses.problems import CONTENT_TYPE
from emergency import shapes
from emergency.alerts import feed
from emergency.handoff import cap
from emergency.models import Alert

from .components import ref
from .handoff import AnyAccept

FOR_EVER: Final = "public, max-age=31536000, immutable"
_AT = OpenApiParameter("at", description="the slug of a jurisdiction: its own alerts alone")


class AlertFeed(APIView):
    """The alerts in force, and what was cancelled within a day."""

    authentication_classes = ()
    permission_classes = [AllowAny]
    throttle_classes = [Mapped]
    content_negotiation_class = AnyAccept
    is_exercise = False
    path = "/api/v1/alerts"

    @extend_schema(
        operation_id="alerts",
        auth=[],
        parameters=[_AT],
        responses={
            (200, feed.MEDIA_TYPE): OpenApiTypes.STR,
            304: None,
            (404, CONTENT_TYPE): ref(shapes.Problem),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the feed (Atom); with ``If-None-Match`` 304 while nothing has changed."""
        where, address = _where(request), self.path
        if where is not None:
            address = f"{address}?at={where.slug}"
        alerts = feed.shown(timezone.now(), is_exercise=self.is_exercise, jurisdiction=where)
        body = feed.write(alerts, address=address, is_exercise=self.is_exercise)
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        response = HttpResponse(body, content_type=feed.MEDIA_TYPE, headers=headers)
        return get_conditional_response(request._request, etag=etag, response=response) or response


class ExerciseFeed(AlertFeed):
    """The alerts of exercises: what is practised never stands beside what is real."""

    is_exercise = True
    path = "/api/v1/alerts/exercises"

    @extend_schema(operation_id="exerciseAlerts")
    def get(self, request: Request) -> HttpResponse:
        """Return the feed of exercises (Atom)."""
        return super().get(request)


class AlertDocument(APIView):
    """One message as it was published; it never changes."""

    authentication_classes = ()
    permission_classes = [AllowAny]
    throttle_classes = [Mapped]
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="alert",
        auth=[],
        responses={(200, cap.MEDIA_TYPE): OpenApiTypes.STR, (404, CONTENT_TYPE): ref(shapes.Problem)},
    )
    def get(self, request: Request, subject: str, number: int) -> HttpResponse:
        """Return the message (CAP 1.2)."""
        found = (
            Alert.objects.filter(subject=subject, number=number).values_list("document", flat=True).first()
        )
        if found is None:
            raise Http404("There is no such alert. /api/v1/alerts lists what is in force.")
        return HttpResponse(found, content_type=cap.MEDIA_TYPE, headers={"Cache-Control": FOR_EVER})


def _where(request: Request) -> Jurisdiction | None:
    slug = request.query_params.get("at")
    if not slug:
        return None
    found = Jurisdiction.objects.filter(slug=slug).defer("area").first()
    if found is None:
        raise Http404("There is no such jurisdiction. /api/v1/jurisdictions lists them.")
    return found
