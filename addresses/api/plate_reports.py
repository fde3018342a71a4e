"""What a phone sends about a plate: the report by its own id, then the photo. Sent again it is there once."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses import codes, plate_reports, tags
from addresses.errors import UnreadableReference
from addresses.models import PlateReport, Tag
from addresses.photos import UnfitPhoto
from addresses.sender import network_address

from .answers import Unhurried, refused

BODY: dict[str, Any] = {
    "type": "object",
    "required": ["tag", "kind"],
    "properties": {
        "tag": {"type": "string", "description": "the code on the plate"},
        "kind": {"type": "string", "enum": ["damaged", "missing", "wrong_text", "wrong_place", "other"]},
        "words": {"type": "string", "maxLength": plate_reports.MOST_WORDS},
        "language": {"type": "string"},
    },
}
PHOTO: dict[Any, Any] = {
    kind: {"type": "string", "format": "binary"} for kind in ("image/jpeg", "image/png", "image/webp")
}


class Photo(BaseParser):
    """The body as it is, and nothing beyond what is taken."""

    media_type = "image/*"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, bytes]:
        """Return the bytes of the photo."""
        return {"photo": stream.read(plate_reports.MOST_PHOTO_BYTES)}


class FromPhones(APIView):
    """Anybody may; who is signed in is of no account."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [Unhurried]


class Report(FromPhones):
    """One report about a plate."""

    parser_classes = [JSONParser]

    @extend_schema(
        operation_id="plate_report_put", request={"application/json": BODY}, responses=OpenApiTypes.OBJECT
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """Store the report: 201 first, 200 when it is sent again; 404 for a code that no plate bears."""
        if (refusal := _too_long(request, plate_reports.MOST_REPORT_BYTES)) is not None:
            return refusal
        sent = request.data if isinstance(request.data, dict) else {}
        tag = _tag(sent.get("tag"))
        if tag is None:
            return refused("unknown-tag", 404, "No plate", "No plate bears this code. Compare the digits.")
        said = plate_reports.Said(
            id=pk,
            tag=tag,
            kind=plate_reports.kind_of(sent.get("kind")),
            words=plate_reports.words_of(sent.get("words")),
            language=plate_reports.words_of(sent.get("language"))[:16],
            source_key=_source(request),
            at=timezone.now(),
        )
        try:
            report, is_new = plate_reports.take(said)
        except plate_reports.TooMany as error:
            return _later(str(error))
        except plate_reports.OtherReport as error:
            return refused(error.slug, 409, "Another plate", str(error))
        return Response(_told(report), status=201 if is_new else 200)


class ReportPhoto(FromPhones):
    """The photo that goes with a report."""

    parser_classes = [Photo]

    @extend_schema(operation_id="plate_report_photo_put", request=PHOTO, responses=OpenApiTypes.OBJECT)
    def put(self, request: Request, pk: UUID) -> Response:
        """Keep the photo, drawn anew without its metadata: JPEG, PNG or WebP, 2 MiB and ten million pixels at most.

        A report has one. The same one sent again changes nothing; 409 for another one.
        """
        report = PlateReport.objects.filter(pk=pk).first()
        if report is None:
            return _unknown()
        if (refusal := _too_long(request, plate_reports.MOST_PHOTO_BYTES)) is not None:
            return refusal
        data = request.data["photo"]
        try:
            plate_reports.take_photo(report, data)
        except UnfitPhoto as error:
            return refused("unfit-photo", 422, "No photo that is taken", str(error))
        except plate_reports.OtherPhoto as error:
            return refused(error.slug, 409, "Another photo", str(error))
        except PlateReport.DoesNotExist:
            return _unknown()
        return Response(_told(report))


def _too_long(request: Request, most_bytes: int) -> Response | None:
    """Return the refusal of a body that is longer than its kind may be, before any of it is read."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if length.isdecimal() and len(length) <= 12 and int(length) <= most_bytes:
        return None
    return refused(
        "too-large", 413, "Too large", f"Send at most {most_bytes} bytes: a smaller photo, fewer words."
    )


def _tag(typed: Any) -> Tag | None:
    try:
        return tags.resolve(codes.parse(str(typed)).code, None).tag
    except (tags.UnknownTag, UnreadableReference):
        return None


def _source(request: Request) -> str:
    forwarded_for = request.headers.get("X-Forwarded-For", "")
    return plate_reports.source_key(network_address(str(request.META.get("REMOTE_ADDR", "")), forwarded_for))


def _unknown() -> Response:
    return refused("unknown-report", 404, "No report", "Send the report first, then its photo.")


def _later(why: str) -> Response:
    answer = refused(plate_reports.TooMany.slug, 429, "Later", why)
    answer["Retry-After"] = "600"
    return answer


def _told(report: PlateReport) -> dict[str, Any]:
    return {
        "report": str(report.id),
        "tag": report.tag_id,
        "kind": report.kind,
        "at": report.at.isoformat(),
        "photo": bool(report.photo),
    }
