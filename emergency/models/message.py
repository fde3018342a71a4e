from django.db import models


class Quick(models.TextChoices):
    """What a person says by one touch: the key is the same in every language."""

    YES = "yes", "yes"
    NO = "no", "no"
    CANNOT_SPEAK = "cannot_speak", "cannot speak"
    CANNOT_MOVE = "cannot_move", "cannot move"
    BLEEDING = "bleeding", "bleeding"
    BREATHING = "breathing", "breathing"
    HARD_TO_BREATHE = "hard_to_breathe", "hard to breathe"
    SILENT = "silent", "must stay silent"
    SILENT_OVER = "silent_over", "need not stay silent any more"


class Message(models.Model):
    """One thing said between a person and the centre. The id is made by whoever says it."""

    id = models.UUIDField(primary_key=True, editable=False)
    incident = models.ForeignKey("emergency.Incident", models.CASCADE, related_name="messages")
    report = models.ForeignKey("emergency.Report", models.CASCADE, null=True, related_name="messages")
    from_centre = models.BooleanField()
    author = models.CharField(max_length=150, blank=True)
    text = models.CharField(max_length=1000)
    quick = models.CharField(max_length=16, choices=Quick, blank=True)
    at = models.DateTimeField()
    # What a person said: when a dispatcher first had it on the screen, and who.
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:40]
