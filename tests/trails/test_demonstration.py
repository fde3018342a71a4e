"""The demonstration town: whole, honest about what it is, and the same when loaded again."""

import json
import stat
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from addresses import codes, jurisdictions, tags
from addresses.grids import npn
from addresses.models import AddressPoint, Change, Jurisdiction, NpnState, PointAlias, Role, Tag, TagState
from tests.cast import MODELS, PASSWORD, Town, build_town
from trails import anchors, demonstration
from trails.models import AccessPoint, Trail


def test_it_has_places_of_many_kinds_and_a_marker_every_250_m(town: Town):
    assert AddressPoint.objects.count() >= 150
    assert AddressPoint.objects.values("facility_type").distinct().count() >= 25
    assert Trail.objects.count() == 4
    assert town.point("nogosan-3").name_en == "Marker 3 of Nogosan trail, 750 m"
    anchor = anchors.of(town.point("nogosan-3"))
    assert anchor is not None
    assert anchor.trail == town.trail("nogosan")
    assert anchor.metre == pytest.approx(750, abs=0.5)


def test_it_says_of_every_place_that_it_is_approximate(town: Town):
    assert {point.survey_method for point in AddressPoint.objects.all()} == {"approximate"}
    assert min(point.uncertainty_m for point in AddressPoint.objects.all()) >= 30
    assert all("no official boundary" in one.area_note for one in Jurisdiction.objects.all())


def test_every_number_is_a_candidate_for_the_cell_of_its_marker(town: Town):
    markers = AddressPoint.objects.filter(facility_type="trail-marker")
    assert markers.count() >= 80
    for marker in markers:
        assert marker.npn_state == NpnState.CANDIDATE
        assert npn.cell(marker.npn).size_m == 10
    assert town.point("nogosan-summit").npn == "다사51056491"


def test_every_point_has_a_plate_with_a_code_that_can_be_typed(town: Town):
    assert all(codes.is_valid(tag.code) for tag in Tag.objects.all())
    bare = AddressPoint.objects.exclude(tags__state=TagState.INSTALLED)
    assert list(bare) == []
    assert town.tag("nogosan-summit").code == "48279154"


def test_it_has_plates_in_every_state_of_their_life(town: Town):
    assert {tag.state for tag in Tag.objects.all()} == set(TagState.values)
    assert tags.resolve(town.tag_that_is("replaced").code, None).successor == town.tag("lake-park-aed")
    assert town.tag_that_is("issued").point is None


def test_the_parks_own_signs_are_known(town: Town):
    assert PointAlias.objects.get(normalised="북한61-01").point == town.point("baegundae")


def test_each_centre_answers_for_its_own_places(town: Town):
    for key, centre in {
        "nogosan-summit": town.deokyang,
        "baegundae": town.deokyang,
        "lake-park-9": town.ilsan,
    }.items():
        place = town.point(key).position
        assert jurisdictions.containing(place.x, place.y) == centre
    assert jurisdictions.default() == town.deokyang


def test_access_points_know_their_metre_and_keep_who_has_the_key(town: Town):
    gate = AccessPoint.objects.get(source_key="nogosan-forest-road")
    assert gate.trail == town.trail("nogosan")
    assert gate.metre == pytest.approx(2000, abs=300)
    assert "열쇠" in gate.responder_note
    assert "열쇠" not in gate.vehicle_note_ko


def test_the_town_is_the_same_however_often_it_is_loaded(town: Town, tmp_path):
    before = {model: model._default_manager.count() for model in MODELS}
    demonstration.load(tmp_path, PASSWORD)
    demonstration.load(tmp_path, PASSWORD)
    assert {model: model._default_manager.count() for model in MODELS} == before


def test_loading_again_leaves_alone_what_somebody_changed(town: Town, tmp_path):
    AddressPoint.objects.filter(source_key="baegundae").update(name_en="The top", uncertainty_m=5)
    demonstration.load(tmp_path, PASSWORD)
    assert town.point("baegundae").name_en == "The top"


def test_every_row_has_its_line_of_history(town: Town):
    told = Change.objects.filter(object_type="addresses.addresspoint", reason="demonstration town")
    assert told.count() == AddressPoint.objects.count()


def test_an_installations_own_default_centre_stays_the_default(db: None, tmp_path):
    own = Jurisdiction.objects.create(slug="own", name_ko="우리", name_en="Ours", is_default=True)
    demonstration.load(tmp_path, PASSWORD)
    assert jurisdictions.default() == own


def test_it_prints_one_line_for_each_account_and_keeps_the_passwords(db: None, tmp_path, settings, capsys):
    settings.DATA_DIR = tmp_path
    call_command("load_demonstration")
    first = capsys.readouterr().out
    call_command("load_demonstration")
    assert capsys.readouterr().out == first
    lines = first.splitlines()
    assert len(lines) == 2 * len(Role) + 1
    role, name, _, password = lines[0].replace(":", "").split(" ")
    assert (role, name) == ("dispatcher", "dispatcher-deokyang")
    assert User.objects.get(username=name).check_password(password)
    kept = tmp_path / "demonstration_accounts.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text())[name] == password


def test_it_sets_one_password_for_all_when_told(town: Town, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    call_command("load_demonstration", "--accounts-password", "another-word-for-all", stdout=StringIO())
    assert User.objects.get(username="auditor-ilsan").check_password("another-word-for-all")


def test_administrators_edit_the_tables_and_nobody_else_does(town: Town):
    assert {user.username for user in User.objects.filter(is_staff=True)} == {
        "administrator-deokyang",
        "administrator-ilsan",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_it_can_be_built_again_in_an_emptied_database(time: int):
    town = build_town()
    assert town.tag("nogosan-summit").point == town.point("nogosan-summit")
    tags.issue(town.point("baegundae"), actor=None, origin="form")
