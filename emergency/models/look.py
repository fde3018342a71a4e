from django.conf import settings
from django.db import models

from addresses.models import Jurisdiction


class Look(models.Model):
    """One look at a position (이용·제공사실 확인자료): who, by which path, when, how. No coordinates.

    Location Information Act art. 2(5), 16(2). Append-only; erased when its time is over or when
    its person withdraws. Without ``report`` it was a look at everybody's position in the incident;
    without ``recipient`` it was somebody with a link: one that the person had made (``share``), or one
    that a centre had made for another agency (``reference``), whose name stands in ``recipient_name``; or the
    crew of a unit, by its name.
    """

    incident = models.ForeignKey("emergency.Incident", models.CASCADE, null=True, related_name="looks")
    report = models.ForeignKey(
        "emergency.Report",
        models.CASCADE,
        null=True,
        related_name="looks",
        help_text="where only this report was seen",
    )
    centre = models.ForeignKey(
        Jurisdiction,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        help_text="another centre than the incident's own",
    )
    share = models.ForeignKey("emergency.Share", models.SET_NULL, null=True, related_name="looks")
    reference = models.ForeignKey("emergency.Reference", models.SET_NULL, null=True, related_name="looks")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recipient_name = models.CharField(max_length=150, blank=True)
    path = models.CharField(max_length=40, help_text="console, feed, the person's own page")
    method = models.CharField(max_length=40, help_text="how it was provided: screen, message")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["at"], name="look_by_time")]

    def __str__(self) -> str:
        return f"{self.recipient_name} {self.path} {self.at:%Y-%m-%d %H:%M:%S}"
