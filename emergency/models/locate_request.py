from django.conf import settings
from django.db import models


class LocateRequest(models.Model):
    """A centre asks a caller where they are: a link that one report answers, until it ends.

    The token of the link is never stored, only its SHA-256. ``phone`` is the number that the link
    was made for; it is destroyed with the incident's other personal data.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    incident = models.ForeignKey("emergency.Incident", models.CASCADE, related_name="locate_requests")
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, help_text="first opened by anybody")
    used_at = models.DateTimeField(null=True, blank=True, help_text="a report came from it")
    report = models.ForeignKey(
        "emergency.Report", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    # The text message that takes the link there, where one was asked for.
    delivery = models.ForeignKey(
        "emergency.Delivery", models.SET_NULL, null=True, blank=True, related_name="locate_requests"
    )
    sms_queued_at = models.DateTimeField(null=True, blank=True)
    sms_sent_at = models.DateTimeField(null=True, blank=True, help_text="taken by the gateway")
    sms_failed_at = models.DateTimeField(null=True, blank=True)
    sms_gateway = models.CharField(max_length=12, blank=True)
    sms_why = models.CharField(max_length=300, blank=True, help_text="why it was not sent yet, or at all")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.asked_by_name} {self.made_at:%Y-%m-%d %H:%M}"
