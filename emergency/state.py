"""What may happen to an incident, by a table, and the receipt chain that its events add up to.

Pure. A dispatcher may skip a step that a later one implies, but nobody sends help to or closes
a call that nobody has looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where an incident stands, in the order of a normal course."""

    NEW = "new"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    DISPATCHED = "dispatched"
    CLOSED = "closed"


class Kind(StrEnum):
    """Everything that is written to the event log."""

    REPORT_RECEIVED = "report_received"
    FIXES_RECEIVED = "fixes_received"
    MESSAGE_FROM_PERSON = "message_from_person"
    REPORT_CANCELLED = "report_cancelled"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    DISPATCHED = "dispatched"
    MESSAGE_FROM_CENTRE = "message_from_centre"
    CLOSED = "closed"
    REOPENED = "reopened"
    POSITIONS_ERASED = "positions_erased"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    LOCATE_REQUESTED = "locate_requested"
    LOCATE_PROGRESSED = "locate_progressed"
    REFERENCE_MADE = "reference_made"
    REFERENCE_REVOKED = "reference_revoked"
    MERGED = "merged"
    MERGED_INTO = "merged_into"
    SPLIT = "split"
    SPLIT_OFF = "split_off"
    MESSAGE_SHOWN = "message_shown"
    MESSAGE_READ = "message_read"
    WORDS_SEEN = "words_seen"
    POSITION_ASKED = "position_asked"
    UNIT_ASSIGNED = "unit_assigned"
    UNIT_EN_ROUTE = "unit_en_route"
    UNIT_ON_SCENE = "unit_on_scene"
    UNIT_CLEARED = "unit_cleared"
    CREW_LINK_MADE = "crew_link_made"
    CREW_LINK_ENDED = "crew_link_ended"
    ESCALATED_LOUDER = "escalated_louder"
    ESCALATED_TOLD = "escalated_told"
    ESCALATED_EVERYBODYS = "escalated_everybodys"
    HAND_OVER_OFFERED = "hand_over_offered"
    HAND_OVER_REFUSED = "hand_over_refused"
    HAND_OVER_WITHDRAWN = "hand_over_withdrawn"
    HAND_OVER_LAPSED = "hand_over_lapsed"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"


_TABLE: Final[dict[Kind, dict[State, State]]] = {
    Kind.OPENED: {State.NEW: State.OPENED},
    Kind.ACKNOWLEDGED: {State.NEW: State.ACKNOWLEDGED, State.OPENED: State.ACKNOWLEDGED},
    Kind.DISPATCHED: {State.OPENED: State.DISPATCHED, State.ACKNOWLEDGED: State.DISPATCHED},
    Kind.CLOSED: {
        State.OPENED: State.CLOSED,
        State.ACKNOWLEDGED: State.CLOSED,
        State.DISPATCHED: State.CLOSED,
    },
    Kind.REOPENED: {State.CLOSED: State.ACKNOWLEDGED},
    # Whoever takes it over has taken it on; help that is on its way stays on its way.
    Kind.TAKEN_OVER: {
        State.NEW: State.ACKNOWLEDGED,
        State.OPENED: State.ACKNOWLEDGED,
        State.ACKNOWLEDGED: State.ACKNOWLEDGED,
        State.DISPATCHED: State.DISPATCHED,
    },
}

_REASONS: Final[dict[Kind, str]] = {
    Kind.OPENED: "it was opened before",
    Kind.ACKNOWLEDGED: "it was acknowledged before",
    Kind.DISPATCHED: "open or acknowledge it first, and help is sent once",
    Kind.CLOSED: "open it first, and close it once",
    Kind.REOPENED: "only a closed one is reopened",
    Kind.TAKEN_OVER: "reopen it first",
}


class Illegal(Exception):
    """A step that the incident's state does not allow; the text is for the dispatcher."""

    def __init__(self, state: State, kind: Kind) -> None:
        super().__init__(f"The incident is {state}, so it cannot be {kind}: {_REASONS[kind]}.")
        self.state = state
        self.kind = kind


def apply(state: str, kind: str) -> State:
    """Return the state after an event of this kind.

    Reports, fixes, messages, links, cancelling, withdrawing, erasing, merging and splitting change no state:
    a person who cancels may be under pressure, so a dispatcher closes. Raises Illegal; ValueError on
    unknown words.
    """
    before, event = State(state), Kind(kind)
    if event not in _TABLE:
        return before
    try:
        return _TABLE[event][before]
    except KeyError:
        raise Illegal(before, event) from None


@dataclass(frozen=True, slots=True)
class Status:
    """The receipt chain: the state, and the time of each thing that holds now (aware, or None)."""

    state: State = State.NEW
    received_at: datetime | None = None
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None
    dispatched_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None


_TIMES: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.REPORT_RECEIVED: ("received_at",),
    Kind.REPORT_CANCELLED: ("cancelled_at",),
    Kind.OPENED: ("opened_at",),
    Kind.ACKNOWLEDGED: ("opened_at", "acknowledged_at"),
    Kind.DISPATCHED: ("opened_at", "acknowledged_at", "dispatched_at"),
    Kind.CLOSED: ("closed_at",),
    Kind.REOPENED: ("acknowledged_at",),
    Kind.TAKEN_OVER: ("opened_at", "acknowledged_at"),
}
_UNDONE: Final = {"dispatched_at": None, "closed_at": None}


def fold(events: Iterable[tuple[str, datetime]]) -> Status:
    """Fold an incident's events, oldest first, into its status.

    Each time is that of the first event which brought it about; a step skipped counts as taken
    with the one that implied it. Reopening takes back the closing, and that help was on its
    way. Raises Illegal when the log holds a step that could not have been written.
    """
    status = Status()
    for kind, at in events:
        event = Kind(kind)
        times: dict[str, datetime | None] = dict(_UNDONE) if event is Kind.REOPENED else {}
        for name in _TIMES.get(event, ()):
            times[name] = getattr(status, name) or at
        status = replace(status, state=apply(status.state, event), **times)
    return status
