from django.db import models

from addresses.models import Jurisdiction


class Sight(models.Model):
    """That a centre other than its own sees an incident, and why (``emergency/sight.py`` says what it may do)."""

    class Reason(models.TextChoices):
        OPENED = "opened", "it opened what was everybody's"
        BORDER = "border", "it lies at this centre's border"
        INSIDE = "inside", "its position has come into this centre's area"
        OFFERED = "offered", "it is asked to take it over"
        FORMER = "former", "it handed it over"

    incident = models.ForeignKey("emergency.Incident", models.CASCADE, related_name="sights", db_index=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField()
    # Kept when it is over: whoever saw the incident has to be told that it is gone.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "jurisdiction", "reason"], name="one_sight_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id}: {self.incident_id} ({self.reason})"
