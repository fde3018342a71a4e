"""How the plates of a jurisdiction are: how many hang, what passers-by say of them, what nobody has looked at."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.db.models import Union
from django.db.models import Count, Q, QuerySet

from addresses import boxes
from addresses.models import AddressPoint, Jurisdiction, PointState, Tag, TagState
from addresses.models.plate_report import PlateReport, PlateReportKind, PlateReportState

# Road Name Address Act art. 26(1), Enforcement Decree art. 48: every plate is inspected once a year.
CHECKED_EVERY: Final = timedelta(days=365)
_ASKED_FOR: Final = (PlateReportKind.DAMAGED, PlateReportKind.MISSING)


def health(jurisdiction: Jurisdiction, now: datetime) -> dict[str, Any]:
    """Return the counts of a jurisdiction's plates.

    ``unchecked`` were put up more than a year ago, or nobody knows when: no inspection of them is on record.
    """
    there = Tag.objects.filter(point__in=_points(jurisdiction))
    hanging = Q(state=TagState.INSTALLED)
    old = Q(installed_at=None) | Q(installed_at__lt=now - CHECKED_EVERY)
    tags = there.order_by().aggregate(
        installed=Count("pk", filter=hanging),
        lost=Count("pk", filter=Q(state=TagState.LOST)),
        unchecked=Count("pk", filter=hanging & old),
    )
    return {**tags, **_reported(there.filter(hanging))}


def _reported(hanging: QuerySet[Tag]) -> dict[str, int]:
    """Return how many plates somebody has called damaged or missing, or wrong, and nobody has mended yet."""
    waiting = PlateReport.objects.filter(tag__in=hanging).exclude(state=PlateReportState.DONE)
    said = {kind: Count("tag", distinct=True, filter=Q(kind=kind)) for kind in _ASKED_FOR}
    other = Count("tag", distinct=True, filter=~Q(kind__in=_ASKED_FOR))
    return waiting.order_by().aggregate(
        damaged=said[PlateReportKind.DAMAGED], missing=said[PlateReportKind.MISSING], wrong=other
    )


def _points(jurisdiction: Jurisdiction) -> QuerySet[AddressPoint]:
    """Return the points in the polygon; without one, those that lie in nobody's."""
    points = AddressPoint.objects.filter(state=PointState.ACTIVE)
    area = Jurisdiction.objects.values_list("area", flat=True).get(pk=jurisdiction.pk)
    if area is not None:
        found = boxes.inside(points, "position", boxes.Box(*area.extent)).filter(position__intersects=area)
    else:
        everybodys = Jurisdiction.objects.exclude(area=None).aggregate(whole=Union("area"))["whole"]
        found = points.exclude(position__intersects=everybodys) if everybodys else points
    return found.order_by()
