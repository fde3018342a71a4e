"""What an auditor reads: who looked at which position, when and how. The positions themselves are not here."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from addresses import access
from addresses.admin_rights import ByRole
from addresses.bilingual import chosen
from addresses.models import Role

from . import (  # noqa: F401 - they register themselves
    admin_access,
    admin_contacts,
    admin_deliveries,
    admin_texts,
    admin_units,
    admin_webhooks,
    sheets,
)
from .models import Look


@admin.register(Look)
class LookAdmin(ByRole):
    """The log of looks (Location Information Act art. 16(2)) is read, never written."""

    seen_by = (Role.AUDITOR,)
    ordering = ("-at", "-id")  # an auditor asks first what happened last
    list_display = ("at", "recipient_name", "path", "method", "incident_id")
    list_filter = ("path", "method")
    search_fields = ("recipient_name",)
    date_hierarchy = "at"
    show_full_result_count = False
    actions = ("as_table",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Look]:
        """Return the looks at incidents of the auditor's jurisdictions, and at queues by who works there."""
        looks: QuerySet[Look] = super().get_queryset(request)
        if request.user.has_perm("emergency.view_look"):
            return looks
        audited = access.jurisdictions_of(request.user, *self.seen_by)
        there = Q(incident__jurisdiction__in=audited)
        queue = Q(incident=None, recipient__in=audited.values("memberships__user"))
        return looks.filter(there | queue)

    @admin.action(
        description=chosen("표로 내려받기 (CSV)", "Take away as a table (CSV)"), permissions=["view"]
    )
    def as_table(self, request: HttpRequest, picked: QuerySet[Look]) -> HttpResponseBase:
        """Answer with the picked looks, the first one first: what an auditor hands in, or looks through elsewhere."""
        head = ("at", "recipient", "path", "method", "incident", "jurisdiction", "other_centre")
        looks = picked.order_by("at", "id").values_list(
            "at",
            "recipient_name",
            "path",
            "method",
            "incident_id",
            "incident__jurisdiction__slug",
            "centre__slug",
        )
        rows = (
            [timezone.localtime(at).isoformat(), *("" if one is None else str(one) for one in more)]
            for at, *more in looks.iterator(chunk_size=2000)
        )
        return sheets.answer("looks.csv", head, rows)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The system writes it, not a hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes the log."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is erased when its time is over, by the system."""
        return False
