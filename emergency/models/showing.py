from django.db import models


class Showing(models.Model):
    """That a phone had a message of the centre on its lit screen, and when its person said to have read it."""

    message = models.ForeignKey("emergency.Message", models.CASCADE, related_name="showings", db_index=False)
    report = models.ForeignKey("emergency.Report", models.CASCADE, related_name="showings")
    shown_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["shown_at"]
        constraints = [
            models.UniqueConstraint(fields=["message", "report"], name="one_showing_on_each_phone")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.shown_at:%H:%M:%S}"
