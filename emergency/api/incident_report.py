"""The report of one incident, as a file to keep."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from addresses.problems import CONTENT_TYPE, problem
from emergency import looks, shapes

from .components import ref
from .handoff import NOT_KEPT, AnyAccept
from .incidents import OnDutyView

PDF = "application/pdf"


class IncidentReport(OnDutyView):
    """What was reported, said and done, with a map, on paper. Making it is a look, and logged."""

    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="readIncidentReport",
        parameters=[OpenApiParameter("lang", enum=["ko", "en"], default="ko")],
        responses={
            (200, PDF): OpenApiResponse(OpenApiTypes.BINARY, "the report"),
            (503, CONTENT_TYPE): ref(shapes.Problem),
        },
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        # fpdf and fontTools are 17 MB that a web process which prints nothing goes without
        from emergency.after import report

        incident = self.acted_on(pk)
        language = "en" if request.query_params.get("lang") == "en" else "ko"
        try:
            made = report.pdf(incident, language, self.user.get_username(), timezone.now())
        except report.NoFonts as missing:
            body = problem("no-fonts", 503, "No letters for Korean", str(missing))
            return Response(body, status=503, content_type=CONTENT_TYPE)
        looks.log(self.user, [incident.pk], path="report", method="file pdf", centre=self.outside(incident))
        mark = "exercise-" if incident.is_exercise else ""
        headers = {**NOT_KEPT, "Content-Disposition": f'attachment; filename="{mark}{incident.pk}.pdf"'}
        return HttpResponse(made, content_type=PDF, headers=headers)
