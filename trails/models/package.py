from django.db import models


class PackageArea(models.Model):
    """What a package is of: a cell of the grid, or a jurisdiction. Box in degrees of EPSG:4326."""

    slug = models.CharField(primary_key=True, max_length=48)
    name_ko = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    points = models.PositiveIntegerField(default=0)
    trails = models.PositiveIntegerField(default=0)
    access_points = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, help_text="when something in it was seen to have changed")
    looked_at = models.DateTimeField(
        null=True, help_text="when its content was last compared with its package"
    )

    def __str__(self) -> str:
        return self.name_ko or self.slug


class Package(models.Model):
    """One version of an area's package; ``content`` is compressed, and given up when the version is no longer new.

    ``step`` leads here from the area's version before (``trails.packages.difference``).
    """

    area = models.ForeignKey(PackageArea, models.CASCADE, related_name="packages")
    version = models.CharField(max_length=32, help_text="the beginning of the SHA-256 of what is in it")
    content = models.BinaryField(null=True)
    size_bytes = models.PositiveIntegerField(help_text="of the compressed content")
    step = models.BinaryField(null=True)
    step_bytes = models.PositiveIntegerField(default=0)
    built_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["area", "version"], name="package_by_version")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.version}"


class PackageNotice(models.Model):
    """How far the history has been read for changes that packages must follow; one row."""

    read_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.read_until:%Y-%m-%d %H:%M:%S}"
