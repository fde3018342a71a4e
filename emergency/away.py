"""When the database does not answer, the page still calls, texts, and keeps what was written."""

import logging
from collections.abc import Callable
from functools import wraps

from django.db import connection
from django.http import HttpRequest, HttpResponse

from addresses import codes
from addresses.errors import UnreadableReference
from addresses.jurisdictions import NoDefaultJurisdiction
from addresses.models import Jurisdiction, SharingMode
from addresses.problems import AWAY, RETRY_AFTER_S

from . import form, languages, pages

log = logging.getLogger(__name__)

# The numbers are the country's; which centre answers is found when the report gets through.
SOMEWHERE = Jurisdiction(
    centre_name_ko="119 상황실", centre_name_en="the 119 control room", sharing_mode=SharingMode.CONSOLE
)

View = Callable[..., HttpResponse]


def still_helps(view: View) -> View:
    """Have a page of the phone answer 503 with the calls and the button, not with a bare fault."""

    @wraps(view)
    def helped(request: HttpRequest, typed: str = "", **more: str) -> HttpResponse:
        try:
            return view(request, typed=typed, **more) if typed else view(request, **more)
        except (*AWAY, NoDefaultJurisdiction) as error:
            log.warning("A page was asked for and the database did not help: %s", error)
            connection.close()
            return page(request, typed, locate=more.get("token", ""))

    return helped


def page(request: HttpRequest, typed: str, *, status: int = 503, locate: str = "") -> HttpResponse:
    """Return a page that asks no database: calls, text, the form with what was written in it."""
    said = languages.chosen(request).page
    draft = form.drafted(request) if request.method == "POST" else form.Draft()
    code, seal = _read(typed)
    refused = form.NotTaken(draft, status, said["failed_text"]) if request.method == "POST" else None
    response = pages.rendered(
        request,
        "scan/lost.html",
        SOMEWHERE,
        status=status,
        code=code,
        title=said["away_title"],
        text=said["away_text"],
        action=_action(request),
        tag_text=code or typed[:40],
        seal=seal,
        locate=locate,
        form=draft,
        refused=refused,
    )
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _action(request: HttpRequest) -> str:
    """Return where the page's button sends to: never to the form about the plate itself."""
    kept = request.GET.copy()
    kept.pop("plate", None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def _read(typed: str) -> tuple[str, str]:
    try:
        code, seal = codes.parse(typed)
    except UnreadableReference:
        return "", ""
    return code, seal or ""
