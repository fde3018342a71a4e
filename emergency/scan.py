"""The page behind every tag, and the start page for those who have none."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from addresses import codes, jurisdictions, nearest, tags
from addresses.errors import HalfTypedCode, MistypedCode, UnreadableReference
from addresses.models import AddressPoint, Tag, TagState
from addresses.seals import SealVerdict
from addresses.tags import Resolved, UnknownTag

from . import calls, form, languages, notices, pages, place, plate_page
from .away import still_helps
from .intake import plates
from .packed import packed

# What stands in the shell where a code belongs (frontend/worker/shell.ts).
NO_CODE = "00000000"
# Plates further from a square than this are not the one that its number was read from.
NEAR_SQUARE_M = 500


# No cookie, so no CSRF token: what the form sends is no more than anyone may send to the same door,
# and the session of a dispatcher plays no part in it.
@csrf_exempt
@packed
@still_helps
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show what this is, a box for the code on a plate, and the calls; POST reports without a plate."""
    refused: form.NotTaken | None = None
    if request.method == "POST":
        taken = form.take(request, "")
        if isinstance(taken, HttpResponse):
            return taken
        refused = taken
    language = languages.chosen(request).language
    typed = request.GET.get("code", "").strip()
    if typed and not refused and not _is_an_address(typed):
        return _lost(request, typed, UnreadableReference(typed), None)
    if typed and not refused:
        more = "&exercise" if pages.is_exercise(request) else ""
        return HttpResponseRedirect(_address(_path(typed), "", language) + more)
    return pages.rendered(
        request,
        "scan/start.html",
        jurisdictions.default(),
        status=refused.status if refused else 200,
        **_sending(_address("", "", language), "", "", refused),
    )


@csrf_exempt
@packed
@still_helps
@require_http_methods(["GET", "HEAD", "POST"])
def tag_page(request: HttpRequest, typed: str) -> HttpResponse:
    """Show the place behind a code; POST takes the report of a phone without JavaScript.

    ``?plate`` is the form for what is wrong with the plate itself, where there is one.
    """
    if plate_page.is_asked(request) and (resolved := _known_to_us(typed)):
        return plate_page.show(request, resolved.tag, resolved.point)
    if request.method == "POST":
        taken = form.take(request, typed)
        return taken if isinstance(taken, HttpResponse) else _shown(request, typed, taken)
    return _shown(request, typed, None)


@packed
@still_helps
@require_http_methods(["GET", "HEAD"])
def shell(request: HttpRequest) -> HttpResponse:
    """Show the page that the phone keeps for every plate which it has not seen: its worker puts the code in."""
    words = languages.chosen(request)
    return pages.rendered(
        request,
        "scan/lost.html",
        jurisdictions.default(),
        code=NO_CODE,
        title=words.page["shell_title"].format(code=codes.write(NO_CODE)),
        text=words.page["shell_text"],
        shown_code=codes.write(NO_CODE),
        is_shell=True,
        **_sending("", NO_CODE, ""),
    )


def _known_to_us(typed: str) -> Resolved | None:
    try:
        return tags.resolve(codes.parse(typed).code, None)
    except (UnknownTag, UnreadableReference):
        return None


def _shown(request: HttpRequest, typed: str, refused: form.NotTaken | None) -> HttpResponse:
    """Return the page of what was typed, with what the person had written when it was not taken."""
    try:
        code, seal = codes.parse(typed)
        resolved = tags.resolve(code, seal)
    except (UnknownTag, UnreadableReference) as error:
        return _lost(request, typed, error, refused)
    if resolved.point is None:
        return _blank(request, resolved, seal or "", refused)
    return _known(request, resolved, resolved.point, seal or "", refused)


def _known(
    request: HttpRequest, resolved: Resolved, point: AddressPoint, seal: str, refused: form.NotTaken | None
) -> HttpResponse:
    tag = resolved.tag
    words = languages.chosen(request)
    facts = place.facts(point, words, apple=calls.platform(pages.user_agent(request)) == "ios")
    return pages.rendered(
        request,
        "scan/tag.html",
        jurisdictions.containing(facts.longitude, facts.latitude),
        status=refused.status if refused else 200,
        code=tag.code,
        point=point,
        place=facts,
        shown_code=codes.write(tag.code),
        notices=notices.about(tag, point, resolved.successor, words.page, words.language),
        remarks=[words.page["seal_wrong"]] if resolved.seal_verdict == SealVerdict.WRONG else [],
        **_sending(_address(tag.code, seal, words.language), tag.code, seal, refused),
    )


def _blank(
    request: HttpRequest, resolved: Resolved, seal: str, refused: form.NotTaken | None
) -> HttpResponse:
    said = languages.chosen(request)
    code = resolved.tag.code
    return pages.rendered(
        request,
        "scan/lost.html",
        jurisdictions.default(),
        status=refused.status if refused else 200,
        code=code,
        title=said.page["blank_title"],
        text=said.page["blank_text"],
        shown_code=codes.write(code),
        **_sending(_address(code, seal, said.language), code, seal, refused),
    )


def _lost(request: HttpRequest, typed: str, error: Exception, refused: form.NotTaken | None) -> HttpResponse:
    """A code that leads nowhere: say what is wrong with it, never guess, and offer help all the same."""
    words = languages.chosen(request)
    said, seen = words.page, typed[:40]
    code, near, square = "", [], None
    if isinstance(error, UnknownTag):
        code = codes.parse(typed).code
        title, text = said["unknown_title"], said["unknown_text"].format(code=codes.write(code))
        near = error.near
    elif square := plates.square(typed):
        title, text = place.named(square, words.language), said["npn_text"]
    elif isinstance(error, HalfTypedCode):
        title, text = said["half_title"], said["half_text"].format(typed=seen, missing=error.missing_digits)
    elif isinstance(error, MistypedCode):
        title, near = said["mistyped_title"], codes.near(error.digits)
        text = said["long_text" if len(error.digits) > codes.DIGITS else "mistyped_text"].format(typed=seen)
    else:
        title, text = said["unreadable_title"], said["unreadable_text"].format(typed=seen)
    return pages.rendered(
        request,
        "scan/lost.html",
        jurisdictions.default(),
        status=refused.status if refused else 404,
        code=code,
        title=title,
        text=text,
        near_codes=_existing(near, words.language) if near else _around(square, words.language),
        **_sending(
            _address(_path(typed) if _is_an_address(typed) else "", "", words.language), seen, "", refused
        ),
    )


def _around(square: plates.Plate | None, language: str) -> list[dict[str, str]]:
    """Return the plates nearest to a square, for whoever has its number and stands before one of them."""
    if square is None or square.longitude is None or square.latitude is None:
        return []
    found = nearest.points(square.longitude, square.latitude, limit=6, within_m=NEAR_SQUARE_M)
    codes_of = dict(
        Tag.objects.filter(point__in=[near.point.pk for near in found], state=TagState.INSTALLED).values_list(
            "point_id", "code"
        )
    )
    return [
        {
            "code": codes_of[near.point.pk],
            "written": codes.write(codes_of[near.point.pk]),
            "name": f"{place.named(near.point, language)}, {place.distance(near.distance_m)}",
        }
        for near in found
        if near.point.pk in codes_of
    ]


def _existing(near: list[str], language: str) -> list[dict[str, str]]:
    """Return those codes that are on a plate, with the place's name: the person compares, we never choose."""
    found = (
        Tag.objects.filter(code__in=near, point__isnull=False).select_related("point").order_by("code")[:6]
    )
    return [
        {"code": tag.code, "written": codes.write(tag.code), "name": place.named(tag.point, language)}
        for tag in found
    ]


def _sending(action: str, tag_text: str, seal: str, refused: form.NotTaken | None = None) -> dict[str, Any]:
    """Return what the form needs. The id is made here so that a double press is one report."""
    return {
        "action": action,
        "tag_text": tag_text,
        "seal": seal,
        "form": refused.draft if refused else form.Draft(),
        "refused": refused,
    }


def _address(path: str, seal: str, language: str) -> str:
    return f"/{path}{'.' + seal if seal else ''}?{urlencode({'lang': language})}"


def _path(typed: str) -> str:
    """Return what was typed as one piece of a path: a pasted URL loses its host here."""
    return urlencode({"": _last(typed)})[1:].replace("+", "%20")


def _is_an_address(typed: str) -> bool:
    """Return whether a page of its own answers for what was typed (see ``urls.py``)."""
    return re.search(r"\d", _last(typed)) is not None


def _last(typed: str) -> str:
    return typed.rstrip("/").rpartition("/")[2]
