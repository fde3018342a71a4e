"""The text message: what locates survives being cut, and the links open it on each phone."""

from typing import get_args
from urllib.parse import unquote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from emergency import sms
from emergency.sms import Message, Unreadable

SUMMIT = Message(npn="다사53946226", code="48279153", uncertainty_m=8, kind="fall", people=1)


def size(said: str) -> int:
    return len(said.encode("cp949"))


def test_it_reads_like_the_example_of_the_dispatch_centre() -> None:
    assert sms.text(SUMMIT) == "[119구조]다사53946226 4827-9153 ±8m 낙상1명"


def test_the_police_are_told_that_it_is_for_them() -> None:
    assert sms.text(SUMMIT, number="112").startswith("[112신고]다사53946226 ")


def test_an_exercise_says_so_first() -> None:
    said = sms.text(Message(npn="다사53946226", code="48279153", uncertainty_m=8, exercise=True))
    assert said == "[훈련][119구조]다사53946226 4827-9153 ±8m"


def test_a_place_without_number_is_told_by_latitude_and_longitude() -> None:
    here = Message(code="48279153", longitude=126.9449123, latitude=37.6824712, uncertainty_m=8.2)
    assert sms.text(here) == "[119구조]37.68247,126.94491 4827-9153 ±9m"


def test_an_exercise_without_number_gives_up_words_before_it_gives_up_the_place() -> None:
    here = Message(
        code="48279153", longitude=126.9449123, latitude=37.6824712, uncertainty_m=8.2, exercise=True
    )
    assert sms.text(here) == "[훈련]37.68247,126.94491 4827-9153 ±9m"


def test_a_number_that_is_no_10_m_cell_gives_way_to_the_degrees() -> None:
    here = Message(npn="다사 53 62", longitude=126.94491, latitude=37.68247)
    assert sms.text(here) == "[119구조]37.68247,126.94491"


def test_decomposed_and_spaced_numbers_are_written_whole() -> None:
    assert sms.text(Message(npn="\u1103\u1161\u1109\u1161 5394 6226")) == "[119구조]다사53946226"


def test_a_coarse_radius_is_rounded_up_never_down() -> None:
    said = [sms.text(Message(uncertainty_m=metres)) for metres in (8.01, 999.5, 1234, 12_001)]
    assert said == ["[119구조]±9m", "[119구조]±1.0km", "[119구조]±1.3km", "[119구조]±13km"]


def test_the_place_fills_what_room_is_left() -> None:
    said = sms.text(SUMMIT, place="노고산  정상\n표지판 🏔 앞 넓은 바위 옆 소나무 아래 샘터 가는 길")
    assert said.startswith("[119구조]다사53946226 4827-9153 ±8m 낙상1명 (노고산 정상 표지판 앞 넓은")
    assert said.endswith(")")
    assert 85 < size(said) <= 90


def test_a_message_cut_after_40_characters_still_locates() -> None:
    cut = sms.text(SUMMIT, place="노고산 정상")[:40]
    assert sms.read(cut) == SUMMIT


def test_a_word_cut_in_the_middle_is_left_out_rather_than_misread() -> None:
    assert sms.read("[119구조]다사53946226 4827-9153 ±8m 낙") == Message(
        npn="다사53946226", code="48279153", uncertainty_m=8
    )
    assert sms.read("[119구조]다사53946226 4827-91") == Message(npn="다사53946226")
    assert sms.read("[119구조] 위치: 대서문 앞") == Message()


def test_a_place_named_like_an_accident_is_not_one() -> None:
    assert sms.read(sms.text(Message(code="48279153"), place="낙상 3명")) == Message(code="48279153")


@pytest.mark.parametrize("said", ["", "점심 먹었어?", "(광고) 010-1234-5678", "±8m"])
def test_a_text_of_somebody_else_is_unreadable(said: str) -> None:
    with pytest.raises(Unreadable, match="call for help"):
        sms.read(said)


letters = st.tuples(st.sampled_from("가나다라마바사"), st.sampled_from("가나다라마바사아")).map("".join)
messages = st.builds(
    Message,
    npn=st.none() | st.builds(lambda pair, number: f"{pair}{number:08}", letters, st.integers(0, 99_999_999)),
    code=st.none() | st.integers(0, 99_999_999).map("{:08}".format),
    longitude=st.floats(124, 132).map(lambda degrees: round(degrees, 5)),
    latitude=st.floats(33, 39).map(lambda degrees: round(degrees, 5)),
    uncertainty_m=st.none() | st.integers(1, 800).map(float),
    kind=st.sampled_from(["unknown", *sms.KINDS]),
    people=st.none() | st.integers(1, 32_767),
    exercise=st.booleans(),
)


@settings(deadline=None)
@given(messages, st.text(), st.sampled_from(["119", "112", "031-123-4567"]))
def test_what_is_written_is_read_back_and_fits_one_message(message: Message, place: str, number: str) -> None:
    said = sms.text(message, number=number, place=place)
    assert size(said) <= 90
    back = sms.read(said)
    assert (back.npn, back.code, back.uncertainty_m) == (message.npn, message.code, message.uncertainty_m)
    assert (back.kind, back.people, back.exercise) == (message.kind, message.people, message.exercise)
    if message.npn is None:
        assert (back.longitude, back.latitude) == (message.longitude, message.latitude)


@settings(deadline=None)
@given(messages, st.floats(1, 20_000_000))
def test_the_first_40_characters_locate_however_coarse(message: Message, uncertainty_m: float) -> None:
    assume(message.npn or message.code)
    coarse = Message(message.npn, message.code, message.longitude, message.latitude, uncertainty_m)
    head = sms.text(coarse, place="노고산 정상")[:40]
    assert size(head) <= 80
    read = sms.read(head)
    assert (read.npn, read.code) == (message.npn, message.code)
    assert read.uncertainty_m is not None
    assert read.uncertainty_m >= uncertainty_m
    assert read.npn or read.latitude is not None


@settings(deadline=None)
@given(st.text(max_size=100))
def test_no_text_breaks_the_reader(said: str) -> None:
    try:
        message = sms.read(said)
    except Unreadable:
        return
    assert message.people is None or message.people >= 0


def test_the_links_open_the_text_on_each_phone_and_without_a_script() -> None:
    said = sms.text(SUMMIT)
    links = {platform: sms.link("119", said, platform) for platform in get_args(sms.Platform)}
    assert links["android"].startswith("sms:119?body=%5B119%EA%B5%AC%EC%A1%B0%5D")
    assert links["ios"].startswith("sms:119&body=%5B119")
    assert links["any"].startswith("sms:119?&body=%5B119")
    assert {unquote(link.partition("body=")[2]) for link in links.values()} == {said}
    assert all(link.isascii() and " " not in link for link in links.values())


@pytest.mark.parametrize("number", ["119,112", "119;112", "", "119?body=x", "119 112", "일일구"])
def test_a_link_has_one_recipient(number: str) -> None:
    with pytest.raises(ValueError, match="one telephone number"):
        sms.link(number, "[119구조]")
