"""Take the positions that follow a report: store each once, and fold them into the best one."""

from collections.abc import Sequence

from emergency import position
from emergency.commands import NewFixes
from emergency.events import Draft
from emergency.insert import insert
from emergency.models import EventKind, Fix, FixSource, Report
from emergency.position import Measured

from . import followers, receipts
from .batch import Answer, Batch


def take(commands: Sequence[tuple[int, NewFixes]], batch: Batch) -> None:
    """Store the positions of each batch once; answer which were accepted and which refused."""
    if not commands:
        return
    reports = followers.reports([command.report_id for _, command in commands])
    rows: list[Fix] = []
    for index, command in commands:
        report = followers.allowed(reports, command.report_id, command.secret_sha256)
        if not isinstance(report, Report):
            batch.outcomes[index] = report
            continue
        batch.outcomes[index] = _answer(command)
        if report.best_source == "" and report.incident.erased_at is not None:
            continue  # the incident is over and its positions are destroyed: none comes back
        rows += [receipts.fix_row(report.id, draft, command.received_at) for draft in command.fixes]
        if command.fixes:
            _fold(report, command)
            batch.drafts.append(_told(report, command))
    # A batch sent twice is stored once: (report, sequence) is unique.
    insert(rows, ignore_conflicts=True)


def _answer(command: NewFixes) -> Answer:
    return Answer(
        200,
        {
            "accepted": sorted(draft.sequence for draft in command.fixes),
            "refused": [{"sequence": number, "why": why} for number, why in command.refused],
        },
    )


def _fold(report: Report, command: NewFixes) -> None:
    """Fuse the new positions with the best one so far, which stands for all that came before."""
    scanned_at = min(report.sent_at or report.received_at, report.received_at)
    measured = [receipts.fix_measured(draft) for draft in command.fixes]
    so_far = _best_so_far(report)
    if so_far:
        measured.append(so_far)
    fused = position.fuse(
        receipts.plate_measured(report, scanned_at), measured, scanned_at=scanned_at, now=command.received_at
    )
    receipts.write_best(report, fused.best)
    Report.objects.filter(pk=report.pk).update(
        **{name: getattr(report, name) for name in receipts.BEST_COLUMNS}
    )


def _best_so_far(report: Report) -> Measured | None:
    if report.best_source != FixSource.DEVICE:
        return None
    if report.best_longitude is None or report.best_latitude is None:
        return None
    if report.best_uncertainty_m is None or report.best_fixed_at is None:
        return None
    return Measured(
        report.best_longitude,
        report.best_latitude,
        report.best_uncertainty_m,
        report.best_fixed_at,
        "device",
    )


def _told(report: Report, command: NewFixes) -> Draft:
    return Draft(
        jurisdiction_id=report.incident.jurisdiction_id,
        kind=EventKind.FIXES_RECEIVED,
        incident_id=report.incident_id,
        incident_version=report.incident.version,
        report_id=report.id,
        at=command.received_at,
        data={"count": len(command.fixes)},
    )
