"""The tables that administrators, editors and inspectors edit by hand. Every change goes through ``changes``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from . import changes, plausible, tags
from .admin_rights import ByRole
from .errors import AddressError
from .models import (
    AddressPoint,
    Change,
    FacilityType,
    Jurisdiction,
    Membership,
    PointAlias,
    Role,
    Tag,
    TagState,
)

ORIGIN = "form"
READERS = (Role.INSPECTOR, Role.AUDITOR)

# Django's own class takes type arguments only in the eyes of the type checker.
if TYPE_CHECKING:
    AnyForm = ModelForm[Any]
else:
    AnyForm = ModelForm


class VersionedForm(AnyForm):
    """Remembers which version was on the screen, and says so when somebody else was faster."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version_seen"] = getattr(self.instance, "version", None) if self.instance.pk else None

    def clean(self) -> dict[str, Any] | None:
        """Refuse a form that was opened before the present version was written."""
        cleaned = super().clean()
        seen = self.cleaned_data.get("version_seen")
        if seen and self.instance.pk:
            now = (
                type(self.instance)
                ._default_manager.filter(pk=self.instance.pk)
                .values_list("version", flat=True)
            )
            if list(now) != [seen]:
                raise forms.ValidationError(
                    "Somebody else changed this meanwhile. Open it again and repeat your change."
                )
        return cleaned


class PointForm(VersionedForm):
    """Keeps from a plate what cannot be true: its page and its text message would tell it."""

    # Longer than what is kept: it may come with spaces, as on the plate.
    npn = forms.CharField(max_length=40, required=False)

    def clean_npn(self) -> str:
        """Return the number as it is kept, without spaces; refuse what is none."""
        stated = self.cleaned_data["npn"]
        try:
            return plausible.plate_number(stated) if stated else ""
        except AddressError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any] | None:
        """Refuse a position abroad, and a number that names another place."""
        cleaned = super().clean()
        position, radius_m = self.cleaned_data.get("position"), self.cleaned_data.get("uncertainty_m")
        if position is None:
            return cleaned
        try:
            plausible.check_position(position.x, position.y)
            if radius_m is not None and self.cleaned_data.get("npn"):
                plausible.check_number(self.cleaned_data["npn"], position.x, position.y, radius_m)
        except AddressError as error:
            self.add_error("npn" if "npn" in self.changed_data else "position", str(error))
        return cleaned


class TagForm(VersionedForm):
    """Keeps a plate that hangs bound to a point."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse to take the point from an installed tag."""
        cleaned = super().clean()
        is_hung = self.instance.pk and self.instance.state == TagState.INSTALLED
        if is_hung and "point" in self.cleaned_data and self.cleaned_data["point"] is None:
            self.add_error(
                "point", "This plate hangs: name its point, or note first that it is lost or withdrawn."
            )
        return cleaned


class ToldAdmin(ByRole):
    """Saves through ``changes``. A geometry is a line of text (WKT), so that no map server is needed."""

    formfield_overrides: ClassVar[dict[Any, Any]] = {
        GeometryField: {"widget": forms.Textarea(attrs={"rows": 3})}
    }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what the form changed, and its history. Raises ``PermissionDenied`` outside one's jurisdiction."""
        if not self.has_change_permission(request, obj):  # it was moved, or made, where others answer
            raise PermissionDenied("This place lies in a jurisdiction that you do not edit.")
        if not change:
            changes.create(obj, actor=request.user, origin=ORIGIN)
            return
        names = {field.name for field in obj._meta.concrete_fields}
        fields = {name: form.cleaned_data[name] for name in form.changed_data if name in names}
        changes.update(
            obj, fields, actor=request.user, origin=ORIGIN, version=form.cleaned_data.get("version_seen")
        )

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete one object and keep its last values."""
        changes.delete(obj, actor=request.user, origin=ORIGIN)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete many, one by one, for each has its line of history."""
        for obj in queryset:
            self.delete_model(request, obj)


@admin.register(FacilityType)
class FacilityTypeAdmin(ToldAdmin):
    list_display = ("name_ko", "name_en", "slug", "official_number", "geometry", "is_refuge", "is_active")
    list_filter = ("is_active", "is_refuge", "geometry")
    search_fields = ("name_ko", "name_en", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The slug is the key by which points name their type."""
        return ("slug",) if obj else ()


@admin.register(Jurisdiction)
class JurisdictionAdmin(ToldAdmin):
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
        "object_address",
        "survey_method",
        "uncertainty_m",
        "state",
    )
    list_filter = ("state", "facility_type", "survey_method", "npn_state")
    list_select_related = ("facility_type",)
    search_fields = ("name_ko", "name_en", "npn", "source_key")
    readonly_fields = ("version", "updated_at")
    show_full_result_count = False

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


@admin.register(Tag)
class TagAdmin(ToldAdmin):
    """A tag's life moves by steps, not by typing a state."""

    seen_by, changed_by = (Role.AUDITOR,), (Role.EDITOR, Role.INSPECTOR)
    form = TagForm
    list_display = ("code", "point", "state", "medium", "issued_at", "installed_at", "ended_at")
    list_filter = ("state", "medium")
    list_select_related = ("point",)
    search_fields = ("code", "point__name_ko")
    autocomplete_fields = ("point",)
    readonly_fields = ("code", "state", "replaced_by", "issued_at", "installed_at", "ended_at", "version")
    actions = ("install", "lose", "withdraw")

    def place_of(self, obj: Tag) -> tuple[float, float] | None:
        """Return where its point stands, in degrees; None for one that is bound to no point."""
        return (obj.point.position.x, obj.point.position.y) if obj.point else None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A plate that was hung says where it hangs: only an administrator may say that it was bound wrongly."""
        is_hung = obj is not None and obj.state != TagState.ISSUED
        held = is_hung and not request.user.has_perm("addresses.change_tag")
        return (*self.readonly_fields, "point") if held else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Issue a new tag with a code of its own; change an issued one through ``changes``."""
        if change:
            super().save_model(request, obj, form, change)
            return
        if not self.has_change_permission(request, obj):
            raise PermissionDenied("This place lies in a jurisdiction that you do not edit.")
        issued = tags.issue(obj.point, medium=obj.medium, actor=request.user, origin=ORIGIN)
        obj.__dict__.update(issued.__dict__)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A tag is never deleted: its address is a promise for decades."""
        return False

    @admin.action(description="Installed: the plate hangs at its point", permissions=["change"])
    def install(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        """Note that the chosen plates hang at their points."""
        self._step(request, queryset, tags.install)

    @admin.action(description="Lost: the plate is missing", permissions=["change"])
    def lose(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        """Note that the chosen plates are missing."""
        self._step(request, queryset, tags.lose)

    @admin.action(description="Withdraw: nothing takes its place", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        """End the life of the chosen tags."""
        self._step(request, queryset, tags.withdraw)

    def _step(self, request: HttpRequest, queryset: QuerySet[Tag], step: Callable[..., Tag]) -> None:
        for tag in queryset.select_related("point"):
            if not self.has_change_permission(request, tag):
                self.message_user(request, f"{tag}: it hangs where others answer.", messages.ERROR)
                continue
            try:
                step(tag, actor=request.user, origin=ORIGIN)
            except (tags.WrongState, changes.Stale) as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, f"{tag}: {tag.get_state_display()}", messages.SUCCESS)


@admin.register(Change)
class ChangeAdmin(ByRole):
    """History is read, never written."""

    seen_by = (Role.AUDITOR,)
    list_display = ("at", "actor", "origin", "action", "object_type", "object_id", "reason")
    list_filter = ("action", "object_type")
    search_fields = ("object_id", "origin", "reason")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds history."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes history."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes history."""
        return False
