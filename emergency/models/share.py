from django.db import models


class Share(models.Model):
    """A link with which somebody whom the person chose sees where they are, until it ends.

    The phone makes the id. The link's token is never stored, only its SHA-256: whoever reads the
    table sees nobody's position with it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    report = models.ForeignKey("emergency.Report", models.CASCADE, related_name="shares")
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    consent = models.JSONField(default=dict, help_text="purposes, version, language, text_sha256")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} to {self.ends_at:%H:%M}"
