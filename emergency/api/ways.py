"""The way to the person of an incident, for those on duty."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from emergency import looks, shapes, ways

from .components import ref
from .incidents import OnDutyView


class Ways(OnDutyView):
    """How a crew comes there on foot, ranked by time. It tells where the person is, so reading it is logged."""

    @extend_schema(operation_id="incidents_ways", responses={200: ref(shapes.Ways)})
    def get(self, request: Request, pk: UUID) -> Response:
        incident = self.incident(pk)
        looks.log(self.user, [incident.pk], path="console", method="screen", centre=self.outside(incident))
        return Response(ways.of(incident, timezone.now()), headers={"Cache-Control": "no-store"})
