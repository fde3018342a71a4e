"""A dispatcher says it in Korean, and each person reads it in their own language."""

from uuid import uuid4

import pytest

from emergency import actions, canned, languages, status, status_page
from emergency.models import Message
from tests.emergency.scene import Scene, browser, called
from tests.emergency.test_languages import ALL, HAN, HANGUL, KANA


@pytest.mark.parametrize("code", list(canned.CANNED))
def test_every_phrase_speaks_every_language_in_its_own_letters(code: str) -> None:
    phrase = canned.CANNED[code]
    assert sorted(phrase) == list(ALL)
    assert all(text.strip() for text in phrase.values())
    assert HANGUL.search(phrase["ko"])
    assert HAN.search(phrase["zh"])
    assert not any(KANA.search(phrase[language]) for language in ("ko", "en", "zh", "vi"))
    assert not any(HANGUL.search(phrase[language]) for language in ALL if language != "ko")


def test_no_two_phrases_say_the_same() -> None:
    texts = [text for phrase in canned.CANNED.values() for text in phrase.values()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", ALL)
def test_the_button_that_a_phrase_names_is_called_so_on_the_page(language: str) -> None:
    assert languages.words(language).live["gps_again"] in canned.CANNED["position"][language]


@pytest.mark.parametrize(
    ("sent", "language", "read"),
    [
        ("피가 나나요?", "vi", "Có chảy máu không?"),
        ("피가 나나요", "zh-Hans", "在流血吗？"),
        (" Is there bleeding? ", "ja-JP", "血が出ていますか？"),
        ("피가 나나요?", "ko", "피가 나나요?"),
        ("피가 나나요?", "th", "피가 나나요?"),
        ("피가 나나요?", "", "피가 나나요?"),
        ("피가 많이 나나요?", "vi", "피가 많이 나나요?"),
        ("김 반장이 갑니다.\n움직일 수 있나요?", "en", "김 반장이 갑니다.\nCan you move?"),
    ],
)
def test_a_phrase_is_read_in_the_persons_language_and_all_else_as_it_was_said(
    sent: str, language: str, read: str
) -> None:
    assert canned.said(sent, language) == read


@pytest.mark.django_db(transaction=True)
def test_the_phone_shows_the_phrase_in_its_language_and_the_console_as_it_was_sent(scene: Scene) -> None:
    report = called(scene.plate("nogosan") | {"language": "vi"})
    dispatcher = scene.people["dispatcher"]
    actions.say(report.incident_id, uuid4(), "피가 나나요?", actions.By.now(dispatcher))
    (told,) = status.of([report.id])[report.id]["messages"]
    assert told["text"] == "Có chảy máu không?"
    assert "Có chảy máu không?" in browser().get(status_page.path(report.id)).content.decode()
    answer = browser(dispatcher).get(f"/api/v1/incidents/{report.incident_id}")
    assert [message["text"] for message in answer.json()["messages"]] == ["피가 나나요?"]


@pytest.mark.django_db(transaction=True)
def test_what_a_person_says_is_never_translated(scene: Scene) -> None:
    report = called(scene.plate("nogosan") | {"language": "vi"})
    Message.objects.create(
        id=uuid4(), incident=report.incident, report=report, from_centre=False, text="Can you move?",
        at=report.received_at,
    )  # fmt: skip
    (told,) = status.of([report.id])[report.id]["messages"]
    assert told["text"] == "Can you move?"
