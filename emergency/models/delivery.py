from django.db import models

from addresses.models import Jurisdiction


class Endpoint(models.Model):
    """Where a jurisdiction wants to be told, and by which channel (``emergency/channels``)."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="endpoints")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=300)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "channel", "address"], name="one_endpoint")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"


class Delivery(models.Model):
    """One message owed to another system, kept until it is acknowledged.

    Claimed by an update of ``leased_until`` that must touch one row; a worker that dies lets
    the lease run out and the next one takes it.
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

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "due_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.occasion} {self.state}"
