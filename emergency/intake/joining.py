"""Which open incident a report joins, when one network address calls again and again from one place.

Behind one address may stand a whole carrier, so the place decides: the plate, or without one what
was typed and where the phone says it is. People at two places are never put into one incident.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from addresses.models import Jurisdiction
from emergency.commands import NewReport
from emergency.models import Incident, IncidentState, Report

from .plates import Plate

# Once a dispatcher has taken an incident on, another call may be another person's: it rings on its own.
JOINABLE = (IncidentState.NEW, IncidentState.OPENED)
MOST_JOINED = 250  # what one screen can still show; then the next incident opens
NEAR_DEG = 0.001  # without a plate: about a hundred metres are one place


@dataclass(slots=True)
class Joining:
    """Remembers what one batch opened: its rows are not in the table yet."""

    begin: Callable[[], None]  # the transaction, before a row is locked
    _opened: dict[str, Incident] = field(default_factory=dict)

    def note(self, key: str, incident: Incident) -> None:
        """Remember the incident that the next report of this key may join."""
        self._opened[key] = incident

    def incident(
        self, key: str, command: NewReport, plate: Plate | None, jurisdiction: Jurisdiction
    ) -> Incident | None:
        """Return the newest open incident of the same address at the same place, locked; None without one."""
        if key not in self._opened:
            self.begin()
            if stored := _stored(command, plate, jurisdiction):
                self.note(key, stored)
        return self._opened.get(key)


def key(command: NewReport, plate: Plate | None) -> str:
    """Return what stands for one address at one place."""
    where = plate.code if plate else typed(command)
    if plate is None and command.fix is not None:
        where += f" {round(command.fix.longitude / NEAR_DEG)} {round(command.fix.latitude / NEAR_DEG)}"
    return f"{command.source_key} {where} {command.is_exercise}"


def typed(command: NewReport) -> str:
    """Return what was scanned or typed and leads to no plate."""
    return command.tag_text or command.code


def _stored(command: NewReport, plate: Plate | None, jurisdiction: Jurisdiction) -> Incident | None:
    reports = Report.objects.filter(source_key=command.source_key, tag_code=plate.code if plate else "")
    if plate is None:
        reports = reports.filter(tag_text=typed(command))
        if command.fix is None:
            reports = reports.filter(best_longitude=None)
        else:
            west, south = command.fix.longitude - NEAR_DEG, command.fix.latitude - NEAR_DEG
            reports = reports.filter(
                best_longitude__range=(west, west + 2 * NEAR_DEG),
                best_latitude__range=(south, south + 2 * NEAR_DEG),
            )
    # Locked, because its version is counted on and nobody looks for a call in one that is just being closed.
    # What another writer holds is not waited for: this batch holds rows that the other one may wait for, and
    # a call that rings on its own does less harm than a deadlock, which costs all of the batch a second.
    newest = (
        Incident.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(
            jurisdiction=jurisdiction,
            state__in=JOINABLE,
            is_exercise=command.is_exercise,
            pk__in=reports.values("incident"),
        )
        .order_by("-received_at")
        .first()
    )
    return newest if newest and newest.reports.count() < MOST_JOINED else None
