from django.db import models


class TextPart(models.Model):
    """One part of a text message that came in several, until the others are there or the wait is over.

    ``reference`` is what the sender's phone put into each part; it is used again after some hundred messages,
    so ``group`` says which parts are one message. The text goes as soon as the message was taken; the row stays
    for a while, so that a part which comes once more is known.
    """

    group = models.UUIDField()
    number = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=40)
    part = models.PositiveSmallIntegerField()
    parts = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    text_sha256 = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "part"], name="one_text_part")]
        indexes = [models.Index(fields=["received_at"], name="text_part_by_time")]

    def __str__(self) -> str:
        return f"{self.part}/{self.parts} {self.received_at:%Y-%m-%d %H:%M:%S}"
