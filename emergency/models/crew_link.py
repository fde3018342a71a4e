from django.conf import settings
from django.db import models


class CrewLink(models.Model):
    """A link with which the crew of one assignment sees where the person is, without an account, until it ends.

    The console makes the id. The link's token is never stored, only its SHA-256. The position is the newest one
    that the crew shares, if it shares any: no way of theirs is kept.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    assignment = models.ForeignKey("emergency.Assignment", models.CASCADE, related_name="links")
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    delivery = models.ForeignKey(
        "emergency.Delivery", models.SET_NULL, null=True, blank=True, related_name="crew_links"
    )

    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    uncertainty_m = models.FloatField(null=True, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} to {self.ends_at:%H:%M}"
