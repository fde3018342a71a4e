"""A tag has one life: issued, installed, lost, replaced, withdrawn; and its address stays true."""

import pytest

from addresses import codes, seals, tags
from addresses.models import Change, Tag, TagState
from addresses.seals import SealVerdict
from tests.cast import Town


def step(function, tag: Tag, *more, **named) -> Tag:
    return function(tag, *more, actor=None, origin="field", **named)


@pytest.fixture
def blank(town: Town) -> Tag:
    return town.tag_that_is("issued")


@pytest.fixture
def hanging(town: Town) -> Tag:
    return town.tag("nogosan-summit")


def test_a_new_tag_has_a_code_that_nobody_else_has(town: Town):
    tag = tags.issue(town.point("baegundae"), actor=None, origin="form")
    assert codes.is_valid(tag.code)
    assert (tag.state, tag.point) == (TagState.ISSUED, town.point("baegundae"))
    assert Change.objects.last().new["code"] == tag.code


def test_a_code_that_is_taken_is_drawn_again(town: Town, hanging: Tag, monkeypatch):
    drawn = iter([hanging.code, hanging.code, "00000000"])
    monkeypatch.setattr(codes, "new", lambda: next(drawn))
    assert tags.issue(None, actor=None, origin="form").code == "00000000"


def test_a_code_that_exists_already_is_issued_once(town: Town):
    tags.issue(None, code="00000000", actor=None, origin="form")
    with pytest.raises(tags.WrongState, match="is taken"):
        tags.issue(None, code="00000000", actor=None, origin="form")


def test_a_blank_plate_is_bound_where_it_is_hung(town: Town, blank: Tag):
    with pytest.raises(tags.WrongState, match="Name the point"):
        step(tags.install, blank)
    step(tags.install, blank, point=town.point("baegundae"))
    assert blank.state == TagState.INSTALLED
    assert blank.installed_at is not None
    assert tags.resolve(blank.code, None).point == town.point("baegundae")


def test_a_lost_plate_can_be_found_again(hanging: Tag):
    step(tags.lose, hanging)
    assert hanging.ended_at is not None
    step(tags.install, hanging)
    assert (hanging.state, hanging.ended_at) == (TagState.INSTALLED, None)


def test_a_replaced_tag_names_its_successor_and_still_shows_where_it_stood(town: Town, hanging: Tag):
    successor = tags.issue(hanging.point, actor=None, origin="form")
    step(tags.replace, hanging, successor)
    resolved = tags.resolve(hanging.code, None)
    assert (resolved.successor, resolved.point) == (successor, town.point("nogosan-summit"))


def test_a_withdrawn_tag_still_shows_where_it_stood(hanging: Tag, town: Town):
    step(tags.withdraw, hanging)
    assert tags.resolve(hanging.code, None).point == town.point("nogosan-summit")


@pytest.mark.parametrize("state", ["withdrawn", "replaced"])
def test_an_ended_life_does_not_go_on(town: Town, state: str):
    ended = town.tag_that_is(state)
    for function in (tags.install, tags.lose, tags.withdraw):
        with pytest.raises(tags.WrongState):
            step(function, ended)
    with pytest.raises(tags.WrongState):
        step(tags.replace, ended, town.tag("nogosan-summit"))


def test_a_tag_does_not_replace_itself(hanging: Tag):
    with pytest.raises(tags.WrongState, match="itself"):
        step(tags.replace, hanging, hanging)


def test_the_seal_tells_a_plate_that_was_read_from_a_code_that_was_typed(hanging: Tag):
    right = seals.seal(hanging.code, tags.seal_key())
    verdicts = [
        tags.resolve(hanging.code, seal).seal_verdict for seal in (right, right.lower(), "00000", None)
    ]
    assert verdicts == [SealVerdict.VALID, SealVerdict.VALID, SealVerdict.WRONG, SealVerdict.MISSING]


def test_an_unknown_code_suggests_hanging_plates_one_slip_away(hanging: Tag, town: Town):
    with pytest.raises(tags.UnknownTag) as unknown:
        tags.resolve("48279145", None)
    assert "48279154" in unknown.value.near
    step(tags.withdraw, hanging)
    with pytest.raises(tags.UnknownTag) as unknown:
        tags.resolve("48279145", None)
    assert "48279154" not in unknown.value.near


def test_the_address_on_the_plate_is_in_capitals_and_carries_the_seal(hanging: Tag, settings):
    settings.PUBLIC_URL = "https://yeogi.example.org"
    assert (
        tags.url(hanging) == f"HTTPS://YEOGI.EXAMPLE.ORG/48279154.{seals.seal(hanging.code, tags.seal_key())}"
    )


def test_every_step_is_told_in_the_history(hanging: Tag):
    step(tags.lose, hanging)
    told = Change.objects.last()
    assert (told.object_type, told.object_id, told.origin) == ("addresses.tag", hanging.code, "field")
    assert (told.old["state"], told.new["state"]) == ("installed", "lost")
