"""Where a crew is, if its phone shares that: the newest position alone, and how long it still walks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from emergency import gather
from emergency.models import CrewLink, Incident

from . import link as links

# A phone in a pocket says nothing for a while; after this nobody should go by what it said last.
FRESH: Final = timedelta(minutes=5)
OLDEST: Final = timedelta(minutes=10)
MOST_UNCERTAINTY_M: Final = 100_000.0


@dataclass(frozen=True, slots=True)
class Here:
    """A measured position: degrees in EPSG:4326, the radius in metres at 95 %."""

    longitude: float
    latitude: float
    uncertainty_m: float
    fixed_at: datetime


def share(link: CrewLink, here: Here, now: datetime) -> None:
    """Keep a position as the newest one, in place of the one before. An older one, or one of long ago, is not kept."""
    at = min(here.fixed_at, now)
    if now - at > OLDEST or (link.fixed_at and at <= link.fixed_at):
        return
    columns: dict[str, Any] = {
        "longitude": here.longitude,
        "latitude": here.latitude,
        "uncertainty_m": here.uncertainty_m,
        "fixed_at": at,
    }
    links.running(now).filter(pk=link.pk).update(**columns)
    for name, value in columns.items():
        setattr(link, name, value)


def stop(link: CrewLink) -> None:
    """Destroy what is kept of where a crew is."""
    CrewLink.objects.filter(pk=link.pk).update(**links.NO_POSITION)
    for name, value in links.NO_POSITION.items():
        setattr(link, name, value)


def told(link: CrewLink, incident: Incident, now: datetime) -> dict[str, Any] | None:
    """Return where a crew is, how old that is, and its minutes on foot to the person; None when it shares nothing.

    ``minutes`` is null where no way is known, or the position is too old to go by.
    """
    longitude, latitude, radius_m, at = link.longitude, link.latitude, link.uncertainty_m, link.fixed_at
    if longitude is None or latitude is None or radius_m is None or at is None:
        return None
    return {
        "longitude": longitude,
        "latitude": latitude,
        "uncertainty_m": radius_m,
        "fixed_at": at.isoformat(),
        "age_s": max(0.0, (now - at).total_seconds()),
        "minutes": _minutes((longitude, latitude), incident, now) if now - at <= FRESH else None,
    }


def _minutes(here: tuple[float, float], incident: Incident, now: datetime) -> float | None:
    # scipy takes half a second and 30 MB, which a process that nobody asks for a way need not spend.
    from trails.ways import asking

    facts = gather.position(incident, now)
    there: Any = facts.position or facts.plate
    if there is None:
        return None
    found = asking.minutes_between(here, (there.longitude, there.latitude), there.uncertainty_m, now)
    return None if found is None else round(found, 1)
