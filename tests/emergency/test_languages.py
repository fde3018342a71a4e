"""Every language says everything, with the same places to fill."""

import re
import string

import pytest

from emergency import languages


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", languages.known())
def test_a_language_is_complete(language: str) -> None:
    model, words = languages.words("ko"), languages.words(language)
    for part, wanted in ((words.page, model.page), (words.live, model.live)):
        assert part.keys() == wanted.keys()
        assert all(part.values())


@pytest.mark.parametrize("language", languages.known())
def test_a_sentence_has_the_same_places_to_fill_in_every_language(language: str) -> None:
    model, words = languages.words("ko"), languages.words(language)
    for part, wanted in ((words.page, model.page), (words.live, model.live)):
        assert {key: places(said) for key, said in part.items()} == {
            key: places(said) for key, said in wanted.items()
        }


def test_what_goes_into_the_script_element_cannot_end_it() -> None:
    assert not re.search(r"<", languages.words("ko").live_json)


def test_korean_stands_first() -> None:
    assert languages.known()[0] == "ko"
