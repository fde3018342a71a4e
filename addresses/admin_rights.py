"""Who may do what at ``/admin/``: what somebody's roles allow, each in the jurisdictions where they hold it.

Django lets in only accounts marked as staff. Its own permissions go on top: a superuser, or somebody who was
given one by hand, may do it everywhere. No role deletes: what is over is abolished, withdrawn or set inactive, and
stays readable for the plates that name it. Deleting is left to whoever has Django's own permission.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from . import access, jurisdictions

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = admin.ModelAdmin


class ByRole(AnyAdmin):
    """Lets the holders of some roles see a table, and those of others change what lies where they hold it."""

    seen_by: ClassVar[Sequence[str]] = ()
    changed_by: ClassVar[Sequence[str]] = ()

    class Media:
        css: ClassVar = {"all": ("addresses/admin.css",)}

    def place_of(self, obj: Any) -> tuple[float, float] | None:
        """Return where an object is, in degrees; None: nowhere yet, so any holder of the role may change it."""
        return None

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        """Say whether the user's roles allow a change of this object; None stands for the table as a whole."""
        held = access.jurisdictions_of(request.user, *self.changed_by) if self.changed_by else None
        if held is None:
            return False
        place = None if obj is None else self.place_of(obj)
        if place is not None:
            held = held.filter(pk=jurisdictions.containing(*place).pk)
        return held.exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table's heading to whoever may see the table."""
        return super().has_module_permission(request) or self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the roles see that may."""
        roles = (*self.seen_by, *self.changed_by)
        if super().has_view_permission(request, obj):
            return True
        return bool(roles) and access.jurisdictions_of(request.user, *roles).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether it may be added there is asked again when the place is known."""
        return super().has_add_permission(request) or self.may_change(request, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the roles change what lies where they hold them."""
        return super().has_change_permission(request, obj) or self.may_change(request, obj)
