"""What cannot be true of a place does not get onto its plate."""

import pytest

from tests.cast import Person, Town

from .forms import address, form_of


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("npn", "엉터리"),
        ("npn", "다사 5393 62"),
        ("npn", "가나 5393 6228"),
        ("position", "POINT (139.7 35.6)"),
        ("position", "POINT (37.6825 126.9449)"),
        ("position", "POINT (126.9549 37.6825)"),
    ],
)
def test_an_editor_puts_nothing_on_a_plate_that_cannot_be_true(
    editor: Person, town: Town, field: str, said: str
):
    point = town.point("nogosan-summit")
    assert point.npn
    answer = editor.post(address(point, "change", point.pk), form_of(editor, point) | {field: said})
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert town.point("nogosan-summit").version == 1


def test_a_number_may_be_typed_as_it_stands_on_the_plate(editor: Person, town: Town):
    point = town.point("nogosan-summit")
    spaced = f"{point.npn[:2]} {point.npn[2:6]} {point.npn[6:]}"
    answer = editor.post(
        address(point, "change", point.pk), form_of(editor, point) | {"npn": spaced, "name_en": "Top"}
    )
    assert answer.status_code == 302
    assert (town.point("nogosan-summit").npn, town.point("nogosan-summit").name_en) == (point.npn, "Top")
