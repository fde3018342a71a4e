"""Facility types and jurisdictions are there for everybody to read."""

from addresses.models import FacilityType
from tests.cast import Person, Town


def test_the_official_types_come_first_by_their_numbers(hiker: Person):
    kinds = hiker.get("/api/v1/facility-types").json()["facility_types"]
    assert [kind["official_number"] for kind in kinds[:23]] == list(range(1, 24))
    assert {"aed", "park-golf", "trail-marker"} <= {kind["slug"] for kind in kinds}
    assert kinds[3]["name_ko"] == "버스정류장"


def test_a_type_that_was_retired_is_not_offered(hiker: Person):
    FacilityType.objects.filter(slug="postbox").update(is_active=False)
    assert "postbox" not in {
        kind["slug"] for kind in hiker.get("/api/v1/facility-types").json()["facility_types"]
    }


def test_each_jurisdiction_is_a_polygon_with_its_centre(hiker: Person, town: Town):
    features = hiker.get("/api/v1/jurisdictions").json()["features"]
    assert {one["properties"]["slug"] for one in features} == {"deokyang", "ilsan"}
    assert {one["geometry"]["type"] for one in features} == {"MultiPolygon"}
    assert all(one["properties"]["centre_name_ko"] and one["properties"]["area_note"] for one in features)
    assert "email" not in features[0]["properties"]


def test_nobody_writes_them_here(editor: Person):
    for address in ("/api/v1/facility-types", "/api/v1/jurisdictions"):
        assert editor.post(address, {}).status_code in {403, 405}
