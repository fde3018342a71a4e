from django.db import models


class FacilityType(models.Model):
    """A kind of place: the official types of object addresses, the known additions, and local ones.

    ``reference_point`` says in words which point of the facility is its position
    (the official guide names one for each type).
    """

    class Geometry(models.TextChoices):
        POINT = "point", "점"
        AREA = "area", "면"

    slug = models.SlugField(primary_key=True, max_length=40)
    name_ko = models.CharField(max_length=60, unique=True)
    name_en = models.CharField(max_length=60)
    geometry = models.CharField(max_length=8, choices=Geometry, default=Geometry.POINT)
    reference_point = models.CharField(max_length=120, blank=True)
    official_number = models.PositiveSmallIntegerField(null=True, blank=True, unique=True)
    kind_code = models.CharField(max_length=8, blank=True, help_text="OBJ_KND_CD, e.g. OBJ03")
    is_refuge = models.BooleanField(default=False, help_text="shown as a shelter to whoever scans nearby")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["official_number", "slug"]

    def __str__(self) -> str:
        return self.name_ko
