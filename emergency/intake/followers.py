"""What follows a report must name it and know its secret."""

import hmac
from collections.abc import Collection, Mapping
from uuid import UUID

from emergency.errors import SecretWrong, UnknownReport
from emergency.models import Report


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
