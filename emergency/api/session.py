from django.conf import settings
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses import access
from addresses.models import Jurisdiction


class JurisdictionOfSession(serializers.Serializer[Jurisdiction]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField()
    centre_name_ko = serializers.CharField()
    centre_name_en = serializers.CharField()
    roles = serializers.SerializerMethodField()

    def get_roles(self, jurisdiction: Jurisdiction) -> list[str]:
        return access.roles_in(self.context["user"], jurisdiction)


@method_decorator(ensure_csrf_cookie, name="dispatch")
class SessionView(APIView):
    """Who is signed in, and for which jurisdictions."""

    @extend_schema(
        responses=inline_serializer(
            "Session",
            {
                "name": serializers.CharField(),
                "demonstration": serializers.BooleanField(),
                "jurisdictions": JurisdictionOfSession(many=True),
            },
        )
    )
    def get(self, request: Request) -> Response:
        held = access.jurisdictions_of(request.user).defer("area")
        return Response(
            {
                "name": request.user.get_username(),
                "demonstration": settings.DEMONSTRATION,
                "jurisdictions": [
                    JurisdictionOfSession(one, context={"user": request.user}).data for one in held
                ],
            }
        )
