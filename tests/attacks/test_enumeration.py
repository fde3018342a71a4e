"""Whoever tries codes one after the other learns nothing from the answers but what is public anyway."""

import random
import re

import pytest

from addresses import codes, tags
from tests.cast import Person, Town

_MADE_FOR_THIS_PAGE = re.compile(r'name="(report|secret)" value="[^"]+"')


def seen(hiker: Person, code: str) -> tuple[int, str]:
    """Return the answer to a code, without the code itself and what is random in every page."""
    answer = hiker.get(f"/{code}")
    text = _MADE_FOR_THIS_PAGE.sub("", answer.content.decode())
    return answer.status_code, text.replace(codes.write(code), "CODE").replace(code, "CODE")


def unknown(count: int, *, valid: bool) -> list[str]:
    source = random.Random(11)
    made = [codes.new(source) for _ in range(count)]
    return made if valid else [code[:-1] + str((int(code[-1]) + 1) % 10) for code in made]


@pytest.mark.parametrize("valid", [True, False])
def test_unknown_codes_are_answered_alike(town: Town, hiker: Person, valid: bool) -> None:
    answers = {seen(hiker, code) for code in unknown(8, valid=valid)}
    assert len(answers) == 1
    assert {status for status, _ in answers} == {404}


def test_a_blank_plate_tells_nothing_of_where_it_will_hang(town: Town, hiker: Person) -> None:
    blank = town.tag_that_is("issued")
    answer = hiker.get(f"/{blank.code}").content.decode()
    assert str(blank.point or "") in ("", "None") or str(blank.point) not in answer


def test_a_page_says_nothing_that_only_responders_may_know(town: Town, hiker: Person) -> None:
    tag = town.tag("nogosan-3")
    assert tag.point is not None
    type(tag.point).objects.filter(pk=tag.point.pk).update(
        responder_note="the gate code hangs behind the stone"
    )
    paths = (f"/{tag.code}", f"/api/v1/tags/{tag.code}", "/api/v1/points", f"/api/v1/locate?q={tag.code}")
    for path in paths:
        assert "behind the stone" not in hiker.get(path).content.decode()


def test_a_seal_is_never_shown_to_whoever_typed_the_code(town: Town, hiker: Person) -> None:
    tag = town.tag("nogosan-3")
    seal = tags.url(tag).rpartition(".")[2]
    for path in (f"/{tag.code}", f"/api/v1/tags/{tag.code}", f"/api/v1/locate?q={tag.code}"):
        assert seal not in hiker.get(path).content.decode()
