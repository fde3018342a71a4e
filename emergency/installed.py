"""What makes the page an app on the phone: its worker and its manifest."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.http import require_safe

from . import languages

WORKER: Final = Path(settings.BASE_DIR) / "frontend" / "dist" / "worker" / "sw.js"
ICON_SIZES_PX: Final = (192, 512)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Serve the service worker from the root of the site, where it may answer for every plate. 404 while not built."""
    try:
        script = WORKER.read_text(encoding="utf-8")
    except FileNotFoundError:
        return HttpResponseNotFound("The front end is not built: script/bootstrap builds it.")
    response = HttpResponse(script, content_type="text/javascript")
    # The browser asks again with each visit, so that no phone is left with an old one.
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell the phone how the app is called and looks (W3C Web Application Manifest)."""
    words = languages.chosen(request)
    document = {
        "id": "/",
        "name": words.page["app_name"],
        "short_name": words.page["app"],
        "lang": words.tag,
        "start_url": f"/?lang={words.language}",
        "scope": "/",
        "display": "standalone",
        "background_color": "#0b3d91",
        "theme_color": "#0b3d91",
        "icons": [
            {
                "src": f"/icon-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in ICON_SIZES_PX
        ],
    }
    return JsonResponse(
        document, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
