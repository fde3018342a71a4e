"""The demonstration town: whole, honest about what it is, and the same when loaded again."""

import json
import stat
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from shapely import LineString, Point

from addresses import access, codes, jurisdictions, tags
from addresses.grids import npn, place
from addresses.models import (
    AddressPoint,
    Change,
    Jurisdiction,
    NpnState,
    PointAlias,
    Role,
    SharingMode,
    Tag,
    TagState,
)
from emergency import demonstration
from emergency.demonstration import accounts
from emergency.models import Endpoint
from tests.cast import MODELS, PASSWORD, Person, Town, person
from trails import anchors
from trails.models import AccessKind, AccessPoint, Trail
from trails.operations import length_m, metre_on


def markers(trail: Trail) -> list[AddressPoint]:
    """A trail's markers, from its start."""
    found = AddressPoint.objects.filter(source_key__regex=rf"^{trail.source_key}-[0-9]+$")
    return sorted(found, key=lambda marker: int(marker.source_key.rpartition("-")[2]))


def test_it_has_places_of_many_kinds_named_in_both_languages(town: Town):
    standing = AddressPoint.objects.exclude(facility_type="trail-marker")
    assert standing.count() >= 80
    assert standing.values("facility_type").distinct().count() >= 30
    assert not AddressPoint.objects.filter(name_en="").exists()
    assert not AddressPoint.objects.filter(name_ko="").exists()


def test_every_trail_has_a_marker_every_250_m(town: Town):
    assert Trail.objects.count() == 4
    for trail in Trail.objects.all():
        line = LineString(trail.line.coords)
        assert trail.length_m == pytest.approx(length_m(line))
        assert trail.elevations_m is not None
        assert len(trail.elevations_m) == len(trail.line.coords)
        metres = [metre_on(line, Point(marker.position.coords)).metre for marker in markers(trail)]
        assert metres == pytest.approx([250 * (n + 1) for n in range(len(metres))], abs=1)
        assert trail.length_m - 252 < metres[-1] < trail.length_m


def test_a_marker_says_its_metre_and_climbs_with_its_trail(town: Town):
    third = town.point("nogosan-3")
    assert (third.name_ko, third.name_en) == (
        "노고산 산길 3번 표지 (750 m)",
        "Nogosan trail marker 3 (750 m)",
    )
    anchor = anchors.of(third)
    assert anchor is not None
    assert (anchor.trail, anchor.side) == (town.trail("nogosan"), "on")
    assert anchor.metre == pytest.approx(750, abs=0.5)
    heights = [marker.elevation_m for marker in markers(town.trail("bukhansan"))]
    assert heights == sorted(heights, key=lambda height: height or 0)


def test_it_says_of_every_place_that_it_is_approximate(town: Town):
    assert {point.survey_method for point in AddressPoint.objects.all()} == {"approximate"}
    assert min(point.uncertainty_m for point in AddressPoint.objects.all()) >= 30
    assert all("no official boundary" in one.area_note for one in Jurisdiction.objects.all())


def test_every_number_is_a_candidate_for_the_cell_of_its_place(town: Town):
    numbered = AddressPoint.objects.exclude(npn="")
    assert numbered.count() >= 80
    for point in numbered:
        assert point.npn_state == NpnState.CANDIDATE
        cell = npn.write(place.Point(point.position.x, point.position.y))
        assert npn.compact(cell) == point.npn
    assert town.point("nogosan-summit").npn == "다사51056491"


def test_every_point_has_a_plate_with_a_code_that_can_be_typed(town: Town):
    assert all(codes.is_valid(tag.code) for tag in Tag.objects.all())
    assert not AddressPoint.objects.exclude(tags__state=TagState.INSTALLED).exists()
    assert town.tag("nogosan-summit").code == "48279154"


def test_it_has_plates_in_every_state_of_their_life(town: Town):
    assert {tag.state for tag in Tag.objects.all()} == set(TagState.values)
    assert tags.resolve(town.tag_that_is("replaced").code, None).successor == town.tag("lake-park-aed")
    assert town.tag_that_is("issued").point is None


def test_the_parks_own_signs_are_known(town: Town):
    assert PointAlias.objects.get(normalised="북한61-01").point == town.point("baegundae")
    assert PointAlias.objects.get(normalised="북한60-03").point == town.point("bukhansan-1")


def test_one_of_the_two_centres_holds_every_place(town: Town):
    for point in AddressPoint.objects.all():
        held = jurisdictions.holding(point.position.x, point.position.y)
        assert held in (town.deokyang, town.ilsan), point
    for key, centre in {
        "nogosan-summit": town.deokyang,
        "baegundae": town.deokyang,
        "city-hall-aed": town.deokyang,
        "lake-park-9": town.ilsan,
        "pungdong-park": town.ilsan,
    }.items():
        position = town.point(key).position
        assert jurisdictions.containing(position.x, position.y) == centre
    assert jurisdictions.default() == town.deokyang


def test_the_default_centre_shares_with_other_systems_and_is_told_by_mail(town: Town):
    assert town.deokyang.sharing_mode == SharingMode.CONSOLE_AND_FEEDS
    assert town.ilsan.sharing_mode == SharingMode.CONSOLE
    (endpoint,) = Endpoint.objects.all()
    assert (endpoint.jurisdiction, endpoint.channel) == (town.deokyang, "email")


def test_access_points_know_their_metre_and_keep_who_has_the_key(town: Town):
    gate = AccessPoint.objects.get(source_key="nogosan-forest-road")
    assert gate.trail == town.trail("nogosan")
    assert gate.metre == pytest.approx(1500, abs=300)
    assert "열쇠" in gate.responder_note
    assert "열쇠" not in gate.vehicle_note_ko
    assert {access.kind for access in AccessPoint.objects.all()} == set(AccessKind.values)


def test_loading_again_changes_nothing(town: Town, tmp_path):
    before = {model: list(model._default_manager.order_by("pk").values()) for model in MODELS}
    demonstration.load(tmp_path, PASSWORD)
    first = {model: list(model._default_manager.order_by("pk").values()) for model in MODELS if model != User}
    demonstration.load(tmp_path, PASSWORD)
    assert {model: list(model._default_manager.order_by("pk").values()) for model in first} == first
    assert first == {model: rows for model, rows in before.items() if model != User}
    assert User.objects.count() == len(before[User])


def test_loading_again_leaves_alone_what_somebody_changed(town: Town, tmp_path):
    AddressPoint.objects.filter(source_key="baegundae").update(name_en="The top", uncertainty_m=5)
    demonstration.load(tmp_path, PASSWORD)
    assert town.point("baegundae").name_en == "The top"


def test_loading_again_brings_back_what_somebody_deleted(town: Town, tmp_path):
    AccessPoint.objects.all().delete()
    Tag.objects.filter(point__source_key="nogosan-3").delete()
    AddressPoint.objects.get(source_key="nogosan-3").delete()
    demonstration.load(tmp_path, PASSWORD)
    assert town.tag("nogosan-3").point == town.point("nogosan-3")
    assert anchors.of(town.point("nogosan-3")) is not None
    assert AccessPoint.objects.exists()


def test_every_place_plate_and_role_has_its_line_of_history(town: Town):
    told = Change.objects.filter(origin="system", reason="demonstration town")
    for model in set(MODELS) - {User, Change}:
        if model._meta.model_name != "anchor":  # derived, dated by itself
            lines = told.filter(object_type=model._meta.label_lower)
            assert lines.count() == model._default_manager.count(), model
    assert not told.filter(object_type="auth.user").exists()


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
    role, name, _, password = first.splitlines()[0].replace(":", "").split(" ")
    assert (role, name) == ("dispatcher", "dispatcher-deokyang")
    assert User.objects.get(username=name).check_password(password)
    kept = tmp_path / "demonstration_accounts.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text())[name] == password


def test_an_account_whose_password_was_not_kept_gets_a_new_one(town: Town, tmp_path, settings, capsys):
    settings.DATA_DIR = tmp_path
    call_command("load_demonstration")
    name, password = capsys.readouterr().out.splitlines()[0].partition(": ")[2].split(" / ")
    assert password != PASSWORD
    assert User.objects.get(username=name).check_password(password)


def test_it_sets_one_password_for_all_when_told(town: Town, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    call_command("load_demonstration", "--accounts-password", "another-word-for-all", stdout=StringIO())
    assert User.objects.get(username="auditor-ilsan").check_password("another-word-for-all")


def test_each_centre_has_somebody_for_each_role(town: Town):
    for centre in (town.deokyang, town.ilsan):
        held = {role for user in User.objects.all() for role in access.roles_in(user, centre)}
        assert held == set(Role.values)


def test_the_administrator_alone_may_do_everything(town: Town, administrator: Person):
    assert list(User.objects.filter(is_superuser=True)) == [administrator.user]
    assert not User.objects.filter(user_permissions__isnull=False).exists()


def test_each_account_opens_the_place_where_it_is_said_to_work(town: Town, tmp_path):
    for account in demonstration.load(tmp_path, PASSWORD):
        where = accounts.WORKPLACES[account.role].split(" ")[0]
        assert person(account.name).get(where).status_code == 200, str(account)


def test_the_cast_sits_where_it_belongs(
    town: Town,
    dispatcher: Person,
    second_dispatcher: Person,
    neighbour_dispatcher: Person,
    supervisor: Person,
    editor: Person,
    inspector: Person,
    auditor: Person,
    outsider: Person,
    hiker: Person,
):
    for one, role in {
        dispatcher: Role.DISPATCHER,
        second_dispatcher: Role.DISPATCHER,
        supervisor: Role.SUPERVISOR,
        editor: Role.EDITOR,
        inspector: Role.INSPECTOR,
        auditor: Role.AUDITOR,
    }.items():
        assert access.roles_in(one.user, town.deokyang) == [role]
        assert access.roles_in(one.user, town.ilsan) == []
    assert access.roles_in(neighbour_dispatcher.user, town.deokyang) == []
    assert access.may(neighbour_dispatcher.user, Role.DISPATCHER, town.ilsan)
    assert not access.jurisdictions_of(outsider.user).exists()
    assert hiker.user is None
    assert "_auth_user_id" not in hiker.session


@pytest.mark.parametrize("time", [1, 2])
def test_it_stands_again_in_an_emptied_database(transactional_db: None, town: Town, time: int):
    assert town.tag("nogosan-summit").point == town.point("nogosan-summit")
    tags.issue(town.point("baegundae"), actor=None, origin="form")
