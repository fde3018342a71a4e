"""The situation board's one question, asked every two seconds by each wall screen."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, NotAuthenticated, PermissionDenied
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from addresses import access
from addresses.models import Jurisdiction
from emergency import shapes
from emergency.board import answer, link
from emergency.readers import ON_DUTY

from .components import ref

SCHEME = "Board "


class BoardLinkOver(APIException):
    """A token that opens nothing, whatever the reason."""

    status_code = 401
    default_detail = "This link opens no board (any more). Ask a supervisor of the centre for a new one."
    default_code = "board-link-over"


class Board(APIView):
    """What a wall screen shows of one centre. Nothing of it is about a person."""

    # Asked below: a screen on a wall has a link and no account.
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="board",
        parameters=[
            OpenApiParameter("at", OpenApiTypes.STR, description="the slug of a jurisdiction of one's own"),
            OpenApiParameter("Authorization", OpenApiTypes.STR, "header", description="Board {token}"),
            OpenApiParameter("If-None-Match", OpenApiTypes.STR, "header", description="the version shown"),
        ],
        responses={200: ref(shapes.Board), 304: OpenApiResponse(description="What is shown is true.")},
    )
    def get(self, request: Request) -> HttpResponse:
        told = answer.of(self._whose(request))
        is_known = told.version in request.headers.get("If-None-Match", "")
        response = HttpResponse(status=304) if is_known else HttpResponse(told.body)
        if not is_known:
            response["Content-Type"] = "application/json"
        response["ETag"] = f'"{told.version}"'
        response["Cache-Control"] = "private, no-cache"
        response["Vary"] = "Authorization, Cookie"
        return response

    def _whose(self, request: Request) -> Jurisdiction:
        """Return whose board is asked for. Raises BoardLinkOver, NotAuthenticated, PermissionDenied, Http404."""
        given = request.headers.get("Authorization", "")
        if given.startswith(SCHEME):
            found = link.opened(given.removeprefix(SCHEME).strip(), timezone.now())
            if found is None:
                raise BoardLinkOver
            return found.jurisdiction
        if not request.user.is_authenticated:
            raise NotAuthenticated
        mine = access.jurisdictions_of(request.user, *ON_DUTY).defer("area").order_by("slug")
        if not mine.exists():
            raise PermissionDenied("Ask an administrator to enter you as a dispatcher of your jurisdiction.")
        wished = request.query_params.get("at", "")
        chosen = (mine.filter(slug=wished) if wished else mine).first()
        if chosen is None:
            raise Http404("There is no such jurisdiction among yours.")
        return chosen
