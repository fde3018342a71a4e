"""Webhooks at ``/admin/``: made, changed, replayed, and how each does."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from addresses.admin_told import ORIGIN, ToldAdmin
from addresses.bilingual import chosen, said
from addresses.models import Role

from .admin_deliveries import clock, time
from .models import EventKind, Webhook
from .webhooks import addresses, endpoints, health, keys, plan, words
from .webhooks.health import Health

if TYPE_CHECKING:
    WebhookFormBase = ModelForm[Webhook]
else:
    WebhookFormBase = ModelForm

ENTERED = ("name", "jurisdiction", "address", "kinds", "takes_exercises", "gives_reference", "is_active")
HOW_IT_DOES = ("does", "succeeded", "refused", "waiting", "oldest", "failed", "rests", "tries_of_it")
SIGNED = ("secret", "previous")
WRONG_ADDRESS = (
    "이 주소로는 보낼 수 없습니다. https로 시작하는 공개 주소를 적으세요. "
    "내부망은 WEBHOOK_NETWORKS에 적힌 곳만 됩니다."
)


class WebhookForm(WebhookFormBase):
    """Refuses an address that a webhook may never go to, and an endpoint that asks for nothing."""

    kinds = forms.MultipleChoiceField(
        label=chosen("알릴 일", "Events"), widget=forms.CheckboxSelectMultiple, choices=EventKind.choices
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" not in self.fields:
            return  # shown to somebody who only reads
        self.fields["name"].required = True
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        kinds.choices = [(kind, words.kind(kind)) for kind in EventKind.values]
        if not self.instance.pk:
            self.initial["kinds"] = [kind for kind in EventKind.values if kind not in words.NOT_AT_FIRST]

    def clean_address(self) -> str:
        """Return the address; refuse one that leads nowhere or into a network that is not allowed."""
        address = str(self.cleaned_data["address"]).strip()
        try:
            addresses.check(address, settings.WEBHOOK_NETWORKS)
        except addresses.Forbidden as error:
            raise forms.ValidationError(said(WRONG_ADDRESS, str(error))) from None
        return address

    def clean(self) -> dict[str, Any] | None:
        """Refuse the same address twice in one jurisdiction, in words instead of the database's."""
        cleaned = super().clean()
        where = self.cleaned_data.get("jurisdiction") or getattr(self.instance, "jurisdiction", None)
        same = Webhook.objects.filter(jurisdiction=where, address=self.cleaned_data.get("address"))
        if same.exclude(pk=self.instance.pk).exists():
            twice = said(
                "이 관할에 같은 주소의 웹훅이 이미 있습니다.",
                "This jurisdiction has a webhook there already.",
            )
            self.add_error("address", twice)
        return cleaned


@admin.register(Webhook)
class WebhookAdmin(ToldAdmin):
    """The webhooks of one's jurisdictions, those that need looking after to be seen at a glance."""

    changed_by = (Role.ADMINISTRATOR,)
    form = WebhookForm
    list_display = ("name", "jurisdiction", "does", "succeeded", "waiting", "oldest", "failed", "refused")
    list_filter = ("is_active", "jurisdiction")
    list_select_related = ("jurisdiction",)
    search_fields = ("name", "address")
    ordering = ("jurisdiction", "name")
    actions = ("replay", "renew")
    fieldsets = (
        (None, {"fields": ENTERED}),
        (chosen("상태", "How it does"), {"fields": HOW_IT_DOES}),
        (chosen("서명", "Signature"), {"fields": SIGNED}),
    )
    succeeded = time("last_success_at", "마지막 성공", "Last success")
    refused = time("last_failure_at", "마지막 실패", "Last failure")
    oldest = time("oldest_at", "가장 오래 기다린 것", "Oldest waiting")
    rests = time("rests_until", "다시 시도하는 때", "Next try not before")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the webhooks alone: an e-mail address is no webhook."""
        found = endpoints.seen_by(request.user, health.webhooks())
        return found.order_by(*self.ordering)

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        """Let an administrator see to the webhooks of the own jurisdictions only."""
        mine = endpoints.held(request.user)
        return mine.filter(pk=obj.jurisdiction_id).exists() if obj is not None else mine.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was sent to whom stays readable: a webhook is switched off."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A webhook stays in the jurisdiction whose events it numbers."""
        return (*HOW_IT_DOES, *SIGNED, "jurisdiction") if obj else (*HOW_IT_DOES, *SIGNED)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show how it does, and its secret, only when it is there and may be changed."""
        return self.fieldsets if obj and self.has_change_permission(request, obj) else self.fieldsets[:1]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """Offer the jurisdictions of one's own."""
        if db_field.name == "jurisdiction" and not request.user.has_perm("emergency.add_webhook"):
            more["queryset"] = endpoints.held(request.user)
        return super().formfield_for_foreignkey(db_field, request, **more)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write the change and its history; one that is switched on is told what happens from now on."""
        if not change:
            endpoints.prepare(obj)
        super().save_model(request, obj, form, change)
        if change and obj.is_active and "is_active" in form.changed_data:
            endpoints.begin_again(obj, timezone.now())

    @admin.display(description=chosen("상태", "Health"))
    def does(self, obj: Any) -> str:
        """Return how it does in a word, with a sign for what needs somebody."""
        state = health.of(obj, timezone.now())
        sign = "⚠ " if state in (Health.GONE, Health.FAILING, Health.BEHIND) else ""
        return sign + said(*words.HEALTH[state])

    @admin.display(description=chosen("기다리는 수", "Waiting"), ordering="waiting")
    def waiting(self, obj: Any) -> int:
        """Return how many messages wait for it."""
        return int(obj.waiting)

    @admin.display(description=chosen("실패한 수(30일)", "Failed (30 days)"), ordering="failed")
    def failed(self, obj: Any) -> int:
        """Return how many messages it never took."""
        return int(obj.failed)

    @admin.display(description=chosen("보낸 기록", "Its messages"))
    def tries_of_it(self, obj: Any) -> SafeString:
        """Lead to its messages."""
        address = reverse("admin:emergency_delivery_changelist")
        return format_html(
            '<a href="{}?webhook={}">{}</a>',
            address,
            obj.pk,
            said("메시지와 시도 보기", "Messages and tries"),
        )

    @admin.display(description=chosen("비밀 키", "Secret"))
    def secret(self, obj: Any) -> SafeString:
        """Return what the receiver verifies with."""
        return format_html("<code>{}</code>", keys.secret(obj.salt))

    @admin.display(
        description=chosen("이전 키가 함께 쓰이는 때까지", "The old secret signs, too, until"),
        empty_value="–",
    )
    def previous(self, obj: Any) -> Any:
        """Return until when two signatures stand in the header."""
        is_running = obj.previous_until is not None and obj.previous_until > timezone.now()
        return clock(obj.previous_until if is_running else None)

    @admin.action(
        description=chosen(
            "비밀 키 바꾸기(이전 키는 24시간 더 씀)", "New secret (the old one is good for 24 more hours)"
        ),
        permissions=["change"],
    )
    def renew(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Give the chosen webhooks a new secret."""
        for endpoint in queryset:
            if self.has_change_permission(request, endpoint):
                keys.rotate(endpoint, timezone.now(), actor=request.user, origin=ORIGIN)
                done = said(
                    "새 비밀 키를 열어 받는 쪽에 넣으세요.", "open it and give the receiver the new secret."
                )
                self.message_user(request, f"{endpoint}: {done}", messages.SUCCESS)

    @admin.action(
        description=chosen("다시 보내기: 어느 번호부터", "Replay: from an event number on"),
        permissions=["change"],
    )
    def replay(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask from which number on, then send again what the chosen webhooks asked for."""
        first = request.POST.get("first", "")
        if first.isascii() and first.isdigit() and 0 < int(first) < 2**63:
            for endpoint in queryset:
                if self.has_change_permission(request, endpoint):
                    self._replayed(request, endpoint, int(first))
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": said("어느 번호부터 다시 보낼까요?", "Send again from which event number on?"),
            "what_follows": said(
                "같은 번호(webhook-id)로 다시 보내므로 받는 쪽은 이미 받은 것을 버릴 수 있습니다.",
                "Each goes again under the same webhook-id, so that the receiver can drop what it has.",
            ),
            "label": said("첫 번호", "First number"),
            "is_wrong": bool(request.POST.get("asked")),
            "wrong": said("1 이상의 수를 적으세요.", "Write a number of at least 1."),
            "yes": said("다시 보내기", "Replay"),
            "no": said("돌아가기", "Go back"),
            "chosen": [(one, said("마지막 번호", "last number"), one.planned_sequence) for one in queryset],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "administration/replay.html", context)

    def _replayed(self, request: HttpRequest, endpoint: Any, first: int) -> None:
        try:
            told = plan.replay(endpoint, first, timezone.now())
        except plan.SwitchedOff as error:
            refused = said("꺼져 있습니다. 먼저 켜고 다시 보내세요.", str(error))
            self.message_user(request, f"{endpoint}: {refused}", messages.ERROR)
            return
        done = said(f"{told.planned}건을 다시 보냅니다.", f"{told.planned} are sent again.")
        if told.next:
            done += " " + said(f"{told.next}번부터 이어서 하세요.", f"Go on from number {told.next}.")
        self.message_user(request, f"{endpoint}: {done}", messages.SUCCESS)
