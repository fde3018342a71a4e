"""The links that were sent to callers, at ``/admin/``: how far each came, without the link and without the number."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from addresses import access
from addresses.admin_rights import ByRole
from addresses.bilingual import chosen, said
from addresses.models import Role

from . import locate_texts
from .models import LocateRequest

_STEPS = {
    "made": ("링크만 만듦", "link made"),
    "queued": ("보내기를 기다림", "waiting to be sent"),
    "logged": ("sms.log에만 적음: 보내지 않음", "in sms.log only: sent to nobody"),
    "sent": ("보냄", "sent"),
    "opened": ("열어 봄", "opened"),
    "asked": ("답함, 위치를 기다림", "answered, position awaited"),
    "position": ("위치 받음", "position received"),
    "failed": ("보내지 못함", "failed"),
    "ended": ("끝난 링크", "link over"),
}


@admin.register(LocateRequest)
class LocateRequestAdmin(ByRole):
    """Written by the system, read by who answers for the centre."""

    seen_by = (Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
    ordering = ("-made_at",)
    list_display = ("at", "who", "number", "step", "reason")
    fields: ClassVar = list_display
    readonly_fields = list_display
    show_full_result_count = False

    @admin.display(description=chosen("만든 때", "made at"), ordering="made_at")
    def at(self, asked: LocateRequest) -> str:
        """Return when the link was made, as the clock of the centre shows it."""
        return f"{timezone.localtime(asked.made_at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description=chosen("요청한 사람", "asked by"))
    def who(self, asked: LocateRequest) -> str:
        """Return the dispatcher."""
        return asked.asked_by_name

    @admin.display(description=chosen("번호의 끝", "end of the number"))
    def number(self, asked: LocateRequest) -> str:
        """Return the last four digits: enough to find a text again, and nobody's number."""
        return f"…{asked.phone[-4:]}" if asked.phone else "–"

    @admin.display(description=chosen("진행", "how far it came"))
    def step(self, asked: LocateRequest) -> str:
        """Return the furthest step in words."""
        return said(*_STEPS[locate_texts.progress(asked, timezone.now())])

    @admin.display(description=chosen("까닭", "why"))
    def reason(self, asked: LocateRequest) -> str:
        """Return why it was not sent, or not yet."""
        return asked.sms_why or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LocateRequest]:
        """Return the requests of the jurisdictions where the account holds one of the roles."""
        requests: QuerySet[LocateRequest] = super().get_queryset(request).select_related("report")
        if request.user.has_perm("emergency.view_locaterequest"):
            return requests
        mine = access.jurisdictions_of(request.user, *self.seen_by)
        return requests.filter(incident__jurisdiction__in=mine)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A dispatcher makes them on the console."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes what was sent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They stay with their incident."""
        return False
