"""The dispatcher's API. Views ask permission, call one function of ``emergency.actions``, and answer."""

from abc import ABC, abstractmethod
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from addresses import access
from addresses.problems import CONTENT_TYPE, problem
from emergency import (
    actions,
    detail,
    frames,
    log_reader,
    looks,
    merging,
    queue,
    related,
    seen,
    shapes,
    sight,
    state,
)
from emergency.errors import Refused
from emergency.models import Incident
from emergency.readers import ON_DUTY

from . import serializers
from .components import ref
from .permissions import IsOnDuty

ACTED = {200: ref(shapes.IncidentDetail), (409, CONTENT_TYPE): ref(shapes.StaleVersion)}


class OnDutyView(APIView):
    permission_classes = [IsOnDuty]

    @property
    def user(self) -> AbstractBaseUser:
        return cast(AbstractBaseUser, self.request.user)

    def jurisdiction_ids(self) -> list[int]:
        return list(access.jurisdictions_of(self.request.user, *ON_DUTY).values_list("id", flat=True))

    def incident(self, pk: UUID) -> Incident:
        """Return the incident when it is this dispatcher's to see; a foreign one does not exist."""
        found = Incident.objects.filter(sight.visible(self.jurisdiction_ids()), pk=pk).first()
        if found is None:
            raise Http404("There is no such incident in your jurisdictions.")
        return found

    def acted_on(self, pk: UUID) -> Incident:
        """Return the incident when this dispatcher may act on it; who may only look is told so."""
        found = self.incident(pk)
        if not sight.seers([found])[found.pk].act(self.jurisdiction_ids()):
            raise PermissionDenied("Another centre works on this incident: you can only look.")
        return found

    def shown(self, incident: Incident, *, status: int = 200) -> Response:
        """Answer with the whole incident, and log the look."""
        looks.log(self.user, [incident.id], path="console", method="screen", centre=self.outside(incident))
        return Response(detail.of(incident), status=status, headers={"Cache-Control": "no-store"})

    def outside(self, incident: Incident) -> int | None:
        """Return the centre that looks when it is not the incident's own: its person is told which one."""
        ids = self.jurisdiction_ids()
        return None if incident.jurisdiction_id in ids else min(ids)


class IncidentList(OnDutyView):
    """The queue: rows without measured positions, and the cursor to follow the events from."""

    @extend_schema(
        operation_id="incidents_list",
        parameters=[OpenApiParameter("state", enum=["open", "closed"], default="open")],
        responses={200: ref(shapes.IncidentList)},
    )
    def get(self, request: Request) -> Response:
        ids = self.jurisdiction_ids()
        looks.log(self.user, [None], path="console queue", method="screen")
        # The cursor first: what is written between the two reads is told again, never missed.
        heads = dict.fromkeys(ids, 0) | log_reader.heads(ids)
        rows = queue.rows(queue.listed(ids, closed=request.query_params.get("state") == "closed"))
        body = {
            "cursor": frames.cursor(heads),
            "server_time": timezone.now().isoformat(),
            "demonstration": settings.DEMONSTRATION,
            "incidents": list(rows.values()),
        }
        return Response(body, headers={"Cache-Control": "no-store"})


class IncidentDetail(OnDutyView):
    """One incident with its measured positions. Reading it is logged."""

    @extend_schema(responses={200: ref(shapes.IncidentDetail)})
    def get(self, request: Request, pk: UUID) -> Response:
        return self.shown(self.incident(pk))


class ActionView(OnDutyView, ABC):
    """What one action needs; a stale version gets 409 with the present incident."""

    body: type[Serializer[Any]] = serializers.Nothing

    @abstractmethod
    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        """Do it and return the incident as it is then. Raises Stale, Illegal, Refused."""

    def post(self, request: Request, pk: UUID) -> Response:
        self.acted_on(pk)
        said = self.body(data=request.data)
        said.is_valid(raise_exception=True)
        try:
            return self.shown(self.act(pk, actions.By.now(self.user), said.validated_data))
        except actions.Stale as stale:
            return self.conflict(stale)
        except Refused as refused:
            body = problem(refused.kind, refused.status, refused.title, str(refused))
            return Response(body, status=refused.status, content_type=CONTENT_TYPE)
        except state.Illegal as illegal:
            body = problem("not-now", 422, "Not in this state", str(illegal))
            return Response(body, status=422, content_type=CONTENT_TYPE)

    def conflict(self, stale: actions.Stale) -> Response:
        """Tell the second one to act what the first one did."""
        shown = self.shown(stale.incident)
        body = problem("stale-version", 409, "Somebody else was faster", str(stale), current=shown.data)
        return Response(body, status=409, content_type=CONTENT_TYPE)


@extend_schema(request=serializers.Nothing, responses={200: ref(shapes.IncidentDetail)})
class Open(ActionView):
    """The first look of a dispatcher: the person sees that somebody has opened the report."""

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return actions.open_(pk, by)


@extend_schema(request=serializers.VersionSeen, responses=ACTED)
class Acknowledge(ActionView):
    """Take the incident on."""

    body = serializers.VersionSeen

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return actions.acknowledge(pk, said["version"], by)


@extend_schema(request=serializers.DispatchBody, responses=ACTED)
class Dispatch(ActionView):
    """Help is on its way."""

    body = serializers.DispatchBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return actions.dispatch(pk, said["version"], by, said.get("note", ""))


@extend_schema(request=serializers.SayBody, responses={200: ref(shapes.IncidentDetail)})
class Say(ActionView):
    """Say something to the person."""

    body = serializers.SayBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return actions.say(pk, said["id"], said["text"], by)


@extend_schema(request=serializers.AskPositionBody, responses={200: ref(shapes.IncidentDetail)})
class AskPosition(ActionView):
    """Ask the phones of an incident for a fresh position."""

    body = serializers.AskPositionBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return actions.ask_position(pk, said["id"], by)


@extend_schema(request=serializers.SeenBody, responses={200: ref(shapes.IncidentDetail)})
class Seen(ActionView):
    """Note that a dispatcher has a person's words on the screen: the person is told so."""

    body = serializers.SeenBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return seen.on_desk(pk, said["messages"], by)


@extend_schema(request=serializers.MergeBody, responses=ACTED)
class Merge(ActionView):
    """Put another incident's reports into this one: several people called about one thing."""

    body = serializers.MergeBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        self.acted_on(said["other"])
        return merging.merge(pk, said["version"], said["other"], said["other_version"], by)


@extend_schema(request=serializers.SplitBody, responses=ACTED)
class Split(ActionView):
    """Undo a merging: the other incident stands on its own again."""

    body = serializers.SplitBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        self.acted_on(said["other"])
        return merging.split(pk, said["version"], said["other"], by)


@extend_schema(request=serializers.TakeOutBody, responses=ACTED)
class TakeOut(ActionView):
    """Give one report of several an incident of its own; it rings like a new one."""

    body = serializers.TakeOutBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return merging.take_out(pk, said["version"], said["report"], by)


class Related(OnDutyView):
    """What may be the same thing, the same person before, or close by: distances only, no positions."""

    @extend_schema(operation_id="incidents_related", responses={200: ref(shapes.RelatedIncidents)})
    def get(self, request: Request, pk: UUID) -> Response:
        found = related.of(self.incident(pk), timezone.now(), sight.visible(self.jurisdiction_ids()))
        return Response({"related": found}, headers={"Cache-Control": "no-store"})


@extend_schema(request=serializers.CloseBody, responses=ACTED)
class Close(ActionView):
    """End the incident with its reason."""

    body = serializers.CloseBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return actions.close(pk, said["version"], by, said["disposition"], said.get("note", ""))


@extend_schema(request=serializers.VersionSeen, responses=ACTED)
class Reopen(ActionView):
    """Take a closed incident up again."""

    body = serializers.VersionSeen

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return actions.reopen(pk, said["version"], by)
