"""What every page for a phone has in common: language, calls, consent, headers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers

from addresses.models import AddressPoint, Jurisdiction, SharingMode

from . import calls, consent, languages
from .inlined import inlined

KINDS = ("fall", "illness", "fire", "lost", "water", "crime", "other")


def rendered(
    request: HttpRequest,
    template: str,
    jurisdiction: Jurisdiction,
    *,
    status: int = 200,
    code: str = "",
    point: AddressPoint | None = None,
    **context: Any,
) -> HttpResponse:
    """Return a page: one response, nothing to load, nothing kept by caches, no cookie.

    ``code`` (eight digits) and ``point`` go into the text message.
    """
    words = languages.chosen(request)
    parts = inlined()
    content = get_template(template).render(
        {
            "words": words,
            "languages": [languages.words(language) for language in languages.known()],
            "jurisdiction": jurisdiction,
            "centre": jurisdiction.centre_name_ko if words.language == "ko" else jurisdiction.centre_name_en,
            "device_only": jurisdiction.sharing_mode == SharingMode.DEVICE_ONLY,
            "calls": calls.to(jurisdiction, user_agent(request), code=code, point=point),
            "consent": agreement(jurisdiction, words.language),
            "kinds": [("unknown", words.page["kind_unknown"])]
            + [(k, words.live[f"kind_{k}"]) for k in KINDS],
            "inlined": parts,
            "demonstration": settings.DEMONSTRATION,
            "operator_name": settings.OPERATOR_NAME,
            "operator_contact": settings.OPERATOR_CONTACT,
            **context,
        }
    )
    response = HttpResponse(content, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = words.language
    response["Content-Security-Policy"] = parts.policy
    response["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept-Language"])
    return response


def agreement(jurisdiction: Jurisdiction, language: str) -> consent.Text:
    """Return what a person agrees to by pressing the button of this jurisdiction's page."""
    korean = language == "ko"
    return consent.current(
        language,
        consent.Terms(
            operator=settings.OPERATOR_NAME,
            contact=settings.OPERATOR_CONTACT,
            centre=jurisdiction.centre_name_ko if korean else jurisdiction.centre_name_en,
            retention_hours=jurisdiction.retention_hours,
            log_days=settings.LOCATION_LOG_RETENTION_DAYS,
        ),
    )


def user_agent(request: HttpRequest) -> str:
    """Return what the browser says it is."""
    return request.headers.get("User-Agent", "")
