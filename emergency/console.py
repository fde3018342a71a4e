"""The console's page, and the way in and out of it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from . import built
from .console_words import WORDS, Words

CONSOLE = "console/index.html"
SIGN_IN = "console/sign_in.css"


@require_safe
@login_required
@never_cache
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """Serve the console; it asks the API for everything else. 503 while the front end is not built."""
    files = built.built(CONSOLE)
    context = {"built": files, "words": WORDS["ko"]}
    return render(request, "console/console.html", context, status=200 if files.script else 503)


class SignIn(LoginView):
    """Sign in with name and password; a signed-in person goes straight on."""

    template_name = "console/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | _outside(self.request)


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Answer a sign-in after too many wrong ones: say how long to wait, and whom to ask."""
    return render(request, "console/locked.html", _outside(request), status=429)


def _outside(request: HttpRequest) -> dict[str, Any]:
    """Return what every page before the sign-in needs."""
    words: Words = WORDS.get(request.GET.get("lang", ""), WORDS["ko"])
    return {
        "words": words,
        "other": WORDS["en" if words is WORDS["ko"] else "ko"],
        "built": built.built(SIGN_IN),
        "demonstration": settings.DEMONSTRATION,
        "locked_hint": words.locked_hint.format(minutes=round(settings.AXES_COOLOFF_TIME * 60)),
    }
