"""The tables that administrators, editors and inspectors edit by hand. Every change goes through ``changes``."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest

from . import admin_plates, admin_tags  # noqa: F401 - they register themselves
from .admin_forms import JurisdictionForm, PointForm
from .admin_rights import ByRole
from .admin_told import READERS, ToldAdmin, metres
from .bilingual import chosen
from .models import AddressPoint, Change, FacilityType, Jurisdiction, Membership, PointAlias, Role


@admin.register(FacilityType)
class FacilityTypeAdmin(ToldAdmin):
    list_display = ("name_ko", "name_en", "slug", "official_number", "is_refuge", "is_active")
    list_filter = ("is_active", "is_refuge", "geometry")
    search_fields = ("name_ko", "name_en", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The slug is the key by which points name their type."""
        return ("slug",) if obj else ()


@admin.register(Jurisdiction)
class JurisdictionAdmin(ToldAdmin):
    form = JurisdictionForm
    list_display = ("name_ko", "centre_name_ko", "fire_number", "police_number", "sharing_mode", "is_default")


@admin.register(Membership)
class MembershipAdmin(ToldAdmin):
    list_display = ("user", "jurisdiction", "role")
    list_filter = ("jurisdiction", "role")
    autocomplete_fields = ("user",)


@admin.register(AddressPoint)
class AddressPointAdmin(ToldAdmin):
    seen_by, changed_by = READERS, (Role.EDITOR,)
    form = PointForm
    list_display = (
        "name_ko",
        "facility_type",
        "npn",
        "where",
        metres("uncertainty_m", "오차 반경(m)", "Uncertainty (m)"),
        "state",
    )
    list_filter = ("state", "facility_type", "survey_method", "npn_state")
    list_select_related = ("facility_type",)
    search_fields = ("name_ko", "name_en", "npn", "source_key")
    readonly_fields = ("version", "updated_at")
    show_full_result_count = False

    @admin.display(description=chosen("사물주소", "Object address"))
    def where(self, obj: AddressPoint) -> str:
        """Return the object address."""
        return obj.object_address

    def place_of(self, obj: AddressPoint) -> tuple[float, float]:
        """Return where the point stands, in degrees."""
        return (obj.position.x, obj.position.y)


@admin.register(PointAlias)
class PointAliasAdmin(ToldAdmin):
    seen_by, changed_by = READERS, (Role.EDITOR,)
    list_display = ("text", "kind", "point")
    search_fields = ("text", "normalised")
    autocomplete_fields = ("point",)

    def place_of(self, obj: PointAlias) -> tuple[float, float]:
        """Return where its point stands, in degrees."""
        return (obj.point.position.x, obj.point.position.y)


@admin.register(Change)
class ChangeAdmin(ByRole):
    """History is read, never written."""

    seen_by = (Role.AUDITOR,)
    ordering = ("-at", "-id")  # an auditor asks first what happened last
    list_display = ("at", "actor", "origin", "action", "table", "object_id", "reason")
    list_filter = ("action", "object_type")
    search_fields = ("object_id", "origin", "reason")
    show_full_result_count = False

    @admin.display(description=chosen("대상 표", "Table"), ordering="object_type")
    def table(self, obj: Change) -> str:
        """Return what the table is called; as it was written where no such table exists any more."""
        try:
            return str(apps.get_model(obj.object_type)._meta.verbose_name)
        except (LookupError, ValueError):
            return obj.object_type

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds history."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes history."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes history."""
        return False
