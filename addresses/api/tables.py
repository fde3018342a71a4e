"""Facility types and jurisdictions: small tables that everybody may read."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses.models import FacilityType, Jurisdiction

from . import features


class FacilityTypeList(APIView):
    """The kinds of places in use."""

    permission_classes = [AllowAny]

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Return the types in use, the official ones first, by their numbers."""
        names = ("slug", "name_ko", "name_en", "geometry", "reference_point", "official_number", "kind_code")
        kinds = list(FacilityType.objects.filter(is_active=True).values(*names, "is_refuge"))
        # Databases disagree about where an absent number comes.
        kinds.sort(key=lambda kind: (kind["official_number"] or 1_000, kind["slug"]))
        return Response({"facility_types": kinds})


class JurisdictionList(APIView):
    """The areas and the centres that answer for them."""

    permission_classes = [AllowAny]

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Return the jurisdictions as GeoJSON; one without an area has no geometry."""
        return Response(features.collection(map(features.jurisdiction, Jurisdiction.objects.all())))
