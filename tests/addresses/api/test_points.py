"""Points are read by everybody, and changed by the editors of their own jurisdiction only."""

import json

import pytest

from addresses.models import AddressPoint, Change, PointState
from tests.cast import Person, Town, person

SUMMIT_BOX = "126.94,37.68,126.95,37.685"


def keys(answer) -> set[str]:
    return set(
        AddressPoint.objects.filter(pk__in=[one["id"] for one in answer.json()["features"]]).values_list(
            "source_key", flat=True
        )
    )


def patch(somebody: Person, point: AddressPoint, fields, version: int | str | None = 1):
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return somebody.patch(
        f"/api/v1/points/{point.pk}", json.dumps(fields), content_type="application/json", headers=headers
    )


def test_a_stranger_reads_the_points_in_a_box_as_geojson(hiker: Person, town: Town):
    answer = hiker.get("/api/v1/points", {"bbox": SUMMIT_BOX})
    assert answer.status_code == 200
    assert "nogosan-summit" in keys(answer)
    assert "baegundae" not in keys(answer)
    summit = next(one for one in answer.json()["features"] if one["properties"]["name_ko"] == "노고산 정상")
    position = town.point("nogosan-summit").position
    assert summit["geometry"]["type"] == "Point"
    assert summit["geometry"]["coordinates"] == [round(position.x, 7), round(position.y, 7)]
    assert summit["properties"]["uncertainty_m"] >= 30


def test_it_answers_the_same_twice(hiker: Person):
    first, second = (hiker.get("/api/v1/points", {"bbox": SUMMIT_BOX}).json() for _ in range(2))
    assert first == second


def test_a_box_inside_a_single_cell_and_one_around_everything_both_work(hiker: Person, town: Town):
    at = town.point("baegundae").position
    tight = f"{at.x - 1e-5},{at.y - 1e-5},{at.x + 1e-5},{at.y + 1e-5}"
    assert "baegundae" in keys(hiker.get("/api/v1/points", {"bbox": tight}))
    everything = hiker.get("/api/v1/points", {"bbox": "-180,-90,180,90", "limit": 2000}).json()
    assert everything["numberMatched"] == AddressPoint.objects.filter(state=PointState.ACTIVE).count()


def test_it_gives_page_after_page_until_everything_was_given(hiker: Person):
    address, seen = "/api/v1/points?limit=50", []
    while address:
        page = hiker.get(address).json()
        seen += [one["id"] for one in page["features"]]
        assert page["numberReturned"] == len(page["features"]) <= 50
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert len(seen) == len(set(seen)) == page["numberMatched"]


def test_it_tells_the_nearest_first_and_how_far(hiker: Person, town: Town):
    at = town.point("nogosan-summit").position
    found = hiker.get("/api/v1/points", {"near": f"{at.x},{at.y}", "limit": 3}).json()["features"]
    assert found[0]["properties"]["name_ko"] == "노고산 정상"
    distances = [one["properties"]["distance_m"] for one in found]
    assert distances == sorted(distances)
    assert len(found) == 3


def test_it_finds_the_nearest_of_a_kind(hiker: Person, town: Town):
    at = town.point("lake-park-centre").position
    (aed,) = hiker.get(
        "/api/v1/points", {"near": f"{at.x},{at.y}", "limit": 1, "facility_type": "aed"}
    ).json()["features"]
    assert aed["id"] == town.point("lake-park-aed").pk


def test_an_abolished_point_is_not_listed_and_still_has_its_page(hiker: Person, town: Town):
    point = town.point("nogosan-summit")
    AddressPoint.objects.filter(pk=point.pk).update(state=PointState.ABOLISHED)
    assert "nogosan-summit" not in keys(hiker.get("/api/v1/points", {"bbox": SUMMIT_BOX}))
    assert hiker.get(f"/api/v1/points/{point.pk}").json()["properties"]["state"] == "abolished"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"bbox": "1,2,3"},
        {"bbox": "a,b,c,d"},
        {"bbox": "127,37,126,38"},
        {"bbox": "nan,37,126,38"},
        {"bbox": "126,37,inf,38"},
        {"near": "126.9"},
        {"near": "126.9,91"},
        {"near": "126.9,37", "limit": "0"},
        {"near": "126.9,37", "within_m": "-1"},
        {"limit": "many"},
        {"limit": "1.5"},
        {"offset": "-1"},
        {"limit": "1e9"},
    ],
)
def test_it_names_what_is_nonsense_in_a_question(hiker: Person, nonsense):
    answer = hiker.get("/api/v1/points", nonsense)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()["errors"]) & set(nonsense)


def test_a_stranger_never_reads_what_is_for_responders(
    hiker: Person, outsider: Person, auditor: Person, town: Town
):
    AddressPoint.objects.update(responder_note="열쇠: 당직실 3번")
    point = town.point("nogosan-summit")
    for somebody in (hiker, outsider, auditor, person("dispatcher-ilsan")):
        for address in ("/api/v1/points", f"/api/v1/points/{point.pk}", "/api/v1/locate?q=노고산"):
            answer = somebody.get(address)
            assert answer.status_code == 200
            assert "열쇠" not in answer.content.decode()


def test_a_dispatcher_reads_the_responders_note_of_the_own_jurisdiction(dispatcher: Person, town: Town):
    AddressPoint.objects.update(responder_note="열쇠: 당직실 3번")
    own = dispatcher.get(f"/api/v1/points/{town.point('nogosan-summit').pk}")
    assert own.json()["properties"]["responder_note"] == "열쇠: 당직실 3번"
    assert "private" in own["Cache-Control"]
    foreign = dispatcher.get(f"/api/v1/points/{town.point('lake-park-aed').pk}")
    assert "responder_note" not in foreign.json()["properties"]


def test_a_point_that_was_read_before_is_not_sent_again(hiker: Person, town: Town):
    address = f"/api/v1/points/{town.point('nogosan-summit').pk}"
    first = hiker.get(address)
    again = hiker.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_there_is_no_point_of_that_number(hiker: Person):
    assert hiker.get("/api/v1/points/999999999").status_code == 404


def test_an_editor_changes_a_point_and_history_tells_it(editor: Person, town: Town):
    point = town.point("nogosan-summit")
    answer = patch(editor, point, {"name_en": "Nogosan top", "reason": "the sign says so"})
    assert answer.status_code == 200
    assert answer.json()["properties"]["name_en"] == "Nogosan top"
    assert answer["ETag"] == '"2"'
    told = Change.objects.last()
    assert (told.actor, told.origin, told.reason) == (editor.user, "API", "the sign says so")
    assert (told.old, told.new) == ({"name_en": "Nogosan summit"}, {"name_en": "Nogosan top"})


def test_an_editor_moves_a_point(editor: Person, town: Town):
    point = town.point("heungguksa-parking")
    answer = patch(editor, point, {"longitude": 126.9420123, "latitude": 37.6633, "uncertainty_m": 3})
    assert answer.json()["geometry"]["coordinates"] == [126.9420123, 37.6633]
    assert town.point("heungguksa-parking").position.x == 126.9420123


def test_the_second_of_two_editors_is_told_and_sees_the_current_point(editor: Person, town: Town):
    point = town.point("nogosan-summit")
    assert patch(editor, point, {"name_en": "First"}).status_code == 200
    late = patch(editor, point, {"name_en": "Second"})
    assert late.status_code == 412
    assert late.json()["type"] == "/problems/stale-version"
    assert late.json()["current"]["properties"]["name_en"] == "First"
    assert late["ETag"] == '"2"'
    assert town.point("nogosan-summit").name_en == "First"


def test_the_same_change_twice_is_one_change(editor: Person, town: Town):
    point = town.point("nogosan-summit")
    patch(editor, point, {"name_en": "Top"})
    lines = Change.objects.count()
    again = patch(editor, point, {"name_en": "Top"}, version=2)
    assert (again.status_code, again["ETag"]) == (200, '"2"')
    assert Change.objects.count() == lines


def test_a_change_without_the_version_it_was_made_from_is_refused(editor: Person, town: Town):
    for version in (None, "W/x"):
        answer = patch(editor, town.point("nogosan-summit"), {"name_en": "Top"}, version=version)
        assert answer.status_code == 428
        assert "If-Match" in answer.json()["detail"]


@pytest.mark.parametrize("who", ["hiker", "outsider", "dispatcher", "inspector", "auditor", "administrator"])
def test_nobody_but_an_editor_changes_a_point(who: str, request: pytest.FixtureRequest, town: Town):
    answer = patch(request.getfixturevalue(who), town.point("nogosan-summit"), {"name_en": "Mine"})
    assert answer.status_code == 403
    assert town.point("nogosan-summit").name_en == "Nogosan summit"


def test_an_editor_changes_nothing_of_the_next_city_and_moves_nothing_into_it(editor: Person, town: Town):
    assert patch(editor, town.point("lake-park-aed"), {"name_en": "Mine"}).status_code == 403
    into = {"longitude": 126.7672, "latitude": 37.6556}
    assert patch(editor, town.point("heungguksa-parking"), into).status_code == 403


@pytest.mark.parametrize(
    "nonsense",
    [
        {"longitude": 126.9},
        {"longitude": 200, "latitude": 37},
        {"longitude": "east", "latitude": 37},
        {"uncertainty_m": -1},
        {"uncertainty_m": 0},
        {"facility_type": "of no such kind"},
        {"npn": "갸사 1234 5678"},
        {"npn": "다사 0000 0000"},
        {"npn_state": "issued"},
        {"state": "gone"},
        {"name_ko": ""},
        {"surveyed_on": "yesterday"},
        {"version": 7},
        {"source_key": "mine"},
        ["name_en"],
    ],
)
def test_nonsense_in_a_change_is_named_and_changes_nothing(editor: Person, town: Town, nonsense):
    before = AddressPoint.objects.filter(source_key="nogosan-summit").values().get()
    answer = patch(editor, town.point("nogosan-summit"), nonsense)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert AddressPoint.objects.filter(source_key="nogosan-summit").values().get() == before


def test_not_a_number_in_a_change_is_refused(editor: Person, town: Town):
    answer = editor.patch(
        f"/api/v1/points/{town.point('nogosan-summit').pk}",
        '{"uncertainty_m": NaN}',
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )
    assert answer.status_code == 400


def test_a_number_is_taken_for_the_cell_it_stands_in(editor: Person, town: Town):
    marker = town.point("nogosan-3")
    shown = f"{marker.npn[:2]} {marker.npn[2:6]} {marker.npn[6:]}"
    answer = patch(editor, marker, {"npn": shown, "npn_state": "requested"})
    assert answer.status_code == 200, answer.content
    assert town.point("nogosan-3").npn == marker.npn
    assert town.point("nogosan-3").npn_state == "requested"


def test_a_long_list_asks_the_database_no_more_often_than_a_short_one(
    hiker: Person, django_assert_num_queries
):
    for limit in ("5", "150"):
        with django_assert_num_queries(3):  # how many there are, the points with their types, the aliases
            hiker.get("/api/v1/points", {"limit": limit})
