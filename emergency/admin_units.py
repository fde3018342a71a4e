"""The roster at ``/admin/``: a centre's supervisors keep their own units."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from addresses import access
from addresses.admin_told import ToldAdmin
from addresses.models import Role

from .models import Unit


@admin.register(Unit)
class UnitAdmin(ToldAdmin):
    """Units out of service are set inactive: what they did stays readable."""

    seen_by, changed_by = (Role.DISPATCHER, Role.AUDITOR), (Role.SUPERVISOR, Role.ADMINISTRATOR)
    list_display = ("name", "kind", "phone", "jurisdiction", "is_active")
    list_filter = ("jurisdiction", "kind", "is_active")
    search_fields = ("name",)

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        """Let a supervisor keep the units of the own centre only."""
        held = access.jurisdictions_of(request.user, *self.changed_by)
        return held.filter(pk=obj.jurisdiction_id).exists() if obj is not None else held.exists()
