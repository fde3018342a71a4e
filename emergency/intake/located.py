"""Which incident a report joins because the centre had asked for it: by the token of the centre's link."""

from collections.abc import Mapping, Sequence

from emergency import merging
from emergency.commands import NewReport
from emergency.models import Incident, IncidentState, LocateRequest

from .batch import Batch

Asked = Mapping[bytes, LocateRequest]


def asked(commands: Sequence[NewReport], batch: Batch) -> Asked:
    """Return the requests that these reports answer, by the digest of their token, locked until the commit.

    The incidents are locked first, as everybody does who writes about one, so that nobody closes or
    erases them meanwhile. Two processes that hold each other up here are told apart by the database,
    and the batch is tried again.
    """
    digests = {command.locate_sha256 for command in commands if command.locate_sha256}
    if not digests:
        return {}
    batch.begin()
    named = LocateRequest.objects.filter(token_sha256__in=digests)
    asking = Incident.objects.filter(pk__in=named.values("incident"))
    ids = [merging.worked_on(incident).pk for incident in asking]
    list(
        Incident.objects.select_for_update(of=("self",))
        .filter(pk__in=[*ids, *named.values_list("incident", flat=True)])
        .order_by("pk")
        .values_list("pk")
    )
    found = (
        named.select_for_update(of=("self",))
        .order_by("pk")
        .select_related("incident__jurisdiction")
        .defer("incident__jurisdiction__area")
    )
    requests = {bytes(request.token_sha256): request for request in found}
    for request in requests.values():
        request.incident = merging.worked_on(request.incident)
    return requests


def waiting(requests: Asked, command: NewReport) -> LocateRequest | None:
    """Return the request that this report answers; None when it is over, or was answered."""
    request = requests.get(command.locate_sha256)
    return request if request is not None and _waits(request, command) else None


def use_up(request: LocateRequest, command: NewReport) -> None:
    """Note that this report, which is stored in the same transaction, answered the request."""
    request.used_at, request.report_id = command.received_at, command.id
    request.save(update_fields=["used_at", "report_id"])


def _waits(request: LocateRequest, command: NewReport) -> bool:
    """An exercise answers no real question, nor the other way round: the two are never mixed."""
    return (
        request.used_at is None
        and request.ends_at > command.received_at
        and request.incident.state != IncidentState.CLOSED
        and request.incident.is_exercise == command.is_exercise
    )
