"""The OpenAPI document: valid, the same as the door, and true of what is really answered."""

import json
from typing import Any
from uuid import uuid4

import pytest
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator, FormatChecker

from emergency.api import door_schema
from emergency.models import Incident
from tests.asgi import Ask, House, Phone
from tests.cast import Person, Town

from .scene import Scene, called, cookie, fix, positions_follow

METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    from drf_spectacular.generators import SchemaGenerator

    written: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return json.loads(json.dumps(written))  # type: ignore[no-any-return]


def conforms(document: dict[str, Any], shape: str, value: Any) -> None:
    """Fail where a value differs from its shape; what the shape does not name is a difference, too."""
    strict = json.loads(json.dumps(document["components"]))
    for one in strict["schemas"].values():
        if one.get("properties") and "additionalProperties" not in one:
            one["additionalProperties"] = False
    schema = {"$ref": f"#/components/schemas/{shape}", "components": strict}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    validate_schema(document)


def test_the_document_is_served(client: Any, db: None) -> None:
    answer = client.get("/api/v1/schema", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert answer.status_code == 200
    assert "/api/v1/reports/{id}" in answer.content.decode()


def test_it_names_both_ways_to_prove_who_asks(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    assert schemes["Report"]["scheme"] == "Report"
    assert schemes["cookieAuth"]["in"] == "cookie"
    assert document["paths"]["/api/v1/reports/{id}"]["put"]["security"] == [{"Report": []}]
    assert document["paths"]["/api/v1/events"]["get"]["security"] == [{"cookieAuth": []}]


def test_whatever_a_phone_asks_for_may_be_answered_with_try_again(document: dict[str, Any]) -> None:
    for path in document["paths"]:
        if path.startswith("/api/v1/reports"):
            for operation in document["paths"][path].values():
                assert operation["responses"]["503"] == {"$ref": "#/components/responses/TryAgain"}
    assert "Retry-After" in document["components"]["responses"]["TryAgain"]["headers"]


def test_no_answer_is_left_without_a_shape(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for code, answer in operation["responses"].items():
                for content in answer.get("content", {}).values():
                    free = content["schema"] == {"type": "object", "additionalProperties": {}}
                    assert not (free and path.startswith("/api/v1/incidents")), (path, method, code)


def test_the_door_answers_what_the_document_says_and_no_more(
    document: dict[str, Any], house: House, phone: Phone
) -> None:
    for path in door_schema.paths():
        if "events" in path or path.endswith("z"):
            continue
        for method in METHODS:
            answer = house.ask(Ask(method, path.replace("{id}", str(phone.report)), b"{}", phone.headers))
            documented = method.lower() in document["paths"][path]
            assert (answer.status_code == 405) != documented, (method, path)
            assert answer.content, "The door handed it on to Django."


def test_what_the_door_answers_has_the_shape_it_says(
    document: dict[str, Any], house: House, phone: Phone, scene: Scene
) -> None:
    console = house.open("/api/v1/events", cookie(scene.people["dispatcher"]))
    conforms(document, "Hello", console.next("hello").data)
    conforms(document, "Receipt", phone.send(**scene.plate("nogosan"), fix=fix()).json())
    conforms(document, "FixesTaken", phone.fix(fix(2), {"sequence": 3}).json())
    conforms(document, "MessageTaken", phone.say("들리세요?").json())
    conforms(document, "Cancelled", phone.cancel().json())
    conforms(document, "Status", phone.status().json())
    conforms(document, "Status", phone.follow().next("status").data)
    for _ in range(4):
        conforms(document, "IncidentEvent", console.next("incident").data)
    conforms(document, "Problem", phone.send(words="other").json())
    conforms(document, "Problem", phone.say("").json())
    conforms(document, "Health", house.ask(Ask("GET", "/healthz")).json())
    conforms(document, "Readiness", house.ask(Ask("GET", "/readyz")).json())


def test_what_a_console_reads_has_the_shape_it_says(
    document: dict[str, Any], town: Town, dispatcher: Person
) -> None:
    tag = town.tag("nogosan-3")
    assert tag.point is not None
    where = {"longitude": tag.point.position.x, "latitude": tag.point.position.y}
    positions_follow(called({"tag": tag.code, "fix": fix(1, **where)}), fix(2, **where))
    called({})
    conforms(document, "IncidentList", dispatcher.get("/api/v1/incidents").json())
    for incident in Incident.objects.all():
        path = f"/api/v1/incidents/{incident.pk}"
        detail = dispatcher.get(path).json()
        conforms(document, "IncidentDetail", detail)
        assert (detail["place"] is not None) == (incident.tag_code == tag.code)
        conforms(document, "Ways", dispatcher.get(f"{path}/ways").json())
        said = {"id": str(uuid4()), "text": "들리세요?"}
        conforms(
            document, "IncidentDetail", dispatcher.post(f"{path}/message", said, "application/json").json()
        )
        seen = {"version": incident.version}
        dispatcher.post(f"{path}/acknowledge", seen, "application/json")
        stale = dispatcher.post(f"{path}/acknowledge", seen, "application/json")
        assert stale.status_code == 409
        conforms(document, "StaleVersion", stale.json())


def test_what_another_agency_gets_has_the_shape_it_says(
    document: dict[str, Any], town: Town, dispatcher: Person
) -> None:
    tag = town.tag("nogosan-3")
    assert tag.point is not None
    called({"tag": tag.code})
    path = f"/api/v1/incidents/{Incident.objects.get().pk}/references"
    made = dispatcher.post(path, {"id": str(uuid4()), "recipient": "119"}, "application/json").json()
    conforms(document, "ReferenceLink", made)
    conforms(document, "References", dispatcher.get(path).json())
    link = "/r/" + made["url"].rpartition("/")[2]
    told = dispatcher.get(link, headers={"Accept": "application/json"}).json()
    conforms(document, "ReferencedPosition", told)
    conforms(document, "Reference", dispatcher.delete(f"{path}/{made['id']}").json())
    conforms(document, "Problem", dispatcher.get(link).json())


def test_it_names_each_format_of_a_hand_off_and_the_page_of_a_link(document: dict[str, Any]) -> None:
    paths = document["paths"]
    assert {"/api/v1/incidents/{id}/handoff/{name}", "/api/v1/incidents/{id}.{ending}", "/r/{token}"} <= set(
        paths
    )
    answers = paths["/api/v1/incidents/{id}/handoff/{name}"]["get"]["responses"]["200"]["content"]
    assert {"application/pidf+xml", "application/cap+xml", "application/gpx+xml"} <= set(answers)
    assert paths["/r/{token}"]["get"].get("security", []) == []
    assert "410" in paths["/r/{token}"]["get"]["responses"]
