"""What an editor may change of an address point, checked before anything is written."""

from typing import Any

from django.contrib.gis.geos import Point
from rest_framework import serializers

from addresses import plausible
from addresses.errors import AddressError, UnreadableReference
from addresses.models import AddressPoint, FacilityType


class PointEdit(serializers.ModelSerializer[AddressPoint]):
    """The fields of a change; those left out stay as they are."""

    facility_type = serializers.PrimaryKeyRelatedField(queryset=FacilityType.objects.filter(is_active=True))
    longitude = serializers.FloatField(min_value=-180, max_value=180)
    latitude = serializers.FloatField(min_value=-90, max_value=90)
    # Longer than what is kept: it may come with spaces, as on the plate.
    npn = serializers.CharField(max_length=40, allow_blank=True, help_text="as on the plate: 다사 5393 6228")
    reason = serializers.CharField(max_length=200, allow_blank=True, help_text="kept in the history")

    class Meta:
        model = AddressPoint
        fields = (
            "name_ko",
            "name_en",
            "facility_type",
            "longitude",
            "latitude",
            "uncertainty_m",
            "survey_method",
            "surveyed_on",
            "elevation_m",
            "sido",
            "sigungu",
            "district",
            "road_name",
            "building_number",
            "object_number",
            "object_subnumber",
            "object_place",
            "npn",
            "npn_state",
            "public_note_ko",
            "public_note_en",
            "responder_note",
            "state",
            "reason",
        )

    def to_internal_value(self, data: Any) -> Any:
        """Refuse fields that nobody may change, rather than drop them silently."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError(
                dict.fromkeys(unknown, "This cannot be changed here. Leave it out.")
            )
        return super().to_internal_value(data)

    def validate_npn(self, text: str) -> str:
        """Return a number as it is kept, without spaces."""
        try:
            return plausible.plate_number(text) if text else ""
        except UnreadableReference as error:
            raise serializers.ValidationError(str(error)) from None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the fields to change, the position as one. Raises ValidationError."""
        if ("longitude" in attrs) != ("latitude" in attrs):
            raise serializers.ValidationError("Give longitude and latitude together.")
        if "longitude" in attrs:
            attrs["position"] = Point(attrs.pop("longitude"), attrs.pop("latitude"), srid=4326)
            try:
                plausible.check_position(attrs["position"].x, attrs["position"].y)
            except AddressError as error:
                raise serializers.ValidationError({"longitude": str(error)}) from None
        if "npn" in attrs or "position" in attrs:
            self._check_number(attrs)
        return attrs

    def _check_number(self, attrs: dict[str, Any]) -> None:
        point = self.instance
        if point is None or not (number := attrs.get("npn", point.npn)):
            return
        position, radius_m = (attrs.get(name, getattr(point, name)) for name in ("position", "uncertainty_m"))
        try:
            plausible.check_number(number, position.x, position.y, radius_m)
        except AddressError as error:
            raise serializers.ValidationError({"npn": str(error)}) from None
