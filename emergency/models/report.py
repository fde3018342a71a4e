from django.db import models
from django.db.models import Q

from addresses.models import Jurisdiction


class ReportKind(models.TextChoices):
    UNKNOWN = "unknown", "알 수 없음"
    FALL = "fall", "추락·넘어짐"
    ILLNESS = "illness", "아픔"
    FIRE = "fire", "불"
    LOST = "lost", "길 잃음"
    WATER = "water", "물에 빠짐"
    CRIME = "crime", "범죄"
    OTHER = "other", "그 밖"


class Presence(models.TextChoices):
    """How strongly it is proven that the person stood at the plate, strongest first."""

    NFC_SIGNED = "nfc_signed", "signed by the plate's NFC tag"
    QR_SEALED = "qr_sealed", "read from the plate's QR code"
    TYPED = "typed", "code without its seal"
    NONE = "none", "no plate"


class Channel(models.TextChoices):
    PAGE = "page", "scan page"
    FORM = "form", "form without JavaScript"
    SMS = "sms", "text message"
    AML = "aml", "position by Advanced Mobile Location"
    VOICE = "voice", "call that a dispatcher took down"


class FixSource(models.TextChoices):
    PLATE = "plate", "표지판 위치"
    DEVICE = "device", "휴대전화 측위"


class Report(models.Model):
    """One person's call for help from one phone or message.

    The phone makes ``id`` and the secret; only the secret's SHA-256 is kept. The best position
    known is folded into the row: degrees in EPSG:4326, radius in metres at 95 %; all of it is
    null when nothing is known or when it was erased. ``sent_at`` is the phone's clock,
    ``received_at`` the server's.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    secret_sha256 = models.BinaryField(max_length=32)
    body_sha256 = models.BinaryField(max_length=32)
    incident = models.ForeignKey("emergency.Incident", models.PROTECT, related_name="reports")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="reports", db_index=False)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.PAGE)
    kind = models.CharField(max_length=16, choices=ReportKind, default=ReportKind.UNKNOWN)
    tag_code = models.CharField(max_length=8, blank=True)
    tag_text = models.CharField(
        max_length=40, blank=True, help_text="what was scanned or typed, when unreadable"
    )
    presence = models.CharField(max_length=12, choices=Presence, default=Presence.NONE)
    seal_verdict = models.CharField(max_length=8, blank=True, help_text="valid, wrong or missing")
    words = models.CharField(max_length=1000, blank=True)
    people = models.PositiveSmallIntegerField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=16, blank=True)
    battery_pct = models.PositiveSmallIntegerField(null=True, blank=True)
    voice = models.CharField(max_length=16, blank=True, help_text="cannot_speak or silent: do not call")
    is_exercise = models.BooleanField(default=False)
    consent = models.JSONField(default=dict, help_text="purposes, version, language, text_sha256")
    flags = models.JSONField(default=list, help_text="what a dispatcher should know, never a refusal")
    source_key = models.CharField(max_length=32, blank=True, help_text="keyed hash of the address")
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=40, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="put into this incident by a dispatcher")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="consent withdrawn: all erased")

    plate_longitude = models.FloatField(null=True, blank=True)
    plate_latitude = models.FloatField(null=True, blank=True)
    plate_uncertainty_m = models.FloatField(null=True, blank=True)

    best_longitude = models.FloatField(null=True, blank=True)
    best_latitude = models.FloatField(null=True, blank=True)
    best_uncertainty_m = models.FloatField(null=True, blank=True)
    best_source = models.CharField(max_length=8, choices=FixSource, blank=True)
    best_fixed_at = models.DateTimeField(null=True, blank=True)
    best_agreement = models.CharField(max_length=12, blank=True, help_text="how plate and phone agree")

    class Meta:
        ordering = ["received_at"]
        indexes = [
            models.Index(fields=["tag_code", "received_at"], name="report_of_tag"),
            # Most reports name no number, and cost nothing here.
            models.Index(fields=["phone"], condition=~Q(phone=""), name="report_of_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.tag_code or '-'} {self.received_at:%Y-%m-%d %H:%M:%S}"


class Fix(models.Model):
    """One measured position: degrees in EPSG:4326, radius in metres at 95 %, its time and source.

    ``sequence`` counts on the phone, so that a batch sent twice is stored once.
    Plain numbers, no geometry: nothing searches fixes by place, and a number costs a tenth.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="fixes", db_index=False)
    sequence = models.PositiveIntegerField()
    longitude = models.FloatField()
    latitude = models.FloatField()
    uncertainty_m = models.FloatField()
    altitude_m = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=FixSource, default=FixSource.DEVICE)
    fixed_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["report", "sequence"], name="one_fix_per_sequence"),
            models.CheckConstraint(
                condition=Q(uncertainty_m__gt=0)
                & Q(latitude__gte=-90)
                & Q(latitude__lte=90)
                & Q(longitude__gte=-180)
                & Q(longitude__lte=180),
                name="fix_is_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} ±{self.uncertainty_m:.0f} m"
