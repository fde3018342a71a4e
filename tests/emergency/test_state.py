"""What may happen to an incident, and the receipt chain that the hiker sees."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emergency import state
from emergency.models import EventKind, IncidentState
from emergency.state import Illegal, Kind, State, Status

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
COURSE = [Kind.REPORT_RECEIVED, Kind.OPENED, Kind.ACKNOWLEDGED, Kind.DISPATCHED, Kind.CLOSED]


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def log(*kinds: str) -> list[tuple[str, datetime]]:
    return [(kind, at(minute)) for minute, kind in enumerate(kinds)]


def test_its_words_are_those_of_the_database() -> None:
    assert [*State] == IncidentState.values
    assert [*Kind] == EventKind.values


def test_a_normal_course_runs_from_new_to_closed() -> None:
    reached: list[str] = [State.NEW]
    for kind in COURSE:
        reached.append(state.apply(reached[-1], kind))
    assert reached[1:] == list(State)


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        (State.NEW, Kind.DISPATCHED),
        (State.NEW, Kind.CLOSED),
        (State.NEW, Kind.REOPENED),
        (State.OPENED, Kind.OPENED),
        (State.ACKNOWLEDGED, Kind.ACKNOWLEDGED),
        (State.DISPATCHED, Kind.DISPATCHED),
        (State.DISPATCHED, Kind.ACKNOWLEDGED),
        (State.CLOSED, Kind.CLOSED),
        (State.CLOSED, Kind.DISPATCHED),
    ],
)
def test_it_refuses_what_makes_no_sense_with_a_sentence(before: State, kind: Kind) -> None:
    with pytest.raises(Illegal) as refused:
        state.apply(before, kind)
    assert (refused.value.state, refused.value.kind) == (before, kind)
    assert str(refused.value).startswith(f"The incident is {before}, so it cannot be {kind}: ")


@pytest.mark.parametrize("before", list(State))
def test_what_a_hiker_does_changes_no_state(before: State) -> None:
    for kind in (Kind.REPORT_RECEIVED, Kind.FIXES_RECEIVED, Kind.MESSAGE_FROM_PERSON, Kind.REPORT_CANCELLED):
        assert state.apply(before, kind) is before


def test_an_unknown_word_fails_loudly() -> None:
    with pytest.raises(ValueError, match="teleported"):
        state.apply("new", "teleported")


def test_the_receipt_chain_holds_the_time_of_each_step() -> None:
    assert state.fold(log(*COURSE)) == Status(State.CLOSED, at(0), at(1), at(2), at(3), at(4), None)


def test_without_events_nothing_was_received() -> None:
    assert state.fold([]) == Status()


def test_the_first_report_counts_and_a_cancelled_one_is_said() -> None:
    status = state.fold(log("report_received", "report_received", "report_cancelled", "report_cancelled"))
    assert status == Status(State.NEW, received_at=at(0), cancelled_at=at(2))


def test_a_skipped_step_counts_as_taken_with_the_one_that_implied_it() -> None:
    status = state.fold(log("report_received", "opened", "dispatched"))
    assert (status.opened_at, status.acknowledged_at, status.dispatched_at) == (at(1), at(2), at(2))


def test_reopening_takes_back_that_help_was_on_its_way() -> None:
    status = state.fold(log(*COURSE, "reopened"))
    assert status.state is State.ACKNOWLEDGED
    assert (status.acknowledged_at, status.dispatched_at, status.closed_at) == (at(2), None, None)
    again = state.fold(log(*COURSE, "reopened", "dispatched", "closed"))
    assert (again.dispatched_at, again.closed_at) == (at(6), at(7))


def test_an_incident_closed_unacknowledged_is_acknowledged_by_whoever_reopens_it() -> None:
    status = state.fold(log("report_received", "opened", "closed", "reopened"))
    assert (status.state, status.acknowledged_at, status.closed_at) == (State.ACKNOWLEDGED, at(3), None)


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(Kind))))
def test_every_log_of_allowed_steps_folds_and_its_chain_is_in_order(tries: list[Kind]) -> None:
    now, written = State.NEW, []
    for kind in [Kind.REPORT_RECEIVED, *tries]:
        try:
            now = state.apply(now, kind)
        except Illegal:
            continue
        written.append(kind)
    status = state.fold(log(*written))
    assert status.state is now
    chain = [status.received_at, status.opened_at, status.acknowledged_at, status.dispatched_at]
    known = [each for each in chain if each is not None]
    assert known == sorted(known)
    assert (status.closed_at is not None) == (now is State.CLOSED)
