"""The roster, and which unit goes where."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from emergency import actions, assigning, shapes
from emergency.models import Incident

from .components import ref
from .incidents import ACTED, ActionView, OnDutyView
from .serializers import VersionSeen


class AssignBody(VersionSeen):
    id = serializers.UUIDField(help_text="made by the console: sending it again changes nothing")
    unit = serializers.IntegerField(min_value=1)
    minutes = serializers.IntegerField(
        min_value=0, max_value=assigning.MOST_MINUTES, required=False, allow_null=True,
        help_text="until it is expected there; told to the person",
    )  # fmt: skip


class StepBody(serializers.Serializer[Any]):
    step = serializers.ChoiceField(choices=list(assigning.STEPS))
    minutes = serializers.IntegerField(
        min_value=0, max_value=assigning.MOST_MINUTES, required=False, allow_null=True
    )


class Units(OnDutyView):
    """The units of one's centres, and where each is."""

    @extend_schema(operation_id="units_list", responses={200: ref(shapes.Roster)})
    def get(self, request: Request) -> Response:
        found = assigning.roster(self.jurisdiction_ids())
        return Response({"units": found}, headers={"Cache-Control": "no-store"})


@extend_schema(request=AssignBody, responses=ACTED)
class Assign(ActionView):
    """Send a unit to an incident: help is on its way."""

    body = AssignBody

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        return assigning.assign(pk, said["version"], said["id"], said["unit"], by, said.get("minutes"))


@extend_schema(operation_id="incidents_unit_step", request=StepBody, responses=ACTED)
class Step(ActionView):
    """Note how far a unit is: on its way, there, free again. A later step counts those before it as taken."""

    body = StepBody

    def post(self, request: Request, pk: UUID, assignment: UUID | None = None) -> Response:
        self.assignment = assignment
        return super().post(request, pk)

    def act(self, pk: UUID, by: actions.By, said: dict[str, Any]) -> Incident:
        assert self.assignment is not None  # noqa: S101 - the route has one
        return assigning.step(pk, self.assignment, said["step"], by, said.get("minutes"))
