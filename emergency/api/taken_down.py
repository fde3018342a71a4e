"""What a dispatcher takes down by hand: a call, or a text message that was pasted."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from addresses import access
from addresses.errors import UnreadableReference
from addresses.grids import npn
from addresses.models import Jurisdiction, Tag
from addresses.problems import CONTENT_TYPE, problem
from emergency import actions, parse, shapes
from emergency.commands import TakenBy
from emergency.errors import Refused
from emergency.intake import Outcome, plates
from emergency.models import Report, ReportKind
from emergency.readers import ON_DUTY
from emergency.ways_in import bodies, called, numbers, same_person, texted
from emergency.ways_in.called import Call, Spot
from emergency.ways_in.texted import Text
from emergency.ways_in.texts import Understood, understood

from .components import ref
from .incidents import IncidentList, OnDutyView

MADE = {201: ref(shapes.IncidentDetail), 200: ref(shapes.IncidentDetail)}


class PlaceBody(serializers.Serializer[Any]):
    code = serializers.CharField(required=False, allow_blank=True, max_length=80)
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="what the place was called"
    )
    longitude = serializers.FloatField(required=False, allow_null=True, min_value=-180, max_value=180)
    latitude = serializers.FloatField(required=False, allow_null=True, min_value=-90, max_value=90)
    uncertainty_m = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=parse.MAX_UNCERTAINTY_M
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A position needs all three of its numbers: nothing is shown without its radius."""
        three = [attrs.get(name) for name in ("longitude", "latitude", "uncertainty_m")]
        if any(number is not None for number in three) and None in three:
            raise serializers.ValidationError("Give longitude, latitude and uncertainty_m together.")
        return attrs


class TakenDownBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="made by the console: sending it again changes nothing")
    incident = serializers.UUIDField(required=False, allow_null=True, help_text="the one that it adds to")
    jurisdiction = serializers.SlugField(
        required=False, allow_null=True, help_text="who takes it; without it the first of one's own"
    )
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    exercise = serializers.BooleanField(required=False, default=False)


class CallBody(TakenDownBody):
    place = PlaceBody(required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=ReportKind.choices, required=False, default="unknown")
    words = serializers.CharField(required=False, allow_blank=True, max_length=parse.MAX_WORDS, default="")
    people = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=9999)
    language = serializers.CharField(required=False, allow_blank=True, max_length=16, default="")


class TextBody(TakenDownBody):
    text = serializers.CharField(max_length=bodies.MOST_TEXT, trim_whitespace=False)


class TakenDownView(OnDutyView):
    """What both have in common: whose incident it becomes."""

    def by(self, said: dict[str, Any]) -> TakenBy:
        """Return who takes it down, and the centres that they answer for, the one that was named first."""
        mine = access.jurisdictions_of(self.request.user, *ON_DUTY).defer("area").order_by("pk")
        slug = said.get("jurisdiction")
        first: Jurisdiction | None = (mine.filter(slug=slug) if slug else mine).first()
        if first is None:
            raise Http404("You are not on duty in that jurisdiction.")
        others = [pk for pk in mine.values_list("pk", flat=True) if pk != first.pk]
        return TakenBy(int(self.user.pk), self.user.get_username(), (first.pk, *others))

    def named(self, said: dict[str, Any]) -> UUID | None:
        """Return the incident that it adds to, when that is this dispatcher's and still open."""
        return self.acted_on(said["incident"]).pk if said.get("incident") else None

    def not_foreign(self, report: UUID) -> None:
        """Raise Http404 when the id is a report of another centre: it does not exist here."""
        found = Report.objects.filter(pk=report).values_list("incident", flat=True).first()
        if found is not None:
            self.incident(found)

    def told(self, outcome: Outcome, report: UUID) -> Response:
        """Answer with the incident; who took it down has looked at it."""
        if isinstance(outcome, Refused):
            body = problem(outcome.kind, outcome.status, outcome.title, str(outcome))
            return Response(body, status=outcome.status, content_type=CONTENT_TYPE)
        pk = Report.objects.filter(pk=report).values_list("incident", flat=True).first()
        incident = self.incident(pk or outcome.body["incident"])
        if incident.merged_into_id is None:
            incident = actions.open_(incident.pk, actions.By.now(self.user))
        return self.shown(incident, status=outcome.status)


class Incidents(IncidentList, TakenDownView):
    """The queue; and a call that a dispatcher takes down."""

    @extend_schema(operation_id="takeDownCall", request=CallBody, responses=MADE)
    def post(self, request: Request) -> Response:
        body = CallBody(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data
        call = Call(
            id=said["id"],
            phone=said["phone"],
            spot=_spot(said.get("place") or {}),
            kind=said["kind"],
            words=said["words"],
            people=said.get("people"),
            language=said["language"],
            is_exercise=said["exercise"],
            belongs_to=self.named(said),
        )
        by = self.by(said)
        self.not_foreign(call.id)
        return self.told(called.take(call, by, actions.By.now(self.user).at), call.id)


class FromText(TakenDownView):
    """Take a text message that was pasted; with ``?preview`` only say what it means."""

    @extend_schema(
        operation_id="takeDownText",
        parameters=[OpenApiParameter("preview", description="say what is understood, and store nothing")],
        request=TextBody,
        responses={**MADE, (200, "application/json"): ref(shapes.TextPreview)},
    )
    def post(self, request: Request) -> Response:
        body = TextBody(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data
        by, incident = self.by(said), self.named(said)
        number = numbers.canonical(said["phone"])
        if "preview" in request.query_params:
            return self._preview(understood(said["text"]), number, by, said["exercise"])
        self.not_foreign(said["id"])
        text = Text(
            id=said["id"],
            number=number,
            said=said["text"],
            taken_by=by,
            belongs_to=incident,
            is_exercise=said["exercise"],
        )
        return self.told(texted.take(text, actions.By.now(self.user).at), text.id)

    def _preview(self, meant: Understood, number: str, by: TakenBy, is_exercise: bool) -> Response:
        known = same_person.of(
            number,
            is_exercise=meant.is_exercise or is_exercise,
            jurisdiction_ids=by.jurisdiction_ids,
        )
        point = meant.point
        body = {
            "text": meant.text,
            "code": meant.code,
            "typed": meant.tag_text,
            **_place_of(meant),
            "position": point
            and {
                "longitude": point.longitude,
                "latitude": point.latitude,
                "uncertainty_m": meant.uncertainty_m,
            },
            "kind": meant.kind,
            "people": meant.people,
            "exercise": meant.is_exercise or is_exercise,
            "flags": list(meant.flags),
            "incident": str(known.incident.pk) if known else None,
        }
        return Response(body, headers={"Cache-Control": "no-store"})


def _spot(place: dict[str, Any]) -> Spot:
    text = place.get("text", "")
    try:
        text = npn.normal(text) if text else ""
    except UnreadableReference:
        text = str(text)
    return Spot(
        code=place.get("code", ""),
        text=text,
        longitude=place.get("longitude"),
        latitude=place.get("latitude"),
        uncertainty_m=place.get("uncertainty_m"),
    )


def _place_of(meant: Understood) -> dict[str, str]:
    """Return the name of the place that a text means: its plate's, or the square's."""
    tag = Tag.objects.select_related("point").filter(pk=meant.code).first() if meant.code else None
    if tag is not None and tag.point is not None:
        return {"place_ko": tag.point.name_ko, "place_en": tag.point.name_en or tag.point.name_ko}
    square = plates.square(meant.tag_text)
    return {"place_ko": square.name_ko if square else "", "place_en": square.name_en if square else ""}
