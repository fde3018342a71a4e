from django.contrib.gis.db import models as gis
from django.db import models

from .trail import Trail


class AccessKind(models.TextChoices):
    ROAD = "road", "도로 접점"
    GATE = "gate", "차단기가 있는 임도"
    CAR_PARK = "car_park", "주차장"
    HELICOPTER = "helicopter", "헬기장"
    BOAT = "boat", "선착장"


class AccessPoint(models.Model):
    """A place where a vehicle can reach the network; ``metre`` counts from the trail's start."""

    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=AccessKind)
    position = gis.PointField(srid=4326)
    uncertainty_m = models.FloatField(default=50)
    trail = models.ForeignKey(Trail, models.SET_NULL, null=True, blank=True, related_name="access_points")
    metre = models.FloatField(null=True, blank=True)
    vehicle_note_ko = models.CharField(max_length=200, blank=True)
    vehicle_note_en = models.CharField(max_length=200, blank=True)
    responder_note = models.TextField(blank=True, help_text="who has the gate's key; never public")
    source = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name_ko
