"""Hand an incident off: as a document in another system's format, or as a link that it reads for itself."""

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from addresses.problems import CONTENT_TYPE, problem
from emergency import actions, gather, looks, references, shapes
from emergency.errors import Refused
from emergency.handoff import aml, eido
from emergency.handoff.document import BY_ENDING, FORMATS, made
from emergency.handoff.facts import Facts, NoPosition, NotMarked
from emergency.models import Incident

from .components import ref
from .incidents import OnDutyView

NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
# The same for every format: Accept plays no part, the address names the format.
_DOCUMENT = OpenApiResponse(OpenApiTypes.STR, "the incident in this format, as a file")
_DOCUMENTS = {(200, media_type): _DOCUMENT for media_type in {one.media_type for one in FORMATS.values()}}


class Erased(Refused):
    kind, status, title = "erased", 410, "The positions were erased"


class Nowhere(Refused):
    kind, status, title = "no-position", 404, "No position is known"


class Unmarkable(Refused):
    kind, status, title = "exercise", 409, "This format cannot say that it is an exercise"


class AnyAccept(DefaultContentNegotiation):
    """Lets every Accept header through: what is answered is not chosen from the renderers."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class HandOffView(OnDutyView):
    """Only for incidents of jurisdictions that share with other systems."""

    content_negotiation_class = AnyAccept

    def shared(self, pk: UUID) -> Incident:
        """Return the incident. Raises Http404, NotShared, Erased."""
        incident = self.incident(pk)
        references.allow(incident)
        if incident.erased_at is not None:
            raise Erased("Its time was over. What stays is in the incident's timeline.")
        return incident

    def handle_exception(self, exc: Exception) -> Response:
        if not isinstance(exc, Refused):
            return super().handle_exception(exc)
        body = problem(exc.kind, exc.status, exc.title, str(exc))
        return Response(body, status=exc.status, content_type=CONTENT_TYPE, headers=NOT_KEPT)


class HandOff(HandOffView):
    """One incident in the format of another system. Reading it is logged."""

    @extend_schema(
        operation_id="handOff",
        parameters=[
            OpenApiParameter("name", enum=list(FORMATS), location=OpenApiParameter.PATH),
            OpenApiParameter(
                "reference",
                OpenApiTypes.UUID,
                description="eido: a link of this incident that is to stand in the document",
            ),
        ],
        responses=_DOCUMENTS,
    )
    def get(self, request: Request, pk: UUID, name: str) -> HttpResponse:
        if name not in FORMATS:
            raise Http404(f"No format is called {name}. There are {', '.join(FORMATS)}.")
        return self._handed_off(request, self.shared(pk), name)

    def _handed_off(self, request: Request, incident: Incident, name: str) -> HttpResponse:
        form = FORMATS[name]
        facts = gather.facts(incident, timezone.now())
        document = _document(name, facts, self._reference_url(request, incident))
        looks.log(
            self.user,
            [incident.id],
            path="hand-off",
            method=f"file {name}",
            centre=self.outside(incident),
        )
        mark = "exercise-" if incident.is_exercise else ""
        headers = {
            **NOT_KEPT,
            "Content-Disposition": f'attachment; filename="{mark}{incident.id}.{form.ending}"',
        }
        return HttpResponse(document, content_type=form.media_type, headers=headers)

    def _reference_url(self, request: Request, incident: Incident) -> str:
        asked = request.query_params.get("reference")
        if not asked:
            return ""
        try:
            reference = UUID(asked)
        except ValueError:
            raise references.UnknownReference("The id of a link is a UUID.") from None
        return references.address(references.running(incident, reference, timezone.now()))


class HandOffFile(HandOff):
    """The same by the name of a file."""

    @extend_schema(
        operation_id="handOffFile",
        parameters=[OpenApiParameter("ending", enum=list(BY_ENDING), location=OpenApiParameter.PATH)],
        responses=_DOCUMENTS,
    )
    def get(self, request: Request, pk: UUID, ending: str) -> HttpResponse:
        if ending not in BY_ENDING:
            raise Http404(f"No file ends with {ending}. There are {', '.join(BY_ENDING)}.")
        return self._handed_off(request, self.shared(pk), BY_ENDING[ending])


def _document(name: str, facts: Facts, reference_url: str) -> bytes:
    """Return a document that was read back. Raises Nowhere, Unmarkable; Untrue where the fault is ours."""
    write, read = FORMATS[name].write, FORMATS[name].read
    if name == "eido":
        write = partial(eido.write, reference_url=reference_url)
    elif name == "aml":
        key = settings.AML_KEY.encode()
        write, read = partial(aml.write, key=key), partial(aml.read, key=key)
    try:
        return made(write, read, facts)
    except NoPosition as nowhere:
        raise Nowhere(str(nowhere)) from None
    except NotMarked as unmarked:
        raise Unmarkable(str(unmarked)) from None


class ReferenceBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="made by the console: sending it again brings the same link")
    recipient = serializers.CharField(
        max_length=references.MOST_RECIPIENT, help_text="the agency that gets it: its person may ask who did"
    )
    minutes = serializers.IntegerField(
        required=False,
        default=60,
        min_value=references.LEAST_MINUTES,
        max_value=references.MOST_MINUTES,
    )


class References(HandOffView):
    """The links with which other systems read the newest position of an incident."""

    @extend_schema(operation_id="readReferences", responses={200: ref(shapes.References)})
    def get(self, request: Request, pk: UUID) -> Response:
        found = references.listed(self.incident(pk), timezone.now())
        return Response({"references": found}, headers=NOT_KEPT)

    @extend_schema(
        operation_id="makeReference",
        request=ReferenceBody,
        responses={201: ref(shapes.ReferenceLink), 200: ref(shapes.ReferenceLink)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        self.acted_on(pk)
        incident = self.shared(pk)
        said = ReferenceBody(data=request.data)
        said.is_valid(raise_exception=True)
        by = actions.By.now(self.user)
        link, is_new = references.make(incident.id, references.Wanted(**said.validated_data), by)
        return Response(references.told(link, by.at), status=201 if is_new else 200, headers=NOT_KEPT)


class ReferenceDetail(HandOffView):
    """One link."""

    @extend_schema(operation_id="revokeReference", responses={200: ref(shapes.Reference)})
    def delete(self, request: Request, pk: UUID, reference: UUID) -> Response:
        by = actions.By.now(self.user)
        revoked = references.revoke(self.acted_on(pk).id, reference, by)
        seen = looks.by_reference([revoked])
        return Response(references.row(revoked, by.at, *seen.get(revoked.id, (0, None))), headers=NOT_KEPT)
