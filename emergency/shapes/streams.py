"""What a console's stream tells: the data of each event."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from .incidents import CentreWords, IncidentRow


class Hello(TypedDict):
    """The first event of a console's stream. With ``resync`` read the list again."""

    cursor: str
    server_time: datetime
    resync: bool


class IncidentEvent(TypedDict):
    """What happened, and the incident's row as it is now; ``id`` is the event's own, whoever's log it is in."""

    id: int
    sequence: int
    jurisdiction: int
    kind: str
    at: datetime
    actor_name: str
    report: UUID | None
    data: dict[str, Any]
    incident: IncidentRow
    message: CentreWords | None


class Beat(TypedDict):
    """The line is alive. Without one for 25 seconds a reader is stale and says so."""

    server_time: datetime
