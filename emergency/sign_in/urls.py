"""The way in. The names are django-allauth's where it looks for them."""

from django.urls import path

from . import views

urlpatterns = [
    path("sign-in", views.SignIn.as_view(), name="sign_in"),
    path("sign-in", views.SignIn.as_view(), name="account_login"),
    path("sign-in/second", views.Second.as_view(), name="mfa_authenticate"),
    path("account/again", views.AgainByPassword.as_view(), name="account_reauthenticate"),
    path("account/again/code", views.AgainByCode.as_view(), name="mfa_reauthenticate"),
    path("account/again/passkey", views.AgainByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/factors", views.Factors.as_view(), name="mfa_index"),
    path("account/factors/code", views.AddCode.as_view(), name="mfa_activate_totp"),
    path("account/factors/code/remove", views.RemoveCode.as_view(), name="mfa_deactivate_totp"),
    path("account/factors/passkey", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/factors/passkey/<int:pk>/remove", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"
    ),
    path("account/factors/recovery", views.Recovery.as_view(), name="mfa_view_recovery_codes"),
    path("account/factors/recovery/new", views.NewRecovery.as_view(), name="mfa_generate_recovery_codes"),
    path("account/factors/recovery.txt", views.RecoveryFile.as_view(), name="mfa_download_recovery_codes"),
    path("account/sessions", views.Sessions.as_view(), name="usersessions_list"),
]
