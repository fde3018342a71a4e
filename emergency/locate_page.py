"""The page behind a link that a centre sent: the start page, bound to the centre's incident."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from addresses import jurisdictions

from . import form, languages, locate, pages
from .away import still_helps
from .packed import packed


# No cookie, so no CSRF token: the address itself is what nobody else knows.
@csrf_exempt
@packed
@still_helps
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the position; POST takes the report of a phone without JavaScript.

    A link that is over, used up or unknown says so, and the page still calls and reports.
    """
    refused: form.NotTaken | None = None
    if request.method == "POST":
        taken = form.take(request, "", locate=token)
        if isinstance(taken, HttpResponse):
            return taken
        refused = taken
    asked = locate.opened(token, timezone.now())
    jurisdiction = asked.incident.jurisdiction if asked else jurisdictions.default()
    language = languages.chosen(request).language
    path = f"/l/{token}" if asked else "/"
    return pages.rendered(
        request,
        "scan/locate.html",
        jurisdiction,
        status=refused.status if refused else 200 if asked else 404,
        is_asked=asked is not None,
        locate=token if asked else "",
        action=f"{path}?{urlencode({'lang': language})}",
        tag_text="",
        seal="",
        form=refused.draft if refused else form.Draft(),
        refused=refused,
    )
