"""Trails and access points are on everybody's map; who has a gate's key is not."""

import pytest
from django.core.cache import cache

from tests.cast import Person, Town
from trails.models import AccessPoint, Trail


@pytest.fixture(autouse=True)
def _nobody_has_asked_before() -> None:
    cache.clear()


def test_every_trail_is_a_line_with_its_length(hiker: Person, town: Town):
    features = hiker.get("/api/v1/trails").json()["features"]
    assert len(features) == Trail.objects.count() == 4
    assert {one["geometry"]["type"] for one in features} == {"LineString"}
    loop = next(one for one in features if one["id"] == town.trail("lake-park").pk)
    assert loop["properties"]["length_m"] == pytest.approx(4_700, abs=150)
    assert loop["geometry"]["coordinates"][0] == loop["geometry"]["coordinates"][-1]


def test_a_box_gives_the_trails_that_meet_it(hiker: Person, town: Town):
    def there(bbox: str) -> set[int]:
        return {one["id"] for one in hiker.get("/api/v1/trails", {"bbox": bbox}).json()["features"]}

    assert there("126.94,37.68,126.95,37.69") == {town.trail("nogosan").pk}
    assert there("126.7,37.6,126.8,37.7") == {town.trail("lake-park").pk}
    assert there("129,35,129.1,35.1") == set()


def test_one_trail_has_a_height_for_each_of_its_places(hiker: Person, town: Town):
    trail = hiker.get(f"/api/v1/trails/{town.trail('nogosan').pk}").json()
    assert len(trail["properties"]["elevations_m"]) == len(trail["geometry"]["coordinates"])


def test_a_trail_out_of_use_is_gone_from_the_map(hiker: Person, town: Town):
    trail = town.trail("nogosan")
    Trail.objects.filter(pk=trail.pk).update(is_active=False)
    assert trail.pk not in {one["id"] for one in hiker.get("/api/v1/trails").json()["features"]}
    assert hiker.get(f"/api/v1/trails/{trail.pk}").status_code == 404


def test_access_points_tell_which_vehicles_pass_and_not_who_has_the_key(hiker: Person, dispatcher: Person):
    assert AccessPoint.objects.filter(responder_note__contains="열쇠").exists()
    for somebody in (hiker, dispatcher):
        for address in ("/api/v1/access-points", "/api/v1/access-points?near=126.94,37.675&limit=10"):
            answer = somebody.get(address)
            assert answer.json()["features"]
            assert "열쇠" not in answer.content.decode()
            assert "responder_note" not in answer.content.decode()


def test_it_tells_the_nearest_place_that_a_vehicle_reaches(hiker: Person, town: Town):
    at = AccessPoint.objects.get(source_key="nogosan-forest-road")
    (near,) = hiker.get(
        "/api/v1/access-points", {"near": f"{at.position.x},{at.position.y + 0.001}", "limit": 1}
    ).json()["features"]
    assert near["id"] == at.pk
    assert near["properties"]["distance_m"] == pytest.approx(111, abs=1)
    assert near["properties"]["trail"] == town.trail("nogosan").pk


@pytest.mark.parametrize("address", ["/api/v1/trails?bbox=north", "/api/v1/access-points?near=1,2,3"])
def test_it_names_what_is_nonsense(hiker: Person, address: str):
    answer = hiker.get(address)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/api/v1/trails", "/api/v1/access-points"])
def test_it_answers_the_same_twice_and_takes_nothing(hiker: Person, editor: Person, address: str):
    assert hiker.get(address).json() == hiker.get(address).json()
    assert editor.post(address, {}).status_code in {403, 405}
