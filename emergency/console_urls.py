"""The console, and the way out of it."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from . import console

urlpatterns = [
    path("console/", console.page, name="console"),
    path("account", console.account, name="account"),
    path("sign-out", LogoutView.as_view(), name="sign_out"),
]
