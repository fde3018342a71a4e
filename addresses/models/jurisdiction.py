from django.conf import settings
from django.contrib.gis.db import models as gis
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from addresses.telephone import NUMBER

_DIALLED = RegexValidator(
    rf"^{NUMBER.pattern}\Z",
    "Write digits and hyphens only, such as 119 or 031-909-9119: phones dial it as it is.",
)


# At most an hour: a report that waits longer for its first look is no longer a matter of waiting.
_WAITS = [MinValueValidator(1), MaxValueValidator(3600)]


class SharingMode(models.TextChoices):
    """How far a position may travel; the SMS and the call are on the page in every mode."""

    DEVICE_ONLY = "device_only", "the phone alone: no position reaches the server"
    CONSOLE = "console", "to the dispatch console"
    CONSOLE_AND_FEEDS = "console_and_feeds", "to the console and to other systems"


class Jurisdiction(models.Model):
    """A polygon with the dispatch centre that answers for it, its numbers and its language."""

    slug = models.SlugField(unique=True, max_length=40)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    centre_name_ko = models.CharField(max_length=80)
    centre_name_en = models.CharField(max_length=80)
    area = gis.MultiPolygonField(srid=4326, null=True, blank=True)
    area_note = models.CharField(max_length=200, blank=True, help_text="where the polygon is from")
    fire_number = models.CharField(max_length=20, default="119", validators=[_DIALLED])
    police_number = models.CharField(max_length=20, default="112", validators=[_DIALLED])
    language = models.CharField(max_length=8, default="ko")
    sharing_mode = models.CharField(max_length=20, choices=SharingMode, default=SharingMode.DEVICE_ONLY)
    is_default = models.BooleanField(default=False, help_text="answers for what no polygon holds")
    border_m = models.PositiveIntegerField(
        default=300,
        validators=[MaxValueValidator(50_000)],
        help_text="metres beyond its border in which this centre sees its neighbours' incidents",
    )
    answer_within_s = models.PositiveIntegerField(
        default=120,
        validators=[MinValueValidator(10), MaxValueValidator(3600)],
        help_text="seconds to accept an incident that another centre offers, until that one has it back",
    )
    retention_hours = models.PositiveIntegerField(
        default=24, help_text="hours after closing until positions are destroyed"
    )
    # How long a report may stay unopened: each step comes after the one before it, and none can be left out.
    louder_after_s = models.PositiveIntegerField(
        default=60, validators=_WAITS, help_text="seconds unopened until the alarm grows louder"
    )
    told_after_s = models.PositiveIntegerField(
        default=120, validators=_WAITS, help_text="seconds unopened until the contacts are told"
    )
    everybodys_after_s = models.PositiveIntegerField(
        default=180, validators=_WAITS, help_text="seconds unopened until every centre sees it"
    )

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_jurisdiction"
            ),
            models.CheckConstraint(
                condition=Q(louder_after_s__lte=F("told_after_s"))
                & Q(told_after_s__lte=F("everybodys_after_s")),
                name="each_step_after_the_one_before",
            ),
        ]

    def __str__(self) -> str:
        return self.name_ko


class Role(models.TextChoices):
    DISPATCHER = "dispatcher"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Membership(models.Model):
    """What one person may do in one jurisdiction."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "jurisdiction", "role"], name="one_membership_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} · {self.jurisdiction}"
