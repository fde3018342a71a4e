"""What is wrong with a plate, told without JavaScript: a plain form at ``/{code}?plate``."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.utils.http import urlencode

from addresses import codes, jurisdictions, plate_reports
from addresses.models import AddressPoint, PlateReport, PlateReportKind, Tag
from addresses.photos import UnfitPhoto
from addresses.sender import network_address

from . import bounds, languages, pages, place
from .ids import uuid7
from .one_photo import FIELD, OnePhoto

THANKS, NO_PHOTO, LATER, AGAIN = "thanks", "no-photo", "later", "again"
_STATUS = {LATER: 429, AGAIN: 400}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds; one that was not taken comes back as it was, to be sent as the same report."""

    report: str = field(default_factory=uuid7)
    kind: str = ""
    words: str = ""


def is_asked(request: HttpRequest) -> bool:
    """Return whether an address is that of the form: ``?plate``."""
    return "plate" in request.GET


def show(request: HttpRequest, tag: Tag, point: AddressPoint | None) -> HttpResponse:
    """Show the form, or that it arrived; POST takes it."""
    if request.method == "POST":
        return _taken(request, tag, point)
    return _page(request, tag, point, request.GET["plate"], Draft())


def _page(
    request: HttpRequest, tag: Tag, point: AddressPoint | None, outcome: str, draft: Draft
) -> HttpResponse:
    words = languages.chosen(request)
    centre = jurisdictions.containing(point.position.x, point.position.y) if point else None
    return pages.rendered(
        request,
        "scan/plate.html",
        centre or jurisdictions.default(),
        status=_STATUS.get(outcome, 200) if request.method == "POST" else 200,
        code=tag.code,
        tag_code=tag.code,
        shown_code=codes.write(tag.code),
        place_name=place.named(point, words.language) if point else "",
        plate_kinds=[(kind, words.page[f"plate_{kind}"]) for kind in PlateReportKind.values],
        outcome=outcome,
        draft=draft,
    )


def _taken(request: HttpRequest, tag: Tag, point: AddressPoint | None) -> HttpResponse:
    photo = OnePhoto(request, plate_reports.MOST_FORM_PHOTO_BYTES)
    draft = _read(request, photo)
    if not draft.kind:  # the form always names one: what it said has not arrived, or not in its length
        return _page(request, tag, point, AGAIN, draft)
    language = languages.chosen(request).language
    try:
        report = _stored(_said(request, tag, draft, language))
    except plate_reports.TooMany:
        return _page(request, tag, point, LATER, draft)
    is_whole = not photo.is_cut and _photo_taken(request, report)
    return _led_on(tag, language, THANKS if is_whole else NO_PHOTO)


def _read(request: HttpRequest, photo: OnePhoto) -> Draft:
    """Return the fields as far as they arrived. They come before the photo: one that is too long cuts none."""
    request.upload_handlers = [photo]
    if (_length(request) or 0) > bounds.MOST_PLATE_FORM_BYTES:
        photo.is_cut = True
    try:
        sent = request.POST
    except (MultiPartParserError, SuspiciousOperation, OSError):
        return Draft()
    words = plate_reports.words_of(sent.get("words"))
    return Draft(str(_id(sent.get("report", ""))), sent.get("kind", ""), words)


def _length(request: HttpRequest) -> int | None:
    """Return how long the body was, as the door measured it."""
    promised = str(request.META.get("CONTENT_LENGTH") or "")
    return int(promised) if promised.isdecimal() and len(promised) <= 12 else None


def _said(request: HttpRequest, tag: Tag, draft: Draft, language: str) -> plate_reports.Said:
    address = network_address(
        str(request.META.get("REMOTE_ADDR", "")), request.headers.get("X-Forwarded-For", "")
    )
    return plate_reports.Said(
        id=UUID(draft.report),
        tag=tag,
        kind=plate_reports.kind_of(draft.kind),
        words=draft.words,
        language=language,
        source_key=plate_reports.source_key(address),
        at=datetime.now(UTC),
    )


def _stored(said: plate_reports.Said) -> PlateReport:
    """Return the report of what was said; under another id where this one is another plate's. Raises TooMany."""
    try:
        return plate_reports.take(said)[0]
    except plate_reports.OtherReport:
        return plate_reports.take(plate_reports.renamed(said, UUID(uuid7())))[0]


def _led_on(tag: Tag, language: str, outcome: str) -> HttpResponse:
    return HttpResponseRedirect(f"/{tag.code}?{urlencode({'lang': language, 'plate': outcome})}", status=303)


def _photo_taken(request: HttpRequest, report: PlateReport) -> bool:
    """Return whether nothing was left out: an empty file field is no photo."""
    photo = request.FILES.get(FIELD)
    if not isinstance(photo, UploadedFile) or not photo.size:
        return True
    try:
        plate_reports.take_photo(report, photo.read())
    except (UnfitPhoto, plate_reports.OtherPhoto, PlateReport.DoesNotExist, OSError):
        return False
    return True


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(uuid7())
