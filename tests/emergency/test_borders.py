"""At a border both centres see what happens, and one of them owns it."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from addresses.models import Jurisdiction
from emergency import merging
from emergency.actions import By
from emergency.models import Incident, Report, Sight

from .scene import Scene, browser, called, fix, positions_follow

SOUTH_OF_THE_BORDER = {"longitude": 126.8, "latitude": 37.7190}
NORTH_OF_THE_BORDER = {"longitude": 126.8, "latitude": 37.7215}
FAR_FROM_IT = {"longitude": 126.8, "latitude": 37.65}


@pytest.fixture(autouse=True)
def neighbours(scene: Scene) -> None:
    """Let the two cities meet at 37.72 degrees north, and see 300 m into each other."""
    scene.paju.area = MultiPolygon(Polygon.from_bbox((126.67, 37.72, 127.0, 37.95)), srid=4326)
    scene.paju.save(update_fields=["area"])


def at(where: dict[str, float], **more: Any) -> Report:
    return called({"fix": fix(1, **where, uncertainty_m=10), **more}, address=f"{where['latitude']}")


def seen_by(report: Report) -> set[tuple[int, str]]:
    return set(Sight.objects.filter(incident=report.incident_id).values_list("jurisdiction", "reason"))


def listed(scene: Scene, who: str, state: str = "open") -> list[str]:
    answer = browser(scene.people[who]).get(f"/api/v1/incidents?state={state}")
    return [row["id"] for row in answer.json()["incidents"]]


def press(scene: Scene, who: str, report: Report, verb: str, **body: Any) -> int:
    path = f"/api/v1/incidents/{report.incident_id}/{verb}"
    return browser(scene.people[who]).post(path, body, content_type="application/json").status_code


def test_both_centres_see_what_lies_within_the_border_and_one_owns_it(scene: Scene) -> None:
    report = at(SOUTH_OF_THE_BORDER)
    assert report.incident.jurisdiction_id == scene.goyang.pk
    assert seen_by(report) == {(scene.paju.pk, "border")}
    assert listed(scene, "dispatcher") == listed(scene, "next city") == [str(report.incident_id)]


def test_the_owner_is_the_same_however_often_it_is_asked(scene: Scene) -> None:
    owners = [
        called({"fix": fix(1, longitude=126.8, latitude=37.72, uncertainty_m=10)}, address=str(number))
        for number in range(3)
    ]
    assert len({report.incident.jurisdiction_id for report in owners}) == 1


def test_in_the_middle_of_a_city_nobody_else_sees_it(scene: Scene) -> None:
    report = at(FAR_FROM_IT)
    assert seen_by(report) == set()
    assert listed(scene, "next city") == []


def test_how_unsure_the_position_is_widens_the_border(scene: Scene) -> None:
    far = {"longitude": 126.8, "latitude": 37.705}  # 1,665 m from the border
    sure = called({"fix": fix(1, **far, uncertainty_m=20)}, address="a")
    unsure = called({"fix": fix(1, **far, uncertainty_m=1500)}, address="b")
    assert (seen_by(sure), seen_by(unsure)) == (set(), {(scene.paju.pk, "border")})


def test_each_centre_sees_as_far_as_it_was_set_to(scene: Scene) -> None:
    Jurisdiction.objects.filter(pk=scene.paju.pk).update(border_m=0)
    assert seen_by(at(SOUTH_OF_THE_BORDER)) == set()
    assert seen_by(at(NORTH_OF_THE_BORDER)) == {(scene.goyang.pk, "border")}


def test_outside_every_area_it_is_the_default_centres(scene: Scene) -> None:
    report = called(scene.plate("sea"))
    assert report.incident.jurisdiction_id == scene.goyang.pk
    assert "outside_jurisdictions" in report.flags


def test_the_neighbour_looks_and_does_nothing(scene: Scene) -> None:
    report = at(SOUTH_OF_THE_BORDER)
    assert (
        browser(scene.people["next city"]).get(f"/api/v1/incidents/{report.incident_id}").status_code == 200
    )
    assert press(scene, "next city", report, "open") == 403
    assert press(scene, "next city", report, "acknowledge", version=1) == 403
    assert Incident.objects.get(pk=report.incident_id).state == "new"


def test_who_walks_across_is_seen_by_the_centre_there_and_stays_with_the_first(scene: Scene) -> None:
    report = at(FAR_FROM_IT)
    positions_follow(report, fix(2, **NORTH_OF_THE_BORDER, uncertainty_m=10))
    assert (scene.paju.pk, "inside") in seen_by(report)
    assert Incident.objects.get(pk=report.incident_id).jurisdiction_id == scene.goyang.pk
    positions_follow(report, fix(3, **FAR_FROM_IT, uncertainty_m=10))
    assert listed(scene, "next city") == [str(report.incident_id)], "somebody may be reading it"


def test_a_further_report_of_the_same_thing_adds_who_sees_it(scene: Scene) -> None:
    report, there = at(FAR_FROM_IT), at(SOUTH_OF_THE_BORDER)
    merging.merge(report.incident_id, 1, there.incident_id, 1, By.now(scene.people["dispatcher"]))
    assert seen_by(report) == {(scene.paju.pk, "border")}


def test_once_it_is_closed_it_is_the_owners_alone(scene: Scene) -> None:
    report = at(SOUTH_OF_THE_BORDER)
    press(scene, "dispatcher", report, "open")
    assert press(scene, "dispatcher", report, "close", version=2, disposition="helped") == 200
    assert listed(scene, "next city", "closed") == []
    assert listed(scene, "dispatcher", "closed") == [str(report.incident_id)]
    path = f"/api/v1/incidents/{report.incident_id}"
    assert browser(scene.people["next city"]).get(path).status_code == 404


def test_a_row_says_who_else_sees_it(scene: Scene) -> None:
    at(SOUTH_OF_THE_BORDER)
    (row,) = browser(scene.people["dispatcher"]).get("/api/v1/incidents").json()["incidents"]
    assert row["sights"] == [{"jurisdiction": scene.paju.pk, "reason": "border"}]
    assert row["hand_over"] is None


def test_each_centre_takes_positions_in_its_own_way(scene: Scene) -> None:
    Jurisdiction.objects.filter(pk=scene.paju.pk).update(sharing_mode="device_only")
    assert seen_by(at(SOUTH_OF_THE_BORDER)) == set(), "a centre that takes no positions is shown none"
