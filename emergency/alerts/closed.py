"""The hazards of this moment: what is closed to everybody, or is announced to be."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from shapely import LineString

from addresses import jurisdictions
from addresses.models import Jurisdiction
from trails.models import Closure
from trails.operations import stretch

from .hazard import Hazard

AHEAD: Final = timedelta(days=30)  # how long before its beginning a closure is announced
_DIGITS: Final = 7  # of a degree: a hundredth of a metre, so that a database's own digits are no change


def hazards(now: datetime) -> dict[str, tuple[Jurisdiction, Hazard]]:
    """Return each hazard by its subject, with the centre that answers for its trail."""
    told = Closure.objects.filter(is_public=True, trail__is_active=True, since__lte=now + AHEAD)
    lasting = told.filter(Q(until__isnull=True) | Q(until__gt=now)).select_related("trail")
    return {_subject(one): _hazard(one) for one in lasting.order_by("pk")}


def _subject(closure: Closure) -> str:
    # An exercise that becomes earnest is another thing, and its first message is ended.
    return f"{'exercise' if closure.is_exercise else 'closure'}-{closure.pk}"


def _hazard(closure: Closure) -> tuple[Jurisdiction, Hazard]:
    trail = closure.trail
    line = LineString([place[:2] for place in trail.line.coords])
    if closure.from_metre is not None and closure.to_metre is not None:
        line = stretch(line, closure.from_metre, closure.to_metre)
    centre = jurisdictions.containing(*line.coords[0])
    return centre, Hazard(
        trail_ko=trail.name_ko,
        trail_en=trail.name_en,
        from_metre=closure.from_metre,
        to_metre=closure.to_metre,
        reason_ko=closure.reason_ko,
        reason_en=closure.reason_en,
        since=closure.since,
        until=closure.until,
        centre_ko=centre.centre_name_ko,
        centre_en=centre.centre_name_en,
        is_exercise=closure.is_exercise,
        line=tuple((round(x, _DIGITS), round(y, _DIGITS)) for x, y in line.coords),
    )
