"""The administrator edits the tables by hand; each change is told, and none is made blindly."""

import re

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.utils import translation

from addresses.models import AddressPoint, Change, FacilityType, Jurisdiction, Membership, Tag, TagState
from tests.cast import Person, Town, person
from trails.models import AccessPoint, Anchor, Trail

from .forms import address, form_of


@pytest.mark.parametrize(
    "model", [FacilityType, Jurisdiction, AddressPoint, Tag, Change, Trail, Anchor], ids=lambda m: m.__name__
)
def test_every_table_opens_and_a_search_finds_no_fault(administrator: Person, model):
    assert administrator.get(address(model, "changelist")).status_code == 200
    assert administrator.get(address(model, "changelist"), {"q": "노고산"}).status_code == 200
    first = model.objects.first()
    assert administrator.get(address(model, "change", first.pk)).status_code == 200


@pytest.mark.parametrize("who", ["hiker", "outsider", "dispatcher", "supervisor"])
def test_who_has_no_work_there_does_not_get_in(who: str, request, town: Town):
    answer = request.getfixturevalue(who).get(address(AddressPoint, "changelist"))
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]


@pytest.mark.parametrize("who", ["editor", "inspector", "auditor"])
@pytest.mark.parametrize("model", [FacilityType, Jurisdiction, Membership, User], ids=lambda m: m.__name__)
def test_the_rules_themselves_are_the_administrators_alone(who: str, model, request, town: Town):
    assert request.getfixturevalue(who).get(address(model, "changelist")).status_code == 403


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("editor", {"Address points", "Plate reports", "Point aliases", "Tags", "Trails", "Access points", "Anchors",
                    "Closures"}),
        ("inspector", {"Address points", "Plate reports", "Point aliases", "Tags", "Trails", "Access points", "Anchors",
                       "Closures"}),
        ("auditor", {"Address points", "Point aliases", "Tags", "Trails", "Access points", "Anchors", "Closures",
                     "Changes", "Looks", "Units", "Position requests"}),
    ],
)  # fmt: skip
def test_each_role_finds_its_tables_and_no_reports(who: str, sees: set[str], request, town: Town):
    answer = request.getfixturevalue(who).get("/admin/", headers={"accept-language": "en"})
    with translation.override("en"):
        assert {str(model["name"]) for app in answer.context["app_list"] for model in app["models"]} == sees


@pytest.mark.parametrize(("language", "table", "column"), [("ko", "주소 지점", "시설 유형"),
                                                           ("en", "Address points", "Facility type")])  # fmt: skip
def test_tables_and_columns_are_named_in_the_language_of_who_reads(
    language: str, table: str, column: str, editor: Person, town: Town, settings
):
    settings.DEMONSTRATION = True
    start = editor.get("/admin/", headers={"accept-language": language}).content.decode()
    assert table in start
    assert {"ko": "여기 관리 · 시연용", "en": "Yeogi administration · demonstration"}[language] in start
    rows = editor.get(address(AddressPoint, "changelist"), headers={"accept-language": language})
    assert column in rows.content.decode()


def test_an_editor_moves_a_point_and_history_tells_it(editor: Person, town: Town):
    point = town.point("nogosan-summit")
    sent = form_of(editor, point) | {"position": "POINT (126.9450123 37.6825)"}
    assert editor.post(address(point, "change", point.pk), sent).status_code == 302
    assert town.point("nogosan-summit").position.x == 126.9450123
    assert Change.objects.last().actor == editor.user


def test_an_editor_of_the_next_city_sees_a_point_but_does_not_change_it(town: Town):
    neighbour, point = person("editor-ilsan"), town.point("nogosan-summit")
    assert neighbour.get(address(point, "change", point.pk)).status_code == 200
    assert neighbour.post(address(point, "change", point.pk), {"name_en": "Mine"}).status_code == 403
    assert neighbour.post(address(point, "delete", point.pk), {"post": "yes"}).status_code == 403
    assert town.point("nogosan-summit").version == 1


def test_an_editor_adds_and_moves_nothing_where_others_answer(editor: Person, town: Town):
    point, there = town.point("nogosan-summit"), town.point("lake-park-9")
    moved = form_of(editor, point) | {"position": there.position.wkt, "npn": there.npn}
    assert editor.post(address(point, "change", point.pk), moved).status_code == 403
    added = moved | {"source_key": "another", "name_ko": "또"}
    assert editor.post(address(AddressPoint, "add"), added).status_code == 403
    assert editor.post(address(Tag, "add"), {"point": there.pk, "medium": "qr"}).status_code == 403
    assert town.point("nogosan-summit").version == 1
    assert not AddressPoint.objects.filter(source_key="another").exists()


def test_an_inspector_moves_tags_by_steps_where_they_inspect_and_no_point(inspector: Person, town: Town):
    mine, theirs = town.tag("nogosan-summit"), town.tag("lake-park-9")
    chosen = {"action": "lose", "_selected_action": [mine.code, theirs.code], "sure": "yes"}
    answer = inspector.post(
        address(Tag, "changelist"), chosen, follow=True, headers={"accept-language": "en"}
    )
    assert "where others answer" in answer.content.decode()
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state) == (TagState.LOST, TagState.INSTALLED)
    point = town.point("nogosan-summit")
    assert inspector.post(address(point, "change", point.pk), {"name_en": "Mine"}).status_code == 403


@pytest.mark.parametrize("who", ["editor", "inspector"])
def test_nobody_makes_a_plate_that_hangs_say_another_place(who: str, request, town: Town):
    tag, other = town.tag("nogosan-summit"), town.point("nogosan-3")
    sent = {"point": other.pk, "medium": "qr_nfc", "version_seen": tag.version}
    answer = request.getfixturevalue(who).post(address(tag, "change", tag.code), sent)
    assert answer.status_code == 302
    tag.refresh_from_db()
    assert (tag.point, tag.medium) == (town.point("nogosan-summit"), "qr_nfc")


def test_an_administrator_corrects_a_plate_that_was_bound_wrongly(administrator: Person, town: Town):
    tag, other = town.tag("nogosan-summit"), town.point("nogosan-3")
    sent = form_of(administrator, tag) | {"point": other.pk}
    assert administrator.post(address(tag, "change", tag.code), sent).status_code == 302
    tag.refresh_from_db()
    assert tag.point == other


def test_a_plate_that_hangs_keeps_a_point(administrator: Person, town: Town):
    tag = town.tag("nogosan-summit")
    answer = administrator.post(address(tag, "change", tag.code), form_of(administrator, tag) | {"point": ""})
    assert answer.status_code == 200
    assert "point" in answer.context["adminform"].form.errors
    tag.refresh_from_db()
    assert tag.point == town.point("nogosan-summit")


def test_an_editor_abolishes_a_point_and_deletes_none(editor: Person, town: Town):
    point, trail = town.point("nogosan-summit"), town.trail("nogosan")
    for obj in (point, trail, town.tag("nogosan-summit")):
        assert editor.post(address(obj, "delete", obj.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [point.pk], "post": "yes"}
    editor.post(address(point, "changelist"), chosen)
    assert town.point("nogosan-summit") == point
    abolished = form_of(editor, point) | {"state": "abolished"}
    assert editor.post(address(point, "change", point.pk), abolished).status_code == 302
    assert town.point("nogosan-summit").state == "abolished"


def test_an_administrator_deletes_a_gate_and_history_keeps_it(administrator: Person, town: Town):
    gate = AccessPoint.objects.latest("pk")
    assert administrator.post(address(gate, "delete", gate.pk), {"post": "yes"}).status_code == 302
    told = Change.objects.get(action="deleted", object_type="trails.accesspoint")
    assert told.object_id == str(gate.pk)


def test_an_auditor_reads_and_changes_nothing(auditor: Person, town: Town):
    assert auditor.get(address(Change, "changelist")).status_code == 200
    tag = town.tag("nogosan-summit")
    assert auditor.post(address(tag, "change", tag.code), {"medium": "nfc"}).status_code == 403
    chosen = {"action": "lose", "_selected_action": [tag.code], "sure": "yes"}
    auditor.post(address(Tag, "changelist"), chosen)
    tag.refresh_from_db()
    assert tag.state == TagState.INSTALLED


def test_an_editor_reviews_only_the_anchors_of_their_own_centre(town: Town):
    anchor = Anchor.objects.get(point=town.point("nogosan-3"))
    chosen = {"action": "review", "_selected_action": [anchor.pk]}
    person("editor-ilsan").post(address(Anchor, "changelist"), chosen)
    anchor.refresh_from_db()
    assert anchor.reviewed_at is None


def test_a_facility_type_is_renamed_and_history_tells_it(administrator: Person, town: Town):
    kind = FacilityType.objects.get(slug="postbox")
    sent = form_of(administrator, kind) | {"name_en": "Letter box"}
    assert administrator.post(address(kind, "change", kind.pk), sent).status_code == 302
    told = Change.objects.last()
    assert (told.actor, told.origin) == (administrator.user, "form")
    assert (told.old, told.new) == ({"name_en": "Postbox"}, {"name_en": "Letter box"})


def test_a_local_type_is_added(administrator: Person, town: Town):
    sent = {"slug": "weir", "name_ko": "보", "name_en": "Weir", "geometry": "point", "is_active": "on"}
    assert administrator.post(address(FacilityType, "add"), sent).status_code == 302
    assert Change.objects.last().object_id == "weir"


def test_a_geometry_is_a_line_of_text_and_no_map_from_elsewhere(administrator: Person, town: Town):
    point = town.point("nogosan-summit")
    page = administrator.get(address(point, "change", point.pk)).content.decode()
    assert "POINT (126.94" in page
    assert "openlayers" not in page.lower()
    sent = form_of(administrator, point) | {"position": "POINT (126.9450123 37.6825)"}
    assert administrator.post(address(point, "change", point.pk), sent).status_code == 302
    moved = town.point("nogosan-summit")
    assert (moved.position.x, moved.version) == (126.9450123, 2)


@pytest.mark.parametrize("nonsense", ["POINT (", "north of the temple", "LINESTRING (1 2, 3 4)", ""])
def test_nonsense_for_a_geometry_is_refused(administrator: Person, town: Town, nonsense: str):
    point = town.point("nogosan-summit")
    answer = administrator.post(
        address(point, "change", point.pk), form_of(administrator, point) | {"position": nonsense}
    )
    assert answer.status_code == 200
    assert "position" in answer.context["adminform"].form.errors
    assert town.point("nogosan-summit").version == 1


def test_saving_without_a_change_leaves_no_history(administrator: Person, town: Town):
    point = town.point("nogosan-summit")
    before = Change.objects.count()
    administrator.post(address(point, "change", point.pk), form_of(administrator, point))
    assert (Change.objects.count(), town.point("nogosan-summit").version) == (before, 1)


def test_the_second_of_two_administrators_is_told(administrator: Person, town: Town):
    point = town.point("nogosan-summit")
    first = form_of(administrator, point) | {"name_en": "First"}
    second = form_of(administrator, point) | {"name_en": "Second"}
    assert administrator.post(address(point, "change", point.pk), first).status_code == 302
    late = administrator.post(address(point, "change", point.pk), second, headers={"accept-language": "en"})
    assert late.status_code == 200
    assert "meanwhile" in late.content.decode()
    assert town.point("nogosan-summit").name_en == "First"


def test_a_tag_is_issued_with_a_code_of_its_own_and_moves_by_steps(administrator: Person, town: Town):
    known = set(Tag.objects.values_list("code", flat=True))
    sent = {"point": town.point("baegundae").pk, "medium": "qr"}
    assert administrator.post(address(Tag, "add"), sent).status_code == 302
    tag = Tag.objects.exclude(code__in=known).get()
    assert tag.state == TagState.ISSUED
    for action, state in (("install", "installed"), ("lose", "lost"), ("withdraw", "withdrawn")):
        chosen = {"action": action, "_selected_action": [tag.code], "sure": "yes"}
        assert administrator.post(address(Tag, "changelist"), chosen).status_code == 302
        tag.refresh_from_db()
        assert tag.state == state
    administrator.post(address(Tag, "changelist"), {"action": "install", "_selected_action": [tag.code]})
    tag.refresh_from_db()
    assert tag.state == TagState.WITHDRAWN


@pytest.mark.parametrize(
    ("step", "language", "question"),
    [
        ("lose", "ko", "없어졌다고 기록할까요?"),
        ("withdraw", "ko", "되돌릴 수 없고"),
        ("lose", "en", "Note these plates as lost?"),
        ("withdraw", "en", "cannot be undone"),
    ],
)
def test_a_plate_goes_out_of_service_only_after_a_question(
    step: str, language: str, question: str, inspector: Person, town: Town
):
    tag = town.tag("nogosan-summit")
    chosen = {"action": step, "_selected_action": [tag.code]}
    asked = inspector.post(address(Tag, "changelist"), chosen, headers={"accept-language": language})
    page = asked.content.decode()
    assert question in page
    assert str(tag) in page
    assert town.tag("nogosan-summit") == tag
    sure = chosen | dict(re.findall(r'<input type="hidden" name="(sure)" value="(\w+)">', page))
    assert inspector.post(address(Tag, "changelist"), sure).status_code == 302
    tag.refresh_from_db()
    assert tag.state in (TagState.LOST, TagState.WITHDRAWN)


def test_an_auditor_reads_first_what_happened_last(auditor: Person, town: Town):
    shown = list(auditor.get(address(Change, "changelist")).context["cl"].result_list)
    assert shown[0] == Change.objects.latest("at", "pk")
    assert [change.at for change in shown] == sorted((change.at for change in shown), reverse=True)


def test_metres_are_shown_to_the_decimetre_and_kept_as_they_were(administrator: Person, town: Town):
    gate = AccessPoint.objects.latest("pk")
    AccessPoint.objects.filter(pk=gate.pk).update(metre=1234.5678901234)
    gate.refresh_from_db()
    table = administrator.get(address(AccessPoint, "changelist")).content.decode()
    assert "1,234.6" in table
    assert "1234.56" not in table
    sent = form_of(administrator, gate) | {"name_en": "Another gate"}
    assert sent["metre"] == 1234.57
    assert administrator.post(address(gate, "change", gate.pk), sent).status_code == 302
    gate.refresh_from_db()
    assert (gate.name_en, gate.metre) == ("Another gate", 1234.5678901234)


def test_neither_tags_nor_history_can_be_deleted(administrator: Person, town: Town):
    for obj in (town.tag("nogosan-summit"), Change.objects.first()):
        assert administrator.post(address(obj, "delete", obj.pk), {"post": "yes"}).status_code == 403


def test_a_trail_is_measured_again_when_its_line_is_changed(administrator: Person, town: Town):
    trail = town.trail("nogosan")
    sent = form_of(administrator, trail) | {
        "line": "LINESTRING (126.94 37.66, 126.94 37.67)",
        "elevations_m": "null",
    }
    assert administrator.post(address(trail, "change", trail.pk), sent).status_code == 302
    assert town.trail("nogosan").length_m == pytest.approx(1_110, abs=1)
    assert Change.objects.last().new["length_m"] == pytest.approx(1_110, abs=1)


def test_an_anchor_is_reviewed_by_name(administrator: Person, town: Town):
    anchor = Anchor.objects.get(point=town.point("nogosan-3"))
    administrator.post(address(Anchor, "changelist"), {"action": "review", "_selected_action": [anchor.pk]})
    anchor.refresh_from_db()
    assert (anchor.reviewed_by, anchor.reviewed_at is None) == ("administrator", False)


def test_every_model_of_the_register_has_its_table():
    assert {model.__name__ for model in site._registry} >= {
        "FacilityType",
        "Jurisdiction",
        "Membership",
        "AddressPoint",
        "PointAlias",
        "Tag",
        "Trail",
        "AccessPoint",
    }


@pytest.mark.parametrize(
    ("louder", "told", "everybodys"), [("60", "30", "180"), ("60", "120", "90"), ("0", "120", "180"),
    ("60", "120", "99999"), ("", "120", "180"), ("fast", "120", "180")]
)  # fmt: skip
def test_the_steps_of_what_nobody_opens_keep_their_order(
    administrator: Person, town: Town, louder: str, told: str, everybodys: str
):
    where = address(town.deokyang, "change", town.deokyang.pk)
    typed = {"louder_after_s": louder, "told_after_s": told, "everybodys_after_s": everybodys}
    page = administrator.post(where, {**form_of(administrator, town.deokyang), **typed}).content.decode()
    assert "errorlist" in page
    town.deokyang.refresh_from_db()
    assert (town.deokyang.louder_after_s, town.deokyang.everybodys_after_s) == (60, 180)


def test_an_administrator_sets_them_and_history_tells_it(administrator: Person, town: Town):
    where = address(town.deokyang, "change", town.deokyang.pk)
    typed = {"louder_after_s": "20", "told_after_s": "40", "everybodys_after_s": "40"}
    administrator.post(where, {**form_of(administrator, town.deokyang), **typed})
    town.deokyang.refresh_from_db()
    assert (town.deokyang.louder_after_s, town.deokyang.everybodys_after_s) == (20, 40)
    assert Change.objects.latest("pk").new["louder_after_s"] == 20
