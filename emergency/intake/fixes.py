"""Take the positions that follow a report: store each once, and fold them into the best one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from emergency import borders, position
from emergency.asked import each
from emergency.commands import NewFixes
from emergency.events import Draft
from emergency.models import EventKind, Fix, Report
from emergency.position import Measured
from emergency.rows import update

from . import followers, receipts
from .batch import Answer, Batch
from .receipts import FixRow

NEWEST: Final = 16  # the fusion hears no more than these
AROUND_THE_SCAN: Final = timedelta(seconds=60)
MOST_VOTERS: Final = 100


def take(commands: Sequence[tuple[int, NewFixes]], batch: Batch) -> None:
    """Store the positions of each batch once; answer which were accepted and which refused."""
    if not commands:
        return
    reports = followers.reports([command.report_id for _, command in commands])
    sent: dict[UUID, dict[int, FixRow]] = {}
    for index, command in commands:
        report = followers.allowed(reports, command.report_id, command.secret_sha256)
        if not isinstance(report, Report):
            batch.outcomes[index] = report
            continue
        batch.outcomes[index] = _answer(command)
        if report.incident.erased_at is not None or report.withdrawn_at is not None:
            continue  # its positions were destroyed: none comes back
        for draft in command.fixes:
            row = FixRow.of(report.id, draft, command.received_at)
            sent.setdefault(report.id, {}).setdefault(draft.sequence, row)
    fresh = _not_stored(sent)
    _fold({reports[report_id]: rows for report_id, rows in fresh.items()})
    for report_id, rows in fresh.items():
        borders.follow(reports[report_id].incident, [reports[report_id]], rows[-1].received_at)
    batch.drafts += [_told(reports[report_id], rows) for report_id, rows in fresh.items()]
    batch.rows[Fix] += [row for rows in fresh.values() for row in rows]


def _not_stored(sent: Mapping[UUID, Mapping[int, FixRow]]) -> dict[UUID, list[FixRow]]:
    """Return the positions that are new: a batch sent twice is stored, and told of, once."""
    here = each(
        "SELECT sequence FROM emergency_fix WHERE report_id = %s AND sequence BETWEEN %s AND %s",
        [(report_id, min(rows), max(rows)) for report_id, rows in sent.items()],
    )
    fresh = {}
    for (report_id, rows), found in zip(sent.items(), here, strict=True):
        known = {sequence for (sequence,) in found}
        new = [row for sequence, row in rows.items() if sequence not in known]
        if new:
            fresh[report_id] = new
    return fresh


def _answer(command: NewFixes) -> Answer:
    return Answer(
        200,
        {
            "accepted": sorted(draft.sequence for draft in command.fixes),
            "refused": [{"sequence": number, "why": why} for number, why in command.refused],
        },
    )


def _fold(fresh: Mapping[Report, Sequence[FixRow]]) -> None:
    """Fuse each report's new positions with the stored ones that still have a say."""
    for (report, rows), earlier in zip(fresh.items(), _voters(fresh), strict=True):
        scanned_at = _scanned_at(report)
        fused = position.fuse(
            receipts.plate_measured(report, scanned_at),
            earlier + [receipts.measured(fix) for fix in rows],
            scanned_at=scanned_at,
            now=rows[-1].received_at,
        )
        receipts.write_best(report, fused)
    update(Report, fresh, receipts.BEST_COLUMNS)


def _voters(fresh: Mapping[Report, Sequence[FixRow]]) -> list[list[Measured]]:
    """Return the stored positions that each fusion needs: the newest ones, against which an outlier
    is voted down, and those from around the scan, which know whether the phone was ever at the plate.
    """
    found = each(
        "SELECT longitude, latitude, uncertainty_m, fixed_at, sequence FROM emergency_fix"
        " WHERE report_id = %s AND (sequence >= %s OR fixed_at <= %s)"
        " ORDER BY sequence DESC LIMIT %s",
        [
            (
                report.id,
                min(fix.sequence for fix in rows) - NEWEST,
                _scanned_at(report) + AROUND_THE_SCAN,
                MOST_VOTERS,
            )
            for report, rows in fresh.items()
        ],
    )
    return [
        [Measured(x, y, radius_m, _aware(at), "device", number) for x, y, radius_m, at, number in rows]
        for rows in found
    ]


def _scanned_at(report: Report) -> datetime:
    return min(report.sent_at or report.received_at, report.received_at)


def _aware(moment: datetime) -> datetime:
    """SQLite keeps times in UTC and does not say so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _told(report: Report, rows: Sequence[FixRow]) -> Draft:
    return Draft(
        jurisdiction_id=report.incident.jurisdiction_id,
        kind=EventKind.FIXES_RECEIVED,
        incident_id=report.incident_id,
        incident_version=report.incident.version,
        report_id=report.id,
        at=rows[-1].received_at,
        data={"count": len(rows)},
    )
