"""The catalogue of words is complete in every language, and one thing has one word."""

import pytest
from django.db.models import TextChoices

from emergency import languages, phrases
from emergency.flags import Flag
from emergency.models import (
    Channel,
    Disposition,
    EventKind,
    FixSource,
    IncidentState,
    Presence,
    Quick,
    ReportKind,
    UnitKind,
)
from emergency.position import Kind
from trails.models import AccessKind

CODES = {
    "kind": ReportKind.values,
    "state": [*IncidentState.values, "received"],
    "presence": Presence.values,
    "disposition": Disposition.values,
    "channel": Channel.values,
    "source": FixSource.values,
    "event": EventKind.values,
    "flag": list(Flag),
    "agreement": list(Kind),
    "access": AccessKind.values,
    "seal": ["valid", "wrong", "missing"],
    "cancel": ["safe", "mistake"],
    "quick": Quick.values,
    "unit": UnitKind.values,
    "unit_state": ["assigned", "en_route", "on_scene", "cleared"],
    "field": [
        *("tag", "seal", "kind", "words", "people", "phone", "language", "battery_pct"),
        *("exercise", "sent_at", "consent"),
    ],
}


def test_every_choice_and_flag_has_a_phrase_and_no_phrase_is_left_over() -> None:
    assert set(phrases.PHRASES) == {f"{group}.{code}" for group, codes in CODES.items() for code in codes}


@pytest.mark.parametrize("key", list(phrases.PHRASES))
def test_every_phrase_speaks_every_language(key: str) -> None:
    words = phrases.PHRASES[key]
    assert tuple(words) == phrases.LANGUAGES
    assert all(word.strip() for word in words.values())
    assert words["en"].isascii()
    assert any("가" <= character <= "힣" for character in words["ko"])


@pytest.mark.parametrize(
    ("group", "choices"),
    [
        ("kind", ReportKind),
        ("state", IncidentState),
        ("disposition", Disposition),
        ("source", FixSource),
        ("access", AccessKind),
    ],
)
def test_the_page_and_the_administration_use_the_same_korean_word(
    group: str, choices: type[TextChoices]
) -> None:
    for code, label in choices.choices:
        assert phrases.phrase(group, code, "ko") == label


def test_a_dispatcher_reads_the_korean_words_that_the_hiker_tapped() -> None:
    tapped = languages.words("ko").live
    for kind in ReportKind.values:
        if kind != ReportKind.UNKNOWN:
            assert phrases.phrase("kind", kind, "ko") == tapped[f"kind_{kind}"]


def test_a_hiker_who_reads_no_korean_is_spoken_to_in_english() -> None:
    assert phrases.phrase("kind", "fall", "vi-VN") == "fall"
    assert phrases.phrase("kind", "fall", "ko-KR") == "추락·넘어짐"


def test_a_code_of_an_older_version_is_said_as_it_is() -> None:
    assert phrases.phrase("flag", "seen_by_nobody", "ko") == "seen by nobody"


def test_a_flag_names_the_field_that_could_not_be_read() -> None:
    assert phrases.phrase("flag", "unreadable:phone", "en") == "could not be read: phone"
    assert phrases.phrase("flag", "unreadable:phone", "ko") == "읽을 수 없는 항목: 전화"
    assert phrases.phrase("flag", "unreadable:newer", "ko") == "읽을 수 없는 항목: newer"
