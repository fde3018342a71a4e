"""The page behind a plate, compressed to the last byte: it must fit the one round trip of a bad line.

Django's own compression adds up to a hundred random bytes to each answer, so that its length tells
nothing of a secret that stands in every one of them. What is secret in this page, the id and the
secret of the form, is new in each answer.
"""

import re
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

_GZIP: Final = re.compile(r"\bgzip\b")
_WINDOW_WITH_GZIP_HEADER: Final = 31
_MOST: Final = 9
# Words, rules and script stand one after another in the page: small blocks fit each of them. Measured: 1 % less
# than with larger ones.
_MEMORY: Final = 6


def packed(view: View) -> View:
    """Have a view's page compressed as small as it gets, for whoever reads gzip. What was sent comes back as ever."""

    @wraps(view)
    def small(request: HttpRequest, **more: str) -> HttpResponse:
        response = view(request, **more)
        if request.method == "GET" and _GZIP.search(request.headers.get("Accept-Encoding", "")):
            packing = zlib.compressobj(_MOST, zlib.DEFLATED, _WINDOW_WITH_GZIP_HEADER, _MEMORY)
            response.content = packing.compress(response.content) + packing.flush()
            response["Content-Encoding"] = "gzip"
            response["Content-Length"] = str(len(response.content))
        return response

    return small
