"""What every page for a phone has in common: language, calls, consent, headers."""

import json
import re
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from addresses.models import AddressPoint, Jurisdiction, SharingMode

from . import calls, consent, languages
from .inlined import inlined
from .parts import MOST_CHARACTERS

KINDS = ("fall", "illness", "fire", "lost", "water", "crime", "other")
_BETWEEN_TAGS: Final = re.compile(r">\n+<")


def rendered(
    request: HttpRequest,
    template: str,
    jurisdiction: Jurisdiction,
    *,
    status: int = 200,
    code: str = "",
    point: AddressPoint | None = None,
    exercise: bool | None = None,
    **context: Any,
) -> HttpResponse:
    """Return a page: one response, nothing to load, nothing kept by caches, no cookie.

    ``code`` (eight digits) and ``point`` go into the text message. ``exercise`` marks everything on the
    page; None: as the address says.
    """
    drill = is_exercise(request) if exercise is None else exercise
    words = languages.chosen(request)
    parts = inlined()
    text = agreement(jurisdiction, words.language)
    content = get_template(template).render(
        {
            "words": words,
            "languages": [languages.words(language) for language in languages.known()],
            "jurisdiction": jurisdiction,
            "centre": words.of(jurisdiction.centre_name_ko, jurisdiction.centre_name_en),
            "device_only": jurisdiction.sharing_mode == SharingMode.DEVICE_ONLY,
            "exercise": drill,
            "calls": calls.to(jurisdiction, user_agent(request), code=code, point=point, exercise=drill),
            "consent": text,
            "agreed": _in_quotes(text.agreed),
            "kinds": [("unknown", words.page["kind_unknown"])]
            + [(k, words.live[f"kind_{k}"]) for k in KINDS],
            "most_characters": MOST_CHARACTERS,
            "inlined": parts,
            "demonstration": settings.DEMONSTRATION,
            "operator_name": settings.OPERATOR_NAME,
            "operator_contact": settings.OPERATOR_CONTACT,
            **context,
        }
    )
    response = HttpResponse(_BETWEEN_TAGS.sub("><", content), status=status)
    # No more than helps: each header travels before the page. Nothing that keeps the page may choose
    # by language, and no frame can be in it that would need to be refused the phone's sensors.
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = parts.policy
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def agreement(jurisdiction: Jurisdiction, language: str, *, purpose: str = consent.DISPATCH) -> consent.Text:
    """Return what a person agrees to by pressing the button of this jurisdiction's page."""
    return consent.current(
        language,
        consent.Terms(
            operator=settings.OPERATOR_NAME,
            contact=settings.OPERATOR_CONTACT,
            centre=languages.words(language).of(jurisdiction.centre_name_ko, jurisdiction.centre_name_en),
            retention_hours=jurisdiction.retention_hours,
            log_days=settings.LOCATION_LOG_RETENTION_DAYS,
        ),
        purpose=purpose,
    )


def is_exercise(request: HttpRequest) -> bool:
    """Return whether the page of this address is for practice: ``?exercise``."""
    return "exercise" in request.GET


def _in_quotes(agreed: dict[str, object]) -> str:
    """Return JSON for an attribute in single quotes: the quotes that JSON is full of need no escape there."""
    said = json.dumps(agreed, separators=(",", ":"))
    for sign, written in (("&", "&amp;"), ("'", "&#x27;"), ("<", "&lt;")):
        said = said.replace(sign, written)
    return said


def user_agent(request: HttpRequest) -> str:
    """Return what the browser says it is."""
    return request.headers.get("User-Agent", "")
