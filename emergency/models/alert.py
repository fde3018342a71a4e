from django.db import models

from addresses.models import Jurisdiction


class AlertKind(models.TextChoices):
    """What a message is to those before it, in CAP's own words."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class Alert(models.Model):
    """One message about a hazard as it was published. Append-only: under one identifier stands one text for ever.

    ``subject`` is what the message is about (``closure-12``), ``number`` counts its messages from 1, and
    ``told`` holds the hazard as it was told. There is nothing of a person in it.
    """

    subject = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=6, choices=AlertKind)
    is_exercise = models.BooleanField(default=False)
    sender = models.CharField(max_length=320)
    sent = models.DateTimeField()
    expires = models.DateTimeField(db_index=True)
    references = models.JSONField(default=list, blank=True)
    told = models.JSONField()
    document = models.TextField()

    class Meta:
        ordering = ["sent", "id"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="one_alert_of_a_number"),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def identifier(self) -> str:
        """Return the name of the message, which is never another one's."""
        return f"{self.subject}.{self.number}"
