"""Whoever reads the administration in Korean meets no English sentence, and in English no Korean one."""

import re
from pathlib import Path

import pytest
from django.contrib.admin import site
from django.contrib.staticfiles import finders
from django.db.models import Model
from django.urls import reverse
from django.utils import translation

from tests.cast import Person, Town

OURS = sorted(
    (
        model
        for model in site._registry
        if model._meta.app_label in ("addresses", "trails", "emergency", "axes")
    ),
    key=lambda model: model.__name__,
)
# What another library says of one row is its own.
WALKED = [model for model in OURS if model._meta.app_label != "axes"]
SENTENCE = re.compile(r"[A-Za-z]{2,}(?:[ ,:]+[A-Za-z]{2,}){2,}")
# What people typed stands in no language of ours: rows, and the values inside of fields.
TYPED = re.compile(
    r"<(script|style|textarea|tbody)\b.*?</\1>|<select[^>]* data-ajax--.*?</select>"
    r"|<div class=\"readonly\">.*?</div>|<title>.*?</title>|<h2>.*?</h2>",
    re.DOTALL,
)

# Korean terms that the English names as they stand on plates and in the decree.
PLATE, DISTRICT = "다사53936228", "구 or 읍·면"


def words(page: str) -> str:
    """Return what a person reads of a page, but for the rows."""
    return re.sub(r"<[^>]+>", "\n", TYPED.sub("", page))


@pytest.mark.parametrize("model", WALKED, ids=lambda model: model.__name__)
def test_no_table_and_no_form_says_an_english_sentence_in_korean(
    model: type[Model], administrator: Person, town: Town
) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    pages = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
    first = model._default_manager.first()
    if first is not None:
        pages.append(reverse(f"{name}_change", args=[first.pk]))
    for page in pages:
        answer = administrator.get(page, headers={"accept-language": "ko"})
        if answer.status_code == 403:
            continue  # nobody adds history
        assert answer.status_code == 200, page
        assert SENTENCE.findall(words(answer.content.decode())) == [], page


@pytest.mark.parametrize("model", WALKED, ids=lambda model: model.__name__)
def test_a_wide_table_wraps_and_scrolls_inside_its_frame(
    model: type[Model], administrator: Person, town: Town
) -> None:
    table = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert "/static/addresses/admin.css" in administrator.get(table).content.decode()
    style = Path(str(finders.find("addresses/admin.css"))).read_text(encoding="utf-8")
    assert "overflow-x: auto" in style
    assert "white-space: normal" in style


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_label_help_text_and_choice_is_korean_in_korean_and_english_in_english(
    model: type[Model],
) -> None:
    for field in model._meta.concrete_fields:
        if field.primary_key and field.name == "id":
            continue
        said = [field.verbose_name, *(label for value, label in field.flatchoices if value)]
        said += [field.help_text] if field.help_text else []
        for word in said:
            with translation.override("ko"):
                korean = str(word)
            with translation.override("en"):
                english = str(word)
            assert re.search("[가-힣]", korean), f"{model.__name__}.{field.name}: {korean}"
            told = re.sub(f"{PLATE}|{DISTRICT}", "", english)
            assert not re.search("[가-힣]", told), f"{model.__name__}.{field.name}: {english}"
