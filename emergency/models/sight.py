from django.db import models

from addresses.models import Jurisdiction


class Sight(models.Model):
    """That a centre other than its own sees an incident, and why (``emergency/sight.py`` says what it may do)."""

    class Reason(models.TextChoices):
        OPENED = "opened", "it opened what was everybody's"

    incident = models.ForeignKey("emergency.Incident", models.CASCADE, related_name="sights", db_index=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "jurisdiction", "reason"], name="one_sight_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id}: {self.incident_id} ({self.reason})"
