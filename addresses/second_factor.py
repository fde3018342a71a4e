"""Whether a session has shown the second factor that its person's roles ask for.

One question for every way in. A session without it is nobody's, wherever it comes, except at the pages where the
factor is set up or shown (``Gate``): so a view that forgets to ask lets nobody in.
"""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from .models import Membership, Role

# Who sees where somebody is, or who looked; and who could make themselves one of them.
SEES: Final = (Role.DISPATCHER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
REQUIRED: Final = "REQUIRED"
_KEY: Final = "second_factor"
_WAYS_THERE: Final = ("/sign-in", "/sign-out", "/account")


def note(session: Any, user: Any) -> None:
    """Note that this session's person has shown a second factor, or has just set one up."""
    session[_KEY] = str(user.pk)


def forget(session: Any) -> None:
    """Take that back: their last factor is gone."""
    session.pop(_KEY, None)


def is_shown(session: Any, user: Any) -> bool:
    """Say whether this session's person has shown a second factor in it."""
    return bool(session.get(_KEY) == str(user.pk))


def is_missing(session: Any, user: Any) -> bool:
    """Say whether this session needs a second factor and has shown none."""
    if settings.SECOND_FACTOR != REQUIRED or not user.is_authenticated:
        return False
    return not is_shown(session, user) and is_asked_of(user)


def is_asked_of(user: Any) -> bool:
    """Say whether an account's roles ask for a second factor."""
    return bool(user.is_superuser) or Membership.objects.filter(user=user, role__in=SEES).exists()


def whose(session: Any, user: Any) -> Any:
    """Return the user whom a session stands for: nobody, while its second factor is missing."""
    return AnonymousUser() if is_missing(session, user) else user


class Gate:
    """Middleware, behind Django's own for sessions and users."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SECOND_FACTOR == REQUIRED and not request.path_info.startswith(_WAYS_THERE):
            user = request.user
            # Asked only where somebody asks who it is: a page for hikers asks nothing of the database.
            request.user = SimpleLazyObject(lambda: whose(request.session, user))  # type: ignore[assignment]
        return self.get_response(request)
