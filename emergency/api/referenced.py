"""What stands behind a link for another agency: the newest position, in the form that it asks for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses.api.answers import Guessing
from addresses.problems import CONTENT_TYPE, problem
from emergency import gather, looks, references, shapes
from emergency.errors import Refused
from emergency.handoff import cap, geojson, pidf_lo
from emergency.handoff.document import made
from emergency.handoff.facts import Facts, NoPosition
from emergency.models import Event, Incident, Reference

from .components import ref
from .handoff import NOT_KEPT, AnyAccept, Nowhere

JSON: Final = "application/json"
_DOCUMENTS: Final[dict[str, tuple[Callable[[Facts], bytes], Callable[[bytes], Any]]]] = {
    pidf_lo.MEDIA_TYPE: (pidf_lo.write, pidf_lo.read),
    geojson.MEDIA_TYPE: (geojson.write_position, geojson.read),
    cap.MEDIA_TYPE: (cap.write, cap.read),
}
# The first is what is answered to who accepts anything.
OFFERED: Final = [*_DOCUMENTS, JSON]


class Referenced(APIView):
    """The newest position of an incident, for whoever has the link. Every reading is logged."""

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = AnyAccept

    def get_throttles(self) -> list[Any]:
        """Slow down whoever guesses; a system with a link may read it all the time."""
        self.guessing = Guessing()
        return [self.guessing]

    @extend_schema(
        operation_id="readReferenced",
        tags=["references"],
        auth=[],
        responses={
            (200, pidf_lo.MEDIA_TYPE): OpenApiTypes.STR,
            (200, geojson.MEDIA_TYPE): OpenApiTypes.STR,
            (200, cap.MEDIA_TYPE): OpenApiTypes.STR,
            (200, JSON): ref(shapes.ReferencedPosition),
            (404, CONTENT_TYPE): ref(shapes.Problem),
            (406, CONTENT_TYPE): ref(shapes.Problem),
            (410, CONTENT_TYPE): ref(shapes.Problem),
            (429, CONTENT_TYPE): ref(shapes.Problem),
        },
    )
    def get(self, request: Request, token: str) -> HttpResponse:
        now = timezone.now()
        reference = self._opened(token, now)
        wanted = request.get_preferred_type(OFFERED)
        if wanted is None:
            raise NotAcceptable(f"Accept one of {', '.join(OFFERED)}.")
        try:
            answer = _answer(reference, now, wanted)
        except NoPosition as nowhere:
            raise Nowhere(str(nowhere)) from None
        # Without the log of the look nothing is told.
        looks.log_reference(reference, now)
        return answer

    def _opened(self, token: str, now: datetime) -> Reference:
        try:
            return references.opened(token, now)
        except references.UnknownReference:
            self.guessing.missed()
            raise

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, Refused):
            body = problem(exc.kind, exc.status, exc.title, str(exc))
            response = Response(body, status=exc.status, content_type=CONTENT_TYPE)
        else:
            response = super().handle_exception(exc)
        for name, value in _HEADERS.items():
            response[name] = value
        return response


_HEADERS: Final = {**NOT_KEPT, "Vary": "Accept"}


def _answer(reference: Reference, now: datetime, wanted: str) -> HttpResponse:
    incident = reference.incident
    facts = gather.position(incident, _said_at(incident, now) if wanted == cap.MEDIA_TYPE else now)
    if wanted == JSON:
        return Response(_told(reference, facts), headers=_HEADERS)
    write, read = _DOCUMENTS[wanted]
    return HttpResponse(made(write, read, facts), content_type=wanted, headers=_HEADERS)


def _said_at(incident: Incident, now: datetime) -> datetime:
    """Return since when an alert about an incident says what it says: it is named by this time.

    Who asks every few seconds gets the same alert until something happens, and at least one an hour,
    because alerts expire.
    """
    at = Event.objects.filter(incident=incident).order_by("-pk").values_list("at", flat=True).first()
    hour = now.replace(minute=0, second=0, microsecond=0)
    return max(at, hour) if at else hour


def _told(reference: Reference, facts: Facts) -> dict[str, Any]:
    fix = facts.located()
    return {
        "incident": str(facts.id),
        "exercise": facts.is_exercise,
        "kind": facts.kind,
        "state": facts.state,
        "place_ko": facts.place_ko,
        "place_en": facts.place_en,
        "longitude": fix.longitude,
        "latitude": fix.latitude,
        "uncertainty_m": fix.uncertainty_m,
        "confidence_pct": pidf_lo.CONFIDENCE_PCT,
        "source": fix.method,
        "fixed_at": fix.fixed_at.isoformat(),
        "age_s": max(0.0, (facts.as_of - fix.fixed_at).total_seconds()),
        "ends_at": reference.ends_at.isoformat(),
    }
