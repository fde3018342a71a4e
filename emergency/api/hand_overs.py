"""Offer an incident to another centre, and answer such an offer."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from addresses.problems import CONTENT_TYPE, problem
from emergency import actions, handing_over, shapes, sight
from emergency.errors import Refused
from emergency.models import HandOver, Incident

from .components import ref
from .incidents import ACTED, ActionView, OnDutyView
from .serializers import Nothing, VersionSeen


class OfferBody(VersionSeen):
    id = serializers.UUIDField(help_text="made by the console: sending it again changes nothing")
    centre = serializers.IntegerField(min_value=1, help_text="the centre that is asked to take it over")
    reason = serializers.CharField(max_length=handing_over.LONGEST_REASON)


class RefuseBody(serializers.Serializer[Any]):
    reason = serializers.CharField(
        max_length=handing_over.LONGEST_REASON, help_text="told to the centre that asked"
    )


@extend_schema(request=OfferBody, responses=ACTED)
class Offer(ActionView):
    """Ask another centre to take an incident over. Until it accepts, the incident stays where it is."""

    body = OfferBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        if not sight.seers([self.incident(pk)])[pk].owns(self.jurisdiction_ids()):
            raise PermissionDenied("It belongs to another centre, which alone can hand it over.")
        return handing_over.offer(pk, said["version"], said["id"], said["centre"], said["reason"], by)


class _OfferView(OnDutyView):
    """What is done with one offer, by whoever may; an offer of others does not exist."""

    def answered(self, request: Request, pk: UUID) -> Response:
        raise NotImplementedError

    def post(self, request: Request, pk: UUID) -> Response:
        try:
            return self.answered(request, pk)
        except Refused as refused:
            body = problem(refused.kind, refused.status, refused.title, str(refused))
            return Response(body, status=refused.status, content_type=CONTENT_TYPE)

    def mine(self, found: HandOver | None) -> HandOver:
        """Return what was found. Raises Http404."""
        if found is None:
            raise Http404("There is no such offer to or of your centres.")
        return found


@extend_schema(operation_id="hand_overs_accept", request=Nothing, responses={200: ref(shapes.IncidentDetail)})
class Accept(_OfferView):
    """Take the incident over: it is this centre's from now on, and its person is told so."""

    def answered(self, request: Request, pk: UUID) -> Response:
        self.mine(sight.offered(pk, self.jurisdiction_ids()))
        return self.shown(handing_over.accept(pk, actions.By.now(self.user)))


@extend_schema(
    operation_id="hand_overs_refuse", request=RefuseBody, responses={200: ref(shapes.HandOverAnswered)}
)
class Refuse(_OfferView):
    """Say no, and why; the incident stays where it is."""

    def answered(self, request: Request, pk: UUID) -> Response:
        self.mine(sight.offered(pk, self.jurisdiction_ids()))
        said = RefuseBody(data=request.data)
        said.is_valid(raise_exception=True)
        made = handing_over.refuse(pk, said.validated_data["reason"], actions.By.now(self.user))
        return Response({"id": str(made.pk), "incident": str(made.incident_id), "state": made.state})


@extend_schema(
    operation_id="hand_overs_withdraw", request=Nothing, responses={200: ref(shapes.IncidentDetail)}
)
class Withdraw(_OfferView):
    """Take an offer back that nobody has answered yet."""

    def answered(self, request: Request, pk: UUID) -> Response:
        self.mine(sight.made(pk, self.jurisdiction_ids()))
        return self.shown(handing_over.withdraw(pk, actions.By.now(self.user)))


class Centres(OnDutyView):
    """Every centre by its names: who else sees an incident, and to whom one may be offered."""

    @extend_schema(operation_id="centres_list", responses={200: ref(shapes.DispatchCentres)})
    def get(self, request: Request) -> Response:
        return Response({"centres": handing_over.centres()}, headers={"Cache-Control": "no-store"})
