"""What a dispatcher says over the radio: the same facts in both languages, what locates first."""

from datetime import UTC, datetime

import pytest

from emergency import position
from emergency.position import Measured
from emergency.read_out import Language, read_out

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SUMMIT = {
    "name_ko": "노고산 정상",
    "name_en": "Nogosan summit",
    "npn": "다사51056491",
    "object_address": "고양대로 2695-1",
    "anchor": {"trail_ko": "노고산 산길", "trail_en": "Nogosan trail", "metre": 3098.4},
}


def said(language: Language, place: dict[str, object] | None = None, code: str = "48279154") -> str:
    return read_out(language, tag_code=code, place=place, fused=None)


def test_it_says_the_place_and_its_numbers_in_korean() -> None:
    assert said("ko", SUMMIT) == (
        "노고산 정상. 국가지점번호 다사 5105 6491. 고양대로 2695-1. 노고산 산길 3098미터 지점. 표지판 코드 4827-9154"
    )


def test_it_says_the_same_in_english_with_the_letters_as_they_are_spoken() -> None:
    assert said("en", SUMMIT) == (
        "Nogosan summit. National Point Number 다사 5105 6491 (da sa). 고양대로 2695-1. "
        "3098 metres along Nogosan trail. Plate code 4827-9154"
    )


def test_a_place_without_an_english_name_is_said_by_its_korean_one() -> None:
    assert said("en", SUMMIT | {"name_en": ""}).startswith("노고산 정상. ")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_who_is_at_no_plate_and_sent_no_position_has_nothing_to_read_out(language: Language) -> None:
    assert said(language, None, "") == ""


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ko", "위치를 알 수 없음. 입력한 번호 4827-9155, 그런 표지판은 없음"),
        ("en", "No position is known. Typed: 4827-9155, which is on no plate"),
    ],
)
def test_a_mistyped_code_without_a_position_is_read_out_as_typed(language: Language, sentence: str) -> None:
    assert read_out(language, tag_code="", typed="48279155", place=None, fused=None) == sentence


@pytest.mark.parametrize(("language", "radius"), [("ko", "오차 13미터"), ("en", "within 13 metres")])
def test_a_radius_is_never_said_to_be_better_than_it_is(language: Language, radius: str) -> None:
    fix = Measured(126.95, 37.66, 12.2, NOON, "device", 1)
    fused = position.fuse(None, [fix], scanned_at=NOON, now=NOON)
    assert read_out(language, tag_code="", place=None, fused=fused).endswith(radius)
