"""The mark of the product in a browser's tab: a plate, blue and white, with the yellow of the grid number."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b3d91"/>'
    '<path fill="#fff" d="M3 4h10v3H3z"/><path fill="#ffd60a" d="M3 9h10v3H3z"/></svg>'
)


@require_safe
def show(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer from memory; a browser asks once a month, after the page is there."""
    response = HttpResponse(SVG, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=2592000"
    return response
