from typing import ClassVar

from django.db import models
from django.db.models import Q

from addresses.models import Jurisdiction


class Endpoint(models.Model):
    """Where a jurisdiction wants to be told, and by which channel (``emergency/channels``).

    What stands below ``is_active`` is a webhook's alone (``emergency/webhooks``). Its secret is not kept:
    it is made from ``salt`` and the installation's own key, so no copy of the database holds it.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="endpoints")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=300)
    is_active = models.BooleanField(default=True)

    name = models.CharField(max_length=60, blank=True, help_text="who receives it, such as a fire service")
    kinds = models.JSONField(default=list, blank=True, help_text="the kinds of event that it is told")
    takes_exercises = models.BooleanField(default=False, help_text="exercises, too, each marked as one")
    gives_reference = models.BooleanField(
        default=False, help_text="each open incident with a link to its newest position, noted as shared"
    )
    salt = models.CharField(max_length=32, blank=True, editable=False)
    previous_salt = models.CharField(max_length=32, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, blank=True, editable=False)
    # The events up to here became deliveries: the log itself holds what is still to be planned.
    planned_sequence = models.BigIntegerField(default=0, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    turn_at = models.DateTimeField(null=True, blank=True, editable=False)
    rests_until = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    last_success_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_failure_at = models.DateTimeField(null=True, blank=True, editable=False)
    gone_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "channel", "address"], name="one_endpoint")
        ]

    def __str__(self) -> str:
        return self.name or f"{self.channel} {self.address}"


class Webhooks(models.Manager["Webhook"]):
    """The endpoints that are webhooks."""

    def get_queryset(self) -> models.QuerySet["Webhook"]:
        return super().get_queryset().filter(channel=Webhook.CHANNEL)


class Webhook(Endpoint):
    """An endpoint that is sent each incident event that it asked for (``emergency/webhooks``)."""

    CHANNEL = "webhook"
    objects: ClassVar[models.Manager["Webhook"]] = Webhooks()

    class Meta:
        proxy = True


class Contacts(models.Manager["Contact"]):
    """The endpoints that are contacts."""

    def get_queryset(self) -> models.QuerySet["Contact"]:
        return super().get_queryset().filter(channel__in=Contact.Channel.values)


class Contact(Endpoint):
    """Whom a centre tells that nobody opens a report, such as a supervisor (``emergency/escalation.py``)."""

    class Channel(models.TextChoices):
        SMS = "overdue_sms", "text message"
        EMAIL = "overdue_email", "e-mail"

    objects: ClassVar[models.Manager["Contact"]] = Contacts()

    class Meta:
        proxy = True


class Delivery(models.Model):
    """One message owed to another system, kept until it is acknowledged.

    Claimed by an update of ``leased_until`` that must touch one row; a worker that dies lets
    the lease run out and the next one takes it. A webhook's tells one ``event``, stands once for each
    endpoint and event, and is claimed with its endpoint.
    """

    class State(models.TextChoices):
        DUE = "due"
        SENT = "sent"
        FAILED = "failed"

    endpoint = models.ForeignKey(Endpoint, models.PROTECT, related_name="deliveries", db_index=False)
    incident = models.ForeignKey("emergency.Incident", models.PROTECT, related_name="deliveries")
    report = models.ForeignKey(
        "emergency.Report", models.PROTECT, null=True, related_name="deliveries", db_index=False
    )
    occasion = models.CharField(max_length=24, help_text="the kind of event that it tells")
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    event = models.ForeignKey(
        "emergency.Event", models.PROTECT, null=True, related_name="deliveries", db_index=False
    )
    planned_at = models.DateTimeField(null=True, blank=True)
    is_replay = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="delivery_due"),
            models.Index(
                fields=["endpoint", "is_replay", "due_at"],
                condition=Q(state="due", event__isnull=False),
                name="webhook_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event"], condition=Q(event__isnull=False), name="one_delivery_per_event"
            )
        ]

    def __str__(self) -> str:
        return f"{self.endpoint} #{self.pk}"


class Outcome(models.TextChoices):
    """What one try came to. Only the first is a success."""

    TAKEN = "taken"
    ANSWERED = "answered"
    REDIRECTED = "redirected"
    GONE = "gone"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    FORBIDDEN = "forbidden"
    NOT_SHARED = "not_shared"
    FAULT = "fault"


class Try(models.Model):
    """One try of a webhook's delivery: when, what came of it, how long it took."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    status = models.PositiveSmallIntegerField(null=True, help_text="of HTTP, where there was an answer")
    took_ms = models.PositiveIntegerField()
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.number}."
