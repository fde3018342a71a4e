"""What passers-by say of a plate: taken once, slowed per sender, ended by an editor, its photo destroyed in time."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from . import photos, plate_photos
from .errors import AddressError
from .models import PlateReport, PlateReportKind, PlateReportState, Tag

MANY: Final = 30  # of one network address, behind which a whole carrier may stand, within the window
WINDOW: Final = timedelta(hours=1)
SOURCE_KEPT: Final = timedelta(days=1)
PHOTO_KEPT: Final = timedelta(days=90)  # after the report was ended
STRAY_AFTER: Final = timedelta(hours=1)  # longer than any photo is on its way from the disk to its row
MOST_REPORT_BYTES: Final = 64 * 1024
MOST_PHOTO_BYTES: Final = 2 * 1024 * 1024
MOST_FORM_PHOTO_BYTES: Final = 8 * 1024 * 1024  # no script has made it smaller
MOST_WORDS: Final = 500


class TooMany(AddressError):
    """One network address has said much within the hour; what it said before is kept."""

    slug = "too-many-plate-reports"


class OtherReport(AddressError):
    """The id belongs to a report about another plate."""

    slug = "same-id-other-plate"


class OtherPhoto(AddressError):
    """The report has a photo already, which may have been looked at: it stays."""

    slug = "other-photo"


@dataclass(frozen=True, slots=True)
class Said:
    """One report as it came in, parsed."""

    id: UUID
    tag: Tag
    kind: str
    words: str
    language: str
    source_key: str
    at: datetime


def renamed(said: Said, report: UUID) -> Said:
    """Return the same words under another id."""
    return replace(said, id=report)


def source_key(address: str) -> str:
    """Return what stands for a network address here. No other table has the same for it."""
    key = hmac.new(settings.SECRET_KEY.encode(), b"plate-report:" + address.encode(), hashlib.sha256)
    return key.hexdigest()[:16]


def take(said: Said) -> tuple[PlateReport, bool]:
    """Store a report, or what is new in one that nobody has looked at yet; return it and whether it is new.

    Raises TooMany, and OtherReport when the id is another plate's.
    """
    found = PlateReport.objects.filter(pk=said.id).first()
    if found is None:
        return _stored(said)
    if found.tag_id != said.tag.pk:
        raise OtherReport("This id belongs to a report about another plate. Make a new one.")
    if found.state == PlateReportState.NEW:
        found.kind, found.words = said.kind, said.words or found.words
        found.save(update_fields=["kind", "words"])
    return found, False


def _stored(said: Said) -> tuple[PlateReport, bool]:
    recent = PlateReport.objects.filter(source_key=said.source_key, at__gt=said.at - WINDOW)
    if recent.count() >= MANY:
        raise TooMany("Much has come from this connection within the hour. Send it again later.")
    try:
        with transaction.atomic():
            made = PlateReport.objects.create(
                id=said.id, tag=said.tag, kind=said.kind, words=said.words, language=said.language,
                source_key=said.source_key, at=said.at,
            )  # fmt: skip
    except IntegrityError:  # sent twice at the same moment
        return take(said)
    return made, True


def take_photo(report: PlateReport, data: bytes) -> None:
    """Draw a photo anew and keep it beside its report, which is new again: nobody has seen what came.

    What is kept is never replaced; the same photo again changes nothing. Raises photos.UnfitPhoto,
    OtherPhoto, PlateReport.DoesNotExist for a report that was deleted meanwhile, OSError.
    """
    jpeg = photos.redrawn(data)
    name = plate_photos.keep(report.pk, jpeg)
    without = PlateReport.objects.filter(pk=report.pk, photo="")
    # Where this does not return, nobody knows whether the row names the file: the sweep will see.
    if without.update(photo=name, state=PlateReportState.NEW, ended_at=None):
        report.photo = name
        return
    plate_photos.destroy(name)
    report.refresh_from_db()
    if plate_photos.read(report.photo) != jpeg:
        raise OtherPhoto("This report has a photo already, and it stays. Make a new report for another one.")


def forget_photo(name: str) -> None:
    """Destroy a photo once the row that named it is gone for good."""
    transaction.on_commit(lambda: plate_photos.destroy(name))


def end(reports: list[PlateReport], state: str, now: datetime) -> None:
    """Mark reports as seen or done."""
    over = now if state == PlateReportState.DONE else None
    PlateReport.objects.filter(pk__in=[r.pk for r in reports]).update(state=state, ended_at=over)


def sweep(now: datetime) -> int:
    """Forget who sent what is a day old, destroy the photos of what ended long ago, and return how many."""
    PlateReport.objects.filter(at__lt=now - SOURCE_KEPT).exclude(source_key="").update(source_key="")
    over = PlateReport.objects.filter(ended_at__lt=now - PHOTO_KEPT).exclude(photo="")
    due = list(over.values_list("pk", "photo")[:100])
    for pk, name in due:
        PlateReport.objects.filter(pk=pk, photo=name).update(photo="")
        plate_photos.destroy(name)
    _destroy_strays(now)
    return len(due)


def _destroy_strays(now: datetime) -> None:
    """Destroy the files that no report names: a process died, or a report went while its photo came."""
    names = plate_photos.written_before(now - STRAY_AFTER)
    while some := list(islice(names, 500)):
        kept = set(PlateReport.objects.filter(photo__in=some).values_list("photo", flat=True))
        for name in some:
            if name not in kept:
                plate_photos.destroy(name)


def kind_of(text: object) -> str:
    """Return the kind that was named; ``other`` for what is none."""
    return str(text) if text in PlateReportKind.values else str(PlateReportKind.OTHER)


def words_of(text: object) -> str:
    """Return what is kept of somebody's words: no control characters, at most 500."""
    if not isinstance(text, str):
        return ""
    kept = "".join(c for c in text if c >= " " or c in "\n\t").strip()
    return kept.encode("utf-8", "ignore").decode()[:MOST_WORDS]
