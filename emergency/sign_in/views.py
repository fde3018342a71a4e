"""The pages of the way in. What they do is django-allauth's; how they look and speak is ours."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from addresses import second_factor
from addresses.problems import CONTENT_TYPE, problem
from emergency import built, console

from .words import FACTOR_WORDS, FactorWords

PASSKEYS = "console/passkeys.ts"
# What django-allauth calls an answer to too many wrong ones.
SLOWED = {"too_many_login_attempts", "rate_limited"}


class SignIn(LoginView):
    """Sign in with name and password; then the second factor, where the account has one. Who is in goes straight on."""

    template_name = "console/sign_in.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if second_factor.is_missing(request.session, request.user):
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        login = Login(user=user, redirect_url=self.get_success_url())
        answer: HttpResponse = perform_password_login(self.request, {"username": user.get_username()}, login)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | console.outside()


class Page:
    """What each page of an account has: the frame, the words, the script for passkeys; and no cache keeps it."""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        told |= frame(self.request)  # type: ignore[attr-defined]
        forms = [form for form in (told.get("form"), told.get("webauthn_form")) if form is not None]
        codes = {error.code for form in forms for found in form.errors.as_data().values() for error in found}
        told["is_slowed"] = bool(codes & SLOWED)
        return told


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what every page of an account needs."""
    return console.outside() | {
        "factor": FACTOR_WORDS["en" if get_language() == "en" else "ko"],
        "script": built.built(PASSKEYS).script,
        "is_missing": second_factor.is_missing(request.session, request.user),
    }


def show_first(request: HttpRequest) -> HttpResponse:
    """Send somebody to show a factor of theirs, and back: the passkey where there is one, else a code."""
    has_passkey = is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN])
    way = "mfa_reauthenticate_webauthn" if has_passkey else "mfa_reauthenticate"
    return redirect_to_login(request.get_full_path(), reverse(way))


class Changing(Page):
    """What an account's factors and sessions are changed at, or read in full.

    Who has a factor and has not shown it in this session shows it first: a password alone, and be it typed just now,
    neither adds another factor beside it nor takes it away.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if (
            user.is_authenticated
            and not second_factor.is_shown(request.session, user)
            and is_mfa_enabled(user)
        ):
            return show_first(request)
        return super().dispatch(request, *args, **kwargs)


class Second(Page, AuthenticateView):  # type: ignore[misc]
    """The second step of the sign-in."""

    template_name = "sign_in/second.html"


class Factors(Page, IndexView):  # type: ignore[misc]
    """What an account has, and what it may add. Who has one and has not shown it shows it first."""

    template_name = "sign_in/factors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        recovery = told["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        count = len(recovery.get_unused_codes()) if recovery else 0
        return {**told, "recovery_left": told["factor"].recovery_left.format(count=count)}

    def get(self, *_: Any, **kwargs: Any) -> HttpResponse:
        told = self.get_context_data(**kwargs)
        if told["is_missing"] and told["is_mfa_enabled"]:
            return show_first(self.request)
        answer: HttpResponse = self.render_to_response(told)
        return answer


class AddCode(Changing, ActivateTOTPView):  # type: ignore[misc]
    """Set up an app for codes: its secret as a QR code and as text, and a first code as proof."""

    template_name = "sign_in/add_code.html"


class Removing(Changing):
    """What is asked before something is removed."""

    template_name = "sign_in/remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        factor = told["factor"]
        mine = Authenticator.objects.filter(user=self.request.user)  # type: ignore[attr-defined]
        told["remove_sure"] = factor.remove_sure.format(name=self.called(factor))
        told["is_last"] = mine.exclude(type=Authenticator.Type.RECOVERY_CODES).count() == 1
        return told

    def called(self, factor: FactorWords) -> str:
        """Return what is removed."""
        return factor.code


class RemoveCode(Removing, DeactivateTOTPView):  # type: ignore[misc]
    """Remove the app for codes."""


class AddPasskey(Changing, AddWebAuthnView):  # type: ignore[misc]
    """Set up a passkey."""

    template_name = "sign_in/add_passkey.html"


class RemovePasskey(Removing, RemoveWebAuthnView):  # type: ignore[misc]
    """Remove one passkey."""

    success_url = reverse_lazy("mfa_index")

    def called(self, factor: FactorWords) -> str:
        return self.object.wrap().name or factor.passkey_default


class Recovery(Changing, ViewRecoveryCodesView):  # type: ignore[misc]
    """Show the recovery codes that are left."""

    template_name = "sign_in/recovery.html"


class NewRecovery(Changing, GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes."""

    template_name = "sign_in/new_recovery.html"


class RecoveryFile(Changing, DownloadRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes as a file."""

    template_name = "sign_in/recovery.txt"
    content_type = "text/plain; charset=utf-8"


class AgainByPassword(Page, ReauthenticateView):  # type: ignore[misc]
    """Ask for the password again."""

    template_name = "sign_in/again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        return {**told, "again_wrong": told["words"].wrong}


class AgainByCode(Page, ReauthenticateByCodeView):  # type: ignore[misc]
    """Ask for a code again."""

    template_name = "sign_in/again.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        return {**told, "again_wrong": told["factor"].code_wrong}


class AgainByPasskey(Page, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Ask for a passkey again."""

    template_name = "sign_in/again.html"


class Sessions(Changing, ListUserSessionsView):  # type: ignore[misc]
    """Where an account is signed in, and an end to all of it but here."""

    template_name = "sign_in/sessions.html"


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Answer a form that is out of date (Django's CSRF_FAILURE_VIEW)."""
    words = FACTOR_WORDS["en" if get_language() == "en" else "ko"]
    if request.path_info.startswith("/api/"):
        detail = "CSRF: read /api/v1/session again, then send its cookie's value in X-CSRFToken."
        body = problem("stale-form", 403, "The form is out of date", detail)
        return JsonResponse(body, status=403, content_type=CONTENT_TYPE)
    return render(request, "sign_in/stale.html", console.outside() | {"factor": words}, status=403)
