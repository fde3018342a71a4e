"""The addresses that are printed on plates, and those that a phone without JavaScript follows."""

from django.urls import path, re_path

from . import family, icon, installed, links, locate_page, privacy, scan, status_page
from .api import referenced

urlpatterns = [
    path("", scan.start, name="start"),
    path("favicon.ico", icon.show, name="icon"),
    path("icon-<int:size>.png", icon.png, name="icon_png"),
    path("app.webmanifest", installed.manifest, name="manifest"),
    path("sw.js", installed.worker, name="worker"),
    path("shell", scan.shell, name="shell"),
    path("privacy", privacy.show, name="privacy"),
    # Any token at all: what one looks like is nobody's business.
    re_path(r"^f/(?P<token>[^/]+)$", family.show, name="family"),
    re_path(r"^l/(?P<token>[^/]+)$", locate_page.show, name="locate"),
    path("r/<uuid:report>.<slug:view_key>", status_page.show, name="report_page"),
    # For machines. What is not as long as a token is a report's address that was cut: its person needs the calls.
    re_path(rf"^r/(?P<token>{links.SHAPE})$", referenced.Referenced.as_view(), name="referenced"),
    # Last: anything of one piece with a digit in it may be a damaged or mistyped code.
    re_path(r"^(?P<typed>[^/]*\d[^/]*)/?$", scan.tag_page, name="tag_page"),
]
