"""Tell what has changed: a first message (Alert), a changed one (Update), and that it is over (Cancel)."""

import logging
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from addresses.models import Jurisdiction
from emergency.handoff.reading import Unfit
from emergency.models import Alert, AlertKind

from . import closed, message, verify
from .hazard import Hazard, Notice

log = logging.getLogger(__name__)

# A closure until further notice is told anew each week: a receiver that heard of no end drops it by itself.
LASTS: Final = timedelta(days=7)
RENEWED: Final = timedelta(days=1)  # so long before a message expires it is told anew


def sweep(now: datetime) -> int:
    """Publish what has changed since the last messages, and return how many were written.

    A hazard that cannot be told truly is logged and keeps none of the others back.
    """
    wanted = closed.hazards(now)
    standing = _standing(now)
    written = 0
    for subject in sorted(wanted.keys() | standing.keys()):
        try:
            written += _told(subject, wanted.get(subject), standing.get(subject), now)
        except Unfit:
            log.exception("The alert about %s would be untrue and is not published.", subject)
        except IntegrityError:
            pass  # another process has just written the same number; the next sweep looks again
    return written


def _standing(now: datetime) -> dict[str, Alert]:
    """Return the newest message of each subject that is neither cancelled nor over."""
    rows = Alert.objects.filter(expires__gt=now).select_related("jurisdiction").order_by("number")
    newest = {row.subject: row for row in rows}
    return {subject: row for subject, row in newest.items() if row.kind != AlertKind.CANCEL}


def _told(
    subject: str, wanted: tuple[Jurisdiction, Hazard] | None, standing: Alert | None, now: datetime
) -> bool:
    """Write the message that is due, if one is. Raises Unfit, IntegrityError."""
    if wanted is None:
        if standing is None:
            return False
        over = standing.jurisdiction, Hazard.of(standing.told)
        _write(subject, over, AlertKind.CANCEL, standing.expires, now)
        return True
    hazard = wanted[1]
    expires = min(hazard.until, now + LASTS) if hazard.until else now + LASTS
    if standing is None:
        _write(subject, wanted, AlertKind.ALERT, expires, now)
        return True
    lasts_on = expires > standing.expires and standing.expires - now <= RENEWED
    if standing.told == hazard.kept() and not lasts_on:
        return False
    _write(subject, wanted, AlertKind.UPDATE, expires, now)
    return True


def _write(
    subject: str, about: tuple[Jurisdiction, Hazard], kind: AlertKind, expires: datetime, now: datetime
) -> None:
    jurisdiction, hazard = about
    sent = now.replace(microsecond=0)  # CAP knows whole seconds, and later messages name this time
    with transaction.atomic():
        earlier = list(Alert.objects.filter(subject=subject).order_by("number"))
        number = earlier[-1].number + 1 if earlier else 1
        notice = Notice(
            identifier=f"{subject}.{number}",
            sender=f"{jurisdiction.slug}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}",
            kind=kind,
            sent=sent,
            expires=expires,
            references=() if kind == AlertKind.ALERT else tuple(_names(earlier, now)),
        )
        document = message.write(hazard, notice)
        differs = verify.problems(document, hazard, notice)
        if differs:
            raise Unfit(" ".join(differs))
        Alert.objects.create(
            subject=subject,
            number=number,
            jurisdiction=jurisdiction,
            kind=kind,
            is_exercise=hazard.is_exercise,
            sender=notice.sender,
            sent=sent,
            expires=expires,
            references=list(notice.references),
            told=hazard.kept(),
            document=document.decode(),
        )


def _names(earlier: list[Alert], now: datetime) -> list[str]:
    """Return how the messages are named that a receiver may still show: those of this series that are not over."""
    named: list[str] = []
    for row in earlier:
        if row.kind == AlertKind.ALERT:
            named = []  # a first message begins anew
        if row.expires > now:
            named.append(
                message.extended(Notice(row.identifier, row.sender, row.kind, row.sent, row.expires))
            )
    return named
