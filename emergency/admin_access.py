"""Second factors and sessions at ``/admin/``: an administrator takes away what was lost, and reads no secret."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
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

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Take one away."""
        self._take(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Take several away."""
        self._take(request, list(queryset.select_related("user")))

    def _take(self, request: HttpRequest, taken: Iterable[Authenticator]) -> None:
        """Delete them, and the recovery codes that would be left alone: whoever lost those, too, sets up anew."""
        owners: dict[Any, Any] = {}
        for factor in taken:
            owners[factor.user_id] = factor.user
            factor.delete()
            LogEntry.objects.log_actions(
                request.user.pk or 0,
                [factor.user],
                CHANGE,
                change_message=f"Second factor: {factor.type} removed by an administrator.",
                single_object=True,
            )
        for owner in owners.values():
            left = Authenticator.objects.filter(user=owner)
            if not left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
                left.delete()


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
