"""What the page of a crew asks, with its link and no account; and the links, for those on duty."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses.api.answers import Guessing
from addresses.problems import CONTENT_TYPE, problem
from emergency import actions, assigning, looks, shapes
from emergency.crew import answer, position
from emergency.crew import link as links
from emergency.errors import Refused
from emergency.models import CrewLink, Incident

from .components import ref
from .handoff import NOT_KEPT
from .incidents import OnDutyView

SCHEME: Final = "Crew "
# A step that was noted without a line comes later: how long ago it was is said by the phone that was there.
LONGEST_AGO_S: Final = 12 * 3600
_TOKEN: Final = [
    OpenApiParameter("Authorization", OpenApiTypes.STR, "header", required=True, description="Crew {token}")
]
_ANSWERS: Final = {
    200: ref(shapes.Crew),
    (400, CONTENT_TYPE): ref(shapes.Problem),
    (404, CONTENT_TYPE): ref(shapes.Problem),
    (410, CONTENT_TYPE): ref(shapes.Problem),
    (429, CONTENT_TYPE): ref(shapes.Problem),
}


class StepNoted(serializers.Serializer[Any]):
    step = serializers.ChoiceField(choices=list(assigning.STEPS))
    ago_s = serializers.FloatField(
        min_value=0,
        max_value=LONGEST_AGO_S,
        default=0,
        help_text="since it was noted, while there was no line",
    )


class PositionShared(serializers.Serializer[Any]):
    longitude = serializers.FloatField(min_value=-180, max_value=180)
    latitude = serializers.FloatField(min_value=-90, max_value=90)
    uncertainty_m = serializers.FloatField(min_value=0, max_value=position.MOST_UNCERTAINTY_M)
    age_s = serializers.FloatField(
        min_value=0, max_value=LONGEST_AGO_S, default=0, help_text="since it was measured"
    )


class CrewView(APIView):
    """Opened by the token of a link. Each opening is logged, once within ten minutes."""

    authentication_classes = ()
    permission_classes = ()

    def get_throttles(self) -> list[Any]:
        """Slow down whoever guesses; a crew with a link asks every few seconds."""
        self.guessing = Guessing()
        return [self.guessing]

    def opened(self, request: Request) -> tuple[CrewLink, Incident]:
        """Return the link and the incident that it leads to now. Raises UnknownCrewLink, CrewLinkOver."""
        given = request.headers.get("Authorization", "")
        try:
            return links.opened(given.removeprefix(SCHEME).strip(), timezone.now())
        except links.UnknownCrewLink:
            self.guessing.missed()
            raise

    def shown(self, link: CrewLink, incident: Incident) -> Response:
        """Answer with all that the page shows. Without the log of the look nothing is told."""
        now = timezone.now()
        looks.log_crew(link, incident.pk, now)
        return Response(answer.of(link, incident, now), headers=NOT_KEPT)

    def handle_exception(self, exc: Exception) -> Response:
        if not isinstance(exc, Refused):
            return super().handle_exception(exc)
        body = problem(exc.kind, exc.status, exc.title, str(exc))
        return Response(body, status=exc.status, content_type=CONTENT_TYPE, headers=NOT_KEPT)


class Crew(CrewView):
    """Where the person is, how to get there, and how far this crew is."""

    @extend_schema(operation_id="crew", tags=["crew"], auth=[], parameters=_TOKEN, responses=_ANSWERS)
    def get(self, request: Request) -> Response:
        return self.shown(*self.opened(request))


class CrewStep(CrewView):
    """A crew notes that it is on its way, there, or free again. The last ends its link: it is answered with 410."""

    @extend_schema(
        operation_id="crewStep",
        tags=["crew"],
        auth=[],
        parameters=_TOKEN,
        request=StepNoted,
        responses=_ANSWERS,
    )
    def post(self, request: Request) -> Response:
        link, incident = self.opened(request)
        said = StepNoted(data=request.data)
        said.is_valid(raise_exception=True)
        noted = timezone.now() - timedelta(seconds=said.validated_data["ago_s"])
        by = assigning.ByCrew(link.assignment.unit.name, max(noted, link.assignment.assigned_at))
        assigning.step(incident.pk, link.assignment_id, said.validated_data["step"], by)
        if said.validated_data["step"] == "clear":
            position.stop(link)
        return self.shown(*self.opened(request))


class CrewPosition(CrewView):
    """Where the crew is: shared while it wants to, the newest alone."""

    @extend_schema(
        operation_id="crewPosition",
        tags=["crew"],
        auth=[],
        parameters=_TOKEN,
        request=PositionShared,
        responses=_ANSWERS,
    )
    def put(self, request: Request) -> Response:
        link, incident = self.opened(request)
        said = PositionShared(data=request.data)
        said.is_valid(raise_exception=True)
        here, now = dict(said.validated_data), timezone.now()
        at = now - timedelta(seconds=here.pop("age_s"))
        position.share(link, position.Here(fixed_at=at, **here), now)
        return self.shown(link, incident)

    @extend_schema(
        operation_id="crewPositionStop", tags=["crew"], auth=[], parameters=_TOKEN, responses=_ANSWERS
    )
    def delete(self, request: Request) -> Response:
        link, incident = self.opened(request)
        position.stop(link)
        return self.shown(link, incident)


class LinkBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="made by the console: sending it again brings the same link")
    assignment = serializers.UUIDField()
    sends = serializers.BooleanField(default=False, help_text="as a text message to the unit's telephone")


class CrewLinksView(OnDutyView):
    def handle_exception(self, exc: Exception) -> Response:
        if not isinstance(exc, Refused):
            return super().handle_exception(exc)
        body = problem(exc.kind, exc.status, exc.title, str(exc))
        return Response(body, status=exc.status, content_type=CONTENT_TYPE, headers=NOT_KEPT)


class CrewLinks(CrewLinksView):
    """The links for the crews of an incident, and where each crew is."""

    @extend_schema(operation_id="readCrewLinks", responses={200: ref(shapes.CrewLinks)})
    def get(self, request: Request, pk: UUID) -> Response:
        incident, now = self.incident(pk), timezone.now()
        found = [answer.row(link, incident, now) for link in links.listed(incident)]
        return Response({"links": found}, headers=NOT_KEPT)

    @extend_schema(
        operation_id="makeCrewLink",
        request=LinkBody,
        responses={201: ref(shapes.CrewLinkMade), 200: ref(shapes.CrewLinkMade)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        incident = self.acted_on(pk)
        said = LinkBody(data=request.data)
        said.is_valid(raise_exception=True)
        by = actions.By.now(self.user)
        link, is_new = links.make(incident.pk, links.Wanted(**said.validated_data), by)
        return Response(answer.made(link, incident, by.at), status=201 if is_new else 200, headers=NOT_KEPT)


class CrewLinkDetail(CrewLinksView):
    """One link."""

    @extend_schema(operation_id="revokeCrewLink", responses={200: ref(shapes.CrewLink)})
    def delete(self, request: Request, pk: UUID, link: UUID) -> Response:
        incident, by = self.acted_on(pk), actions.By.now(self.user)
        ended = links.revoke(incident.pk, link, by)
        return Response(answer.row(ended, incident, by.at), headers=NOT_KEPT)
