from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import Q


class TrailKind(models.TextChoices):
    FOREST = "forest", "숲길"
    PARK = "park", "공원길"
    RIVERSIDE = "riverside", "천변길"
    BICYCLE = "bicycle", "자전거길"


class Trail(models.Model):
    """A walking line. ``length_m`` is its length on the ellipsoid; metres count from its start."""

    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=TrailKind, default=TrailKind.FOREST)
    line = gis.LineStringField(srid=4326)
    length_m = models.FloatField()
    elevations_m = models.JSONField(null=True, blank=True, help_text="one per vertex, or null")
    note_ko = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="one_trail_per_source_key"
            )
        ]

    def __str__(self) -> str:
        return self.name_ko
