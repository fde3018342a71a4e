"""What is wrong with a plate, told without JavaScript: a plain form at ``/{code}?plate``."""

from datetime import UTC, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from addresses import codes, jurisdictions, plate_reports
from addresses.models import AddressPoint, PlateReport, PlateReportKind, Tag
from addresses.photos import UnfitPhoto
from addresses.sender import network_address

from . import languages, pages, place
from .ids import uuid7

MOST_FORM_PHOTO_BYTES = 8 * 1024 * 1024  # no script has made it smaller
THANKS, NO_PHOTO, LATER = "thanks", "no-photo", "later"


def is_asked(request: HttpRequest) -> bool:
    """Return whether an address is that of the form: ``?plate``."""
    return "plate" in request.GET


def show(request: HttpRequest, tag: Tag, point: AddressPoint | None) -> HttpResponse:
    """Show the form, or that it arrived; POST takes it."""
    if request.method == "POST":
        return _taken(request, tag)
    words = languages.chosen(request)
    centre = jurisdictions.containing(point.position.x, point.position.y) if point else None
    return pages.rendered(
        request,
        "scan/plate.html",
        centre or jurisdictions.default(),
        code=tag.code,
        tag_code=tag.code,
        shown_code=codes.write(tag.code),
        place_name=place.named(point, words.language) if point else "",
        report_id=uuid7(),
        plate_kinds=[(kind, words.page[f"plate_{kind}"]) for kind in PlateReportKind.values],
        outcome=request.GET["plate"],
    )


def _taken(request: HttpRequest, tag: Tag) -> HttpResponse:
    address = network_address(
        str(request.META.get("REMOTE_ADDR", "")), request.headers.get("X-Forwarded-For", "")
    )
    language = languages.chosen(request).language
    said = plate_reports.Said(
        id=_id(request.POST.get("report", "")),
        tag=tag,
        kind=plate_reports.kind_of(request.POST.get("kind")),
        words=plate_reports.words_of(request.POST.get("words")),
        language=language,
        source_key=plate_reports.source_key(address),
        at=datetime.now(UTC),
    )
    try:
        report, _ = plate_reports.take(said)
    except plate_reports.TooMany:
        return _led_on(tag, language, LATER)
    except plate_reports.OtherReport:
        report, _ = plate_reports.take(plate_reports.renamed(said, UUID(uuid7())))
    outcome = THANKS if _photo_taken(request, report) else NO_PHOTO
    return _led_on(tag, language, outcome)


def _led_on(tag: Tag, language: str, outcome: str) -> HttpResponse:
    return HttpResponseRedirect(f"/{tag.code}?{urlencode({'lang': language, 'plate': outcome})}", status=303)


def _photo_taken(request: HttpRequest, report: PlateReport) -> bool:
    """Return whether nothing was left out: an empty file field is no photo."""
    photo = request.FILES.get("photo")
    if not isinstance(photo, UploadedFile) or not photo.size:
        return True
    if photo.size > MOST_FORM_PHOTO_BYTES:
        return False
    try:
        plate_reports.take_photo(report, photo.read())
    except (UnfitPhoto, OSError):
        return False
    return True


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(uuid7())
