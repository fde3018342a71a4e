"""Whom a centre tells that nobody opens a report, at ``/admin/``: its supervisors keep their own."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from addresses import access
from addresses.admin_told import ToldAdmin
from addresses.bilingual import chosen, said
from addresses.models import Role

from .admin_deliveries import clock
from .models import Contact, Delivery
from .ways_in import numbers

if TYPE_CHECKING:
    ContactFormBase = ModelForm[Contact]
else:
    ContactFormBase = ModelForm

CHANNELS = {Contact.Channel.SMS: ("문자", "text message"), Contact.Channel.EMAIL: ("이메일", "e-mail")}


class ContactForm(ContactFormBase):
    """Refuses a number that takes no text messages, an address that is none, and the same one twice."""

    channel = forms.ChoiceField(label=chosen("방식", "By"), choices=Contact.Channel.choices)
    address = forms.CharField(
        label=chosen("휴대전화 번호 또는 이메일", "Mobile number or e-mail address"), max_length=254
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.fields.get("channel")
        if isinstance(channel, forms.ChoiceField):
            channel.choices = [(value, said(*words)) for value, words in CHANNELS.items()]
            self.fields["name"].required = True

    def clean(self) -> dict[str, Any] | None:
        """Keep the number as it is dialled, or the address without its spaces."""
        cleaned = super().clean() or {}
        address = str(cleaned.get("address", "")).strip()
        if cleaned.get("channel") == Contact.Channel.SMS:
            number = numbers.canonical(address)
            if not numbers.takes_texts(number):
                self.add_error(
                    "address",
                    said(
                        "문자를 받을 수 있는 번호를 적으세요. 예: 010-1234-5678",
                        "Give a number that takes text messages, such as 010-1234-5678.",
                    ),
                )
            address = number
        elif address:
            try:
                validate_email(address)
            except ValidationError:
                self.add_error(
                    "address", said("이메일 주소를 적으세요. 예: duty@example.org", "Give an e-mail address.")
                )
        cleaned["address"] = address
        self._refuse_twice(cleaned)
        return cleaned

    def _refuse_twice(self, cleaned: dict[str, Any]) -> None:
        where = cleaned.get("jurisdiction") or getattr(self.instance, "jurisdiction", None)
        same = Contact.objects.filter(
            jurisdiction=where, channel=cleaned.get("channel", ""), address=cleaned["address"]
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("address", said("이미 있는 연락처입니다.", "This contact is there already."))


@admin.register(Contact)
class ContactAdmin(ToldAdmin):
    """What was sent to whom stays readable: a contact is switched off, not deleted."""

    changed_by = (Role.SUPERVISOR, Role.ADMINISTRATOR)
    form = ContactForm
    list_display = ("name", "jurisdiction", "way", "address", "is_active", "last")
    list_filter = ("jurisdiction", "is_active")
    list_select_related = ("jurisdiction",)
    search_fields = ("name",)
    ordering = ("jurisdiction", "name")
    fields = ("name", "jurisdiction", "channel", "address", "is_active", "last")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the contacts of the centres where one may see them: a number is somebody's own."""
        found = super().get_queryset(request)
        if request.user.has_perm("emergency.view_contact"):
            return found
        return found.filter(jurisdiction__in=access.jurisdictions_of(request.user, *self.changed_by))

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        """Let a supervisor keep the contacts of the own centre only."""
        held = access.jurisdictions_of(request.user, *self.changed_by)
        return held.filter(pk=obj.jurisdiction_id).exists() if obj is not None else held.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its messages name it."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A contact stays in its jurisdiction."""
        return ("last", "jurisdiction") if obj else ("last",)

    @admin.display(description=chosen("방식", "By"))
    def way(self, obj: Contact) -> str:
        """Return how they are told."""
        return said(*CHANNELS[Contact.Channel(obj.channel)])

    @admin.display(description=chosen("마지막 알림", "Last message"))
    def last(self, obj: Contact) -> str:
        """Return what became of the last message, and why it did not go out."""
        found = Delivery.objects.filter(endpoint_id=obj.pk).order_by("-pk").first() if obj.pk else None
        if found is None:
            return "–"
        if found.state != Delivery.State.SENT:
            waits = said("아직 못 보냄", "not sent yet") if found.state == Delivery.State.DUE else ""
            return f"{waits or said('못 보냄', 'not sent')}: {found.last_error or clock(found.due_at)}"
        is_logged = obj.channel == Contact.Channel.SMS and settings.SMS_OUT == "LOG"
        logged = said(" (문자 업체가 없어 파일에만)", " (no gateway: to a file only)") if is_logged else ""
        return f"{clock(found.sent_at)}{logged}"
