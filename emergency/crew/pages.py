"""The crew's page and its worker: the same to everybody, with nothing of an incident in them."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency import built

ENTRY: Final = "crew/index.html"
WORKER: Final = Path(settings.BASE_DIR) / "frontend" / "dist" / "crew_worker" / "sw.js"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Serve the page, which asks the API with the token behind its #. 503 while the front end is not built."""
    files = built.built(ENTRY)
    context = {"built": files, "demonstration": settings.DEMONSTRATION}
    response = render(request, "crew/crew.html", context, status=200 if files.script else 503)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    # The worker keeps it: without one it comes anew each time.
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Serve the service worker that keeps the page for where there is no line. 404 while not built."""
    try:
        script = WORKER.read_text(encoding="utf-8")
    except FileNotFoundError:
        return HttpResponseNotFound("The front end is not built: script/bootstrap builds it.")
    response = HttpResponse(script, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
