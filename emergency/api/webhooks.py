"""Webhooks over the API: how each does, and sending again from an event number on."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses.problems import CONTENT_TYPE, problem
from emergency import shapes
from emergency.webhooks import endpoints, health, plan

from .components import ref


class SeesToWebhooks(BasePermission):
    """Only administrators of some jurisdiction; which webhooks they see is asked apart."""

    message = "Ask an administrator of the jurisdiction."

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        if not user.is_authenticated:
            return False
        return bool(user.has_perm("emergency.change_webhook") or endpoints.held(user).exists())


class ReplayBody(serializers.Serializer[Any]):
    first = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text="the number of the first event to send again"
    )


class WebhookList(APIView):
    """The webhooks of one's own jurisdictions and how each does."""

    permission_classes = [SeesToWebhooks]

    @extend_schema(operation_id="webhooks", responses={200: ref(shapes.Webhooks)})
    def get(self, request: Request) -> Response:
        now = timezone.now()
        found = _seen_by(request).select_related("jurisdiction").order_by("pk")
        return Response({"webhooks": [health.told(endpoint, now) for endpoint in found]})


class Replay(APIView):
    """Send again what a webhook asked for, from an event number on; ids stay the same."""

    permission_classes = [SeesToWebhooks]

    @extend_schema(
        operation_id="replayWebhook", request=ReplayBody, responses={202: ref(shapes.WebhookReplay)}
    )
    def post(self, request: Request, pk: int) -> Response:
        said = ReplayBody(data=request.data)
        said.is_valid(raise_exception=True)
        endpoint = _seen_by(request).select_related("jurisdiction").filter(pk=pk).first()
        if endpoint is None:
            raise Http404("There is no such webhook in your jurisdictions.")
        try:
            told = plan.replay(endpoint, said.validated_data["first"], timezone.now())
        except plan.SwitchedOff as refused:
            body = problem(refused.kind, refused.status, refused.title, str(refused))
            return Response(body, status=refused.status, content_type=CONTENT_TYPE)
        return Response({"planned": told.planned, "through": told.through, "next": told.next}, status=202)


def _seen_by(request: Request) -> Any:
    return endpoints.seen_by(request.user, health.webhooks(), "emergency.change_webhook")
