"""One hazard as an alert tells it: a stretch of a trail that is not to be walked. Values only, pure."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Hazard:
    """A closed stretch; ``line`` holds its (longitude, latitude), times are aware, names may be empty.

    Without metres the whole trail is meant; ``until`` None is until further notice.
    """

    trail_ko: str
    trail_en: str
    from_metre: float | None
    to_metre: float | None
    reason_ko: str
    reason_en: str
    since: datetime
    until: datetime | None
    centre_ko: str
    centre_en: str
    is_exercise: bool
    line: tuple[tuple[float, float], ...]

    def kept(self) -> dict[str, Any]:
        """Return it as plain JSON, the same for the same hazard."""
        until = self.until.isoformat() if self.until else None
        line = [list(place) for place in self.line]
        return {**asdict(self), "since": self.since.isoformat(), "until": until, "line": line}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Hazard":
        """Return the hazard that was kept."""
        until = datetime.fromisoformat(kept["until"]) if kept["until"] else None
        line = tuple((longitude, latitude) for longitude, latitude in kept["line"])
        return cls(**{**kept, "since": datetime.fromisoformat(kept["since"]), "until": until, "line": line})


@dataclass(frozen=True, slots=True)
class Notice:
    """What makes one message of a hazard: its kind (Alert, Update, Cancel) and the ones that it is about.

    ``references`` are the extended identifiers, ``sender,identifier,sent``, of earlier messages.
    """

    identifier: str
    sender: str
    kind: str
    sent: datetime
    expires: datetime
    references: tuple[str, ...] = ()
