"""Errors as RFC 9457 problem documents: a type, a sentence for a person, and what to do next."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from psycopg_pool import PoolTimeout
from rest_framework.exceptions import APIException, NotFound, ParseError
from rest_framework.exceptions import PermissionDenied as NotAllowed
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

CONTENT_TYPE = "application/problem+json"
AWAY = (OperationalError, InterfaceError, PoolTimeout)  # the database is locked, full or away
RETRY_AFTER_S = 3


def problem(kind: str, status: int, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """Return a problem document. ``kind`` is a word; ``detail`` says what to do next.

    Source: RFC 9457. Further members go in as they are.
    """
    return {"type": f"/problems/{kind}", "status": status, "title": title, "detail": detail, **more}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what Django REST framework raises into a problem document; a database that is away, too."""
    if isinstance(error, AWAY):
        body = problem("try-again", 503, "Not stored yet", "The database does not answer. Try again soon.")
        return Response(
            body, status=503, content_type=CONTENT_TYPE, headers={"Retry-After": str(RETRY_AFTER_S)}
        )
    if isinstance(error, RecursionError):
        error = ParseError("The JSON nests too deep.")
    elif isinstance(error, Http404):
        error = NotFound(*error.args[:1])
    elif isinstance(error, PermissionDenied):
        error = NotAllowed(*error.args[:1])
    response = drf_exception_handler(error, context)
    if response is None:
        return None
    title = error.default_detail if isinstance(error, APIException) else type(error).__name__
    code = error.get_codes() if isinstance(error, APIException) else "error"
    kind = code if isinstance(code, str) else "invalid"
    body = problem(kind.replace("_", "-"), response.status_code, str(title), _sentence(response.data))
    if isinstance(response.data, dict) and "detail" not in response.data:
        body["errors"] = response.data
    response.data = body
    response.content_type = CONTENT_TYPE
    return response


def _sentence(data: Any) -> str:
    if isinstance(data, dict) and "detail" in data:
        return str(data["detail"])
    return "Correct the fields named in errors and send it again."
