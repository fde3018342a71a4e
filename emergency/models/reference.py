from django.conf import settings
from django.db import models


class Reference(models.Model):
    """A link with which another system always finds the newest position of one incident, until it ends.

    The console makes the id. The link's token is never stored, only its SHA-256. ``recipient`` is the
    agency that it was made for: the person whose position it is may ask who received it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    incident = models.ForeignKey("emergency.Incident", models.CASCADE, related_name="references")
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    recipient = models.CharField(max_length=80)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.recipient} {self.made_at:%Y-%m-%d %H:%M} to {self.ends_at:%H:%M}"
