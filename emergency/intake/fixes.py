"""Take the positions that follow a report: store each once, and fold them into the best one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from emergency import position
from emergency.commands import NewFixes
from emergency.events import Draft
from emergency.insert import insert
from emergency.models import EventKind, Fix, Report
from emergency.position import Measured

from . import followers, receipts
from .batch import Answer, Batch

NEWEST: Final = 16  # the fusion hears no more than these
AROUND_THE_SCAN: Final = timedelta(seconds=60)
MOST_VOTERS: Final = 100


def take(commands: Sequence[tuple[int, NewFixes]], batch: Batch) -> None:
    """Store the positions of each batch once; answer which were accepted and which refused."""
    if not commands:
        return
    reports = followers.reports([command.report_id for _, command in commands])
    stored = _stored(commands)
    fresh: dict[UUID, list[Fix]] = {}
    for index, command in commands:
        report = followers.allowed(reports, command.report_id, command.secret_sha256)
        if not isinstance(report, Report):
            batch.outcomes[index] = report
            continue
        batch.outcomes[index] = _answer(command)
        if report.incident.erased_at is not None or report.withdrawn_at is not None:
            continue  # its positions were destroyed: none comes back
        for draft in command.fixes:
            if (report.id, draft.sequence) not in stored:
                stored.add((report.id, draft.sequence))
                row = receipts.fix_row(report.id, draft, command.received_at)
                fresh.setdefault(report.id, []).append(row)
    for report_id, rows in fresh.items():
        _fold(reports[report_id], rows)
        batch.drafts.append(_told(reports[report_id], rows))
    insert(row for rows in fresh.values() for row in rows)


def _stored(commands: Sequence[tuple[int, NewFixes]]) -> set[tuple[UUID, int]]:
    """Return the positions that are here already: a batch sent twice is stored, and told of, once."""
    numbers = {draft.sequence for _, command in commands for draft in command.fixes}
    here = Fix.objects.filter(report_id__in={command.report_id for _, command in commands})
    return set(here.filter(sequence__in=numbers).values_list("report_id", "sequence"))


def _answer(command: NewFixes) -> Answer:
    return Answer(
        200,
        {
            "accepted": sorted(draft.sequence for draft in command.fixes),
            "refused": [{"sequence": number, "why": why} for number, why in command.refused],
        },
    )


def _fold(report: Report, rows: Sequence[Fix]) -> None:
    """Fuse the new positions with the stored ones that still have a say."""
    scanned_at = min(report.sent_at or report.received_at, report.received_at)
    new = {fix.sequence: receipts.measured(fix) for fix in rows}
    told = {fix.sequence: fix for fix in voters(report, scanned_at, before=min(new))} | new
    fused = position.fuse(
        receipts.plate_measured(report, scanned_at),
        list(told.values()),
        scanned_at=scanned_at,
        now=rows[-1].received_at,
    )
    receipts.write_best(report, fused.best)
    best = {name: getattr(report, name) for name in receipts.BEST_COLUMNS}
    Report.objects.filter(pk=report.pk).update(**best)


def voters(report: Report, scanned_at: datetime, *, before: int) -> list[Measured]:
    """Return the stored positions that a fusion needs: the newest ones, against which an outlier
    is voted down, and those from around the scan, which know whether the phone was ever at the plate.
    """
    stored = Fix.objects.filter(report=report)
    around = Q(sequence__gte=before - NEWEST) | Q(fixed_at__lte=scanned_at + AROUND_THE_SCAN)
    rows = (
        stored.filter(around)
        .order_by("-sequence")
        .values_list("longitude", "latitude", "uncertainty_m", "fixed_at", "sequence")
    )
    return [
        Measured(x, y, radius_m, at, "device", number) for x, y, radius_m, at, number in rows[:MOST_VOTERS]
    ]


def _told(report: Report, rows: Sequence[Fix]) -> Draft:
    return Draft(
        jurisdiction_id=report.incident.jurisdiction_id,
        kind=EventKind.FIXES_RECEIVED,
        incident_id=report.incident_id,
        incident_version=report.incident.version,
        report_id=report.id,
        at=rows[-1].received_at,
        data={"count": len(rows)},
    )
