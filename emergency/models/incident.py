import uuid

from django.db import models
from django.db.models import Q

from addresses.models import Jurisdiction

from .report import ReportKind


class IncidentState(models.TextChoices):
    NEW = "new", "새 신고"
    OPENED = "opened", "열어 봄"
    ACKNOWLEDGED = "acknowledged", "확인함"
    DISPATCHED = "dispatched", "출동"
    CLOSED = "closed", "종결"


class Escalation(models.IntegerChoices):
    """How far an incident that nobody opens has come (``emergency/escalation.py``). None is taken back."""

    NONE = 0
    LOUDER = 1
    TOLD = 2
    EVERYBODYS = 3


class Disposition(models.TextChoices):
    """Why an incident was closed (종결 사유)."""

    HELPED = "helped", "구조 완료"
    SAFE = "safe", "안전 확인"
    MISTAKEN = "mistaken", "오인 신고"
    FALSE = "false", "허위 신고"
    EXERCISE = "exercise", "훈련"
    DUPLICATE = "duplicate", "중복"
    OTHER = "other", "기타"


class Stay(models.Model):
    """That a report belonged to an incident for a while; only reports that were moved have any.

    Who is moved has heard what the centre said there meanwhile, and nothing else that was said there.
    """

    report = models.ForeignKey("emergency.Report", models.CASCADE, related_name="stays")
    incident = models.ForeignKey("emergency.Incident", models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField(null=True, help_text="null: from its first moment")
    until = models.DateTimeField(null=True, help_text="null: still")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} in {self.incident_id}"


class Incident(models.Model):
    """What a dispatch centre works on; one or more reports.

    ``version`` grows by one with every action of a dispatcher and every report; whoever acts
    names the version that they saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="incidents", db_index=False)
    kind = models.CharField(max_length=16, choices=ReportKind, default=ReportKind.UNKNOWN)
    state = models.CharField(max_length=12, choices=IncidentState, default=IncidentState.NEW)
    is_exercise = models.BooleanField(default=False)
    escalation = models.PositiveSmallIntegerField(choices=Escalation, default=Escalation.NONE)
    version = models.PositiveIntegerField(default=1)
    tag_code = models.CharField(max_length=8, blank=True)
    place_ko = models.CharField(max_length=160, blank=True)
    place_en = models.CharField(max_length=160, blank=True)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=150, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    disposition = models.CharField(max_length=12, choices=Disposition, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    # One of several calls about one thing: its reports are worked on in the other incident until they are split.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["jurisdiction", "state", "received_at"], name="incident_queue"),
            models.Index(fields=["tag_code", "received_at"], name="incident_of_tag"),
            models.Index(fields=["closed_at"], name="incident_to_erase"),
            # What nobody has opened is asked for every second, and what is everybody's with each list.
            models.Index(
                fields=["escalation", "received_at"], condition=Q(state="new"), name="incident_unopened"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_ko or self.tag_code} {self.received_at:%Y-%m-%d %H:%M}"

    @property
    def plate_names(self) -> tuple[str, str]:
        """Its plate's names in Korean and English, for those who see no position; empty without a plate.

        ``place_ko`` may be a National Point Number that somebody typed: that is where they are, to 7 m.
        """
        return (self.place_ko, self.place_en) if self.tag_code else ("", "")
