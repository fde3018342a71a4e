from django.db import models


class Message(models.Model):
    """One thing said between a person and the centre. The id is made by whoever says it."""

    id = models.UUIDField(primary_key=True, editable=False)
    incident = models.ForeignKey("emergency.Incident", models.CASCADE, related_name="messages")
    report = models.ForeignKey("emergency.Report", models.CASCADE, null=True, related_name="messages")
    from_centre = models.BooleanField()
    author = models.CharField(max_length=150, blank=True)
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:40]
