"""The board's page, and the page where a supervisor makes and ends the links of wall screens."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from addresses import access
from addresses.models import Role
from emergency import built, looks
from emergency.console_words import WORDS
from emergency.errors import Refused
from emergency.models import BoardLink, Look
from emergency.readers import ON_DUTY

from . import link
from .content import ENTRY
from .words import BOARD_WORDS

LINKS = "board/links.css"
LOOK = "board"


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Serve the board's page: the same to everybody, with nothing of a centre in it. 503 while it is not built.

    Whose board it is, the page asks the API for: with the token behind its #, or with the session.
    """
    _log(request.user)
    language = _language()
    files = built.built(ENTRY)
    context = {"built": files, "words": WORDS[language], "board": BOARD_WORDS[language]}
    response = render(request, "board/board.html", context, status=200 if files.script else 503)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def links_page(request: HttpRequest) -> HttpResponse:
    """List a supervisor's links of wall screens, make one, end one. Its address is shown when it is made, once."""
    led = list(access.jurisdictions_of(request.user, Role.SUPERVISOR).defer("area").order_by("slug"))
    if not led:
        return redirect("account")
    context: dict[str, Any] = {"made": None, "refused": "", "given": {}}
    status = 200
    if "revoke" in request.POST:
        link.revoke(_named(request.POST["revoke"], led), request.user, timezone.now())
        return redirect("board_links")
    if request.method == "POST":
        try:
            context["made"] = _made(request, led)
        except Refused as refused:
            board = BOARD_WORDS[_language()]
            context |= {"refused": board.refusals.get(refused.field or refused.kind, board.refusals["other"])}
            context["given"] = request.POST
            status = refused.status
    if context["made"]:
        context["address"] = link.address(context["made"])
    found = BoardLink.objects.filter(jurisdiction__in=led).select_related("jurisdiction")
    found = found.defer("jurisdiction__area").annotate(days=Count("openings"), last=Max("openings__at"))
    now = timezone.now()
    context |= {
        "led": led,
        "links": [(one, one.revoked_at is None and one.ends_at > now) for one in found.order_by("-made_at")],
        "new_id": uuid4(),
        "most_days": link.MOST_DAYS,
        "most_name": link.MOST_NAME,
    }
    return render(request, "board/links.html", _outside() | context, status=status)


def _made(request: HttpRequest, led: list[Any]) -> BoardLink:
    said = request.POST
    chosen = next((one for one in led if one.slug == said.get("jurisdiction")), None)
    if chosen is None:
        raise Http404("There is no such jurisdiction among yours.")
    days = said.get("days", "")
    ask = link.Wanted(
        _id(said.get("id", "")), chosen, said.get("name", ""), int(days) if days.isdecimal() else 0
    )
    return link.make(ask, request.user, timezone.now())[0]


def _named(text: str, led: list[Any]) -> BoardLink:
    found = BoardLink.objects.filter(pk=_id(text), jurisdiction__in=led).first()
    if found is None:
        raise Http404("There is no such link in your jurisdictions.")
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("There is no such link.") from None


def _log(user: Any) -> None:
    """Log once a day that somebody on duty has opened the board."""
    if not user.is_authenticated or not access.jurisdictions_of(user, *ON_DUTY).exists():
        return
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if not Look.objects.filter(at__gte=today, path=LOOK, recipient=user).exists():
        looks.log(user, [None], path=LOOK, method="screen")


def _language() -> str:
    language = get_language() or ""
    return language if language in WORDS else "ko"


def _outside() -> dict[str, Any]:
    language = _language()
    return {
        "words": WORDS[language],
        "board": BOARD_WORDS[language],
        "languages": WORDS.values(),
        "built": built.built(LINKS),
        "demonstration": settings.DEMONSTRATION,
    }
