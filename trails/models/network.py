from django.db import models


class TrailNetwork(models.Model):
    """The network of all trails in use, made ready for finding ways (``trails.ways``); one row.

    ``version`` says of which state of trails, access points and closures it was made; ``claimed_at`` is set
    by whoever is making the next one.
    """

    version = models.CharField(max_length=32, blank=True)
    content = models.BinaryField(null=True)
    sections = models.PositiveIntegerField(default=0)
    built_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.sections} sections, {self.version}"
