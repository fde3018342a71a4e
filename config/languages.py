"""In which language a request is answered, where Django does the talking.

The pages behind the sign-in speak what was chosen there, else what the browser asks for, else Korean.
The API speaks English, whoever asks: a problem document is for machines, and screens say its type in
their own words. The hiker's pages have their own catalogue (``emergency/languages``) and no cookie.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

BEHIND_THE_SIGN_IN = ("/admin/", "/console/", "/board/", "/after/", "/account", "/sign-in", "/sign-out")
API = "/api/"


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer in the language of the request; ``?lang=`` on a page before the console is remembered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(API):
            with translation.override("en"):
                return get_response(request)
        if not request.path_info.startswith(BEHIND_THE_SIGN_IN):
            return get_response(request)
        asked = _asked(request)
        language = asked or translation.get_language_from_request(request)
        with translation.override(language):
            response = get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        if asked:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    return answer


def _asked(request: HttpRequest) -> str:
    """Return the language that a link asks for; the administration's own links have other parameters."""
    asked = "" if request.path_info.startswith("/admin/") else request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else ""
