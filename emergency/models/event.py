from django.conf import settings
from django.db import models

from addresses.models import Jurisdiction


class EventKind(models.TextChoices):
    REPORT_RECEIVED = "report_received"
    FIXES_RECEIVED = "fixes_received"
    MESSAGE_FROM_PERSON = "message_from_person"
    REPORT_CANCELLED = "report_cancelled"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    DISPATCHED = "dispatched"
    MESSAGE_FROM_CENTRE = "message_from_centre"
    CLOSED = "closed"
    REOPENED = "reopened"
    POSITIONS_ERASED = "positions_erased"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    LOCATE_REQUESTED = "locate_requested"
    LOCATE_PROGRESSED = "locate_progressed"
    REFERENCE_MADE = "reference_made"
    REFERENCE_REVOKED = "reference_revoked"
    MERGED = "merged"
    MERGED_INTO = "merged_into"
    SPLIT = "split"
    SPLIT_OFF = "split_off"
    MESSAGE_SHOWN = "message_shown"
    MESSAGE_READ = "message_read"
    WORDS_SEEN = "words_seen"
    POSITION_ASKED = "position_asked"
    UNIT_ASSIGNED = "unit_assigned"
    UNIT_EN_ROUTE = "unit_en_route"
    UNIT_ON_SCENE = "unit_on_scene"
    UNIT_CLEARED = "unit_cleared"
    CREW_LINK_MADE = "crew_link_made"
    CREW_LINK_ENDED = "crew_link_ended"
    ESCALATED_LOUDER = "escalated_louder"
    ESCALATED_TOLD = "escalated_told"
    ESCALATED_EVERYBODYS = "escalated_everybodys"
    HAND_OVER_OFFERED = "hand_over_offered"
    HAND_OVER_REFUSED = "hand_over_refused"
    HAND_OVER_WITHDRAWN = "hand_over_withdrawn"
    HAND_OVER_LAPSED = "hand_over_lapsed"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"


class EventCursor(models.Model):
    """The last number given out in one jurisdiction; its row is the jurisdiction's own lock."""

    jurisdiction = models.OneToOneField(Jurisdiction, models.CASCADE, primary_key=True)
    last_sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.jurisdiction_id}.{self.last_sequence}"


class Event(models.Model):
    """One entry of the append-only log that consoles and phones follow.

    ``sequence`` is gapless within the jurisdiction and becomes visible in order. An event holds
    no coordinates and no words: the log stays when positions are destroyed. Readers get the
    incident's present state beside it.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="events", db_index=False)
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=24, choices=EventKind)
    incident = models.ForeignKey("emergency.Incident", models.PROTECT, related_name="events")
    report = models.ForeignKey(
        "emergency.Report", models.PROTECT, null=True, related_name="events", db_index=False
    )
    message = models.ForeignKey(
        "emergency.Message", models.PROTECT, null=True, related_name="events", db_index=False
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=150, blank=True)
    incident_version = models.PositiveIntegerField()
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["jurisdiction", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "sequence"], name="one_event_per_sequence")
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id}.{self.sequence} {self.kind}"
