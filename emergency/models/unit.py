from django.db import models
from django.db.models import Q

from addresses.models import Jurisdiction


class UnitKind(models.TextChoices):
    AMBULANCE = "ambulance", "구급대"
    RESCUE = "rescue", "구조대"
    MOUNTAIN = "mountain", "산악구조대"
    FIRE = "fire", "화재진압대"
    HELICOPTER = "helicopter", "헬기"
    BOAT = "boat", "구조보트"
    POLICE = "police", "순찰차"
    OTHER = "other", "그 밖"


class Unit(models.Model):
    """A crew or vehicle of a centre (편성), as the dispatcher calls it over the radio."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="units")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=UnitKind, default=UnitKind.OTHER)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="one_unit_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """One unit at one incident, from the moment it was sent until it is free again. The console makes the id."""

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", db_index=False)
    incident = models.ForeignKey("emergency.Incident", models.PROTECT, related_name="assignments")
    assigned_by = models.CharField(max_length=150)
    assigned_at = models.DateTimeField()
    en_route_at = models.DateTimeField(null=True, blank=True)
    on_scene_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    expected_at = models.DateTimeField(
        null=True, blank=True, help_text="when the person is told it will arrive"
    )

    class Meta:
        ordering = ["assigned_at"]
        constraints = [
            # A unit is at one place: the database itself keeps two dispatchers from sending it to two.
            models.UniqueConstraint(
                fields=["unit"], condition=Q(cleared_at=None), name="a_unit_is_at_one_incident"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.assigned_at:%Y-%m-%d %H:%M}"
