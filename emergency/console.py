"""The console's page, and what to do with an account that is not for it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from addresses import access, second_factor

from . import built
from .after.pages import READERS
from .console_words import WORDS, Words
from .readers import ON_DUTY
from .sign_in.words import FACTOR_WORDS

CONSOLE = "console/index.html"
SIGN_IN = "console/sign_in.css"


@require_safe
@login_required
@never_cache
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """Serve the console; it asks the API for everything else. 503 while the front end is not built.

    Who is on duty nowhere is told what their account is for instead of seeing an empty list.
    """
    if not access.jurisdictions_of(request.user, *ON_DUTY).exists():
        return redirect("account")
    files = built.built(CONSOLE)
    context = {"built": files, "words": _words()}
    return render(request, "console/console.html", context, status=200 if files.script else 503)


@require_safe
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Say which roles an account holds where, what each of them may do today, and with which screen."""
    if second_factor.is_missing(request.session, request.user):
        return redirect("mfa_index")
    held = access.jurisdictions_of(request.user).defer("area")
    words = _words()
    roles: dict[str, list[str]] = {}
    for jurisdiction in held:
        name = (
            jurisdiction.name_ko if words.language == "ko" else jurisdiction.name_en or jurisdiction.name_ko
        )
        for role in access.roles_in(request.user, jurisdiction):
            roles.setdefault(role, []).append(name)
    context = {
        "factor": FACTOR_WORDS["en" if words.language == "en" else "ko"],
        "roles": [words.role(role, where) for role, where in roles.items()],
        "may_console": any(role in ON_DUTY for role in roles),
        "may_read_figures": any(role in READERS for role in roles),
        "may_edit": getattr(request.user, "is_staff", False),
        "needs_staff": not getattr(request.user, "is_staff", False) and not roles.keys() <= set(ON_DUTY),
    }
    return render(request, "console/account.html", outside() | context)


@require_safe
@never_cache
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send who wants to the administration to the one sign-in; who is signed in and may not, to their account."""
    if request.user.is_authenticated:
        return redirect("account")
    return redirect_to_login(request.GET.get("next", "/admin/"))


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Answer a sign-in after too many wrong ones: say how long to wait, and whom to ask."""
    return render(request, "console/locked.html", outside(), status=429)


def _words() -> Words:
    return WORDS.get(get_language() or "", WORDS["ko"])


def outside() -> dict[str, Any]:
    """Return what every page before the console needs."""
    words = _words()
    return {
        "words": words,
        "languages": WORDS.values(),
        "built": built.built(SIGN_IN),
        "demonstration": settings.DEMONSTRATION,
        "locked_hint": words.locked_hint.format(minutes=round(settings.AXES_COOLOFF_TIME * 60)),
    }
