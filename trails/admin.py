"""Trails, access points and anchors for the administrator's hand; saved through ``changes``."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from shapely import LineString

from addresses.admin_forms import VersionedForm
from addresses.admin_rights import ByRole
from addresses.admin_told import READERS, ToldAdmin, metres
from addresses.bilingual import chosen
from addresses.models import Role

from .models import AccessPoint, Anchor, Closure, Trail
from .operations import length_m

LENGTH = metres("length_m", "길이(m)", "Length (m)")
METRE = metres("metre", "거리(m)", "Metre")
FROM = metres("from_metre", "시작 거리(m)", "From metre")
TO = metres("to_metre", "끝 거리(m)", "To metre")
OFFSET = metres("offset_m", "길에서 떨어진 거리(m)", "Off the trail (m)")


@admin.register(Trail)
class TrailAdmin(ToldAdmin):
    seen_by, changed_by = READERS, (Role.EDITOR,)
    form = VersionedForm
    list_display = ("name_ko", "name_en", "kind", LENGTH, "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name_ko", "name_en")
    exclude = ("length_m",)
    readonly_fields = (LENGTH, "version", "updated_at")  # type: ignore[assignment] # the stubs know names alone

    def place_of(self, obj: Trail) -> tuple[float, float]:
        """Return where the trail starts, in degrees: the centre there answers for the whole line."""
        longitude, latitude, *_ = obj.line.coords[0]
        return longitude, latitude

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Measure the line again whenever it is written."""
        obj.length_m = form.cleaned_data["length_m"] = length_m(LineString(obj.line.coords))
        if "line" in form.changed_data:
            form.changed_data.append("length_m")
        super().save_model(request, obj, form, change)


@admin.register(AccessPoint)
class AccessPointAdmin(ToldAdmin):
    seen_by, changed_by = READERS, (Role.EDITOR,)
    form = VersionedForm
    list_display = ("name_ko", "kind", "trail", METRE)
    list_filter = ("kind",)
    search_fields = ("name_ko", "name_en")
    readonly_fields = ("version",)

    def place_of(self, obj: AccessPoint) -> tuple[float, float]:
        """Return where it is, in degrees."""
        return (obj.position.x, obj.position.y)


@admin.register(Closure)
class ClosureAdmin(ToldAdmin):
    seen_by, changed_by = READERS, (Role.EDITOR,)
    form = VersionedForm
    list_display = ("trail", FROM, TO, "reason_ko", "since", "until", "is_public", "is_exercise")
    list_filter = ("is_public", "is_exercise")
    list_select_related = ("trail",)
    readonly_fields = ("version",)

    def place_of(self, obj: Closure) -> tuple[float, float]:
        """Return where its trail starts, in degrees."""
        longitude, latitude, *_ = obj.trail.line.coords[0]
        return longitude, latitude


@admin.register(Anchor)
class AnchorAdmin(ByRole):
    """Anchors are derived; a person looks at them and says that they are right."""

    seen_by, changed_by = READERS, (Role.EDITOR,)
    list_display = ("point", "trail", METRE, "side", OFFSET, "reviewed_at")
    exclude = ("metre", "offset_m")
    readonly_fields = (METRE, OFFSET)  # type: ignore[assignment] # the stubs know names alone
    list_filter = ("trail",)
    list_select_related = ("point", "trail")
    actions = ("review",)

    def place_of(self, obj: Anchor) -> tuple[float, float]:
        """Return where its point stands, in degrees."""
        return (obj.point.position.x, obj.point.position.y)

    @admin.action(
        description=chosen("검토함: 거리가 맞음", "Reviewed: the metre is right"), permissions=["change"]
    )
    def review(self, request: HttpRequest, queryset: QuerySet[Anchor]) -> None:
        """Note who looked, and when; those where others answer stay as they are."""
        everywhere = request.user.has_perm("trails.change_anchor")
        mine = [
            anchor.pk
            for anchor in queryset.select_related("point")
            if everywhere or self.may_change(request, anchor)
        ]
        queryset.filter(pk__in=mine).update(
            reviewed_at=timezone.now(), reviewed_by=request.user.get_username()
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Anchors are derived, not typed."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only the review is a person's; the list with its action needs no more."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The next derivation would bring it back."""
        return False
