"""What follows a report must name it and know its secret."""

import hmac
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection

from emergency.asked import ask
from emergency.errors import SecretWrong, UnknownReport
from emergency.models import Report


def lock(ids: Collection[UUID]) -> None:
    """Lock the incidents of these reports until the commit, all of a batch at once and in one order.

    So nothing comes into an incident while its positions are being destroyed, no two writers count
    alike, and no two batches wait for each other. SQLite has one writer at a time anyway.
    """
    if ids and connection.features.has_select_for_update:
        ask(
            "SELECT i.id FROM emergency_incident i JOIN emergency_report r ON r.incident_id = i.id"
            " WHERE r.id = ANY(%s) ORDER BY i.id FOR UPDATE OF i",
            list(set(ids)),
        )


def reports(ids: Collection[UUID]) -> dict[UUID, Report]:
    """Return the reports that a batch names, each with its incident."""
    found = Report.objects.filter(id__in=set(ids)).select_related("incident")
    return {report.id: report for report in found}


def allowed(
    known: Mapping[UUID, Report], report_id: UUID, secret_sha256: bytes
) -> Report | UnknownReport | SecretWrong:
    """Return the report when the secret is its own; else the refusal to answer with."""
    report = known.get(report_id)
    if report is None:
        return UnknownReport("The centre does not have this report yet: send the report first, then this.")
    if not hmac.compare_digest(bytes(report.secret_sha256), secret_sha256):
        return SecretWrong("Send the secret that the phone made for this report.")
    return report
