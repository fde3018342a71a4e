"""What a person agrees to: complete, plain, and recognisable years later."""

import hashlib
import json

import pytest

from emergency import consent
from emergency.consent import Terms

TERMS = Terms("고양특례시", "031-909-9000", "경기북부 119종합상황실", 24, 183)

# What people have agreed to. A wording that changes becomes a new file and a new line here.
PUBLISHED = {
    ("2026-11", "dispatch", "ko"): "8b3c520601eecd0cebd4b7a727074ec09142bdc5e0a07b159a512ce6510f1b12",
    ("2026-11", "dispatch", "en"): "71e37ec1347015f36a91816032d3053c7b9822b5dcd6906997835d4648131951",
    ("2026-11-22", "dispatch", "ko"): "7f89f1de89c81db74abd0e064054e2f33f2c6838015916a2fea49ac9341579ce",
    ("2026-11-22", "dispatch", "en"): "63e48229c8ac712985a062f2b1ed26030ff6e696dad2e243d28b79a242f143f0",
    ("2026-11-23", "dispatch", "ko"): "12db83aced0c7ac5c2c04539b72015908f1fac48d346699a06c313f02cba7a53",
    ("2026-11-23", "dispatch", "en"): "4d1191dc8fcb1a8eb034587763836c0794e3ecb8dbf1922fc18eb3ecad5a3199",
    ("2026-11-23", "dispatch", "ja"): "d4ebfef362cf62960d04b2a57d82146021433b00a7034e9d13bf8665f969a6be",
    ("2026-11-23", "dispatch", "zh"): "dbb3bd5e58d742f9372fbb1a3da05ffda0dea0239969a51815b36e0d074ae9db",
    ("2026-11-23", "dispatch", "vi"): "8eb29af2b5b30033ee25308962fef30e792ff9be813d31fc20aa24b624a58a4b",
    ("2026-11-23", "family", "ko"): "5600e44814c94705adacbfe405ec9200b423210b117a6017f6814466d610d39e",
    ("2026-11-23", "family", "en"): "a5f7e9edf2294f81bd9f22133e0f215059df651bb195441c24121281caede92c",
    ("2026-11-23", "family", "ja"): "9765b150c2fc276879b316dcc1ca438bc2df1daaf0f5637b84c94f22986b0e50",
    ("2026-11-23", "family", "zh"): "62bc4f95ba738db35cd9560e1e889113463d074d7eba1ca2bca968f28f5e34c7",
    ("2026-11-23", "family", "vi"): "600273c3aac7275e465cbb12aacd1747cfb0ed4af8f4ff8d85248e106b93eecb",
}


SAID = {
    "ko": ("철회", "멈추", "동의하지 않아도", "14세"),
    "en": ("withdraw", "stop sending", "need not agree", "14"),
    "ja": ("取り消せます", "止め", "同意しなくても", "14歳"),
    "zh": ("撤回", "停止发送", "可以不同意", "14岁"),
    "vi": ("rút lại", "ngừng gửi", "không đồng ý", "14 tuổi"),
}


@pytest.mark.parametrize("language", consent.LANGUAGES)
def test_the_notice_says_all_that_the_law_asks_for(language: str) -> None:
    text = consent.current(language, TERMS)
    said = "\n".join(text.notice)
    for value in (TERMS.operator, TERMS.contact, TERMS.centre, "24", "183"):
        assert value in said
    assert TERMS.centre in text.sentence
    assert "{" not in text.sentence + said
    for word in SAID[language]:
        assert word in said


@pytest.mark.parametrize("language", consent.LANGUAGES)
def test_a_link_for_family_has_a_consent_of_its_own(language: str) -> None:
    text = consent.current(language, TERMS, purpose=consent.FAMILY)
    said = "\n".join(text.notice)
    assert text.purposes == ("family",)
    assert text.language == language
    assert all(value in said for value in (TERMS.operator, TERMS.contact, "183", "14"))
    assert "{" not in text.sentence + said
    assert not consent.known(text.version, text.language, text.sha256)
    assert consent.known(text.version, text.language, text.sha256, purpose=consent.FAMILY)


@pytest.mark.parametrize(
    ("asked", "given"),
    [("ko-KR", "ko"), ("en", "en"), ("vi-VN", "vi"), ("zh-Hans", "zh"), ("de", "en"), ("", "en")],
)
def test_a_hiker_is_asked_in_their_language_or_else_in_english(asked: str, given: str) -> None:
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
    assert {(w.version, w.purpose, w.language): w.sha256 for w in consent.PUBLISHED} == PUBLISHED


def test_every_version_stays_recognisable_and_nothing_else_is() -> None:
    for (version, purpose, language), sha256 in PUBLISHED.items():
        assert consent.known(version, language, sha256.upper(), purpose=purpose)
        assert not consent.known("1999-01", language, sha256, purpose=purpose)
        assert not consent.known(version, "fr", sha256, purpose=purpose)
    assert not consent.known("2026-11", "ko", "0" * 64)


def test_every_version_has_every_purpose_in_every_language_that_it_speaks() -> None:
    for path in consent.FOLDER.glob("*.json"):
        spoken = json.loads(path.read_text("utf-8")).values()
        assert len({frozenset(languages) for languages in spoken}) == 1
        for languages in spoken:
            assert len({len(wording["notice"]) for wording in languages.values()}) == 1
            if path.stem == consent.VERSION:
                assert set(languages) == set(consent.LANGUAGES)
