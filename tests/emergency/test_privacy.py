"""What is known of people stands on one page, made from the settings as they are, in every language."""

import re

import pytest
from django.test import override_settings

from addresses.models import Jurisdiction, SharingMode
from emergency import consent, languages

from .scene import Scene, browser


def shown(language: str = "ko") -> str:
    answer = browser().get(f"/privacy?lang={language}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", languages.known())
def test_it_names_the_operator_the_times_and_the_rights(scene: Scene, language: str) -> None:
    with override_settings(
        OPERATOR_NAME="고양특례시", OPERATOR_CONTACT="031-909-9000", LOCATION_LOG_RETENTION_DAYS=97
    ):
        text = shown(language)
    words = languages.words(language).page
    for said in (
        "고양특례시",
        "031-909-9000",
        words["privacy_rights"],
        words["privacy_child"],
        consent.VERSION,
    ):
        assert said in text
    assert words["privacy_days"].format(days=97) in text
    assert not re.search(r"{\w+}", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("language", languages.known())
def test_it_names_the_officer_whom_the_settings_name(scene: Scene, language: str) -> None:
    said = languages.words(language).page["privacy_officer"].split("{")[0]
    with override_settings(
        PRIVACY_OFFICER_NAME="정보보호과 <홍길동>", PRIVACY_OFFICER_CONTACT="031-909-9001"
    ):
        text = shown(language)
    assert f"{said}정보보호과 &lt;홍길동&gt; · 031-909-9001" in text
    with override_settings(PRIVACY_OFFICER_NAME="정보보호과", PRIVACY_OFFICER_CONTACT=""):
        assert said not in shown(language)


def test_each_centre_says_how_long_it_keeps_or_that_it_takes_nothing(scene: Scene) -> None:
    Jurisdiction.objects.filter(slug="paju").update(retention_hours=72)
    text = shown("en")
    assert "Goyang 119: until 24 hours" in text
    assert "Paju 119: until 72 hours" in text
    assert scene.valley.sharing_mode == SharingMode.DEVICE_ONLY
    assert "Valley 119: no position reaches the server" in text


def test_every_purpose_stands_there_with_its_whole_wording(scene: Scene) -> None:
    text = shown("en")
    for purpose in (consent.DISPATCH, consent.FAMILY):
        wording = next(
            w
            for w in consent.PUBLISHED
            if (w.version, w.purpose, w.language) == (consent.VERSION, purpose, "en")
        )
        assert wording.notice[1] in text


@pytest.mark.parametrize("page", ["/", "/{tag}", "/{valley}"])
def test_every_page_of_the_phone_leads_there(scene: Scene, page: str) -> None:
    path = page.format(tag=scene.plates["nogosan"], valley=scene.plates["valley"])
    assert 'href="/privacy?lang=ko"' in browser().get(path).content.decode()


def test_it_sets_no_cookie_and_no_position_stands_on_it(scene: Scene) -> None:
    answer = browser().get("/privacy")
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
