"""The page of figures, and the same incidents as a table to take away."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from addresses import access
from addresses.models import Jurisdiction, Role
from emergency import built, sheets
from emergency.console_words import WORDS
from emergency.phrases import phrase

from . import drawing, figures, ground
from .words import AFTER_WORDS, AfterWords

STYLE: Final = "console/after.css"
# Who leads a centre, and who looks after how it is led.
READERS: Final = (Role.SUPERVISOR, Role.AUDITOR)
PERIODS: Final = (7, 30, 90, 365)


@require_safe
@login_required
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Show how the reader's centres answered in a period: ``?days=``, ``?at=`` (a slug), ``?exercises``."""
    led = may_read(request.user)
    if not led:
        return redirect("account")
    asked = _asked(request, led)
    found = _figures(asked)
    language, after = _words()
    heat = drawing.heat(found.squares)
    context = {
        "words": WORDS[language],
        "after": after,
        "languages": WORDS.values(),
        "built": built.built(STYLE),
        "demonstration": settings.DEMONSTRATION,
        "led": [(one.slug, _name(one.name_ko, one.name_en, language)) for one in led],
        "asked": asked,
        "periods": [(days, after.last_days.format(days=days)) for days in PERIODS],
        "total": (after.total_one if len(found.rows) == 1 else after.total).format(count=len(found.rows)),
        "is_empty": not found.rows,
        "times": [(after.steps[step], *_times(found.times[step])) for step in figures.STEPS],
        "kinds": [(phrase("kind", kind, language), count, *_times(some)) for kind, count, some in found.kinds],
        "dispositions": [(phrase("disposition", one, language), count) for one, count in found.dispositions],
        "places": [
            (_name(ko, en, language), count, *_times(some)) for ko, en, count, some in found.places
        ],
        "hours": drawing.hours(found.hours),
        "heat": heat,
        "trails": ground.trails(heat) if heat else "",
        "borders": ground.borders(heat, asked["ids"]) if heat else "",
        "squares": [(one.name, one.count) for one in found.squares[: figures.MOST_PLACES]],
        "squares_hint": after.squares_hint.format(least=figures.LEAST),
        "in_few": after.in_few.format(count=found.in_few) if found.in_few else "",
        "nowhere": after.nowhere.format(count=found.nowhere) if found.nowhere else "",
        "wanted": [
            (one.square.name, one.square.count, _name(one.nearest_ko, one.nearest_en, language), one.distance_m)
            for one in found.wanted
        ],
        "wanted_hint": after.wanted_hint.format(least=figures.LEAST, metres=round(figures.NONE_NEAR_M)),
    }  # fmt: skip
    return render(request, "after/after.html", context)


@require_safe
@login_required
@never_cache
def table(request: HttpRequest) -> HttpResponseBase:
    """Answer with the incidents of the same question as CSV: no person, no position; times in seconds."""
    led = may_read(request.user)
    if not led:
        raise Http404("There is nothing here for this account.")
    language, after = _words()
    rows = (
        [
            row.id,
            timezone.localtime(row.received_at).isoformat(timespec="seconds"),
            phrase("kind", row.kind, language),
            phrase("state", row.state, language),
            phrase("disposition", row.disposition, language) if row.disposition else "",
            _name(row.place_ko, row.place_en, language),
            *(f"{row.steps[step]:.1f}" if step in row.steps else "" for step in figures.STEPS),
        ]
        for row in _figures(_asked(request, led)).rows
    )
    return sheets.answer("incidents.csv", after.columns, rows)


def may_read(user: Any) -> list[Jurisdiction]:
    """Return the jurisdictions whose figures this person may read."""
    return list(access.jurisdictions_of(user, *READERS).defer("area").order_by("slug"))


def _asked(request: HttpRequest, led: list[Jurisdiction]) -> dict[str, Any]:
    """Read the question; what cannot be read is the usual: thirty days, everywhere, what was real."""
    days, at = request.GET.get("days", ""), request.GET.get("at", "")
    chosen = [one for one in led if one.slug == at]
    return {
        "days": int(days) if days.isdecimal() and len(days) < 4 and int(days) in PERIODS else 30,
        "at": chosen[0].slug if chosen else "",
        "ids": [one.pk for one in chosen or led],
        "exercises": request.GET.get("which") == "exercises",
    }


def _figures(asked: dict[str, Any]) -> figures.Figures:
    now = timezone.now()
    return figures.of(asked["ids"], now - timedelta(days=asked["days"]), now, exercises=asked["exercises"])


def _words() -> tuple[str, AfterWords]:
    language = get_language() or ""
    language = language if language in AFTER_WORDS else "ko"
    return language, AFTER_WORDS[language]


def _times(times: figures.Times) -> tuple[int, str, str]:
    return times.count, _said(times.median_s), _said(times.ninth_tenth_s)


def _said(seconds: float | None) -> str:
    """Return a duration as it is read: ``9.4 s``, ``2:05``, ``1:10:00``."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _name(ko: str, en: str, language: str) -> str:
    return ko if language == "ko" else en or ko
