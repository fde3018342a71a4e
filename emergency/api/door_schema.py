"""The door's part of the OpenAPI document: it stands beside Django, so nothing describes it by itself."""

from typing import Any

from emergency import shapes

from .components import ref, schemas

REPORTS = "/api/v1/reports/{id}"
EVENTS = "/api/v1/events"
PHONE: list[dict[str, list[str]]] = [{"Report": []}]
CONSOLE: list[dict[str, list[str]]] = [{"cookieAuth": []}]

_PROBLEM = {"application/problem+json": {"schema": ref(shapes.Problem)}}
_RESPONSES = {
    "Problem": {"description": "What went wrong, and what to do next.", "content": _PROBLEM},
    "TryAgain": {
        "description": "Not stored: the database is locked, full or away. Keep it and try again.",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}},
        "content": _PROBLEM,
    },
}
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "the report's id, a UUIDv7 made on the phone",
    "schema": {"type": "string", "format": "uuid"},
}
_CURSOR = "where the reader stands: the id of the last event it has seen"


def describe(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the door to the document that drf-spectacular has made of Django's views."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).update(schemas())
    components["responses"] = {**components.get("responses", {}), **_RESPONSES}
    components.setdefault("securitySchemes", {})["Report"] = {
        "type": "http",
        "scheme": "Report",
        "description": "The secret that the phone made for this report: 16 to 200 ASCII characters.",
    }
    result["paths"] = dict(sorted({**result["paths"], **paths()}.items()))
    for path, operations in result["paths"].items():
        for operation in operations.values():
            if path.startswith("/api/v1/reports"):
                operation["responses"].setdefault("503", {"$ref": "#/components/responses/TryAgain"})
            # Whatever goes wrong is told in one way.
            operation["responses"].setdefault("default", {"$ref": "#/components/responses/Problem"})
    return result


def paths() -> dict[str, Any]:
    """Return the paths that the door answers by itself."""
    return {
        REPORTS: {"put": _send(), "get": _read_status()},
        f"{REPORTS}/fixes": {"post": _follow_up("sendFixes", shapes.NewFixes, shapes.FixesTaken, "200")},
        f"{REPORTS}/messages": {
            "post": _follow_up("sendMessage", shapes.NewMessage, shapes.MessageTaken, "201", "200")
        },
        f"{REPORTS}/cancel": {
            "post": _follow_up("cancelReport", shapes.Cancellation, shapes.Cancelled, "200")
        },
        f"{REPORTS}/events": {"get": _person_stream()},
        EVENTS: {"get": _console_stream()},
        "/healthz": {"get": _health("health", "The process is alive.", shapes.Health)},
        "/readyz": {"get": _health("readiness", "Each part can do its work.", shapes.Readiness, "503")},
    }


def _send() -> dict[str, Any]:
    return {
        "operationId": "sendReport",
        "summary": "Send a call for help.",
        "description": "The id and the secret are made on the phone, so sending it again changes nothing and"
        " brings the same receipt. What makes no sense is left out and flagged, never refused.",
        "tags": ["reports"],
        "security": PHONE,
        "parameters": [_ID],
        "requestBody": _json(shapes.NewReport),
        "responses": {
            "201": _answer(shapes.Receipt, "Stored. The centre has it."),
            "200": _answer(shapes.Receipt, "It was here already: the same receipt."),
            **_refused(
                {
                    "400": "No JSON object, or no usable id.",
                    "403": "/problems/sharing-off: this centre takes no positions. Nothing was stored.",
                    "409": "The id came before, with another secret.",
                    "422": "The id came before, with other contents.",
                }
            ),
        },
    }


def _read_status() -> dict[str, Any]:
    return {
        "operationId": "readStatus",
        "summary": "Read what became of a report.",
        "tags": ["reports"],
        "security": PHONE,
        "parameters": [_ID],
        "responses": {"200": _answer(shapes.Status, "The receipt chain."), **_refused(_NOT_MINE)},
    }


def _follow_up(operation: str, sent: type, answered: type, *codes: str) -> dict[str, Any]:
    said = {"200": "Taken, now or before.", "201": "Taken."}
    return {
        "operationId": operation,
        "summary": (
            sent.__doc__ or "Take the call back: the dispatcher is told, and still closes it."
        ).strip(),
        "tags": ["reports"],
        "security": PHONE,
        "parameters": [_ID],
        "requestBody": _json(sent),
        "responses": {
            **{code: _answer(answered, said[code]) for code in codes},
            **_refused({"400": "It cannot be read; the problem names the field.", **_NOT_MINE}),
        },
    }


def _person_stream() -> dict[str, Any]:
    return {
        "operationId": "followReport",
        "summary": "Follow one report: each event `status` holds the whole status.",
        "tags": ["reports"],
        "security": PHONE,
        "parameters": [_ID],
        "responses": {"200": _stream({"status": shapes.Status, "beat": shapes.Beat}), **_refused(_NOT_MINE)},
    }


def _console_stream() -> dict[str, Any]:
    asked = {"required": False, "description": _CURSOR, "schema": {"type": "string"}}
    return {
        "operationId": "followIncidents",
        "summary": "Follow the events of one's jurisdictions. Opening the stream is logged.",
        "tags": ["incidents"],
        "security": CONSOLE,
        "parameters": [
            {"name": "Last-Event-ID", "in": "header", **asked},
            {"name": "cursor", "in": "query", **asked},
        ],
        "responses": {
            "200": _stream({"hello": shapes.Hello, "incident": shapes.IncidentEvent, "beat": shapes.Beat}),
            **_refused({"401": "The session has ended.", "403": "Not on duty in any jurisdiction."}),
        },
    }


def _health(operation: str, summary: str, shape: type, *also: str) -> dict[str, Any]:
    return {
        "operationId": operation,
        "summary": summary,
        "tags": ["health"],
        "security": [],
        "responses": {
            code: _answer(shape, "Ready." if code == "200" else "Not ready.") for code in ("200", *also)
        },
    }


_NOT_MINE = {
    "401": "The report's secret is missing.",
    "403": "Not this report's secret.",
    "404": "No such report yet.",
}


def _refused(codes: dict[str, str]) -> dict[str, Any]:
    refusals: dict[str, Any] = {
        code: {"description": why, "content": _PROBLEM} for code, why in codes.items()
    }
    return {**refusals, "503": {"$ref": "#/components/responses/TryAgain"}}


def _json(shape: type) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": ref(shape)}}}


def _answer(shape: type, description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": ref(shape)}}}


def _stream(events: dict[str, type]) -> dict[str, Any]:
    """Server-sent events; the schema of each event's data stands under ``x-events``."""
    told = {name: ref(shape) for name, shape in events.items()}
    return {
        "description": "Server-sent events until either side ends. Come back with the last id.",
        "content": {"text/event-stream": {"schema": {"type": "string", "x-events": told}}},
    }
