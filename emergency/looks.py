"""Log each look at a position: who, by which path, when, how; never the position itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Max, Q
from django.utils import timezone

from .models import CrewLink, Look, Reference, Report, Share

# On one phone, the newest of each: what family sees again and again hides no look of the centre.
MOST_OF_CENTRE: Final = 200
MOST_OF_FAMILY: Final = 100
MOST_OF_AGENCIES: Final = 100
# The page behind a link renews itself. Who has it open, and comes back to it, has opened it once.
ONE_OPENING: Final = timedelta(minutes=10)
CENTRE: Final = "centre"
LINK: Final = "link"
BY_LINK: Final = "family link"
BY_REFERENCE: Final = "reference"
BY_CREW: Final = "crew link"


def log(
    user: AbstractBaseUser,
    incident_ids: Iterable[UUID | None],
    *,
    path: str,
    method: str,
    centre: int | None = None,
) -> None:
    """Write one look per incident; None stands for the queue as a whole, ``centre`` for another than its own.

    Location Information Act art. 2(5) and 16(2): recipient, path, time and method, recorded by
    the system and not by hand, without the location.
    """
    now = timezone.now()
    Look.objects.bulk_create(
        Look(
            incident_id=incident_id,
            recipient_id=user.pk,
            recipient_name=user.get_username(),
            centre_id=centre,
            path=path,
            method=method,
            at=now,
        )
        for incident_id in incident_ids
    )


def log_link(share: Share, at: datetime) -> None:
    """Write that somebody opened a link which the person of a report had made: once within ten minutes."""
    if Look.objects.filter(share=share, at__gt=at - ONE_OPENING).exists():
        return
    Look.objects.create(
        incident_id=share.report.incident_id,
        report_id=share.report_id,
        share=share,
        path=BY_LINK,
        method="screen",
        at=at,
    )


def log_reference(reference: Reference, at: datetime) -> None:
    """Write that another agency read the position of an incident with the link that a centre had made for it."""
    Look.objects.create(
        incident_id=reference.incident_id,
        reference=reference,
        recipient_name=reference.recipient,
        path=BY_REFERENCE,
        method="message",
        at=at,
    )


def log_crew(link: CrewLink, incident_id: UUID, at: datetime) -> None:
    """Write that a crew has its page open: once within ten minutes, and once more when somebody joined meanwhile.

    The recipient is the centre that sent it.
    """
    unit = link.assignment.unit
    mine = Look.objects.filter(incident_id=incident_id, path=BY_CREW, recipient_name=unit.name)
    last = mine.filter(centre=unit.jurisdiction_id, at__gt=at - ONE_OPENING).order_by("-at").first()
    if last is not None:
        since = Q(received_at__gt=last.at) | Q(moved_at__gt=last.at)
        if not Report.objects.filter(since, incident=incident_id).exists():
            return
    Look.objects.create(
        incident_id=incident_id,
        centre_id=unit.jurisdiction_id,
        recipient_name=unit.name,
        path=BY_CREW,
        method="screen",
        at=at,
    )


def by_reference(references: Iterable[Reference]) -> dict[UUID, tuple[int, datetime]]:
    """Return how often each agency's link was read, and when last; links that nobody read are left out."""
    found = Look.objects.filter(reference__in=list(references)).order_by().values_list("reference")
    return {reference: (times, last) for reference, times, last in found.annotate(Count("id"), Max("at"))}


def by_share(shares: Iterable[Share]) -> dict[UUID, tuple[int, datetime]]:
    """Return how often each link was opened, and when last; links that nobody opened are left out."""
    found = Look.objects.filter(share__in=list(shares)).order_by().values_list("share")
    return {share: (times, last) for share, times, last in found.annotate(Count("id"), Max("at"))}


def of(report: Report) -> dict[str, Any]:
    """Return who looked at the position of a report, for its person: the newest first.

    The recipient in the sense of the Act (art. 2(5), 24(3)) is the centre, not the dispatcher on
    duty: the account's name stays in the log for auditors and is told to nobody else, because a
    dispatcher is a person with a right to data protection, too, and may have to be afraid of
    whom they helped. Another agency with a link is a recipient of its own and told by its name.
    A look at the incident before this report had joined it was at others.
    """
    found = Look.objects.filter(_while_there(report)).select_related("centre")
    newest = found.order_by("-at", "-id")
    shown = [
        *newest.exclude(path__in=(BY_LINK, BY_REFERENCE))[:MOST_OF_CENTRE],
        *newest.filter(path=BY_LINK)[:MOST_OF_FAMILY],
        *newest.filter(path=BY_REFERENCE)[:MOST_OF_AGENCIES],
    ]
    shown.sort(key=lambda look: (look.at, look.pk), reverse=True)
    return {"total": found.count(), "looks": [_told(look, report) for look in shown]}


def _while_there(report: Report) -> Q:
    stays = list(report.stays.all()) if report.moved_at else []
    if not stays:
        everybody = Q(report=None, at__gte=report.received_at)
        return Q(everybody | Q(report=report), incident_id=report.incident_id)
    wanted = Q(report=report)
    for stay in stays:
        at_all = Q(incident_id=stay.incident_id, report=None, at__gte=stay.since or report.received_at)
        wanted |= at_all & Q(at__lt=stay.until) if stay.until else at_all
    return wanted


def _told(look: Look, report: Report) -> dict[str, str]:
    by_link = look.path == BY_LINK
    centre = look.centre or report.jurisdiction
    names = centre.centre_name_ko, centre.centre_name_en
    if look.path == BY_REFERENCE:
        names = look.recipient_name, look.recipient_name
    name_ko, name_en = ("", "") if by_link else names
    return {
        "who": LINK if by_link else CENTRE,
        "name_ko": name_ko,
        "name_en": name_en,
        "path": look.path,
        "method": look.method,
        "at": look.at.isoformat(),
    }
