"""Every address of the product; the door's own ones stand in ``emergency/door.py``."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from addresses.api.index import index
from emergency import console

handler400 = "emergency.faults.bad_request"
handler403 = "emergency.faults.refused"
handler404 = "emergency.faults.not_found"
handler500 = "emergency.faults.failed"

urlpatterns = [
    # One way in for everybody, with a choice of language, and words for those who may not.
    path("admin/login/", console.to_sign_in),
    path("admin/", admin.site.urls),
    path("api/", index),
    path("api/v1/", index),
    path("api/v1/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include("addresses.api.urls")),
    path("api/v1/", include("trails.api.urls")),
    path("api/v1/", include("emergency.api.urls")),
    path("", include("emergency.sign_in.urls")),
    path("", include("emergency.console_urls")),
    path("", include("emergency.board.urls")),
    path("", include("emergency.after.urls")),
    path("", include("emergency.crew.urls")),
    # Last, because a damaged code may look like nearly anything.
    path("", include("emergency.urls")),
]
