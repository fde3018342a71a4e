"""Who may follow what: the questions that a stream asks once, when it opens. They run in a thread."""

import hmac
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, parse_cookie

from addresses import access, second_factor

from . import looks, status
from .errors import Refused, SecretWrong, UnknownReport
from .models import Report

ON_DUTY = access.ON_DUTY


class SignInFirst(Refused):
    kind, status, title = "sign-in", 401, "Sign in first"


class NotOnDuty(Refused):
    kind, status, title = "not-on-duty", 403, "Not on duty in any jurisdiction"


def signed_in(cookies: str) -> AbstractBaseUser | AnonymousUser:
    """Return whose session the cookies name."""
    request = HttpRequest()
    # As Django itself reads them: one odd cookie of somebody else's does not hide the session.
    request.session = SessionStore(parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME))
    found: AbstractBaseUser | AnonymousUser = second_factor.whose(request.session, get_user(request))
    return found


def console(cookies: str) -> frozenset[int]:
    """Return the jurisdictions whose events this session may follow, and log the look.

    Raises SignInFirst, NotOnDuty.
    """
    user, ids = on_duty(cookies)
    looks.log(user, [None], path="console stream", method="screen")
    return ids


def on_duty(cookies: str) -> tuple[AbstractBaseUser, frozenset[int]]:
    """Return whose session it is, and the jurisdictions whose events it may follow. Raises SignInFirst, NotOnDuty."""
    user = signed_in(cookies)
    if not isinstance(user, AbstractBaseUser) or not user.is_active:
        raise SignInFirst("The session has ended. Sign in again; nothing that you typed is lost.")
    ids = frozenset(access.jurisdictions_of(user, *ON_DUTY).values_list("id", flat=True))
    if not ids:
        raise NotOnDuty("Ask an administrator to enter you as a dispatcher of your jurisdiction.")
    return user, ids


def person(report_id: UUID, secret_sha256: bytes) -> tuple[UUID, Mapping[str, Any]]:
    """Return the report's incident and its status, for the phone that made it.

    Raises UnknownReport, SecretWrong.
    """
    report = Report.objects.filter(pk=report_id).only("secret_sha256", "incident_id").first()
    if report is None:
        raise UnknownReport("The centre does not have this report yet: send it, then ask again.")
    if not hmac.compare_digest(bytes(report.secret_sha256), secret_sha256):
        raise SecretWrong("Send the secret that the phone made for this report.")
    return report.incident_id, status.of([report_id])[report_id]
