from django.conf import settings
from django.db import models

from addresses.models import Jurisdiction


class BoardLink(models.Model):
    """A link with which one wall screen shows one centre's situation board without an account, until it ends.

    The token is never stored, only its SHA-256. ``name`` says where the screen hangs: whoever takes the
    screen down must know which link to end.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="board_links")
    name = models.CharField(max_length=80)
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.name


class BoardOpening(models.Model):
    """That a link's board was on a screen on this day. Append-only; goes with its link."""

    link = models.ForeignKey(BoardLink, models.CASCADE, related_name="openings")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["link", "on"], name="one_opening_a_day")]

    def __str__(self) -> str:
        return f"{self.link} {self.on:%Y-%m-%d}"
