"""The console, and the way in and out of it."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from . import console

urlpatterns = [
    path("console/", console.page, name="console"),
    path("account", console.account, name="account"),
    path("sign-in", console.SignIn.as_view(), name="sign_in"),
    path("sign-out", LogoutView.as_view(), name="sign_out"),
]
