"""Every language says everything, with the same places to fill, and in its own letters."""

import json
import re
import string
from collections.abc import Iterator

import pytest

from emergency import consent, languages

ALL = ("en", "ja", "ko", "vi", "zh")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
KANA = re.compile("[\u3040-\u30ff]")
HAN = re.compile("[\u4e00-\u9fff]")
# What only traditional Chinese and Japanese write so, of the words that these pages use.
UNSIMPLIFIED = re.compile("[電話緊標識離線請發開關閉號碼數權個傳寫經緯東變壞實]")
LETTERS_OF_VIETNAMESE = re.compile("[ăâđêôơưạảấầậắặẹếềệọốồộớờợụứừữỷỹị]", re.IGNORECASE)
# Written alike in every language: names, what people type, and what stands beside a number.
SAID_ALIKE = re.compile(r"[\W\d_]|Yeogi|QR|NFC|NPN|SMS|AED|HTTP|Wi-Fi|GPS|OK|\{\w+\}|\bk?m\b", re.IGNORECASE)


def entries(language: str) -> dict[str, dict[str, str]]:
    text = (languages.FOLDER / f"{language}.json").read_text(encoding="utf-8")
    return {part: said for part, said in json.loads(text).items() if isinstance(said, dict)}


def sentences(language: str) -> Iterator[tuple[str, str]]:
    for part, said in entries(language).items():
        yield from ((f"{part}.{key}", sentence) for key, sentence in said.items())


def places(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def test_there_are_five_languages() -> None:
    assert tuple(sorted(languages.known())) == ALL
    assert set(consent.LANGUAGES) == set(ALL)


@pytest.mark.parametrize("language", ALL)
def test_a_language_is_complete(language: str) -> None:
    model, said = entries("ko"), entries(language)
    assert said.keys() == model.keys() >= {"page", "live", "local", "phone"}
    for part, wanted in model.items():
        assert said[part].keys() == wanted.keys(), part
    assert [key for key, sentence in sentences(language) if not sentence.strip()] == []


@pytest.mark.parametrize("language", ALL)
def test_a_sentence_has_the_same_places_to_fill_in_every_language(language: str) -> None:
    model, said = dict(sentences("ko")), dict(sentences(language))
    assert [key for key in model if places(said[key]) != places(model[key])] == []


@pytest.mark.parametrize("language", ALL)
def test_nobody_is_shown_letters_of_another_language(language: str) -> None:
    foreign = {
        "ko": [KANA, HAN],
        "en": [HANGUL, KANA, HAN],
        "ja": [HANGUL],
        "zh": [HANGUL, KANA, UNSIMPLIFIED],
        "vi": [HANGUL, KANA, HAN],
    }[language]
    assert [
        (key, said) for key, said in sentences(language) if any(letter.search(said) for letter in foreign)
    ] == []


@pytest.mark.parametrize("language", ["ko", "ja", "zh", "vi"])
def test_nothing_was_left_in_english(language: str) -> None:
    english = dict(sentences("en"))
    assert [
        key
        for key, said in sentences(language)
        if said == english[key] and SAID_ALIKE.sub("", said)
    ] == []  # fmt: skip
    assert LETTERS_OF_VIETNAMESE.search("".join(said for _, said in sentences("vi")))


def test_what_goes_into_the_script_element_cannot_end_it() -> None:
    for language in ALL:
        assert not re.search(r"<", languages.words(language).live_json)


def test_korean_stands_first() -> None:
    assert languages.known()[0] == "ko"


def test_chinese_says_that_it_is_simplified_and_the_others_their_own_name() -> None:
    tags = {language: languages.words(language).tag for language in ALL}
    assert tags == {"ko": "ko", "en": "en", "ja": "ja", "vi": "vi", "zh": "zh-Hans"}


@pytest.mark.parametrize("language", ALL)
def test_a_place_without_a_name_in_a_language_is_named_in_the_one_it_has(language: str) -> None:
    words = languages.words(language)
    assert words.of("노고산", "Nogosan") == ("노고산" if language == "ko" else "Nogosan")
    assert words.of("노고산", "") == "노고산"
    assert words.of("", "Nogosan") == "Nogosan"
