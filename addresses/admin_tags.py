"""Tags at ``/admin/``: their life moves by steps, and a step out of service asks first."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from . import changes, tags
from .admin_forms import TagForm
from .admin_told import NOT_YOURS, ORIGIN, ToldAdmin
from .bilingual import chosen, said
from .models import Role, Tag, TagState

Step = Callable[..., Tag]


class Question(NamedTuple):
    """What is asked before a step, each in Korean and in English."""

    title: tuple[str, str]
    what_follows: tuple[str, str]
    yes: tuple[str, str]


LOSE = Question(
    ("없어졌다고 기록할까요?", "Note these plates as lost?"),
    (
        "이 표지들은 더는 설치된 것으로 여기지 않습니다. 다시 찾으면 설치됨으로 되돌릴 수 있습니다.",
        "These plates no longer count as installed. One that is found again can be noted as installed.",
    ),
    ("예, 없어졌습니다", "Yes, they are lost"),
)
WITHDRAW = Question(
    ("철거했다고 기록할까요?", "Withdraw these tags?"),
    (
        "이 코드들의 수명이 끝납니다. 되돌릴 수 없고, 같은 코드를 다시 설치할 수 없습니다.",
        "The life of these codes ends. This cannot be undone, and no code of them is ever installed again.",
    ),
    ("예, 철거했습니다", "Yes, withdraw them"),
)


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
            raise PermissionDenied(said(*NOT_YOURS))
        issued = tags.issue(obj.point, medium=obj.medium, actor=request.user, origin=ORIGIN)
        obj.__dict__.update(issued.__dict__)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A tag is never deleted: its address is a promise for decades."""
        return False

    @admin.action(
        description=chosen("설치됨: 지점에 달려 있음", "Installed: the plate hangs at its point"),
        permissions=["change"],
    )
    def install(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        """Note that the chosen plates hang at their points."""
        self._step(request, queryset, tags.install)

    @admin.action(
        description=chosen("없어짐: 표지판이 보이지 않음", "Lost: the plate is missing"),
        permissions=["change"],
    )
    def lose(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """Note that the chosen plates are missing, once somebody is sure."""
        return self._asked(request, queryset, tags.lose, "lose", LOSE)

    @admin.action(
        description=chosen("철거: 대신할 것이 없음", "Withdraw: nothing takes its place"),
        permissions=["change"],
    )
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """End the life of the chosen tags, once somebody is sure."""
        return self._asked(request, queryset, tags.withdraw, "withdraw", WITHDRAW)

    def _asked(
        self, request: HttpRequest, queryset: QuerySet[Tag], step: Step, action: str, question: Question
    ) -> HttpResponse | None:
        """Ask before a plate goes out of service; take the step when the answer comes back."""
        if request.POST.get("sure"):
            self._step(request, queryset, step)
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": said(*question.title),
            "what_follows": said(*question.what_follows),
            "yes": said(*question.yes),
            "no": said("아니요, 돌아가기", "No, go back"),
            "tags": queryset.select_related("point"),
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "administration/sure.html", context)

    def _step(self, request: HttpRequest, queryset: QuerySet[Tag], step: Step) -> None:
        for tag in queryset.select_related("point"):
            if not self.has_change_permission(request, tag):
                others = said("다른 관할에 달린 표지입니다.", "it hangs where others answer.")
                self.message_user(request, f"{tag}: {others}", messages.ERROR)
                continue
            try:
                step(tag, actor=request.user, origin=ORIGIN)
            except (tags.WrongState, changes.Stale) as error:
                refused = f"{tag}: 이 상태({tag.get_state_display()})에서는 할 수 없습니다. 다시 확인하세요."
                self.message_user(request, said(refused, str(error)), messages.ERROR)
            else:
                self.message_user(request, f"{tag}: {tag.get_state_display()}", messages.SUCCESS)
