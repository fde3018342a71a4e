"""One thing that several people called about: incidents are merged into one, split again, and reports moved.

Nothing is copied and nothing is lost: reports belong to the incident that is worked on, what was said and done
stays where it was said and done, and the dispatcher reads both together.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from addresses.models import Tag

from . import belongs, borders, events, offers
from .actions import By, Stale
from .errors import Refused
from .intake import plates
from .models import EventKind, Incident, IncidentState, Message, Report, Stay


class CannotMerge(Refused):
    """The text says what to do instead."""

    kind, status, title = "cannot-merge", 422, "These cannot be put together or apart"


def merge(kept_id: UUID, version: int, other_id: UUID, other_version: int, by: By) -> Incident:
    """Put another incident's reports into this one, which is worked on from now on; return this one.

    Raises Stale with whichever of the two has moved on, CannotMerge, Incident.DoesNotExist.
    """
    with transaction.atomic():
        kept, other = _both(kept_id, other_id)
        _seen(kept, version)
        _seen(other, other_version)
        _may_merge(kept, other)
        _move(list(other.reports.all()), other, kept, by)
        other.merged_into, other.merged_at = kept, by.at
        _count_on(other, ["merged_into", "merged_at"])
        _count_on(kept, [])
        borders.follow(kept, kept.reports.all(), by.at)
        events.append([
            _told(kept, EventKind.MERGED, by, other),
            _told(other, EventKind.MERGED_INTO, by, kept),
        ])  # fmt: skip
    return kept


def split(kept_id: UUID, version: int, other_id: UUID, by: By) -> Incident:
    """Undo a merging: the other incident stands on its own again, as it was; return the one that it had been in.

    Raises Stale, CannotMerge, Incident.DoesNotExist.
    """
    with transaction.atomic():
        kept, other = _both(kept_id, other_id)
        _seen(kept, version)
        if other.merged_into_id != kept.pk:
            raise CannotMerge("The other incident is not in this one. Read the incident again.")
        came = Stay.objects.filter(incident=other, until=other.merged_at).values("report")
        _move(list(kept.reports.filter(pk__in=came)), kept, other, by)
        other.merged_into, other.merged_at = None, None
        _count_on(other, ["merged_into", "merged_at"])
        _count_on(kept, [])
        borders.follow(other, other.reports.all(), by.at)
        events.append([
            _told(kept, EventKind.SPLIT, by, other),
            _told(other, EventKind.SPLIT_OFF, by, kept),
        ])  # fmt: skip
    return kept


def take_out(incident_id: UUID, version: int, report_id: UUID, by: By) -> Incident:
    """Give one report of several an incident of its own, which rings like a new one; return the one that it was in.

    Raises Stale, CannotMerge, Incident.DoesNotExist.
    """
    with transaction.atomic():
        incident = Incident.objects.select_for_update().get(pk=incident_id)
        _seen(incident, version)
        reports = {report.pk: report for report in incident.reports.all()}
        report = reports.get(report_id)
        if report is None or len(reports) < 2:
            raise CannotMerge("Only one of several reports can be taken out. Read the incident again.")
        if incident.state == IncidentState.CLOSED:
            raise CannotMerge("The incident is closed. Reopen it first, then take the report out.")
        own = _of_its_own(report, incident)
        own.save(force_insert=True)
        _move([report], incident, own, by)
        _count_on(incident, [])
        borders.follow(own, [report], by.at)
        events.append([
            _told(incident, EventKind.SPLIT, by, own),
            _told(own, EventKind.SPLIT_OFF, by, incident),
        ])  # fmt: skip
    return incident


def together(incident_id: UUID) -> list[UUID]:
    """Return an incident and all that were merged into it, directly or not."""
    return list(belongs.roots([incident_id]))


def worked_on(incident: Incident) -> Incident:
    """Return the incident that stands for this one: itself, unless it was merged into another."""
    while incident.merged_into_id is not None:
        incident = Incident.objects.select_related("jurisdiction").get(pk=incident.merged_into_id)
    return incident


def stays(reports: Sequence[Report]) -> QuerySet[Stay]:
    """Return where the reports were before and since they were moved; nothing is asked when none was."""
    moved = [report.pk for report in reports if report.moved_at]
    return Stay.objects.filter(report__in=moved) if moved else Stay.objects.none()


def _both(kept_id: UUID, other_id: UUID) -> tuple[Incident, Incident]:
    """Lock both, in the order in which everybody locks."""
    if kept_id == other_id:
        raise CannotMerge("This is one and the same incident. Choose another one.")
    found = Incident.objects.select_for_update(of=("self",)).filter(pk__in=(kept_id, other_id)).order_by("pk")
    by_id = {incident.pk: incident for incident in found}
    if len(by_id) < 2:
        raise Incident.DoesNotExist
    return by_id[kept_id], by_id[other_id]


def _seen(incident: Incident, version: int) -> None:
    if incident.version != version:
        raise Stale(incident)


def _may_merge(kept: Incident, other: Incident) -> None:
    if kept.jurisdiction_id != other.jurisdiction_id:
        raise CannotMerge("They belong to two centres. Hand one over first.")
    if kept.is_exercise != other.is_exercise:
        raise CannotMerge("An exercise and a real call are never put together.")
    if IncidentState.CLOSED in (kept.state, other.state):
        raise CannotMerge("One of them is closed. Reopen it first, then put them together.")
    if kept.merged_into_id or other.merged_into_id:
        raise CannotMerge("One of them is in another incident already. Read the list again.")
    if offers.waiting(other) is not None:
        raise CannotMerge("The other one is offered to another centre. Take that offer back first.")


def _move(reports: Sequence[Report], old: Incident, new: Incident, by: By) -> None:
    ids = [report.pk for report in reports]
    Stay.objects.filter(report__in=ids, incident=old, until=None).update(until=by.at)
    first = [report.pk for report in reports if report.moved_at is None]
    Stay.objects.bulk_create(Stay(report_id=pk, incident=old, until=by.at) for pk in first)
    Stay.objects.bulk_create(Stay(report_id=pk, incident=new, since=by.at) for pk in ids)
    Report.objects.filter(pk__in=ids).update(incident=new, moved_at=by.at)
    # What its person said goes along; what the centre said was said to everybody there.
    Message.objects.filter(report__in=ids, incident=old, from_centre=False).update(incident=new)


def _of_its_own(report: Report, incident: Incident) -> Incident:
    place_ko, place_en = _place(report)
    return Incident(
        id=uuid4(),
        jurisdiction_id=incident.jurisdiction_id,
        kind=report.kind,
        is_exercise=incident.is_exercise,
        tag_code=report.tag_code,
        place_ko=place_ko,
        place_en=place_en,
        received_at=report.received_at,
    )


def _place(report: Report) -> tuple[str, str]:
    tag = Tag.objects.select_related("point").filter(pk=report.tag_code).first()
    if tag is not None and tag.point is not None:
        return tag.point.name_ko, tag.point.name_en or tag.point.name_ko
    square = plates.square(report.tag_text)
    return (square.name_ko, square.name_en) if square else ("", "")


def _count_on(incident: Incident, columns: Sequence[str]) -> None:
    incident.version += 1
    incident.save(update_fields=["version", *columns])


def _told(incident: Incident, kind: str, by: By, other: Incident) -> events.Draft:
    return events.Draft(
        jurisdiction_id=incident.jurisdiction_id,
        kind=kind,
        incident_id=incident.id,
        incident_version=incident.version,
        actor_id=by.user.pk,
        actor_name=by.name,
        at=by.at,
        data={"incident": str(other.id)},
    )
