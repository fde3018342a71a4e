"""What stands at ``/api/`` and ``/api/v1/``: where to read what the API answers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

VERSION = "/api/v1/"
# What anybody may read without an account.
OPEN = ("points", "facility-types", "jurisdictions", "trails", "access-points", "alerts")


@require_safe
def index(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Name the schema, and the tables that most callers look for."""
    tables = {name.replace("-", "_"): f"{VERSION}{name}" for name in OPEN}
    return JsonResponse({"version": "1", "schema": f"{VERSION}schema", **tables})
