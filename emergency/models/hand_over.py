import uuid

from django.db import models
from django.db.models import Q

from addresses.models import Jurisdiction

from .incident import Incident


class HandOver(models.Model):
    """That a centre asked another one to take an incident over, and what became of it.

    Until the other one accepts, the incident stays where it is. The id is made by the console that asks.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"  # nobody answered in time

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", db_index=False)
    taker = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    offered_by = models.CharField(max_length=150)
    offered_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state="waiting"), name="one_hand_over_waits"
            )
        ]
        # What waits is asked for every second.
        indexes = [models.Index(fields=["ends_at"], condition=Q(state="waiting"), name="hand_over_waiting")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.giver_id} > {self.taker_id} ({self.state})"
