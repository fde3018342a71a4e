from django.db import models

from .tag import Tag


class PlateReportKind(models.TextChoices):
    DAMAGED = "damaged", "damaged or unreadable"
    MISSING = "missing", "missing"
    WRONG_TEXT = "wrong_text", "what it says is wrong"
    WRONG_PLACE = "wrong_place", "it stands in the wrong place"
    OTHER = "other", "something else"


class PlateReportState(models.TextChoices):
    NEW = "new", "new"
    SEEN = "seen", "seen"
    DONE = "done", "done"


class PlateReport(models.Model):
    """What somebody who passed by says of a plate. The id is made on the phone, so that it is said once.

    ``photo`` is the name of the file that is kept (``addresses.plate_photos``), empty where there is none.
    ``source_key`` stands for the sender's network address for a day, to notice a flood.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="plate_reports")
    kind = models.CharField(max_length=12, choices=PlateReportKind)
    words = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=16, blank=True)
    photo = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(max_length=4, choices=PlateReportState, default=PlateReportState.NEW)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    source_key = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["-at"], name="plate_report_newest"),
            models.Index(fields=["source_key", "at"], name="plate_report_source"),
        ]

    def __str__(self) -> str:
        return f"{self.tag} {self.at:%Y-%m-%d %H:%M}"
