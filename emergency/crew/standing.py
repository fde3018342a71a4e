"""Where a link stands, and what it is: what also those ask who only send it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from emergency import links
from emergency.models import CrewLink


def state(link: CrewLink, now: datetime) -> str:
    """Return whether a link is running, revoked, or ended with its time or with its unit's work."""
    if link.revoked_at:
        return "revoked"
    return "ended" if link.ends_at <= now or link.assignment.cleared_at else "running"


def address(link: CrewLink) -> str:
    """Return the whole link. The token stands behind the #, which no browser sends: so it is in no log.

    A messenger that looks at a link before its reader does sees an empty page.
    """
    return f"{settings.PUBLIC_URL}/crew/#{token(link.id)}"


def token(link_id: UUID) -> str:
    """Return the token of a link."""
    return links.token("crew", str(link_id))
