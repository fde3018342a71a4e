from django.contrib.gis.db import models as gis
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .facility_type import FacilityType


class SurveyMethod(models.TextChoices):
    """How the position came to be known."""

    GNSS = "gnss", "surveyed with GNSS"
    MAP = "map", "read from a map"
    IMPORTED = "imported", "taken over from another register"
    PHONE = "phone", "measured with a phone"
    APPROXIMATE = "approximate", "approximate, for demonstration only"


class NpnState(models.TextChoices):
    """A National Point Number is recorded here, never issued: the ministry confirms it."""

    NONE = "", "none"
    CANDIDATE = "candidate", "후보"
    REQUESTED = "requested", "확인신청"
    SURVEYED = "surveyed", "현장조사"
    CONFIRMED = "confirmed", "확인완료"
    INSTALLED = "installed", "설치"
    REPORTED = "reported", "설치통보"


class PointState(models.TextChoices):
    ACTIVE = "active", "부여"
    ABOLISHED = "abolished", "폐지"


class AddressPoint(models.Model):
    """A surveyed place: a facility with an object address, or a trail marker with an NPN.

    ``position`` is (longitude, latitude) in EPSG:4326, stored as doubles and written with at
    least seven decimals. ``uncertainty_m`` is the radius that holds the true place at 95 %.
    Its own coordinates are the truth; what is derived from them (the trail and its metre) is
    kept elsewhere, dated.
    """

    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    facility_type = models.ForeignKey(FacilityType, models.PROTECT, related_name="points")
    position = gis.PointField(srid=4326)
    uncertainty_m = models.FloatField(validators=[MinValueValidator(0.01), MaxValueValidator(100_000)])
    survey_method = models.CharField(max_length=16, choices=SurveyMethod)
    surveyed_on = models.DateField(null=True, blank=True)
    elevation_m = models.FloatField(null=True, blank=True)

    # The object address, in its parts (Enforcement Decree art. 41(5))
    sido = models.CharField(max_length=40, blank=True)
    sigungu = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=40, blank=True, help_text="구 or 읍·면")
    road_name = models.CharField(max_length=80, blank=True)
    building_number = models.CharField(max_length=12, blank=True)
    object_number = models.PositiveIntegerField(null=True, blank=True)
    object_subnumber = models.PositiveIntegerField(null=True, blank=True)
    object_place = models.CharField(max_length=80, blank=True, help_text="where inside a building")

    npn = models.CharField(max_length=10, blank=True, db_index=True, help_text="compact: 다사53936228")
    npn_state = models.CharField(max_length=12, choices=NpnState, blank=True, default=NpnState.NONE)

    public_note_ko = models.TextField(blank=True)
    public_note_en = models.TextField(blank=True)
    responder_note = models.TextField(blank=True, help_text="access for responders; never public")
    photo = models.ImageField(upload_to="points/", blank=True)

    state = models.CharField(max_length=12, choices=PointState, default=PointState.ACTIVE)
    source = models.CharField(max_length=80, blank=True, help_text="the register it was imported from")
    source_key = models.CharField(max_length=80, blank=True, help_text="its key there")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(uncertainty_m__gt=0), name="uncertainty_is_positive"),
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="one_point_per_source_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ko

    @property
    def object_address(self) -> str:
        """Return the object address as the decree writes it, or an empty string.

        Example: ``경기도 고양시 일산동구 강성로 256 민방위대피시설``
        """
        if not (self.road_name and self.object_number):
            return ""
        number = str(self.object_number)
        if self.object_subnumber:
            number += f"-{self.object_subnumber}"
        building = f"{self.building_number}," if self.building_number else ""
        parts = [self.sido, self.sigungu, self.district, self.road_name, building]
        parts += [
            f"{self.object_place} {number}" if self.object_place else number,
            self.facility_type.name_ko,
        ]
        return " ".join(part for part in parts if part)


class PointAlias(models.Model):
    """Another body's number for the same place: a park sign, a fire service sign, a pole."""

    class Kind(models.TextChoices):
        PARK_SIGN = "park_sign", "다목적위치표지판"
        MOUNTAIN_SIGN = "mountain_sign", "산악위치표지판"
        OTHER = "other", "other"

    point = models.ForeignKey(AddressPoint, models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=16, choices=Kind)
    text = models.CharField(max_length=40, help_text="as it stands on the sign")
    normalised = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point", "kind", "normalised"], name="one_alias_of_a_kind")
        ]

    def __str__(self) -> str:
        return self.text
