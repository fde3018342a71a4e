"""Tables of ``/admin/`` that write their history, and how metres stand in them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from . import changes
from .admin_rights import ByRole
from .bilingual import chosen, said
from .models import Role

ORIGIN = "form"
READERS = (Role.INSPECTOR, Role.AUDITOR)
NOT_YOURS = (
    "다른 관할의 곳이라 고칠 수 없습니다.",
    "This place lies in a jurisdiction that you do not edit.",
)


def metres(name: str, korean: str, english: str) -> Callable[[Any], str]:
    """Return a column that shows a length in metres to the decimetre: ``1,234.6``."""

    @admin.display(description=chosen(korean, english), ordering=name)
    def column(obj: Any) -> str:
        length_m = getattr(obj, name)
        return "" if length_m is None else f"{length_m:,.1f}"

    return column


class ToldAdmin(ByRole):
    """Saves through ``changes``. A geometry is a line of text (WKT), so that no map server is needed."""

    formfield_overrides: ClassVar[dict[Any, Any]] = {
        GeometryField: {"widget": forms.Textarea(attrs={"rows": 3})}
    }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what the form changed, and its history. Raises ``PermissionDenied`` outside one's jurisdiction."""
        if not self.has_change_permission(request, obj):  # it was moved, or made, where others answer
            raise PermissionDenied(said(*NOT_YOURS))
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
