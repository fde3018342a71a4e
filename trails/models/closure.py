from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from .trail import Trail


class Closure(models.Model):
    """A trail, or a stretch of it, that is not to be walked for a while.

    Metres count from the trail's start; without them the whole trail is closed. ``until`` empty: until further notice.
    An exercise closes nothing: only the alerts for exercises tell of it.
    """

    trail = models.ForeignKey(Trail, models.CASCADE, related_name="closures")
    from_metre = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)])
    to_metre = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)])
    reason_ko = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(default=True, help_text="told to everybody; otherwise to responders only")
    is_exercise = models.BooleanField(default=False, help_text="for practice: nobody is led around it")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="a_closure_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(from_metre__isnull=True, to_metre__isnull=True) | Q(to_metre__gt=F("from_metre")),
                name="a_closed_stretch_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trail}: {self.reason_ko}"
