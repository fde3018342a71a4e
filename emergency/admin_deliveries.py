"""Every message to a webhook at ``/admin/``, and what each of its tries came to."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from addresses.admin_rights import ByRole
from addresses.bilingual import chosen, said
from addresses.models import Role

from .models import Delivery, Try, Webhook
from .webhooks import endpoints, words

if TYPE_CHECKING:
    TryInlineBase = admin.TabularInline[Try, Delivery]
else:
    TryInlineBase = admin.TabularInline


def clock(moment: datetime | None) -> str:
    """Return a time to the second, as the clock of the centre shows it, or a dash: tries come seconds apart."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else "–"


def time(name: str, korean: str, english: str) -> Any:
    """Return a column that shows a time of a webhook, or a dash."""
    return admin.display(description=chosen(korean, english), ordering=name)(
        lambda _self, obj: clock(getattr(obj, name))
    )


class ReadOnly(ByRole):
    """Written by the system, read by whoever sees to webhooks."""

    seen_by = (Role.ADMINISTRATOR,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The system writes it, not a hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes what was sent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is forgotten after a month, by the system."""
        return False


class TryInline(TryInlineBase):
    """The tries of one message, the last one first."""

    model = Try
    extra = 0
    can_delete = False
    verbose_name_plural = chosen("시도", "Tries")
    fields = readonly_fields = ("nth", "moment", "came_to", "http", "took", "said_")

    nth = admin.display(description=chosen("번째", "No."))(lambda _self, obj: obj.number)
    moment = admin.display(description=chosen("일시", "At"))(lambda _self, obj: clock(obj.at))
    http = admin.display(description="HTTP", empty_value="–")(lambda _self, obj: obj.status)
    took = admin.display(description=chosen("걸린 시간(ms)", "Took (ms)"))(lambda _self, obj: obj.took_ms)
    said_ = admin.display(description=chosen("받은 답", "Detail"), empty_value="–")(
        lambda _self, obj: obj.detail
    )

    @admin.display(description=chosen("결과", "Came to"))
    def came_to(self, obj: Try) -> str:
        """Return what the try came to, in words."""
        return said(*words.OUTCOMES[obj.outcome])

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The system writes it."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the message sees its tries."""
        return True


class HowItStands(admin.SimpleListFilter):
    """Those that wait, those that were taken, those that failed."""

    title = chosen("상태", "state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the states in words."""
        return [(state, said(*said_as)) for state, said_as in words.STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the messages in the chosen state."""
        return queryset.filter(state=self.value()) if self.value() in words.STATES else queryset


class OfWebhook(admin.SimpleListFilter):
    """Those of one of the webhooks that one sees to."""

    title = chosen("웹훅", "webhook")
    parameter_name = "webhook"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the webhooks of one's own."""
        found = endpoints.seen_by(request.user, Webhook.objects.order_by("name", "pk"))
        return [(str(one.pk), one.name) for one in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the messages to the chosen webhook."""
        known = {pk for pk, _ in self.lookup_choices}
        return queryset.filter(endpoint=self.value()) if self.value() in known else queryset


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """Every message to a webhook of the last month, and what each of its tries came to."""

    list_display = ("planned", "endpoint", "number", "what", "stands", "tried", "next_try", "last_answer")
    list_filter = (HowItStands, OfWebhook)
    list_select_related = ("endpoint", "event")
    show_full_result_count = False
    ordering = ("-id",)
    fields = readonly_fields = (
        "endpoint", "number", "what", "incident", "stands", "planned", "next_try", "taken", "tried", "is_again",
        "last_answer",
    )  # fmt: skip
    inlines: ClassVar = [TryInline]

    planned = time("planned_at", "보내기로 한 때", "Owed since")
    taken = time("sent_at", "받은 때", "Taken at")
    tried = admin.display(description=chosen("시도", "Tries"), ordering="tries")(lambda _self, obj: obj.tries)
    last_answer = admin.display(description=chosen("마지막 답", "Last answer"), empty_value="–")(
        lambda _self, obj: obj.last_error
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the messages to webhooks of one's jurisdictions."""
        found = super().get_queryset(request).filter(event__isnull=False)
        if request.user.has_perm("emergency.view_delivery"):
            return found
        return found.filter(endpoint__jurisdiction__in=endpoints.held(request.user))

    @admin.display(description=chosen("사건 기록 번호", "Event number"))
    def number(self, obj: Delivery) -> int | None:
        """Return the event's number in its jurisdiction."""
        return obj.event.sequence if obj.event else None

    @admin.display(description=chosen("알리는 일", "Event"))
    def what(self, obj: Delivery) -> str:
        """Return what it tells."""
        return words.kind(obj.occasion)

    @admin.display(description=chosen("상태", "State"))
    def stands(self, obj: Delivery) -> str:
        """Return whether it waits, was taken or failed."""
        return said(*words.STATES[obj.state])

    @admin.display(description=chosen("다음 시도", "Next try"))
    def next_try(self, obj: Delivery) -> str:
        """Return when it is tried next; a dash when it is over."""
        return clock(obj.due_at if obj.state == Delivery.State.DUE else None)

    @admin.display(description=chosen("다시 보낸 것", "Replayed"), boolean=True)
    def is_again(self, obj: Delivery) -> bool:
        """Return whether somebody had it sent again."""
        return obj.is_replay
