"""The mark of the product in a browser's tab and among a phone's apps: a plate, and the yellow of the grid number."""

import io
from functools import lru_cache
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b3d91"/>'
    '<path fill="#fff" d="M3 4h10v3H3z"/><path fill="#ffd60a" d="M3 9h10v3H3z"/></svg>'
)
SIZES_PX: Final = (180, 192, 512)


@require_safe
def show(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer from memory; a browser asks once a month, after the page is there."""
    response = HttpResponse(SVG, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=2592000"
    return response


@require_safe
def png(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001
    """Answer with the mark in one of the sizes that phones ask for; any other is 404."""
    if size not in SIZES_PX:
        raise Http404
    response = HttpResponse(_drawn(size), content_type="image/png")
    response["Cache-Control"] = "public, max-age=2592000"
    return response


@lru_cache
def _drawn(size: int) -> bytes:
    """Draw the mark without round corners, which each phone cuts as it likes, and with room for its cutting."""
    image = Image.new("RGB", (size, size), "#0b3d91")
    draw = ImageDraw.Draw(image)
    unit = size / 16
    for top, colour in ((4.5, "#ffffff"), (8.5, "#ffd60a")):
        draw.rectangle((4 * unit, top * unit, 12 * unit - 1, (top + 3) * unit - 1), fill=colour)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()
