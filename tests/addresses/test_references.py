"""The one box: whatever a caller reads out or pastes is understood, or answered with what to do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addresses import references
from addresses.grids import Point
from addresses.grids.spelling import clean
from addresses.references import Kind

BAEGUNDAE = Point(126.977778, 37.658889)


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("4827-9154", Kind.CODE, "48279154"),
        ("４８２７ ９１５４", Kind.CODE, "48279154"),
        ("HTTPS://YEOGI.EXAMPLE/48279154.K7Q4M", Kind.CODE, "48279154"),
        ("다사53936228", Kind.NPN, "다사 5393 6228"),
        ("국가지점번호 다사 539 622", Kind.NPN, "다사 539 622"),
        ("37.658889, 126.977778", Kind.WGS84, "37.658889, 126.977778"),
        ("126.977778 37.658889", Kind.WGS84, "37.658889, 126.977778"),
        ("북위 37도 39분 32초 동경 126도 58분 40초", Kind.WGS84, "37.658889, 126.977778"),
        ("geo:37.658889,126.977778;u=12", Kind.GEO, "geo:37.658889,126.977778;u=12"),
        ("https://www.google.com/maps/@37.658889,126.977778,15z", Kind.LINK, "37.658889, 126.977778"),
        ("geo:0,0?q=37.658889,126.977778", Kind.LINK, "37.658889, 126.977778"),
        ("UTM-K 953939 1962282", Kind.UTMK, "UTM-K 953939 1962282"),
        ("953938.76, 1962282.49", Kind.UTMK, "UTM-K 953939 1962282"),
        ("52scg2162469861", Kind.MGRS, "52SCG 21624 69861"),
        ("8q98mx5h+c4", Kind.PLUS_CODE, "8Q98MX5H+C4"),
    ],
)
def test_it_recognises_every_kind_and_nothing_else_in_it(typed, kind, text):
    (reading,) = references.read(typed)

    assert (reading.kind, reading.text, reading.problem) == (kind, text, None)


@pytest.mark.parametrize(
    "typed",
    [
        "다사 5393 6228",
        "37.658889, 126.977778",
        "geo:37.658889,126.977778",
        "UTM-K 953939 1962282",
        "52SCG 21624 69891",
        "https://maps.apple.com/?ll=37.658889,126.977778",
    ],
)
def test_the_same_place_comes_out_of_every_kind(typed):
    place = references.read(typed)[0].place

    assert place is not None
    assert place.point.longitude == pytest.approx(BAEGUNDAE.longitude, abs=1e-4)
    assert place.point.latitude == pytest.approx(BAEGUNDAE.latitude, abs=1e-4)
    assert place.uncertainty_m >= 1.0


def test_a_scanned_code_keeps_its_seal_and_has_no_place_of_its_own():
    (reading,) = references.read("48279154.k7q4m")

    assert (reading.seal, reading.place) == ("k7q4m", None)


def test_a_short_plus_code_needs_a_place_nearby():
    assert references.read("MX5H+C4")[0].kind is Kind.TEXT
    assert references.read("MX5H+C4", near=BAEGUNDAE)[0].text == "8Q98MX5H+C4"


def test_a_mistyped_code_comes_with_its_problem_and_the_codes_that_were_perhaps_meant():
    mistyped, words = references.read("4827-9145")

    assert mistyped.kind is Kind.CODE
    assert "Compare" in mistyped.problem
    assert "48279154" in mistyped.suggestions
    assert (words.kind, words.text) == (Kind.TEXT, "4827-9145")


def test_a_mistyped_code_is_looked_up_without_its_seal():
    assert "48279154" in references.read("48279145.K7Q4M")[0].suggestions


def test_a_half_typed_code_says_how_much_is_missing():
    assert "2 digits are missing" in references.read("4827-91")[0].problem


@pytest.mark.parametrize(
    ("typed", "advice"), [("0, 0", "Ask for the position again"), ("95.5, 200.5", "from -90 to 90")]
)
def test_a_position_that_cannot_be_comes_with_its_problem(typed, advice):
    assert advice in references.read(typed)[0].problem


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("북한61-01", "북한61-01"),
        ("북한68-1", "북한68-01"),
        ("북한 68 - 1", "북한68-01"),
        ("지남25-02", "지남25-02"),
        ("둘레길105-1", "둘레길105-01"),
        ("강성로 256-1", "강성로 256-1"),
        ("중학천길 42", "중학천길 42"),
        ("강성로  256 민방위대피시설", "강성로 256 민방위대피시설"),
        ("다사읍사무소", "다사읍사무소"),
        ("BAN", "BAN"),
        ("백운대 정상", "백운대 정상"),
        ("010-1234-5678", "010-1234-5678"),
    ],
)
def test_names_addresses_and_park_signs_come_back_as_words(typed, text):
    (reading,) = references.read(typed)

    assert (reading.kind, reading.text, reading.place) == (Kind.TEXT, text, None)


def test_a_road_with_a_base_number_is_no_park_sign():
    assert references.park_sign("강성로 256-1") is None
    assert references.park_sign("중학천길42-1") is None
    assert references.park_sign("둘레길105-1") == "둘레길105-01"
    assert references.park_sign("가" * 1000) is None


def test_a_pasted_message_is_searched_for_what_locates():
    message = "[119구조]다사53936228 4827-9154 ±8m 낙상1명 위치 37.65889,126.97778(±8m)"

    found = references.read(message)

    assert [(reading.kind, reading.text) for reading in found] == [
        (Kind.CODE, "48279154"),
        (Kind.NPN, "다사 5393 6228"),
        (Kind.WGS84, "37.658890, 126.977780"),
    ]


def test_a_link_in_a_message_is_read_once():
    found = references.read("여기예요! (https://www.google.com/maps?q=37.658890,126.977780) 빨리 와주세요")

    assert [(reading.kind, reading.text) for reading in found] == [(Kind.LINK, "37.658890, 126.977780")]


def test_a_plate_in_a_message_keeps_its_seal():
    (reading,) = references.read("help HTTPS://YEOGI.EXAMPLE/48279154.K7Q4M please")

    assert (reading.kind, reading.text, reading.seal) == (Kind.CODE, "48279154", "K7Q4M")


def test_numbers_in_a_message_that_are_no_references_are_left_alone():
    (reading,) = references.read("2026-11-22 14:03 신고, 전화 010-1234-5678, 강성로 256 앞 3명")

    assert reading.kind is Kind.TEXT


@pytest.mark.parametrize("typed", ["", "   ", "\n\t"])
def test_nothing_typed_is_nothing_found(typed):
    assert references.read(typed) == []


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80) | st.text("0123456789.,-+°′″NSEW다사가 :geo/httpsCG", max_size=60))
def test_it_has_an_answer_for_whatever_is_typed(typed):
    found = references.read(typed)

    assert bool(found) == bool(clean(typed))
    assert all(reading.text for reading in found)
    assert all(reading.place is None or reading.place.uncertainty_m >= 1.0 for reading in found)


def test_a_message_without_end_is_cut_and_answered():
    found = references.read("4827-9154 " + "가나다 37.6 " * 5000)

    assert found[0].text == "48279154"
