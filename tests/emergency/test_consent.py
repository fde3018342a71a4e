"""What a person agrees to: complete, plain, and recognisable years later."""

import hashlib
import json

import pytest

from emergency import consent
from emergency.consent import Terms

TERMS = Terms("고양특례시", "031-909-9000", "경기북부 119종합상황실", 24, 183)

# What people have agreed to. A wording that changes becomes a new file and a new line here.
PUBLISHED = {
    ("2026-11", "ko"): "8b3c520601eecd0cebd4b7a727074ec09142bdc5e0a07b159a512ce6510f1b12",
    ("2026-11", "en"): "71e37ec1347015f36a91816032d3053c7b9822b5dcd6906997835d4648131951",
    ("2026-11-22", "ko"): "7f89f1de89c81db74abd0e064054e2f33f2c6838015916a2fea49ac9341579ce",
    ("2026-11-22", "en"): "63e48229c8ac712985a062f2b1ed26030ff6e696dad2e243d28b79a242f143f0",
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_notice_says_all_that_the_law_asks_for(language: str) -> None:
    text = consent.current(language, TERMS)
    said = "\n".join(text.notice)
    for value in (TERMS.operator, TERMS.contact, TERMS.centre, "24", "183"):
        assert value in said
    assert TERMS.centre in text.sentence
    assert "{" not in text.sentence + said
    for word in {
        "ko": ("철회", "멈출", "동의하지 않아도", "14세"),
        "en": ("withdraw", "stop sending", "need not agree", "14"),
    }[language]:
        assert word in said


@pytest.mark.parametrize(("asked", "given"), [("ko-KR", "ko"), ("en", "en"), ("vi", "en"), ("", "en")])
def test_a_hiker_who_reads_no_korean_is_asked_in_english(asked: str, given: str) -> None:
    assert consent.current(asked, TERMS).language == given


def test_the_newest_wording_is_asked_for_and_is_known() -> None:
    text = consent.current("ko", TERMS)
    assert text.version == max(wording.version for wording in consent.PUBLISHED)
    assert consent.known(text.version, text.language, text.sha256)
    assert text.purposes == ("dispatch",)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_sentence_is_true_where_there_is_no_place(language: str) -> None:
    sentence = consent.current(language, TERMS).sentence
    assert "this place" not in sentence
    assert "이곳" not in sentence


def test_the_hash_is_of_the_wording_whoever_operates_it() -> None:
    other = Terms("양주시", "031-8082-4114", "의정부", 1, 30)
    assert consent.current("ko", TERMS).sha256 == consent.current("ko", other).sha256
    wording = json.loads((consent.FOLDER / f"{consent.VERSION}.json").read_text("utf-8"))["dispatch"]["ko"]
    said = "\n".join([wording["sentence"], *wording["notice"]]).encode()
    assert hashlib.sha256(said).hexdigest() == consent.current("ko", TERMS).sha256


def test_a_published_wording_was_never_edited() -> None:
    assert {(w.version, w.language): w.sha256 for w in consent.PUBLISHED} == PUBLISHED


def test_every_version_stays_recognisable_and_nothing_else_is() -> None:
    for (version, language), sha256 in PUBLISHED.items():
        assert consent.known(version, language, sha256.upper())
        assert not consent.known("1999-01", language, sha256)
        assert not consent.known(version, "fr", sha256)
    assert not consent.known("2026-11", "ko", "0" * 64)


def test_every_version_has_every_purpose_in_every_language() -> None:
    for path in consent.FOLDER.glob("*.json"):
        for languages in json.loads(path.read_text("utf-8")).values():
            assert set(languages) == set(consent.LANGUAGES)
            assert len({len(wording["notice"]) for wording in languages.values()}) == 1
