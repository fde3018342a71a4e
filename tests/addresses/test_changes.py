"""Every change of every object leaves one line of history with its old and new values."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point

from addresses import changes
from addresses.models import AddressPoint, Change, FacilityType, PointAlias, SurveyMethod

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind() -> FacilityType:
    return FacilityType.objects.create(slug="footbridge", name_ko="보행교", name_en="Footbridge")


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor")


@pytest.fixture
def bridge(kind: FacilityType, editor: User) -> AddressPoint:
    return changes.create(unsaved_bridge(kind), actor=editor, origin="form")


def unsaved_bridge(kind: FacilityType, name_ko: str = "노고산 다리") -> AddressPoint:
    return AddressPoint(
        name_ko=name_ko,
        facility_type=kind,
        position=Point(126.9449123456, 37.6824675, srid=4326),
        uncertainty_m=8,
        survey_method=SurveyMethod.GNSS,
    )


def last() -> Change:
    change = Change.objects.last()
    assert change is not None
    return change


def test_it_tells_who_made_an_object_and_with_which_values(bridge, editor):
    told = last()
    assert (told.action, told.actor, told.origin) == ("created", editor, "form")
    assert (told.object_type, told.object_id) == ("addresses.addresspoint", str(bridge.pk))
    assert told.old == {}
    assert told.new["name_ko"] == "노고산 다리"
    assert told.new["position"] == "POINT (126.9449123456 37.6824675)"
    assert told.new["facility_type"] == "footbridge"


def test_it_tells_old_and_new_of_what_changed_and_raises_the_version(bridge, editor):
    changes.update(
        bridge,
        {
            "position": Point(126.95, 37.7, srid=4326),
            "surveyed_on": date(2026, 5, 4),
            "name_ko": "노고산 다리",
        },
        actor=editor,
        origin="form",
        reason="surveyed again",
    )
    told = last()
    assert told.old == {"position": "POINT (126.9449123456 37.6824675)", "surveyed_on": None}
    assert told.new == {"position": "POINT (126.95 37.7)", "surveyed_on": "2026-05-04"}
    assert told.reason == "surveyed again"
    assert bridge.version == AddressPoint.objects.get().version == 2


def test_it_refuses_a_change_of_what_somebody_else_changed_meanwhile(bridge, editor):
    changes.update(bridge, {"name_en": "Bridge"}, actor=editor, origin="form", version=1)
    with pytest.raises(changes.Stale) as stale:
        changes.update(bridge, {"name_en": "Old bridge"}, actor=editor, origin="form", version=1)
    assert stale.value.current.name_en == "Bridge"
    assert AddressPoint.objects.get().name_en == "Bridge"


def test_it_writes_nothing_when_nothing_changes(bridge, editor):
    changes.update(bridge, {"name_ko": "노고산 다리", "uncertainty_m": 8.0}, actor=editor, origin="form")
    assert Change.objects.count() == 1
    assert AddressPoint.objects.get().version == 1


def test_it_leaves_alone_what_another_hand_changed_in_other_fields(bridge, editor):
    seen_before = AddressPoint.objects.get()
    changes.update(bridge, {"name_en": "Bridge"}, actor=editor, origin="form")
    changes.update(seen_before, {"uncertainty_m": 5}, actor=editor, origin="API")
    now = AddressPoint.objects.get()
    assert (now.name_en, now.uncertainty_m, now.version) == ("Bridge", 5, 3)
    assert seen_before.name_en == "Bridge"


def test_it_keeps_the_last_values_of_what_was_deleted(bridge, editor):
    alias = changes.create(
        PointAlias(point=bridge, kind="park_sign", text="북한61-01", normalised="북한61-01"),
        actor=editor,
        origin="form",
    )
    changes.delete(alias, actor=editor, origin="form", reason="sign taken down")
    told = last()
    assert (told.action, told.object_type, told.new) == ("deleted", "addresses.pointalias", {})
    assert told.old["text"] == "북한61-01"
    assert not PointAlias.objects.exists()


def test_it_changes_a_related_object_by_its_key(bridge, editor):
    FacilityType.objects.create(slug="weir", name_ko="보", name_en="Weir")
    changes.update(bridge, {"facility_type_id": "weir"}, actor=editor, origin="import a.csv")
    assert (last().old, last().new) == ({"facility_type": "footbridge"}, {"facility_type": "weir"})
    assert AddressPoint.objects.get().facility_type_id == "weir"


def test_it_writes_an_import_of_many_and_a_line_for_each(kind, editor):
    made = changes.create_all(
        [unsaved_bridge(kind, f"다리 {number}") for number in range(3)],
        actor=None,
        origin="import bridges.csv",
    )
    assert all(bridge.pk for bridge in made)
    told = Change.objects.filter(origin="import bridges.csv")
    assert [change.new["name_ko"] for change in told] == ["다리 0", "다리 1", "다리 2"]
    assert {change.object_id for change in told} == {str(bridge.pk) for bridge in made}
    assert changes.create_all([], actor=None, origin="import empty.csv") == []


def test_it_keeps_the_history_of_an_actor_who_has_left(bridge, editor):
    editor.delete()
    assert last().actor is None
    assert last().new["name_ko"] == "노고산 다리"
