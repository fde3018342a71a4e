from django.db import models

from addresses.models import AddressPoint

from .trail import Trail


class Side(models.TextChoices):
    """Seen in the direction in which the metres grow."""

    LEFT = "left", "왼쪽"
    RIGHT = "right", "오른쪽"
    ON = "on", "길 위"


class Anchor(models.Model):
    """Where on a trail a point stands: derived, dated and reviewable; never the point's own truth.

    ``metre`` counts from the trail's start, ``offset_m`` is the distance from the line.
    ``trail_version`` and ``point_version`` say what it was derived from.
    """

    point = models.OneToOneField(AddressPoint, models.CASCADE, related_name="anchor")
    trail = models.ForeignKey(Trail, models.CASCADE, related_name="anchors")
    metre = models.FloatField()
    side = models.CharField(max_length=8, choices=Side)
    offset_m = models.FloatField()
    derived_at = models.DateTimeField()
    trail_version = models.PositiveIntegerField()
    point_version = models.PositiveIntegerField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["trail", "metre"], name="anchor_along_trail")]

    def __str__(self) -> str:
        return f"{self.trail} {self.metre:.0f} m"
