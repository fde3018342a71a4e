"""What the person of a report may ask for: whoever knows the report's secret, and nobody else."""

import hmac
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses.problems import CONTENT_TYPE, problem
from emergency import consent, languages, looks, pages, parse, seen, shapes, shares, withdrawal
from emergency.errors import Refused, SecretWrong, UnknownReport, Unreadable
from emergency.models import Report

from .components import ref

TAGS: Final = ["reports"]
# A requirement of the document, which the library passes on as it is, whatever its annotation says.
AUTH: Any = [{"Report": []}]
NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class PersonView(APIView):
    """Asks for the report's secret before anything else; a session plays no part in it."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.report = _owned(kwargs["pk"], parse.secret(request.headers.get("Authorization", "")))

    def handle_exception(self, exc: Exception) -> Response:
        if not isinstance(exc, Refused):
            return super().handle_exception(exc)
        body = problem(
            exc.kind, exc.status, exc.title, str(exc), **({"field": exc.field} if exc.field else {})
        )
        return self.answer(body, exc.status, content_type=CONTENT_TYPE)

    def answer(self, body: Any, status: int = 200, **more: Any) -> Response:
        return Response(body, status=status, headers=NOT_KEPT, **more)


def _owned(report_id: UUID, secret_sha256: bytes) -> Report:
    """Return the report when the secret is its own. Raises UnknownReport, SecretWrong."""
    found = Report.objects.select_related("incident", "jurisdiction").defer("jurisdiction__area")
    report = found.filter(pk=report_id).first()
    if report is None:
        raise UnknownReport("The centre does not have this report yet: send it, then ask again.")
    if not hmac.compare_digest(bytes(report.secret_sha256), secret_sha256):
        raise SecretWrong("Send the secret that the phone made for this report.")
    return report


class Shares(PersonView):
    """The links with which others see where this person is."""

    @extend_schema(
        operation_id="readShares",
        parameters=[OpenApiParameter("lang", description="of the consent's wording")],
        responses={200: ref(shapes.Shares)},
        tags=TAGS,
        auth=AUTH,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        asked = request.query_params.get("lang", self.report.language).lower()
        language = next((one for one in languages.known() if asked.startswith(one)), "en")
        text = pages.agreement(self.report.jurisdiction, language, purpose=consent.FAMILY)
        body = {
            "shares": shares.listed(self.report, timezone.now()),
            "consent": {**text.agreed, "sentence": text.sentence, "notice": list(text.notice)},
        }
        return self.answer(body)

    @extend_schema(
        operation_id="share",
        request=ref(shapes.NewShare),
        responses={201: ref(shapes.Share), 200: ref(shapes.Share)},
        tags=TAGS,
        auth=AUTH,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        if not isinstance(request.data, dict):
            raise Unreadable("Send a JSON object: {...}.")
        share, is_new = shares.make(pk, shares.wanted(request.data), timezone.now())
        return self.answer(shares.told(self.report, share), 201 if is_new else 200)


class ShareDetail(PersonView):
    """One link."""

    @extend_schema(operation_id="stopShare", responses={200: ref(shapes.Share)}, tags=TAGS, auth=AUTH)
    def delete(self, request: Request, pk: UUID, share: UUID) -> Response:
        return self.answer(shares.told(self.report, shares.stop(pk, share, timezone.now())))


class Looks(PersonView):
    """Who looked at this person's position, when and how (Location Information Act art. 24(3))."""

    @extend_schema(operation_id="readLooks", responses={200: ref(shapes.Looks)}, tags=TAGS, auth=AUTH)
    def get(self, request: Request, pk: UUID) -> Response:
        return self.answer(looks.of(self.report))


class Seen(PersonView):
    """What the centre said and the phone has shown; what its person says to have read."""

    @extend_schema(
        operation_id="seen",
        request=ref(shapes.Seen),
        responses={200: ref(shapes.SeenTaken)},
        tags=TAGS,
        auth=AUTH,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        shown, read = (seen.ids(request.data, name) for name in ("shown", "read"))
        return self.answer({"report": str(pk), "noted": seen.on_phone(pk, shown, read, timezone.now())})


class Withdraw(PersonView):
    """Take the consent back: positions, words, telephone number, links and looks are destroyed at once."""

    @extend_schema(
        operation_id="withdraw", request=None, responses={200: ref(shapes.Withdrawn)}, tags=TAGS, auth=AUTH
    )
    def post(self, request: Request, pk: UUID) -> Response:
        at = withdrawal.take(pk, timezone.now())
        return self.answer({"report": str(pk), "withdrawn_at": at.isoformat()})
