"""Whatever a phone sends, the parser takes the call for help out of it or says what is wrong."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emergency import parse
from emergency.commands import NewFixes, NewReport
from emergency.errors import SecretMissing, Unreadable

NOW = datetime(2026, 11, 22, 5, 3, 22, tzinfo=UTC)
SECRET = bytes(32)
FIX = {
    "sequence": 1,
    "longitude": 126.9452,
    "latitude": 37.6823,
    "uncertainty_m": 12.5,
    "fixed_at": "2026-11-22T05:03:20Z",
}
LARGE = 10**400  # a whole number that no float holds


def report(**fields: Any) -> NewReport:
    return report_of(json.dumps(fields).encode())


def report_of(body: bytes) -> NewReport:
    return parse.report(UUID(int=7), SECRET, body, now=NOW, source_key="")


def outcome(body: bytes) -> NewReport | Unreadable:
    try:
        return report_of(body)
    except Unreadable as refused:
        return refused


def fixes(*entries: Any) -> NewFixes:
    return parse.fixes(UUID(int=7), SECRET, json.dumps({"fixes": entries}).encode(), now=NOW)


def test_a_report_with_nothing_in_it_is_a_call_for_help() -> None:
    taken = report()
    assert (taken.kind, taken.code, taken.fix, taken.flags) == ("unknown", "", None, ())


@pytest.mark.parametrize(
    "typed",
    ["48279154", "4827-9154", "4827 9154", "４８２７９１５４", "HTTPS://YEOGI.EXAMPLE/48279154", 48279154],
)
def test_it_reads_the_code_however_it_was_typed(typed: str | int) -> None:
    assert report(tag=typed).code == "48279154"


def test_it_takes_the_seal_out_of_a_scanned_address() -> None:
    taken = report(tag="HTTPS://YEOGI.EXAMPLE/48279154.K7Q4M")
    assert (taken.code, taken.seal) == ("48279154", "K7Q4M")


@pytest.mark.parametrize("typed", ["48279145", "4827915", "482791544", "who knows", "<script>"])
def test_it_keeps_what_was_typed_when_it_is_no_code(typed: str) -> None:
    taken = report(tag=typed)
    assert (taken.code, taken.tag_text, taken.flags) == ("", typed, ("mistyped_tag",))


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("kind", []),
        ("kind", "volcano"),
        ("words", 7),
        ("people", -4),
        ("people", 2.5),
        ("people", True),
        ("people", LARGE),
        ("phone", "call me"),
        ("language", {"ko": 1}),
        ("battery_pct", 101),
        ("battery_pct", float("nan")),
        ("exercise", "yes"),
        ("sent_at", "yesterday"),
        ("sent_at", "2026-11-22T05:03:22"),
        ("sent_at", "9999-12-31T23:59:59-14:00"),
        ("consent", ["dispatch"]),
        ("consent", {"purposes": "dispatch"}),
        ("tag", {"code": 1}),
    ],
)
def test_it_leaves_out_one_part_that_makes_no_sense_and_flags_it(name: str, nonsense: Any) -> None:
    taken = report(**{"words": "help", "tag": "48279154", name: nonsense})
    assert taken.flags == (f"unreadable:{name}",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"longitude": 180.1},
        {"latitude": -90.1},
        {"longitude": 37.6823, "latitude": 126.9452},
        {"longitude": 0, "latitude": 0},
        {"longitude": float("nan")},
        {"latitude": float("inf")},
        {"longitude": LARGE},
        {"longitude": "126.9"},
        {"longitude": True},
        {"uncertainty_m": -5},
        {"uncertainty_m": float("nan")},
        {"uncertainty_m": None},
        {"uncertainty_m": 30_000_000},
        {"fixed_at": "2026-11-22T05:06:00Z"},
        {"fixed_at": "2026-11-22T05:03:20"},
        {"fixed_at": "9999-12-31T23:59:59-14:00"},
        {"fixed_at": "0001-01-01T00:00:00+14:00"},
        {"fixed_at": 1_795_000_000},
        {"sequence": -1},
        {"sequence": 1.5},
        {"sequence": None},
        {"altitude_m": LARGE},
    ],
)
def test_it_refuses_an_impossible_position_and_keeps_the_report(wrong: dict[str, Any]) -> None:
    taken = report(words="help", fix={**FIX, **wrong})
    assert (taken.fix, taken.flags, taken.words) == (None, ("refused_fix",), "help")


def test_it_takes_a_possible_position() -> None:
    taken = report(fix=FIX).fix
    assert taken is not None
    assert (taken.longitude, taken.latitude, taken.uncertainty_m) == (126.9452, 37.6823, 12.5)


def test_a_phone_that_claims_to_be_exact_gets_a_metre() -> None:
    taken = report(fix={**FIX, "uncertainty_m": 0}).fix
    assert taken is not None
    assert taken.uncertainty_m == 1.0


def test_a_clock_ahead_by_an_hour_is_flagged_and_its_report_taken() -> None:
    taken = report(sent_at=(NOW + timedelta(hours=1)).isoformat())
    assert taken.flags == ("clock_skewed",)


def test_it_names_each_refused_position_and_takes_the_others() -> None:
    taken = fixes(FIX, {**FIX, "sequence": 2, "latitude": 91}, "x", {**FIX, "sequence": True})
    assert [draft.sequence for draft in taken.fixes] == [1]
    assert [number for number, _ in taken.refused] == [2, None, None]


@pytest.mark.parametrize(
    "body", [b"{}", b'{"fixes": []}', b'{"fixes": 7}', b'{"fixes": [' + b"1," * 500 + b"1]}"]
)
def test_a_batch_holds_1_to_500_positions(body: bytes) -> None:
    with pytest.raises(Unreadable, match="1 to 500"):
        parse.fixes(UUID(int=7), SECRET, body, now=NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"help",
        b"[]",
        b"7",
        b"null",
        b'{"tag": ',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"people": ' + b"9" * 9000 + b"}",
    ],
)
def test_it_refuses_what_is_no_json_object(body: bytes) -> None:
    with pytest.raises(Unreadable, match="JSON object"):
        report_of(body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"words": "help", "x": ' + b"[" * 300 + b"]" * 300 + b"}",
        b'{"words": "help", "x": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"words": "help", "\\ud800": 1}',
        b'{"words": "help\\ud800"}',
        b'{"words": "he\\u0000lp"}',
        b'{"words": "help", "x": 1e999}',
    ],
)
def test_it_hears_the_words_in_a_body_that_is_odd_elsewhere(body: bytes) -> None:
    assert report_of(body).words == "help"


def test_the_same_contents_in_another_order_are_the_same_report() -> None:
    ordered, turned = report_of(b'{"tag":"1","words":"a"}'), report_of(b'{ "words": "a", "tag": "1" }')
    assert ordered.body_sha256 == turned.body_sha256
    assert ordered.body_sha256 != report(tag="1", words="b").body_sha256


@pytest.mark.parametrize(
    "header", ["", "Report", "Report short", "Bearer 0123456789abcdef", "Report " + "é" * 20]
)
def test_without_a_usable_secret_nothing_is_taken(header: str) -> None:
    with pytest.raises(SecretMissing):
        parse.secret(header)


def test_of_the_secret_only_its_hash_goes_further() -> None:
    assert parse.secret("Report 0123456789abcdef") == hashlib.sha256(b"0123456789abcdef").digest()


@pytest.mark.parametrize(
    "fields", [{}, {"id": "x", "text": "a"}, {"id": str(uuid4())}, {"id": str(uuid4()), "text": " \x00"}]
)
def test_a_message_needs_an_id_and_words(fields: dict[str, str]) -> None:
    with pytest.raises(Unreadable) as refused:
        parse.message(UUID(int=7), SECRET, json.dumps(fields).encode(), now=NOW)
    assert refused.value.field in {"id", "text"}


_anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_PARTS = ("tag", "seal", "kind", "words", "people", "phone", "language", "battery_pct", "exercise", "consent")
_OF_A_FIX = ("sequence", "longitude", "latitude", "uncertainty_m", "altitude_m", "fixed_at")
_names = st.sampled_from((*_PARTS, "sent_at", "fix", *_OF_A_FIX))
_nearly = st.dictionaries(_names, _anything | st.dictionaries(_names, _anything), max_size=8)


@given(_nearly | _anything)
@settings(max_examples=200, deadline=None)
def test_whatever_json_comes_it_is_a_report_or_a_clear_refusal(value: Any) -> None:
    answered = outcome(json.dumps(value).encode())
    assert isinstance(answered, NewReport) == isinstance(value, dict)
    if isinstance(answered, NewReport):
        kept = (answered.words, answered.tag_text, answered.phone, answered.language, answered.seal)
        assert "\x00" not in "".join(kept)  # PostgreSQL holds none


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_whatever_bytes_come_the_answer_is_clear(body: bytes) -> None:
    answered = outcome(body)
    assert isinstance(answered, NewReport) or str(answered).startswith("Send a JSON object")


def test_words_that_are_too_long_are_kept_as_far_as_they_go_and_the_dispatcher_is_told() -> None:
    taken = report(words="가" * (parse.MAX_WORDS + 1))
    assert taken.words == "가" * parse.MAX_WORDS
    assert taken.flags == ("cut",)
    assert report(words="가" * parse.MAX_WORDS + "  ").flags == ()
