"""Second factors and sessions at ``/admin/``: an administrator takes away what was lost, and reads no secret."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

# Nobody has an address here, and a factor's row holds its secret.
for model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class TakenAway(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are looked at and taken away, and never written by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only their owner makes them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is nothing to change."""
        return False


@admin.register(Authenticator)
class FactorAdmin(TakenAway):
    """What accounts have: deleted when it is lost, so that its owner sets up a new one."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__username",)
    fields = ("user", "type", "created_at", "last_used_at")


@admin.register(UserSession)
class SessionAdmin(TakenAway):
    """Who is signed in where: deleted to sign them out at once."""

    list_display = ("user", "created_at", "ip", "user_agent")
    search_fields = ("user__username",)
    fields = ("user", "created_at", "ip", "user_agent")

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        """End the session with its row."""
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """End each session with its row."""
        for session in queryset:
            session.end()
