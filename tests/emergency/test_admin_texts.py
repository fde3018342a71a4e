"""Who answers for a centre reads at /admin/ how far each link to a caller came; nobody reads the link or the number."""

import json
from uuid import uuid4

from emergency import deliveries
from tests.cast import Person, Town

PAGE = "/admin/emergency/locaterequest/"


def test_the_supervisor_reads_how_far_it_came_and_the_next_city_nothing(
    town: Town, dispatcher: Person, supervisor: Person, outsider: Person
) -> None:
    body = {"id": str(uuid4()), "phone": "010-1234-5678", "send": True}
    made = dispatcher.post("/api/v1/locate-requests", json.dumps(body), "application/json").json()
    deliveries.sweep()
    for person in (supervisor, dispatcher):
        assert person.user is not None
        person.user.is_staff = True
        person.user.save()
    page = supervisor.get(PAGE).content.decode()
    assert "sms.log" in page
    assert "…5678" in page
    assert "1234-5678" not in page
    assert made["url"].rpartition("/")[2] not in page
    assert supervisor.get(f"{PAGE}{made['id']}/change/").status_code == 200
    assert outsider.get(PAGE).status_code in (302, 403)
    assert dispatcher.get(PAGE).status_code in (302, 403)
