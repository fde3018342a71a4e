"""What a session has shown: noted when a factor is shown or set up, taken back with the last one."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.contrib.admin.models import CHANGE, LogEntry
from django.dispatch import receiver
from django.http import HttpRequest

from addresses import second_factor


@receiver([authenticator_used, authenticator_added])
def shown(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    """Note it; codes for the drawer that come with a factor are none that was shown."""
    used = authenticator.last_used_at is not None
    if used or authenticator.type != Authenticator.Type.RECOVERY_CODES:
        second_factor.note(request.session, user)


@receiver(authenticator_added)
def added(user: Any, authenticator: Authenticator, **_: Any) -> None:
    """Write down that an account has one more."""
    _write(user, f"{authenticator.type} added")


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    """Write it down, and take back what the session had shown when none is left."""
    _write(user, f"{authenticator.type} removed")
    if not Authenticator.objects.filter(user=user).exists():
        second_factor.forget(request.session)


def _write(user: Any, what: str) -> None:
    LogEntry.objects.log_actions(
        user.pk, [user], CHANGE, change_message=f"Second factor: {what}.", single_object=True
    )
