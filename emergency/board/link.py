"""Links that open one centre's board without an account: made by a supervisor, named, ended, logged once a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from addresses.models import Jurisdiction
from emergency import links
from emergency.errors import Refused, SameIdOtherBody, Unreadable
from emergency.models import BoardLink, BoardOpening

MOST_DAYS: Final = 365
MOST_NAME: Final = 80
# A leak is noticed when a centre has more screens than walls.
MOST_AT_ONCE: Final = 50


class TooManyBoards(Refused):
    kind, status, title = "too-many-board-links", 409, "Enough boards are open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link to be made: the page's id for it, for which centre, where the screen hangs, for how many days."""

    id: UUID
    jurisdiction: Jurisdiction
    name: str
    days: int


def make(ask: Wanted, by: Any, now: datetime) -> tuple[BoardLink, bool]:
    """Make a link and return it, and whether it is new; the same id again changes nothing.

    Raises Unreadable naming the field, TooManyBoards, SameIdOtherBody.
    """
    name = " ".join(ask.name.split())
    if not 0 < len(name) <= MOST_NAME:
        raise Unreadable(f"Say in 1 to {MOST_NAME} characters where the screen hangs.", field="name")
    if not 0 < ask.days <= MOST_DAYS:
        raise Unreadable(f"A link lives 1 to {MOST_DAYS} days.", field="days")
    try:
        with transaction.atomic():
            return _made(ask, name, by, now)
    except IntegrityError:
        raise SameIdOtherBody("This id belongs to another link. Make a new one.") from None


def _made(ask: Wanted, name: str, by: Any, now: datetime) -> tuple[BoardLink, bool]:
    earlier = BoardLink.objects.filter(pk=ask.id).first()
    if earlier is not None:
        if (earlier.jurisdiction_id, earlier.name) != (ask.jurisdiction.pk, name):
            raise SameIdOtherBody("This id belongs to another link. Make a new one.")
        return earlier, False
    if running(ask.jurisdiction, now).count() >= MOST_AT_ONCE:
        raise TooManyBoards("End the link of a screen that hangs no more first.")
    made = BoardLink(
        id=ask.id,
        jurisdiction=ask.jurisdiction,
        name=name,
        token_sha256=links.digest(token(ask.id)),
        made_by=by,
        made_by_name=by.get_username(),
        made_at=now,
        ends_at=now + timedelta(days=ask.days),
    )
    made.save(force_insert=True)
    return made, True


def revoke(link: BoardLink, by: Any, now: datetime) -> None:
    """End a link at once; ending it again changes nothing."""
    BoardLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=now, revoked_by_name=by.get_username()
    )


def running(jurisdiction: Jurisdiction, now: datetime) -> QuerySet[BoardLink]:
    """Return the links of a centre that open its board now."""
    return BoardLink.objects.filter(jurisdiction=jurisdiction, revoked_at=None, ends_at__gt=now)


def opened(token_: str, now: datetime) -> BoardLink | None:
    """Return the link that a token opens, and log it once a day; None for one that opens nothing.

    Ended, revoked, never made: one question, and nobody can tell them apart.
    """
    today = timezone.localdate(now)
    found = (
        BoardLink.objects.filter(token_sha256=links.digest(token_), revoked_at=None, ends_at__gt=now)
        .annotate(is_logged=Exists(BoardOpening.objects.filter(link=OuterRef("pk"), on=today)))
        .select_related("jurisdiction")
        .defer("jurisdiction__area")
        .first()
    )
    if found is not None and not found.is_logged:
        _log(found, today, now)
    return found


def address(link: BoardLink) -> str:
    """Return the whole link. The token stands behind the #, which no browser sends: so it is in no log."""
    return f"{settings.PUBLIC_URL}/board/#{token(link.id)}"


def token(link_id: UUID) -> str:
    """Return the token of a link."""
    return links.token("board", str(link_id))


def _log(link: BoardLink, on: date, at: datetime) -> None:
    BoardOpening.objects.get_or_create(link=link, on=on, defaults={"at": at})
