"""Ask a caller where they are: a link to be sent to their telephone."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from addresses import access
from addresses.models import Jurisdiction
from addresses.problems import CONTENT_TYPE, problem
from emergency import actions, locate, locate_texts, shapes, sight
from emergency.errors import Refused
from emergency.models import LocateRequest
from emergency.readers import ON_DUTY

from .components import ref
from .incidents import OnDutyView
from .serializers import Nothing

MOST_PHONE_CHARACTERS = 20


class LocateBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="made by the console: sending it again brings the same link")
    incident = serializers.UUIDField(
        required=False, allow_null=True, help_text="without one a new incident is opened"
    )
    jurisdiction = serializers.SlugField(
        required=False, allow_null=True, help_text="of the new incident; without it the first of one's own"
    )
    phone = serializers.RegexField(
        r"^\+?[0-9][0-9-]{1,18}$", required=False, allow_blank=True, max_length=MOST_PHONE_CHARACTERS
    )
    language = serializers.CharField(required=False, max_length=16, default="ko")
    send = serializers.BooleanField(
        required=False,
        default=False,
        help_text="send the text message to the number, which must be a mobile one",
    )
    minutes = serializers.IntegerField(
        required=False, default=60, min_value=locate.LEAST_MINUTES, max_value=locate.MOST_MINUTES
    )


class LocateRequests(OnDutyView):
    """Make a link that asks a caller for their position. The answer holds the text to send."""

    @extend_schema(
        operation_id="askWhere",
        request=LocateBody,
        responses={201: ref(shapes.LocateLink), 200: ref(shapes.LocateLink)},
    )
    def post(self, request: Request) -> Response:
        said = LocateBody(data=request.data)
        said.is_valid(raise_exception=True)
        try:
            made, is_new = locate.make(self._wanted(said.validated_data), actions.By.now(self.user))
        except Refused as refused:
            return _refusal(refused)
        body = locate.told(made, made.incident.jurisdiction)
        return Response(body, status=201 if is_new else 200, headers={"Cache-Control": "no-store"})

    def _wanted(self, said: dict[str, Any]) -> locate.Wanted:
        """Return what is asked for, of an incident or a jurisdiction that is this dispatcher's."""
        incident = self.acted_on(said["incident"]) if said.get("incident") else None
        return locate.Wanted(
            id=said["id"],
            jurisdiction=incident.jurisdiction if incident else self._jurisdiction(said.get("jurisdiction")),
            incident=incident.pk if incident else None,
            phone=said.get("phone", ""),
            language=said["language"],
            minutes=said["minutes"],
            sends=said["send"],
        )

    def _jurisdiction(self, slug: str | None) -> Jurisdiction:
        mine = access.jurisdictions_of(self.request.user, *ON_DUTY).defer("area").order_by("pk")
        found = (mine.filter(slug=slug) if slug else mine).first()
        if found is None:
            raise Http404("You are not on duty in that jurisdiction.")
        return found


class OneRequestView(OnDutyView):
    def asked(self, pk: UUID) -> LocateRequest:
        """Return the request when it is this centre's; a foreign one does not exist."""
        asked = LocateRequest.objects.select_related("incident", "report").filter(pk=pk).first()
        if asked is None or not sight.seers([asked.incident])[asked.incident_id].act(self.jurisdiction_ids()):
            raise Http404("There is no such request in your jurisdictions.")
        return asked


class LocateRequestDetail(OneRequestView):
    """How far a request came, as its incident shows it: without the link."""

    @extend_schema(operation_id="readLocateRequest", responses={200: ref(shapes.LocateRequest)})
    def get(self, request: Request, pk: UUID) -> Response:
        return _row(self.asked(pk))


class SendAgain(OneRequestView):
    """Send the text message once more; only what was sent, has failed or was never asked for."""

    @extend_schema(operation_id="sendLocateText", request=Nothing, responses={200: ref(shapes.LocateRequest)})
    def post(self, request: Request, pk: UUID) -> Response:
        try:
            return _row(locate_texts.again(self.asked(pk), timezone.now()))
        except Refused as refused:
            return _refusal(refused)


def _row(asked: LocateRequest) -> Response:
    return Response(locate.row(asked, timezone.now()), headers={"Cache-Control": "no-store"})


def _refusal(refused: Refused) -> Response:
    body = problem(refused.kind, refused.status, refused.title, str(refused))
    return Response(body, status=refused.status, content_type=CONTENT_TYPE)
