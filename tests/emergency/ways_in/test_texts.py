"""What a text message says: our own form read back, somebody's own words, and letters in the wrong encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency import sms
from emergency.flags import Flag
from emergency.sms import Message
from emergency.ways_in.texts import UNSAID_RADIUS_M, understood

CODE = "48279154"
OURS = "[119구조]다사53946226 4827-9154 ±8m 낙상1명 (노고산 정상)"
WRONGLY_READ = {
    "UTF-8 read as Latin-1": OURS.encode().decode("latin-1"),
    "CP949 read as Latin-1": OURS.encode("cp949").decode("latin-1"),
    "CP949 read as Windows-1252": OURS.encode("cp949").decode("cp1252"),
    "UCS-2 in hexadecimal": OURS.encode("utf-16-be").hex(),
    "UCS-2 read as Latin-1": OURS.encode("utf-16-be").decode("latin-1"),
    "UCS-2, little end first, read as Latin-1": OURS.encode("utf-16-le").decode("latin-1"),
    "UCS-2 with its bytes swapped": OURS.encode("utf-16-be").decode("utf-16-le"),
}


def test_our_own_form_is_read_back() -> None:
    meant = understood(OURS)
    assert (meant.code, meant.kind, meant.people, meant.flags) == (CODE, "fall", 1, ())
    assert meant.text == OURS


def test_a_position_of_our_own_form_has_the_radius_that_it_says() -> None:
    said = sms.text(
        Message(longitude=126.94491, latitude=37.68247, uncertainty_m=640, kind="lost", exercise=True)
    )
    meant = understood(said)
    assert meant.point is not None
    assert (meant.point.longitude, meant.point.latitude) == (126.94491, 37.68247)
    assert (meant.uncertainty_m, meant.kind, meant.is_exercise, meant.flags) == (640.0, "lost", True, ())


@pytest.mark.parametrize("how", WRONGLY_READ)
def test_letters_in_a_wrong_encoding_are_put_right_and_flagged(how: str) -> None:
    meant = understood(WRONGLY_READ[how])
    assert meant.text == OURS
    assert (meant.code, meant.kind, meant.flags) == (CODE, "fall", (Flag.TEXT_MENDED,))


@pytest.mark.parametrize(
    "said",
    [
        OURS.encode("ascii", "replace").decode(),
        OURS.encode().decode("cp949", "replace"),
        OURS.encode("cp949").decode("utf-8", "replace"),
        OURS.encode().decode("cp1252", "ignore"),
    ],
)
def test_where_letters_are_lost_the_digits_still_lead_to_the_plate(said: str) -> None:
    meant = understood(said)
    assert (meant.code, meant.flags) == (CODE, (Flag.TEXT_GARBLED,))
    assert meant.text == said


@pytest.mark.parametrize(
    "said",
    [
        "살려주세요 다리가 부러졌어요???",
        "救命 我的腿断了",
        "助けて 足を折った",
        "Cứu tôi với, tôi bị gãy chân",
        "Hilfe! Mir ist übel, 21°C, Zürich",
        "help me",
        "",
        "\u202e\u0000\u0007",
        "?",
    ],
)
def test_words_in_any_language_stay_as_they_were_sent(said: str) -> None:
    meant = understood(said)
    assert meant.text == said
    assert not meant.locates
    assert Flag.TEXT_MENDED not in meant.flags


@pytest.mark.parametrize("length", range(len("[119구조]") + 1, OURS.index("±8m") + 2))
def test_our_own_form_is_seen_to_be_cut_wherever_it_ends(length: int) -> None:
    assert Flag.TEXT_CUT in understood(OURS[:length]).flags


@pytest.mark.parametrize("between", ["", " ", "\n"])
def test_what_is_said_twice_is_read_once(between: str) -> None:
    meant = understood(OURS + between + OURS)
    assert (meant.text, meant.code, meant.flags) == (OURS, CODE, (Flag.TEXT_DOUBLED,))


@pytest.mark.parametrize(
    "said",
    [
        "살려주세요 37.68247,126.94491 입니다",
        "여기요 https://maps.google.com/?q=37.68247,126.94491",
        "37.68247 126.94491",
    ],
)
def test_a_position_in_somebodys_own_words_is_taken_with_a_radius_that_admits_doubt(said: str) -> None:
    meant = understood(said)
    assert meant.point is not None
    assert abs(meant.point.longitude - 126.94491) < 1e-6
    assert (meant.uncertainty_m, meant.flags) == (UNSAID_RADIUS_M, (Flag.RADIUS_UNSAID,))


def test_the_number_of_a_square_in_somebodys_own_words_is_taken() -> None:
    meant = understood("국가지점번호 다사 5394 6226 근처입니다 빨리요")
    assert (meant.tag_text.replace(" ", ""), meant.point) == ("다사53946226", None)


def test_a_code_with_a_slip_is_shown_as_it_was_typed() -> None:
    meant = understood("[119구조]4827-9153 ±8m")
    assert (meant.code, meant.tag_text, meant.flags) == ("", "4827-9153", (Flag.MISTYPED_TAG,))


def test_a_telephone_number_in_somebodys_words_is_no_plate() -> None:
    assert not understood("연락처 1588-3118 로 주세요").locates


@given(st.text(max_size=300))
def test_nothing_that_anybody_sends_is_too_strange(said: str) -> None:
    understood(said)


@given(st.binary(max_size=200))
def test_nor_are_any_bytes_read_as_letters(said: bytes) -> None:
    for encoding in ("latin-1", "cp949", "utf-16-be", "utf-8"):
        understood(said.decode(encoding, "replace"))
    understood(said.hex())
