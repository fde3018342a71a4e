"""What answers when no page does: a problem document under /api/, else the calls, the text and the form.

Whoever mistypes an address on a mountain needs the same things as whoever scans a plate.
"""

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import urlencode
from django.views import defaults

from addresses import jurisdictions
from addresses.jurisdictions import NoDefaultJurisdiction
from addresses.models import Jurisdiction
from addresses.problems import AWAY, CONTENT_TYPE, problem

from . import admin_pages, away, form, languages, pages

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer a request that cannot be taken, such as a form that is too long (Django's handler400)."""
    if _is_api(request):
        return _problem("unreadable", 400, "Cannot be read", "Send less, or in the form that is asked for.")
    return _lost(request, 400, "not_taken")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not do what they asked for (Django's handler403)."""
    if admin_pages.is_there(request):
        return admin_pages.refused(request)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer for an address that nothing stands at (Django's handler404)."""
    if _is_api(request):
        return _problem("not-found", 404, "Not found", "Nothing stands here. /api/v1/schema names what does.")
    if admin_pages.is_there(request):
        return admin_pages.nowhere(request)
    return _lost(request, 404, "nowhere")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when the program itself failed; what was written comes back (Django's handler500)."""
    if _is_api(request):
        return _problem("fault", 500, "The server failed", "Try again soon. The fault is in the log.")
    try:
        match = request.resolver_match
        return away.page(request, str(match.kwargs.get("typed", "")) if match else "", status=500)
    except Exception:
        # The page itself may be what failed; then a bare answer is better than none.
        log.exception("Not even the page for faults could be shown.")
        return defaults.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _problem(kind: str, status: int, title: str, detail: str) -> HttpResponse:
    return JsonResponse(problem(kind, status, title, detail), status=status, content_type=CONTENT_TYPE)


def _lost(request: HttpRequest, status: int, said: str) -> HttpResponse:
    words = languages.chosen(request)
    return pages.rendered(
        request,
        "scan/lost.html",
        _centre(),
        status=status,
        title=words.page[f"{said}_title"],
        text=words.page[f"{said}_text"],
        action=f"/?{urlencode({'lang': words.language})}",
        tag_text="",
        seal="",
        form=form.Draft(),
        refused=None,
    )


def _centre() -> Jurisdiction:
    try:
        return jurisdictions.default()
    except (*AWAY, NoDefaultJurisdiction):
        return away.SOMEWHERE
