"""Answers travel compressed, but for those that are compressed already."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED = ("application/gzip", "image/png")


class Compression(GZipMiddleware):
    """Django's own, which would compress everything: a piece of a file must stay the piece that was asked for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer, compressed where that helps and the browser takes it."""
        if response.headers.get("Content-Type") in PACKED or response.status_code == 206:
            return response
        return super().process_response(request, response)
