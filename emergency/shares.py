"""Links with which those whom a person chooses see where that person is: made, listed, stopped, opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from . import consent, links, looks
from .errors import Refused, SameIdOtherBody, Unreadable
from .models import Incident, Report, Share

LEAST_MINUTES: Final = 15
MOST_MINUTES: Final = 480
MOST_AT_ONCE: Final = 5


class TooManyShares(Refused):
    kind, status, title = "too-many-shares", 409, "Shared with enough people"


class NothingToShare(Refused):
    kind, status, title = "nothing-to-share", 409, "There is no position to share any more"


class ConsentNeeded(Refused):
    kind, status, title = "consent-needed", 422, "Nobody agreed to this yet"


class UnknownShare(Refused):
    kind, status, title = "unknown-share", 404, "No such link"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link to be made: the phone's id for it, how long it lives, and what was agreed to."""

    id: UUID
    minutes: int
    consent: dict[str, object]


def wanted(fields: dict[str, Any]) -> Wanted:
    """Return what a phone asks for. Raises Unreadable naming the field, and ConsentNeeded."""
    try:
        identity = UUID(str(fields.get("id")))
    except ValueError:
        raise Unreadable("A link needs an id of its own, a UUID made on the phone.", field="id") from None
    minutes = fields.get("minutes")
    if type(minutes) is not int or not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise Unreadable(f"A link lives {LEAST_MINUTES} to {MOST_MINUTES} minutes.", field="minutes")
    return Wanted(identity, minutes, _agreed(fields.get("consent")))


def _agreed(given: Any) -> dict[str, object]:
    """Return the consent to be kept: this link is no call for help, so without one nothing is shown to anybody."""
    said = given if isinstance(given, dict) else {}
    version, language, sha256 = (str(said.get(name, "")) for name in ("version", "language", "text_sha256"))
    if not consent.known(version, language, sha256, purpose=consent.FAMILY):
        raise ConsentNeeded("Show the wording that GET …/shares brings, and send what was agreed to.")
    return {"version": version, "language": language, "purposes": [consent.FAMILY], "text_sha256": sha256}


def make(report_id: UUID, ask: Wanted, now: datetime) -> tuple[Share, bool]:
    """Make a link and return it, and whether it is new; the same id again changes nothing.

    Raises NothingToShare, TooManyShares, SameIdOtherBody.
    """
    try:
        with transaction.atomic():
            return _made(report_id, ask, now)
    except IntegrityError:
        # Another report took this id at the same moment: its lock was another one.
        raise SameIdOtherBody("This id belongs to another link. Make a new one and send it again.") from None


def _made(report_id: UUID, ask: Wanted, now: datetime) -> tuple[Share, bool]:
    report = _locked(report_id)
    earlier = Share.objects.filter(pk=ask.id).first()
    if earlier is not None:
        if earlier.report_id != report_id or earlier.ends_at - earlier.made_at != timedelta(
            minutes=ask.minutes
        ):
            raise SameIdOtherBody("This id belongs to another link. Make a new one and send it again.")
        return earlier, False
    if report.withdrawn_at or report.incident.erased_at:
        raise NothingToShare("The positions were erased. Call, or send a new report.")
    if _running(report_id, now).count() >= MOST_AT_ONCE:
        raise TooManyShares("Stop one of the links first, or send somebody a link that you have made.")
    share = Share(
        id=ask.id,
        report=report,
        token_sha256=links.digest(token(report, ask.id)),
        consent=ask.consent,
        made_at=now,
        ends_at=now + timedelta(minutes=ask.minutes),
    )
    share.save(force_insert=True)
    return share, True


def stop(report_id: UUID, share_id: UUID, now: datetime) -> Share:
    """End a link at once; stopping it again changes nothing. Raises UnknownShare."""
    with transaction.atomic():
        report = _locked(report_id)
        share = Share.objects.filter(report=report, pk=share_id).first()
        if share is None:
            raise UnknownShare("This report has no such link.")
        if share.stopped_at is None:
            share.stopped_at = now
            share.save(update_fields=["stopped_at"])
    return share


def listed(report: Report, now: datetime) -> list[dict[str, Any]]:
    """Return the links that still show something, with their addresses and how often each was opened."""
    found = _running(report.id, now).order_by("made_at", "id")
    seen = looks.by_share(found)
    return [told(report, share, *seen.get(share.id, (0, None))) for share in found]


def told(report: Report, share: Share, times: int = 0, last: datetime | None = None) -> dict[str, Any]:
    """Return a link as its own person reads it."""
    return {
        "id": str(share.id),
        "url": links.address("f", token(report, share.id)),
        "made_at": share.made_at.isoformat(),
        "ends_at": share.ends_at.isoformat(),
        "stopped_at": share.stopped_at.isoformat() if share.stopped_at else None,
        "looks": times,
        "last_look_at": last.isoformat() if last else None,
    }


def opened(token_: str, now: datetime) -> Share | None:
    """Return a link that shows something, with its report; None for one that shows nothing.

    Ended, stopped, erased, withdrawn, never made: one question, and nobody can tell them apart.
    """
    shown = Share.objects.filter(
        token_sha256=links.digest(token_),
        stopped_at=None,
        ends_at__gt=now,
        report__withdrawn_at=None,
        report__incident__erased_at=None,
    )
    return (
        shown.select_related("report__incident", "report__jurisdiction")
        .defer("report__jurisdiction__area")
        .first()
    )


def token(report: Report, share_id: UUID) -> str:
    """Return the token of a link of this report."""
    return links.token("family", str(share_id), bytes(report.secret_sha256).hex())


def _running(report_id: UUID, now: datetime) -> QuerySet[Share]:
    return Share.objects.filter(report_id=report_id, stopped_at=None, ends_at__gt=now)


def _locked(report_id: UUID) -> Report:
    """Return the report, its incident locked: so nothing is shared while it is being erased."""
    incident = Incident.objects.select_for_update().get(reports=report_id)
    report = Report.objects.get(pk=report_id)
    report.incident = incident
    return report
