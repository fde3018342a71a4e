"""A code that leads to no plate: the dispatcher sees what was typed, and what may be meant."""

import pytest

from addresses.models import Tag
from emergency import detail

from .scene import Scene, called

pytestmark = pytest.mark.django_db


def test_a_mistyped_code_shows_what_was_typed_and_the_plates_that_may_be_meant(scene: Scene) -> None:
    code = scene.plate("nogosan")["tag"].partition(".")[0]
    Tag.objects.filter(pk=code).update(state="installed")
    typed = code[:-1] + str((int(code[-1]) + 1) % 10)
    shown = detail.of(called({"tag": typed}).incident)
    assert (shown["tag"], shown["typed"], shown["place"], shown["position"]) == ("", typed, None, None)
    assert code in [near["code"] for near in shown["meant"]]
    assert f"{typed[:4]}-{typed[4:]}" in shown["read_out"]
    assert detail.of(called(scene.plate("nogosan"), address="y").incident)["meant"] == []
